"""What people type in a word or two instead of tapping a choice."""

from collections.abc import Iterable, Mapping

from bot.domain.concerns import ConcernCategory, ConcernKind, Satisfaction
from bot.domain.vietnamese.slips import repaired
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind

_LONGEST = 60
FINE, ABSENT = "FINE", "ABSENT"
"""At home with nothing to tell; somebody came and nobody was in."""

HOW: dict[str, tuple[str, ...]] = {
    FINE: (
        "bt", "binh thuong", "van binh thuong", "on", "on dinh", "van on", "tot", "khoe", "van tot",
        "khong co gi", "khong co gi moi", "ko co gi", "k co gi", "ko co gi moi", "khong gi moi",
        "chua co gi moi", "gia dinh on", "gia dinh on dinh", "gia dinh binh thuong",
        "nha binh thuong", "tai nha on dinh", "doi song on dinh",
    ),
    VisitKind.HOME: (
        "tai nha", "den nha", "o nha", "truc tiep", "tham truc tiep", "tham tai nha", "da tham",
        "da den", "da gap", "gap roi", "gap truc tiep", "tham nha", "co noi dung",
    ),
    VisitKind.PHONE: (
        "dien", "dien thoai", "dt", "phone", "goi", "goi dt", "goi dien thoai", "da goi", "nt",
        "nhan tin", "zalo", "goi zalo", "nhan zalo", "tin nhan", "qua dien thoai", "qua dt",
    ),
    VisitKind.GROUP_MEETING: (
        "hop", "hop to", "hop thon", "hop ap", "hop dan", "cuoc hop", "o cuoc hop", "gap o hop",
        "gap o cuoc hop", "luc hop", "di hop",
    ),
    VisitKind.VIA_OTHER: (
        "to truong", "qua to truong", "hoi to truong", "doan the", "qua doan the", "hang xom",
        "qua hang xom", "hoi hang xom", "qua nguoi khac", "hoi nguoi khac", "hoi phu nu",
    ),
    ABSENT: (
        "vang", "vang nha", "di vang", "khong co nha", "ko co nha", "k co nha", "khong o nha",
        "khong co ai", "khong ai o nha", "khong co ai o nha", "ko co ai o nha", "khong gap",
        "ko gap", "khong gap ai", "dong cua", "khoa cua", "nha dong cua", "nha khoa cua",
        "di lam het",
    ),
    VisitKind.NOT_DONE: (
        "chua", "chua tham", "chua di", "chua den", "chua ghe", "chua gap", "khong tham",
        "ko tham", "khong di", "khong den", "khong di duoc", "chua di duoc", "khong tham duoc",
    ),
}  # fmt: skip
REASONS: dict[str, tuple[str, ...]] = {
    NotDoneReason.ABSENT_HH: (
        "vang", "vang nha", "di vang", "khong co nha", "ko co nha", "khong gap", "dong cua",
    ),
    NotDoneReason.MEMBER_BUSY: (
        "ban", "ban viec", "ban qua", "toi ban", "ban cong tac", "cong tac", "di cong tac",
        "di hop", "ban hop", "ban mua", "ban viec nha",
    ),
    NotDoneReason.MEMBER_PRIVATE: (  # who says more is understood, and no more is written down
        "viec rieng", "ban viec rieng", "co viec rieng", "om", "benh", "bi benh", "bi om", "toi om",
        "dau", "bi dau", "nam vien", "di vien",
    ),
    NotDoneReason.WEATHER: (
        "mua", "mua to", "mua lon", "mua bao", "bao", "lu", "lut", "lu lut", "ngap", "ngap lut",
        "nuoc lon", "trieu cuong", "troi mua", "thien tai",
    ),
    NotDoneReason.REFUSED: (
        "khong tiep", "ko tiep", "tu choi", "khong cho vao", "khong dong y", "chua dong y",
        "ho khong tiep", "ho tu choi",
    ),
    NotDoneReason.OTHER_REASON: ("khac", "ly do", "viec khac"),
}  # fmt: skip
TOPICS: dict[str, tuple[str, ...]] = {
    Topic.PROPAGANDA: ("tuyen truyen", "chinh sach", "chu truong", "van dong", "nghi quyet"),
    Topic.CARE: ("tham hoi", "tang qua", "qua", "cho qua", "hoi tham"),
    Topic.LIVELIHOOD: ("lam an", "cach lam an", "trong trot", "chan nuoi", "san xuat"),
    Topic.LOAN_ADVICE: ("vay von", "vay", "von", "vay tien", "ngan hang", "nhcsxh", "csxh"),
    Topic.BHYT_ADVICE: ("bhyt", "bao hiem", "bao hiem y te", "the bao hiem", "the bhyt"),
    Topic.SAFETY: ("an toan", "giao thong", "pccc", "phong chay", "phong chay chua chay", "atgt"),
    Topic.CULTURE: ("gia dinh van hoa", "gdvh", "van hoa"),
    Topic.NEW_RURAL: ("nong thon moi", "ntm", "do thi van minh", "do thi"),
    Topic.ENVIRONMENT: ("moi truong", "ve sinh", "rac", "vs moi truong", "vsmt", "vs mt"),
    Topic.DIGITAL: ("vneid", "dich vu cong", "dvc", "dinh danh", "cai vneid", "so hoa"),
    Topic.OTHER_TOPIC: ("khac", "viec khac", "noi dung khac"),
}  # fmt: skip
HELP_KINDS: dict[str, tuple[str, ...]] = {
    HelpKind.HOW_TO: ("lam an", "cach lam an", "chi cach lam an", "ky thuat"),
    HelpKind.LOAN: ("vay", "vay von", "von", "vay tien", "ngan hang"),
    HelpKind.JOB: ("viec lam", "viec", "hoc nghe", "xin viec", "xkld", "di lam", "cong ty"),
    HelpKind.SEED_STOCK: ("giong", "cay giong", "con giong", "cay con", "ga", "vit", "heo", "bo"),
    HelpKind.HOUSE: ("nha", "nha o", "lam nha", "sua nha", "xay nha"),
    HelpKind.SPONSOR: ("nha hao tam", "hao tam", "manh thuong quan", "tai tro", "xin ho tro"),
    HelpKind.INSURANCE: ("bhyt", "bao hiem", "bao hiem y te", "the bhyt", "mua bhyt"),
    HelpKind.OTHER_HELP: ("khac", "viec khac", "qua", "tien", "tang qua"),
}  # fmt: skip
HELP_STATUS: dict[str, tuple[str, ...]] = {
    HelpStatus.PROPOSED: ("de nghi", "moi de nghi", "chua", "chua co", "dang xin", "dang cho"),
    HelpStatus.GIVEN: ("roi", "duoc roi", "da nhan", "nhan roi", "da co", "da giup", "xong roi",
                       "co roi", "da cho", "duoc giup", "da vay", "da duoc"),
}  # fmt: skip
YES = ("co", "phai", "dung", "dung roi", "phai roi", "u", "uh", "um", "vang", "da", "ok", "oke",
       "ung", "chinh xac", "dung vay", "da phai", "da dung", "dong y")  # fmt: skip
