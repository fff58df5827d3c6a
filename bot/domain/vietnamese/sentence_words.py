"""The words of whole sentences: what makes one no report, and what no name is taken from."""

from bot.domain.vietnamese.change_words import CHANGES
from bot.domain.vietnamese.concern_words import CONCERN_WORDS, PROBLEMS
from bot.domain.vietnamese.phrase_lists import listed, phrases
from bot.domain.vietnamese.visit_words import GIVES, HOW, PROMISES, REASONS, TOPICS

NEVER = phrases("""
    ai phu trach; trong danh sach; trong so cua; mat khau; dung nham; hai nha khac nhau;
    bao cao chua; co nhan chua; da nhan chua; nhan duoc chua; xoa bao cao; bo bao cao;
    bo cai bao cao; lam sao xoa; cho toi danh sach; cho xin danh sach; khan cap; chia se cho;
    xin hoi ho; cho hoi ho; sao khong thay; sao chua thay; ai la chu ho; ghi chua; luu chua;
    duoc chua; uoc gi; no oi; vo oi; chong oi; con oi; ma oi; xoa dum; xoa giup; xoa gium;
    chuc mung ngay
""")
"""Of the program, to somebody else, or of no visit: never a report, whatever else is in it."""
ASKING = phrases("""
    may gio; bao nhieu; bao gio; khi nao; the nao; lam sao; ai phu trach; ai la; co may;
    may nguoi; cho hoi; la ai; nhu nao; la gi; xong chua; co khong; sao roi; dau vay; ra sao
""")
PLANNING = phrases("""
    mai toi; mai minh; mai em; ngay mai; toi dinh; dinh ghe; dinh di; chuan bi di; sap di;
    toi nay toi; chieu nay toi se; se ghe; se di; nho dong chi; goi lai; lien he; nhan lai;
    mai se; mai ghe; mai di; de mai; tuan sau toi; tuan sau ghe; gui cho toi; cho toi; cho xin;
    mai mot; se xuong; se qua; se toi; se den; de toi; de em; xiu ve; lat nua; chut nua; tinh ghe;
    tinh di; nhac toi; nho nhac; hom nao; bua nao ranh; luc do; tuan sau di; thang sau di;
    mai qua; mai xuong; o nha cho; nho tham; nho ghe; nho qua; nho xuong; nho di; nhac em;
    nhac minh; nhac dong chi; tuan toi; thang toi di; nho coi
""")
"""What asks, orders or plans is no report, unless something is told besides."""

KIN = listed("""
    con chau vo chong me cha bo ong ba co chu bac anh chi em di cau cu dau re ma ngoai noi bung
    gai trai ut ca lon nho thang dua nguoi nha gia dinh thim mo cu mot hai ba bon nam sau bay
    tam chin ho
""")

LEADING_IN = listed(
    "tham ghe den gap di da toi xong roi qua minh em nay vua moi la thi con va voi cung hom "
    "bao cao bc ngay chieu sang truoc co luon them nua ca tai o vo vao vong sang xuong len lai "
    "dc dong chi thang xin phep cac chua nhung hoi kiem tra chay ve ho nha gd hgd gia dinh so "
    "kip sot bo rieng tui tao goi dien cho wa e dt nhan zalo trua khuya xg dung day choi coi ra tat"
)
"""What may stand before a household without saying anything of it."""

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
_OF_EVERY_DAY = (
    "thu nhap", "thu hoach", "thu mua", "thu hoi", "thu xep", "thu don", "hoa mau", "hoa qua",
    "hoa giai", "hien tai", "hien nay", "hien dang", "phuong tien", "thanh toan", "thanh lap",
    "an ninh", "an toan", "an uong", "tai san", "tai xe", "ha tang", "phat trien", "thuy loi",
    "lien lac", "nghia vu", "kien nghi", "kien co", "truong hop", "truong hoc", "thuan loi",
    "vuong tom", "tam thoi", "tam tru", "tam vang", "tam ung", "lan truoc", "lan sau", "nga ba",
    "hanh phuc", "hanh chinh", "dong lua", "loi nhuan", "son nha", "dao gieng", "vui ve",
    "duc rut", "linh luong", "quang cao", "sinh nhat", "sinh hoat", "chien tranh", "cuong quyet",
)  # fmt: skip
IN_PAIRS = frozenset(
    tuple(phrase.split()[:2]) for phrase in (*_ALL, *_OF_EVERY_DAY) if " " in phrase
)
"""What two words begin to tell: "hướng dẫn" is no Hường, and "thu nhập" no Thu."""
OF_TOPICS = frozenset(
    tuple(phrase.split()[:2]) for said in TOPICS.values() for phrase in said if " " in phrase
)
"""What two words begin to tell even behind "nhà": "đến nhà hướng dẫn hộ 2"."""
COMMON = (
    frozenset(word for phrase in _ALL for word in phrase.split())
    | LEADING_IN
    | KIN
    | listed("duong nguoi thang ngay tuan khong duoc nhieu cung dang nhung tren duoi trong ngoai")
    | listed("canh truoc cuoi phia doi dien chieu sang toi trua nang mua gio may hang xom")
)
"""Words that are no name with a slip in it."""
