"""How a household was met, or why it was not, from all that a sentence says of it."""

import re
from collections.abc import Sequence

from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_signs import spelled_so
from bot.domain.vietnamese.sentence_tokens import HOUSEHOLD, Token
from bot.domain.vietnamese.spelled_words import HOW
from bot.domain.visits import NotDoneReason, VisitKind

Met = tuple[VisitKind | None, NotDoneReason | None]
_R = NotDoneReason


def _pattern(text: str) -> re.Pattern[str]:
    """Alternatives, one a line; @ is the household, NO any way to deny, ME who speaks."""
    lines = [line.strip() for line in text.strip().splitlines()]
    whole = "|".join(f"(?:{line})" for line in lines)
    whole = whole.replace("NO", "(?:khong|chua|chang|cha|dau co)").replace("WHO", _WHO)
    whole = whole.replace("AWAY", rf"(?= ,|$| vi| do| @| hoai| suot| luon| lien| {_TIMES})")
    return re.compile(rf"(?<!\S)(?:{whole})(?!\S)")


_WHO = "(?:ai|@|chu|co|bac|ong|ba|anh|chi|thim|nguoi|mat|ho|nha|di|em)"
_TIMES = r"(?:\d+|hai|ba|may|vai|nhieu) (?:lan|bua|hom|ngay|tuan)"
_ABSENT = _pattern("""
    NO (?:co )?(?:gap|thay)(?: duoc)?(?: (?:mat )?WHO)*(?! (?:kho|van|gi|tro))
    (?:khong|chang|cha) (?:co )?(?:WHO )*(?:o |co )nha
    khong co (?:nha|ai|chu|ong|ba|bac|anh|chi|nguoi)(?= het| ca| dau| ,| @|$| o)
    khong (?:co )?ai (?:o|co) (?:nha|@)
    (?:di |nha |deu |bi )?vang(?: (?:nha|mat|het|teo|hoe|ca|roi|ca ngay|ca nha))*AWAY
    di vang
    khoa cua|cua khoa|khoa cong|cua dong|dong cua(?! hang)|cua (?:\\S+ )?khoa
    (?:ghe|toi|den|qua) (?:@ )?hut|di (?:\\S+ )??mat tieu|khoi tham
    (?<!khong )di dau (?:mat|het|khoi)
    di (?!lam )(?:\\S+ ){1,5}?chua ve|(?:len|di) ray (?:ca ngay|het|tu sang|chua ve|roi)
    nhung (?:\\S+ ){0,4}di (?:lam|vang|cho|ray|dong|xa)|(?:toi|chieu|mai|khuya) moi ve
    NO dam goi|di ray|di bien|di khoi|di lam het|ca nha di lam
""")
_MET = _pattern("""
    (?:thi|lai|moi|co|roi|da|ma) gap(?! ai)|gap (?:duoc|mat|lai)
    gap (?:ong|ba|anh|chi|chu|co|bac|thim|di|o|vo_?|con|chong)
    co nha|ra gap|o nha
""")
_TURNED_AWAY = _pattern("""
    (?:khong|chang|cha) (?:chiu |muon |dong y |thich )*tiep
    (?:khong|chang|cha) (?:chiu |muon )*cho (?:toi |tui |em |minh )?(?:vao|vo|gap)
    duoi (?:toi|tui|em|minh|ve|ra)|tu choi(?: tiep| gap)?|khong (?:chiu )?mo cua
""")
_GOING = "(?:tham|ghe|den|toi|qua|vo|vao|xuong|len|ra|di|gap|sang|tiep can)"
_ME = "(?:toi|tui|em|minh|e|t|nen|ma|bay gio|nay|^|,|@|het)"
_ABLE = "(?:kip |di |co |the |ranh |dam |con |sap xep |thu xep |dip )"
_HINDERED = "(?:mua|bao|lu|lut|ngap|tron|lay|sinh lay|trieu|gio)"
_NOT_DONE = _pattern(f"""
    NO (?:\\S+ )??(?:tham|ghe)(?: hoi)?(?! (?:gi|ai))
    NO {_ABLE}*{_GOING}(?: {_GOING})*(?: nha)? (?:duoc )?@
    NO (?:kip|sap xep|thu xep|co dip|ranh)(?: \\S+)?
    {_ME} NO {_ABLE}*{_GOING}(?: {_GOING})*(?= ,|$| vi| do| nen| tai| duoc)
    {_GOING}(?: {_GOING})*(?: nha)? @ (?:khong|chua) (?:duoc|noi|kip)
    (?:tham|ghe|den) khong duoc
    NO (?:vo|ghe|tiep can)(?: nha)? duoc(?= ,|$)
    {_HINDERED} (?:\\S+ ){{0,5}}?NO {_ABLE}*{_GOING}(?: {_GOING})*(?: nha)? (?:duoc|noi_?)(?= ,|$)
    NO {_ABLE}*{_GOING}(?: {_GOING})*(?: nha)?(?: duoc| noi_?)?(?: vi| do| tai)? {_HINDERED}
    @ (?:thi |la |con |van |roi )*chua(?! (?:bao|noi|lam)(?= lai|,|$| ,))
    bo qua|bo sot|de qua thang|(?:thang|tuan) sau (?:bu|di|tham|ghe)|chua xong|de sau|con sot
    ngung|hoan lai|quay ve
""")
_NOT_REACHED = _pattern("""
    NO (?:nghe|bat|boc|tra loi) (?:may|dien thoai|dt)|thue bao|khong lien lac duoc
    goi (?:\\S+ ){0,3}?(?:khong|cha|chang) (?:duoc|nghe)
""")
_PHONE = _pattern("""
    goi (?:dien|dt|zalo|video|hoi|tham|cho|dum cho|gium cho|giup cho|@|toi (?:hoi|bao))
    dien (?:hoi|cho|tham|@)|(?<!so )dien thoai (?:cho|hoi|tham|@)
    (?:dt|alo|a lo|zalo|phone) (?:cho|hoi|tham|@)
    a lo|alo|nhan (?:tin|zalo)|nt (?:cho|hoi)|qua (?:dien thoai|dt|zalo)|video call
    goi(?= ,|$| thi| bt| binh| on| khoe)
""")
_CALLED_OVER = _pattern(
    "goi (?:toi|tui|em|minh) (?:qua|sang|den|lai|vo|vao|xuong|ra)|ten goi|goi (?:nhap|lam|la|ten)"
)
_MEETING = _pattern("""
    gap (?:[^,\\s]+ ){0,8}?(?:hop|hoi nghi|sinh hoat)(?: \\S+)?
    (?:hop|hoi nghi|sinh hoat) (?:\\S+ ){0,8}?gap(?: \\S+)?
    gap (?:[^,\\s]+ ){0,3}?(?:o|tai) nha van hoa
""")
_BY_OTHERS = (
    "(?:to truong(?: \\S+){0,3}|hang xom|ba con|lang gieng|cong an(?: \\S+)?|"
    "[cg]h?i hoi_?(?: \\S+){0,4}|"
    "truong (?:ap|thon|khu pho|ban|buon|xom)|hoi_? phu nu|hoi_? nong dan|hoi_? truong)"
)
_COMRADE = "(?:dong [cg]h?i |d c |dc |duoc |anh |[cg]h?i |chu |bac |ong |ba |co )*"
_VIA = _pattern(f"""
    nghe (?:[^,\\s]+ ){{0,6}}?(?:noi|ke|bao)(?! la toi)
    {_BY_OTHERS} (?:\\S+ ){{0,2}}?(?:noi|bao|ke|cho biet|cho hay)
    (?:hoi|nam)(?: tham)?(?: tinh hinh)?(?: qua)?(?: \\S+){{0,3}} {_BY_OTHERS}
    nho {_COMRADE}{_BY_OTHERS}(?: (?:hoi|tham|giup|dum|gium|ho|coi|xem|di|qua|ghe|nha|@))*
    qua (?:to truong|hang xom|[cg]h?i hoi_?|doan the|ba con)
""")
_CAME = re.compile(r"(?<!\S)(?:ghe|tham|tan nha|tai nha)(?= (?:nha|@|roi|choi))")
_HERE = _pattern(f"""
    {_GOING}(?: {_GOING}| lai)*(?: tan)? (?:nha|@|coi|xem|choi)
    tai nha|tan nha|gap (?:mat|truc tiep)|nha @
    ghe|tham|den tham|gap|da (?:den|len|xuong|toi|qua|vo|vao|di)(?= ,|$| roi| xong)
""")
_OUTSIDE = (
    "(?:cho|duong|ruong|ray|dong|quan|tiem|dam|vuong|truong|tram|uy ban|ubnd|xa|phuong|benh vien|"
    "cong ty|cho lam|bo|ben|chua|dinh|dau|le|nga|cong vien|san bong|trung tam|"
    "nha (?:hang|ba con))_?"
)
_ELSEWHERE = _pattern(f"""
    gap (?:[^,\\s]+ ){{0,3}}?(?:(?:ngoai|o|tai|tren|trong|ben|duoi|giua|doc|gan) )+{_OUTSIDE}
    gap (?:[^,\\s]+ ){{0,3}}?(?:luc|khi|dang) (?:\\S+ )??di (?:cho|ray|ruong|lam|dam|hoc)_?
""")
"""Somebody was met, but not at home."""
_ONLY_NOT = re.compile(
    r"^[@, ]*(?:thi |la |con |van |roi )*chua(?: (?:di|xong|toi|duoc|roi|a|nua|co))*[, ]*$"
)
_DENIED = re.compile(r"(?<!\S)khong phai (?:[^,]{0,40}?) ma (?:la )?")
_WEATHER = listed("mua bao lu lut ngap gio dong trieu lon")
_ILL = _pattern("""
    (?:bi|toi|tui|em|minh) binh(?! thuong)
    om|benh|bi benh|(?:dau|sung|gay|te) (?:chan|lung|bung|dau|tay|xe dau)|chan dau
    nam vien|di vien|sot|mo mat|cam nang|cap cuu|nhap vien
""")
_BUSY = _pattern("""
    ban(?! (?:gat|mua|lua|thu|dam|ruong|cay|cho|con|nha|viec nha|viec rieng))
    di (?:cong tac|hop|tap huan)
    cong tac|hop(?! \\S+ sua)|truc|mac viec|ket viec|mac cong chuyen|khong ranh|chua ranh
""")


