"""What people say when something happened to a household, in a few words."""

import re
from collections.abc import Mapping

from bot.domain.households import Change
from bot.domain.vietnamese.phrase_lists import phrases
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import search_key

CHANGES: dict[str, tuple[str, ...]] = {change: phrases(said) for change, said in {
    Change.BIRTH: """
        sinh con; sinh em be; sinh chau; sanh con; sanh chau; sanh em be; moi sinh; moi sanh;
        sinh con trai; sinh con gai; sinh doi; de con; de em be; them con; them em be; co em be;
        them chau; co them chau; them dua chau; them 1 dua chau; them mot dua chau;
        them 1 chau; them mot chau; them 1 dua; them dua; them 1 be; them be; sanh doi;
        sinh duoc; vua sinh; sinh be; sanh be; moi de
    """,
    Change.DEATH: """
        qua doi; tu tran; moi mat; vua mat; mat hom; da mat; chet; co tang; co dam tang;
        dam tang; dam ma; moi chet; co nguoi mat; bi mat; khong qua khoi; ve voi ong ba
    """,
    Change.MOVE_IN: """
        chuyen den; don den; chuyen toi; don toi; chuyen ve; chuyen ve o; don ve o; moi ve o;
        ve o chung; moi chuyen den; ve lam dau; cuoi vo; lay vo; ruoc dau; cuoi dau; nhap khau
    """,
    Change.MOVE_OUT: """
        chuyen di; don di; chuyen nha; chuyen cho o; doi di; doi nha; don nha; chuyen di noi khac;
        ban nha di; ve que o luon; lay chong; gia chong; ga con; ve nha chong; theo chong; cat khau;
        chuyen khau; chuyen ho khau
    """,
    Change.TEMP_STAY: "tam tru; dang ky tam tru; o tro; dan tro",
    Change.TEMP_ABSENT: "tam vang; bao tam vang; dang ky tam vang",
    Change.SPLIT: "tach ho; tach so; ra rieng; o rieng; tach khau; cho ra rieng; tach ho khau",
    Change.JOIN: "nhap ho; nhap ho khau",
    Change.HEAD_CHANGE: """
        doi chu ho; thay chu ho; chuyen chu ho; thay doi chu ho; con trai lam chu ho;
        dung ten chu ho
    """,
    Change.AWAY_DOMESTIC: """
        di lam an xa; di lam xa; lam xa; di cong nhan; lam cong nhan; di lam cong nhan;
        len thanh pho lam; di lam thue; vo nam lam; vao nam lam; ra bac lam; di lam o tinh;
        lam an xa; di phu ho; di lam muon; di lam thanh pho; di lam cong ty; len thanh pho;
        vao nam; vo nam
    """,
    Change.AWAY_ABROAD: """
        xuat khau lao dong; di xkld; xkld; di nuoc ngoai; ra nuoc ngoai; di lam nuoc ngoai;
        di xuat khau; sang nuoc ngoai; xuat ngoai
    """,
    Change.RETURNED: """
        ve que; tro ve; ve lai que; ve dia phuong; het dich ve; nghi lam ve que; ve que luon;
        ve nha o; moi ve; da ve; ve luon; ve lai
    """,
    Change.ENLIST: """
        di bo doi; nhap ngu; di nghia vu; di linh; vo bo doi; vao bo doi; trung tuyen nghia vu;
        di nghia vu quan su; nghia vu quan su; di cong an; nghia vu cong an; len duong nhap ngu
    """,
    Change.DISCHARGE: """
        xuat ngu; ra quan; bo doi ve; het nghia vu; di linh ve; di bo doi ve; phuc vien
    """,
    Change.STUDY_AWAY: """
        di hoc xa; dau dai hoc; do dai hoc; vo dai hoc; vao dai hoc; hoc dai hoc; di dai hoc;
        di hoc dai hoc; dau cao dang; di hoc nghe xa; len thanh pho hoc; hoc cao dang;
        do cao dang
    """,
    Change.STUDY_DONE: "tot nghiep; ra truong; hoc xong; moi ra truong",
    Change.JOB_NEW: """
        co viec lam; co viec lam moi; xin duoc viec; co viec moi; duoc nhan vao lam;
        vo lam cong ty; vao lam cong ty; tim duoc viec; kiem duoc viec; duoc nhan vo lam; co viec
    """,
    Change.JOB_LOST: """
        that nghiep; mat viec; nghi viec; nghi lam; bi cho nghi viec; cho nghi viec;
        cong ty cho nghi; thieu viec; bi nghi viec; cong ty giai the
    """,
    Change.JOB_CHANGE: """
        doi nghe; chuyen nghe; chuyen qua nuoi; chuyen sang nuoi; chuyen sang trong;
        bo lua nuoi tom; chuyen qua trong; doi sang; chuyen doi cay trong; mo quan; mo tiem;
        chuyen qua ban
    """,
    Change.DISASTER: """
        nha chay; chay nha; toc mai; nha sap; sap nha; nha bi ngap; ngap nha; nha ngap; loc cuon;
        bao lam; bi chay; lua chet het; tom chet het; heo chet het; dich ta lon; heo dich;
        mat trang; bi bao; lo quet; sap bep; bay mai; lua ngap; ngap lua; nuoc vo nha; heo bi dich;
        chay bep; chap dien chay
    """,
    Change.HOUSING: """
        xay nha; sua nha; cat nha; lam nha moi; xay nha moi; dang xay nha; nha dot; nha hu;
        cat nha moi; sua lai nha; len nha moi; lam nha; nha xuong cap; dang sua nha
    """,
    Change.SCHOOL_DROP: """
        bo hoc; nghi hoc; dinh nghi hoc; muon nghi hoc; nghi hoc giua chung; thoi hoc;
        tinh nghi hoc; co nguy co bo hoc
    """,
    Change.INSURANCE_CHG: """
        het han bhyt; the bhyt het han; chua mua bhyt; da mua bhyt; mua bhyt roi; bhyt het han;
        het bhyt; chua co bhyt; moi mua bhyt; mua bhyt; het bao hiem; bao hiem het han;
        mua bao hiem; mua bao hiem y te; mua the bao hiem; mua the bhyt; bao hiem y te het han
    """,
    Change.CLASS_EXIT: "thoat ngheo; ra khoi ho ngheo; da thoat ngheo",
    Change.CLASS_NEAR_EXIT: "thoat can ngheo",
    Change.CLASS_RELAPSE: "tai ngheo",
}.items()}  # fmt: skip
"""What happened, as it is said in any sentence; each phrase under what it most likely means."""

