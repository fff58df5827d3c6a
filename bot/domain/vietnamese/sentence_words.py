"""The words of whole sentences: what makes one no report, and what no name is taken from."""

from bot.domain.vietnamese.change_words import CHANGES
from bot.domain.vietnamese.concern_words import CONCERN_WORDS, PROBLEMS
from bot.domain.vietnamese.phrase_lists import listed, phrases
from bot.domain.vietnamese.visit_words import GIVES, HOW, PROMISES, REASONS, TOPICS

ASKING = phrases("""
    may gio; bao nhieu; bao gio; khi nao; o dau; the nao; lam sao; ai phu trach; ai la; co may;
    may nguoi; cho hoi; la ai; dau roi; may ho; may nha; nhu nao; la gi; xong chua; duoc chua;
    co khong; phai khong; dung khong; sao roi; dau vay; ra sao
""")
PLANNING = phrases("""
    mai toi; mai minh; mai em; ngay mai; toi dinh; dinh ghe; dinh di; chuan bi di; sap di;
    toi nay toi; chieu nay toi se; se ghe; se di; nho dong chi; goi lai; lien he; nhan lai;
    mai se; mai ghe; mai di; de mai; tuan sau toi; tuan sau ghe; gui cho toi; cho toi; cho xin
""")
"""What asks, orders or plans is no report, unless something is told besides."""

KIN = listed("""
    con chau vo chong me cha bo ong ba co chu bac anh chi em di cau cu dau re ma ngoai noi bung
    gai trai ut ca lon nho thang dua nguoi nha gia dinh thim mo cu mot hai ba bon nam sau bay
    tam chin ho
""")

_ALL = (
    *PROMISES,
    *GIVES,
    *(
        phrase
        for table in (HOW, REASONS, TOPICS, CONCERN_WORDS, PROBLEMS, CHANGES)
        for said in table.values()
        for phrase in said
    ),
)
SAYING = frozenset(phrase for phrase in _ALL if " " not in phrase)
"""Single words that tell something: alone they are nobody's name."""
BEGINNING = frozenset(phrase.split()[0] for phrase in _ALL) | listed(
    "co con o dang da moi thi va voi"
)
"""The words with which it is told what became of somebody, behind the name."""
IN_PAIRS = frozenset(tuple(phrase.split()[:2]) for phrase in _ALL if " " in phrase)
"""What two words begin to tell: "hướng dẫn" is no Hường."""