def how_met(tokens: Sequence[Token], *, well: bool) -> Met:
    """The kind of contact and, where there was none, why; None where nothing tells it.

    `well`: whether all was said to be well.
    """
    said = _DENIED.sub(" ", _as_said(tokens))
    if _TURNED_AWAY.search(said):
        return VisitKind.NOT_DONE, _R.REFUSED
    not_done = bool(_NOT_DONE.search(said) or _ONLY_NOT.fullmatch(said))
    missed = _missed(said, well=well)
    if missed is not None:
        return missed
    if _VIA.search(said) and (not_done or not _HERE.search(_VIA.sub(" ", said))):
        return VisitKind.VIA_OTHER, None
    if _rung(said):
        return VisitKind.PHONE, None
    if _MEETING.search(said):
        return VisitKind.GROUP_MEETING, None
    if not_done and not well:
        return VisitKind.NOT_DONE, why_not(said)
    here = _HERE.search(_ELSEWHERE.sub(" ", said))
    return (VisitKind.HOME, None) if here else (None, None)


def met_elsewhere(tokens: Sequence[Token]) -> bool:
    """Whether somebody was met outside the house: "gặp ngoài chợ"."""
    return _ELSEWHERE.search(_as_said(tokens)) is not None


def _rung(said: str) -> bool:
    """Somebody was rung up, and was not visited before it is spoken of."""
    found = _PHONE.search(_CALLED_OVER.sub(" ", said))
    return found is not None and _CAME.search(said, 0, found.start()) is None