_ANSWERED: dict[str, tuple[str, ...]] = {change: phrases(said) for change, said in {
    Change.BIRTH: "sinh; de; sanh",
    Change.DEATH: "mat",
    Change.MOVE_IN: "dam cuoi; ket hon",
    Change.MOVE_OUT: "ly hon",
    Change.TEMP_ABSENT: "di vang",
    Change.AWAY_DOMESTIC: "di lam",
    Change.AWAY_ABROAD: "di nhat; di han; di dai loan; di malaysia",
    Change.RETURNED: "ve nha",
    Change.STUDY_AWAY: "di hoc",
    Change.DISASTER: "ngap; bao; dich benh",
    Change.HOUSING: "nha moi",
    Change.INSURANCE_CHG: "bhyt; bao hiem",
    Change.OTHER_CHANGE: "khac",
}.items()}  # fmt: skip
"""Said where it is asked what changed; in a sentence these mean other things too."""

_ALSO: dict[str, tuple[Change, ...]] = {
    **dict.fromkeys(("lay vo", "cuoi vo"), (Change.JOIN,)),
    **dict.fromkeys(("lay chong", "gia chong", "cat khau", "ly hon"), (Change.SPLIT,)),
    **dict.fromkeys(
        ("chuyen nha", "don nha", "doi nha", "chuyen khau", "chuyen ho khau"), (Change.MOVE_IN,)
    ),
    **dict.fromkeys(("dam cuoi", "ket hon"), (Change.MOVE_OUT, Change.JOIN, Change.SPLIT)),
    **dict.fromkeys(("di lam xa", "lam xa", "di lam an xa"), (Change.AWAY_ABROAD,)),
    **dict.fromkeys(("nha sap", "sap nha"), (Change.HOUSING,)),
    "chuyen ve": (Change.RETURNED,),
    "nhap khau": (Change.BIRTH, Change.JOIN),
    "di lam": (Change.AWAY_ABROAD, Change.JOB_NEW),
    "lam cong nhan": (Change.JOB_NEW,),
    "thoat ngheo": (Change.CLASS_NEAR_EXIT,),
}
"""What else a phrase may mean: asked for, where the choice is open."""

_SAID: dict[str, tuple[Change, ...]] = {
    phrase: (Change(change), *_ALSO.get(phrase, ()))
    for table in (CHANGES, _ANSWERED)
    for change, said in table.items()
    for phrase in said
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