NO = ("khong", "ko", "k", "kg", "kh", "hok", "hong", "khong phai", "ko phai", "sai", "sai roi",
      "chua", "khong dung", "chua dung", "no")  # fmt: skip
KEPT: dict[str, tuple[str, ...]] = {
    "kept": ("roi", "xong", "xong roi", "lam roi", "da xong", "da lam roi", *YES),
    "open": ("chua xong", "chua lam", "chua kip", "chua duoc", *NO),
}


NOTHING_MORE = ("khong", "ko", "khong co", "khong co gi", "het", "het roi", "du roi", "xong",
                "xong roi", "luu", "luu lai", "thoi", "vay thoi", "khong them", "khong con",
                "khong con gi", "vay la du")  # fmt: skip
"""Said when asked what else there is to write down."""
MORE = ("ghi them", "them", "ghi chu", "giup do", "loi hen", "hen", "giup")
ADDED: dict[str, tuple[str, ...]] = {
    "help": ("giup", "ho tro", "da giup"),
    "promise": ("hen", "hua", "loi hua"),
    "note": ("ghi", "chu thich"),
}
KEEP = (*NO, "thoi", "giu", "de nguyen", "de yen", "khong sua", "khong doi", "giu lai")
"""Said of a report that is to stay as it is."""
SEND = ("gui", "gui di", "ok", "oke", "xong", "xong roi", "dong y", "gui luon di", "luu")
KINDS: dict[str, tuple[str, ...]] = {
    ConcernKind.FEEDBACK: ("y kien", "than phien", "phan nan", "bao", "keu"),
    ConcernKind.PROPOSAL: ("de nghi", "gop y", "xin", "de xuat", "mong muon", "nguyen vong"),
    ConcernKind.QUESTION: ("thac mac", "cau hoi", "hoi thu tuc", "hoi han"),
    ConcernKind.PRAISE: ("khen", "khen ngoi", "cam on"),
}
OF_NO_HOUSEHOLD = ("khong ho nao", "khong cua ho nao", "khong co ho nao", "khong rieng ho nao",
                   "chung", "cua chung", "viec chung", "chung ca ap", "chung ca xom", "ca ap",
                   "ca xom", "ca to", "ca thon", "ba con", "ba con chung", "cua ba con",
                   "ba con trong ap", "ba con trong to", "ba con ca ap")  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    ConcernCategory.ROAD: ("o ga", "duong xau", "duong hu", "duong di", "lam duong", "cau hu"),
    ConcernCategory.IRRIGATION: ("cong", "kenh", "muong", "thoat nuoc", "ngap duong", "nuoc ngap"),
    ConcernCategory.POWER: ("mat dien", "cup dien", "tien dien", "tru dien", "dien yeu"),
    ConcernCategory.WATER_SUPPLY: ("nuoc may", "nuoc uong", "mat nuoc", "cup nuoc", "tien nuoc"),
    ConcernCategory.POLICY: ("tro cap", "ho tro", "tien ho tro", "tro cap xa hoi", "bao tro"),
    ConcernCategory.LOANS: ("vay", "vay tien", "ngan hang", "nhcsxh", "csxh"),
    ConcernCategory.LAND: ("dat", "so do", "den bu", "giai toa"),
    ConcernCategory.ENVIRONMENT: ("rac", "hoi thui", "mui hoi", "on ao", "karaoke", "o nhiem"),
    ConcernCategory.HEALTH: ("bhyt", "the bhyt", "benh vien", "kham benh", "tram y te"),
    ConcernCategory.EDUCATION: ("hoc phi", "truong hoc", "di hoc"),
    ConcernCategory.EMPLOYMENT: ("xin viec", "hoc nghe", "that nghiep", "xkld"),
    ConcernCategory.FARMING: ("lua", "gia lua", "phan bon", "gia ca", "chan nuoi", "trong trot"),
    ConcernCategory.ADMIN_PROC: ("thu tuc", "can cuoc", "khai sinh", "ho tich", "vneid"),
    ConcernCategory.SAFETY: ("trom", "trom cap", "an ninh", "trat tu", "xe chay nhanh"),
    ConcernCategory.TELECOM: ("mang", "wifi", "song", "song yeu", "internet"),
}
BLANK = ("mau", "nhan mau", "mau trong", "tep mau", "file mau", "xin mau", "bieu mau", "gui mau")
SATISFACTION: dict[str, tuple[str, ...]] = {
    Satisfaction.SATISFIED: ("ok", "oke", "dong y", "duoc", "vui", "hai long roi", "rat hai long"),
    Satisfaction.PARTLY: ("tam", "tam duoc", "mot phan", "cung duoc", "tam on"),
    Satisfaction.NOT_SATISFIED: (
        "khong hai long", "ko hai long", "chua dong y", "khong dong y", "chua chiu", "khong chiu",
    ),
    Satisfaction.NO_ANSWER: ("chua hoi", "khong hoi", "chi bao", "bao roi", "da bao"),
}  # fmt: skip
HEARD: dict[str, tuple[str, ...]] = {
    Satisfaction.SATISFIED: (
        "hai long", "hai long roi", "rat hai long", "gia dinh hai long", "ho hai long",
        "da bao hai long", "bao roi hai long", "roi hai long", "vui",
    ),
    Satisfaction.PARTLY: (
        *SATISFACTION[Satisfaction.PARTLY], "hai long mot phan", "da bao hai long mot phan",
    ),
    Satisfaction.NOT_SATISFIED: (
        *SATISFACTION[Satisfaction.NOT_SATISFIED], "chua hai long", "gia dinh chua hai long",
        "ho chua hai long", "da bao chua hai long", "bao roi chua hai long", "roi chua hai long",
    ),
    Satisfaction.NO_ANSWER: (
        *SATISFACTION[Satisfaction.NO_ANSWER], "roi", "da roi", "da bao roi", "bao lai roi", *YES,
    ),
    "NOT_TOLD": ("chua bao", "chua noi", "chua kip", "chua bao lai", "de sau", *NO),
}  # fmt: skip
"""Said when asked whether an answer was carried back, and how it was taken."""
OF_ANSWERS = tuple(
    phrase for phrases in HEARD.values() for phrase in phrases if {"bao", "noi"} & {*phrase.split()}
)
OF_PROMISES = ("roi", "xong", "xong roi", "lam roi", "da lam", "da xong", "da lam roi", "chua lam",
               "chua xong")  # fmt: skip
"""What says nothing of how somebody was met, even where nothing was asked."""


def said(meanings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """From each way of saying something to what is meant."""
    return {phrase: meaning for meaning, phrases in meanings.items() for phrase in phrases}


LEAVES = said({"cancel": (*NO, "thoi", "thoi khong", "khong nua", "khong dong y", "khong muon",
                          "khong lam", "khong nhap", "khong xoa", "khong rut", "khong huy",
                          "de sau", "khong chac", "chua chac", "dung lai")})  # fmt: skip
"""Where a word is to be typed so that something serious is done, no is the way out."""


def meant(text: str, ways: Mapping[str, str]) -> str | None:
    """What a short answer means, also with the leftovers of typing; None when it is no such."""
    if not ways or len(text) > _LONGEST:
        return None
    found = ways.get(search_key(text))
    if found is None and (mended := repaired(text)) is not None:
        found = ways.get(mended)
    return found
