"""What people say when something happened to a household, in a few words."""

from collections.abc import Mapping

from bot.domain.households import Change
from bot.domain.vietnamese.text import search_key

_SAID: dict[str, tuple[Change, ...]] = {
    "sinh": (Change.BIRTH,),
    "sinh em be": (Change.BIRTH,),
    "sinh chau": (Change.BIRTH,),
    "moi sinh": (Change.BIRTH,),
    "de": (Change.BIRTH,),
    "sanh": (Change.BIRTH,),
    "them con": (Change.BIRTH,),
    "mat": (Change.DEATH,),
    "qua doi": (Change.DEATH,),
    "tu tran": (Change.DEATH,),
    "chet": (Change.DEATH,),
    "co nguoi mat": (Change.DEATH,),
    "moi mat": (Change.DEATH,),
    "don den": (Change.MOVE_IN,),
    "chuyen ve": (Change.MOVE_IN, Change.RETURNED),
    "chuyen di": (Change.MOVE_OUT,),
    "don di": (Change.MOVE_OUT,),
    "tam tru": (Change.TEMP_STAY,),
    "di vang": (Change.TEMP_ABSENT,),
    "ra rieng": (Change.SPLIT,),
    "o rieng": (Change.SPLIT,),
    "lay chong": (Change.MOVE_OUT, Change.SPLIT),
    "lay vo": (Change.MOVE_IN, Change.JOIN),
    "cuoi vo": (Change.MOVE_IN, Change.JOIN),
    "doi chu ho": (Change.HEAD_CHANGE,),
    "di lam xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "lam xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "di lam an xa": (Change.AWAY_DOMESTIC, Change.AWAY_ABROAD),
    "di cong nhan": (Change.AWAY_DOMESTIC,),
    "di nuoc ngoai": (Change.AWAY_ABROAD,),
    "xuat khau lao dong": (Change.AWAY_ABROAD,),
    "xkld": (Change.AWAY_ABROAD,),
    "ve que": (Change.RETURNED,),
    "tro ve": (Change.RETURNED,),
    "di bo doi": (Change.ENLIST,),
    "di nghia vu": (Change.ENLIST,),
    "nghia vu quan su": (Change.ENLIST,),
    "bo doi ve": (Change.DISCHARGE,),
    "di hoc": (Change.STUDY_AWAY,),
    "di dai hoc": (Change.STUDY_AWAY,),
    "ra truong": (Change.STUDY_DONE,),
    "tot nghiep": (Change.STUDY_DONE,),
    "co viec": (Change.JOB_NEW,),
    "that nghiep": (Change.JOB_LOST,),
    "doi nghe": (Change.JOB_CHANGE,),
    "chay nha": (Change.DISASTER,),
    "ngap": (Change.DISASTER,),
    "bao": (Change.DISASTER,),
    "dich benh": (Change.DISASTER,),
    "xay nha": (Change.HOUSING,),
    "sua nha": (Change.HOUSING,),
    "sap nha": (Change.DISASTER, Change.HOUSING),
    "nha hu": (Change.HOUSING,),
    "bo hoc": (Change.SCHOOL_DROP,),
    "nghi hoc": (Change.SCHOOL_DROP,),
    "bhyt": (Change.INSURANCE_CHG,),
    "bao hiem": (Change.INSURANCE_CHG,),
    "khac": (Change.OTHER_CHANGE,),
}
_LONGEST = 120


def changes_said(text: str, labels: Mapping[Change, str]) -> list[Change]:
    """The kinds of change that a phrase may mean; none where it says nothing we know.

    First the phrase as it is said, then the one label that it is, then all labels that hold
    every one of its words.
    """
    if len(text) > _LONGEST:
        return []
    key = search_key(text)
    if not key:
        return []
    if key in _SAID:
        return list(_SAID[key])
    keys = {change: search_key(label) for change, label in labels.items()}
    equal = [change for change, label in keys.items() if label == key]
    if equal:
        return equal
    words = set(key.split())
    return [change for change, label in keys.items() if words <= set(label.split())]
