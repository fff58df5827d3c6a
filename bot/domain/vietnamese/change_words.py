"""What people say when something happened to a household, in a few words."""

import re
from collections.abc import Mapping

from bot.domain.households import Change
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import search_key

_SAID: dict[str, tuple[Change, ...]] = {
    "sinh": (Change.BIRTH,),
    "sinh em be": (Change.BIRTH,),
    "sinh chau": (Change.BIRTH,),
    "moi sinh": (Change.BIRTH,),
    "sinh con trai": (Change.BIRTH,),
    "sinh con gai": (Change.BIRTH,),
    "sinh doi": (Change.BIRTH,),
    "de con": (Change.BIRTH,),
    "de em be": (Change.BIRTH,),
    "sanh con": (Change.BIRTH,),
    "sanh em be": (Change.BIRTH,),
    "co em be": (Change.BIRTH,),
    "them em be": (Change.BIRTH,),
    "de": (Change.BIRTH,),
    "sanh": (Change.BIRTH,),
    "them con": (Change.BIRTH,),
    "mat": (Change.DEATH,),
    "qua doi": (Change.DEATH,),
    "tu tran": (Change.DEATH,),
    "chet": (Change.DEATH,),
    "co nguoi mat": (Change.DEATH,),
    "moi mat": (Change.DEATH,),
    "dam tang": (Change.DEATH,),
    "dam ma": (Change.DEATH,),
    "don den": (Change.MOVE_IN,),
    "chuyen ve": (Change.MOVE_IN, Change.RETURNED),
    "chuyen di": (Change.MOVE_OUT,),
    "chuyen nha": (Change.MOVE_OUT, Change.MOVE_IN),
    "don nha": (Change.MOVE_OUT, Change.MOVE_IN),
    "doi nha": (Change.MOVE_OUT, Change.MOVE_IN),
    "chuyen khau": (Change.MOVE_OUT, Change.MOVE_IN),
    "chuyen ho khau": (Change.MOVE_OUT, Change.MOVE_IN),
    "nhap khau": (Change.MOVE_IN, Change.BIRTH, Change.JOIN),
    "cat khau": (Change.MOVE_OUT, Change.SPLIT),
    "tach khau": (Change.SPLIT,),
    "tach ho khau": (Change.SPLIT,),
    "tach so": (Change.SPLIT,),
    "ly hon": (Change.MOVE_OUT, Change.SPLIT),
    "don di": (Change.MOVE_OUT,),
    "tam tru": (Change.TEMP_STAY,),
    "di vang": (Change.TEMP_ABSENT,),
    "ra rieng": (Change.SPLIT,),
    "o rieng": (Change.SPLIT,),
    "lay chong": (Change.MOVE_OUT, Change.SPLIT),
    "lay vo": (Change.MOVE_IN, Change.JOIN),
    "dam cuoi": (Change.MOVE_IN, Change.MOVE_OUT, Change.JOIN, Change.SPLIT),
    "ket hon": (Change.MOVE_IN, Change.MOVE_OUT, Change.JOIN, Change.SPLIT),
    "gia chong": (Change.MOVE_OUT, Change.SPLIT),
    "cuoi vo": (Change.MOVE_IN, Change.JOIN),
    "doi chu ho": (Change.HEAD_CHANGE,),
    "di lam xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "lam xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "di lam an xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "di lam": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD, Change.JOB_NEW),
    "di cong nhan": (Change.AWAY_DOMESTIC,),
    "lam cong nhan": (Change.AWAY_DOMESTIC, Change.JOB_NEW),
    "len thanh pho": (Change.AWAY_DOMESTIC,),
    "vo nam": (Change.AWAY_DOMESTIC,),
    "vao nam": (Change.AWAY_DOMESTIC,),
    "di xuat khau": (Change.AWAY_ABROAD,),
    "di nhat": (Change.AWAY_ABROAD,),
    "di han": (Change.AWAY_ABROAD,),
    "di dai loan": (Change.AWAY_ABROAD,),
    "di malaysia": (Change.AWAY_ABROAD,),
    "di nuoc ngoai": (Change.AWAY_ABROAD,),
    "xuat khau lao dong": (Change.AWAY_ABROAD,),
    "xkld": (Change.AWAY_ABROAD,),
    "ve que": (Change.RETURNED,),
    "tro ve": (Change.RETURNED,),
    "ve dia phuong": (Change.RETURNED,),
    "ve nha": (Change.RETURNED,),
    "di bo doi": (Change.ENLIST,),
    "di linh": (Change.ENLIST,),
    "vo bo doi": (Change.ENLIST,),
    "vao bo doi": (Change.ENLIST,),
    "di cong an": (Change.ENLIST,),
    "nghia vu cong an": (Change.ENLIST,),
    "di nghia vu": (Change.ENLIST,),
    "nghia vu quan su": (Change.ENLIST,),
    "bo doi ve": (Change.DISCHARGE,),
    "het nghia vu": (Change.DISCHARGE,),
    "ra quan": (Change.DISCHARGE,),
    "di hoc": (Change.STUDY_AWAY,),
    "di dai hoc": (Change.STUDY_AWAY,),
    "dau dai hoc": (Change.STUDY_AWAY,),
    "do dai hoc": (Change.STUDY_AWAY,),
    "vo dai hoc": (Change.STUDY_AWAY,),
    "hoc dai hoc": (Change.STUDY_AWAY,),
    "ra truong": (Change.STUDY_DONE,),
    "tot nghiep": (Change.STUDY_DONE,),
    "co viec": (Change.JOB_NEW,),
    "that nghiep": (Change.JOB_LOST,),
    "nghi viec": (Change.JOB_LOST,),
    "nghi lam": (Change.JOB_LOST,),
    "cho nghi viec": (Change.JOB_LOST,),
    "xin duoc viec": (Change.JOB_NEW,),
    "doi nghe": (Change.JOB_CHANGE,),
    "chay nha": (Change.DISASTER,),
    "nha chay": (Change.DISASTER,),
    "toc mai": (Change.DISASTER,),
    "ngap nha": (Change.DISASTER,),
    "nha ngap": (Change.DISASTER,),
    "ngap": (Change.DISASTER,),
    "bao": (Change.DISASTER,),
    "dich benh": (Change.DISASTER,),
    "xay nha": (Change.HOUSING,),
    "sua nha": (Change.HOUSING,),
    "cat nha": (Change.HOUSING,),
    "lam nha": (Change.HOUSING,),
    "nha moi": (Change.HOUSING,),
    "nha sap": (Change.DISASTER, Change.HOUSING),
    "sap nha": (Change.DISASTER, Change.HOUSING),
    "nha hu": (Change.HOUSING,),
    "bo hoc": (Change.SCHOOL_DROP,),
    "nghi hoc": (Change.SCHOOL_DROP,),
    "bhyt": (Change.INSURANCE_CHG,),
    "bao hiem": (Change.INSURANCE_CHG,),
    "khac": (Change.OTHER_CHANGE,),
}
_LONGEST = 120