def _missed(said: str, *, well: bool) -> Met | None:
    """Somebody came or rang, and nobody was there; unless it went well later."""
    for pattern, reason in ((_NOT_REACHED, None), (_ABSENT, _R.ABSENT_HH)):
        found = list(pattern.finditer(said))
        if not found or (reason is None and _HERE.search(said, 0, found[0].start())):
            continue
        later = _MET.search(said, found[-1].end())
        if later:
            return VisitKind.HOME, None
        if not (reason is None and well):
            return VisitKind.NOT_DONE, reason
    return None


def why(tokens: Sequence[Token]) -> NotDoneReason | None:
    """The reason that is told before those who were not visited."""
    reason = why_not(_as_said(tokens))
    return reason if reason is not _R.OTHER_REASON else None


def why_not(said: str) -> NotDoneReason | None:
    """The reason why somebody was not visited."""
    words = set(said.replace(",", " ").split())
    if _ILL.search(said):
        return _R.MEMBER_PRIVATE
    if _BUSY.search(said):
        return _R.MEMBER_BUSY
    if words & _WEATHER or (words & {"tron", "lay"} and "te" not in words):
        return _R.WEATHER
    told = words - {"@", "chua", "khong", "tham", "ghe", "duoc", "den", "toi", "di", "con", "kip"}
    return _R.OTHER_REASON if told & listed("vi do nen tai hu bi phai mac lo thi xa") else None


def _as_said(tokens: Sequence[Token]) -> str:
    words: list[str] = []
    for at, token in enumerate(tokens):
        if token.key:
            key = token.word
            words.append(key if spelled_so(tokens[at : at + 1], HOW, token.key) else f"{key}_")
        elif token.text == HOUSEHOLD:
            words.append("@")
        elif token.text in ",:;().":
            words.append(",")
    return " ".join(words)
