"""Whether a text tells of visits, or only asks, plans, orders, or is meant for somebody else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentence_parts import Part
from bot.domain.vietnamese.sentence_tokens import Line
from bot.domain.vietnamese.sentence_words import ASKING, NEVER, PLANNING

_OWN_HOUSE = re.compile(r"(?!.* ho \d).* nha (?:toi|minh|em) ")
_ASKED = re.compile(
    r" (?:o dau|dau roi|khong(?: ta| vay| ha| nhi| a)?|ten gi|la ai"
    r"|(?:nha|ho|con|cua) (?:ai|nao)|so may|(?:may|bao nhieu) (?:ho|nha|nguoi)"
    r"|(?:gi|sao|ai|nao|dau|may|chua) (?:vay|the|ha|nhi|ta)) (?:dong gi |bi thu )?$"
    r"| may (?:nhan khau|khau|\S+ vay)(?: vay)? $|^ (?:sao|vi sao|tai sao|neu) "
    r"| (?:to|ap|so|thon|ngay|thang|thu|nam) (?:may|nao) $"
)
_CALLS = re.compile(r"^ (?:chao|alo|e) | (?:oi|day|nhe) $")
"""Somebody is spoken to, and nothing is told."""
_WHO_HAS = re.compile(r" (?:dong gi|d c|ai|co ai) (?:nao )?.* chua $")
_ASKED_WHETHER = re.compile(
    r" chua(?: (?:dong gi|dong chi|d c|dc|anh|chi|em|chu|bac|co|vay|ta|ha|ban|nao|a|nhi))* $"
)
""" "… có kết quả chưa đồng chí?": whatever else is in it."""
_OPEN_END = re.compile(
    r" (?:da|co) (?:(?!thi |con |roi |bt |ho |nha |\d)\S+ ){1,5}"
    r"chua(?: (?:vay|anh|em|ta|ha|nhi))* $"
)
_TO_SOMEBODY = re.compile(
    r"^ (?:(?:dong gi|d c) (?:\S+ ){0,3}(?:nho|hay|phai|can) (?!toi )"
    r"|(?:dong gi|d c) \S+ (?:di|ghe|qua|tham|xuong|coi|lo) .*(?:nha|nhe|nghe|nhen|di) $"
    r"|(?:\S+ ){1,3}(?:oi|nho) .*(?:gium|giup|dum)(?: toi| nha| nhe| nghe| voi)* $"
    r"|(?:nhac|nho nhac) (?:toi|minh|em|e|dong gi) |(?:dat|len|xep) lich |phan cong )"
)
"""An order, a reminder: "đồng chí Lan nhớ …", "nhắc tôi thứ hai …"."""
_WHOEVER = re.compile(
    r"(?<!khong)(?<!chua) ai (?:da )?(?:tham|ghe|di|qua|lam|phu trach) (?:roi|chua|vay)"
)
_PASSED_BY = re.compile(r" ngang .* khong ghe ")
_THANKS = re.compile(
    r"^ (?:cam on|chuc (?!tho |tet |mung tho ))(?!.* (?:tham|ghe|ho|bao cao|nha (?!giao)\S+) )"
)
_FOR_ME = re.compile(
    r"^ nho (?:dong gi|d c|anh|gi|chu|em|co|bac) \S+ (?:qua|ghe|tham|di|coi|xuong|xem) "
    r"| (?:gium|giup|dum)(?: (?:toi|em|minh|voi|nha|nhe))+ $"
    r"|^ (?:cho )?(?:xem|coi|tim|tra|mo|in|xoa|them) |^ (?:ho|nha) \S+ dau $"
    r"|^ (?:doi|sua) (?:lai )?(?:so|ten|ngay|dia gi|thong tin) "
)
"""The program or somebody else is told what to do."""
_PLANS = re.compile(
    r"(?:^| toi| minh| em| lat| nua) dinh (?:\S+ ){0,3}(?:ghe|di|vo|vao|qua|tham|xuong|den|len) "
    r"|^ (?:\S+ ){0,4}(?:dang ky tham|phai (?:tham|ghe|di (?:tham|ghe|ho|nha))) "
    r"|^ (?:lat|chut|xiu) (?:nua )?"
)
_HANDS_OVER = re.compile(
    r"^ (?:(?:toi|minh|em|xin|de nghi|nho|muon|hay) )*"
    r"(?:ban giao|giao|chuyen|chuyen giao|phan cong)(?: lai)? (?:cac )?(?:ho|nha) "
    r"(?:\S+ ){1,6}(?:cho|sang) (?:dong (?:chi|gi)|d c|dc) "
)
""" "Giao hộ 5 cho đ/c Sơn": who is to look after a household."""
_NO_REPORT = (_HANDS_OVER, _THANKS, _TO_SOMEBODY, _PASSED_BY, _WHO_HAS, _WHOEVER)
_NEVER, _IDLE = ([f" {phrase} " for phrase in told] for told in (NEVER, (*ASKING, *PLANNING)))


def words_of(lines: Iterable[Line]) -> str:
    """All words of a text without marks, each with a space on both sides."""
    return f" {' '.join(token.word for line in lines for token in line.tokens if token.key)} "


def tells(parts: Sequence[Part], said: str, *, asked: bool) -> bool:
    """Whether visits are told of; `said` are all the words, `asked` whether it ends in "?"."""
    if _asked_whether(said, asked=asked):
        return False
    if any(one.search(said) for one in _NO_REPORT) or any(phrase in said for phrase in _NEVER):
        return False
    if _OWN_HOUSE.match(said) and all(
        one.said.isdigit() for part in parts for one in part.households
    ):
        return False
    idle = _CALLS.search(said) or _FOR_ME.search(said)
    if idle and not any(part.matter.understood or part.day for part in parts):
        return False
    if not asked and not asks_or_plans(said):
        return True
    promised = " hua " in said or " hen " in said
    return any(_surely_told(part.matter, promised=promised) for part in parts)


def hands_over(said: str) -> bool:
    """Whether these words, with a space on both sides, give a household to a member."""
    return _HANDS_OVER.match(said) is not None


def _asked_whether(said: str, *, asked: bool) -> bool:
    """Whether it is asked if something is done; what somebody else asks is told."""
    if " hoi " in said:
        return False
    return bool(_OPEN_END.search(said) or (asked and _ASKED_WHETHER.search(said)))


def asks_or_plans(said: str) -> bool:
    """Whether something is asked or only planned."""
    asked = (
        bool(_PLANS.search(said) or _ASKED.search(said)) and " hoi " not in said
    )  # else somebody else asks
    return asked or any(phrase in said for phrase in _IDLE)


def _surely_told(matter: Matter, *, promised: bool) -> bool:
    """What may be asked or planned itself does not count: help, topics, a "sẽ"."""
    kept = replace(matter, promise=matter.promise if promised else None, helps=(), topics=())
    return matter.fine or kept.understood