_ASIDE = re.compile(
    r"\b(?:vua moi|vua|moi|da|roi|co|bi|duoc|nguoi|trong nha|nha|gia dinh|ho|mot|1|dua|thang|"
    r"ong ba|ba noi|ba ngoai|ong noi|ong ngoai|ong|ba|co|chu|bac|cau|di|duong|thim|mo|"
    r"cha|bo|me|ma|vo|chong|con trai|con gai|con dau|con re|con|chau noi|chau ngoai|chau|"
    r"(?:hom|bua) (?:nay|qua|kia)|(?:sang|toi) nay|(?:thang|tuan) (?:nay|truoc|roi)|"
    r"anh|chi|em|gai|trai|lon|nho|ut|ca|hai|tu|nam|sau|bay|tam|chin|no|nay|do|a)\b"
)
"""Who it was, and small words: what is left of the phrase says what happened."""


def changes_said(text: str, labels: Mapping[Change, str]) -> list[Change]:
    """The kinds of change that a phrase may mean; none where it says nothing we know.

    First the phrase as it is said, then what is left when its kin and small words are put aside,
    then what is said somewhere in it; at last the words with the leftovers of typing mended.
    """
    if len(text) > _LONGEST:
        return []
    key, keys = search_key(text), {change: search_key(label) for change, label in labels.items()}
    mended = repaired(text)
    return _meant(key, keys) or (_meant(mended, keys) if mended else [])


def _meant(key: str, labels: Mapping[Change, str]) -> list[Change]:
    if not key:
        return []
    bare = " ".join(_ASIDE.sub(" ", key).split())
    for phrase in (key, bare):
        if phrase in _SAID:
            return list(_SAID[phrase])
    equal = [change for change, label in labels.items() if label == key]
    if equal:
        return equal
    words = set(key.split())
    within = [change for change, label in labels.items() if words <= set(label.split())]
    return within or _somewhere_in(key)


def _somewhere_in(key: str) -> list[Change]:
    """What a longer phrase holds: two words or more together, as one alone may mean anything."""
    held = [phrase for phrase in _SAID if " " in phrase and f" {phrase} " in f" {key} "]
    longest = [one for one in held if not any(one != more and one in more for more in held)]
    return list(dict.fromkeys(change for phrase in longest for change in _SAID[phrase]))
