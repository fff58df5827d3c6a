"""What the words in a workbook mean: headings, classes, roles, kinds, by their search keys.

Older and regional words are accepted beside the ones that we offer.
"""

from bot.domain.calendar import MarkKind
from bot.domain.households import HouseholdClass
from bot.domain.imports import Column, Sheet
from bot.domain.people import CellKind, MemberStatus, Role
from bot.domain.vietnamese.text import search_key
from bot.texts import workbook as texts

SHEETS: dict[str, Sheet] = {search_key(name): sheet for sheet, name in texts.SHEET_NAMES.items()}
SHEETS |= {search_key(name): sheet for name, sheet in texts.OTHER_SHEET_NAMES.items()}
GUIDE = search_key(texts.GUIDE_SHEET)

COLUMNS: dict[Sheet, dict[str, Column]] = {
    sheet: {
        search_key(heading): column for column, all_of_it in of.items() for heading in all_of_it
    }
    for sheet, of in texts.HEADINGS.items()
}

CLASSES: dict[str, HouseholdClass] = {
    "ngheo": HouseholdClass.POOR,
    "ho ngheo": HouseholdClass.POOR,
    "can ngheo": HouseholdClass.NEAR_POOR,
    "ho can ngheo": HouseholdClass.NEAR_POOR,
    "moi thoat ngheo": HouseholdClass.NEW_OUT_POVERTY,
    "ho moi thoat ngheo": HouseholdClass.NEW_OUT_POVERTY,
    "thoat ngheo": HouseholdClass.NEW_OUT_POVERTY,
    "trung binh": HouseholdClass.AVERAGE,
    "ho trung binh": HouseholdClass.AVERAGE,
    "muc song trung binh": HouseholdClass.AVERAGE,
    "ho co muc song trung binh": HouseholdClass.AVERAGE,
    "ho muc song trung binh": HouseholdClass.AVERAGE,
    "khong": HouseholdClass.NONE,
    "khong thuoc dien": HouseholdClass.NONE,
    "khong thuoc dien nao": HouseholdClass.NONE,
    "chua ro": HouseholdClass.UNKNOWN,
}

ROLES: dict[str, Role] = {
    "dang vien": Role.MEMBER,
    "dang vien phu trach ho": Role.MEMBER,
    "bi thu": Role.CELL_SECRETARY,
    "bi thu chi bo": Role.CELL_SECRETARY,
    "pho bi thu": Role.CELL_DEPUTY,
    "pho bi thu chi bo": Role.CELL_DEPUTY,
    "truong ap": Role.VILLAGE_HEAD,
    "truong thon": Role.VILLAGE_HEAD,
    "truong ban": Role.VILLAGE_HEAD,
    "truong lang": Role.VILLAGE_HEAD,
    "truong khu pho": Role.VILLAGE_HEAD,
    "truong khom": Role.VILLAGE_HEAD,
    "to truong to dan pho": Role.VILLAGE_HEAD,
    "van phong dang uy": Role.COMMUNE_OFFICE,
    "thuong truc dang uy": Role.COMMUNE_LEADER,
    "quan tri": Role.ADMIN,
    "quan tri he thong": Role.ADMIN,
}

STATUSES: dict[str, MemberStatus] = {
    "chinh thuc": MemberStatus.FULL,
    "dang vien chinh thuc": MemberStatus.FULL,
    "du bi": MemberStatus.PROBATION,
    "dang vien du bi": MemberStatus.PROBATION,
    "mien sinh hoat": MemberStatus.EXEMPT,
    "mien cong tac sinh hoat": MemberStatus.EXEMPT,
    "mien cong tac": MemberStatus.EXEMPT,
}

KINDS: dict[str, CellKind] = {
    **{search_key(name): kind for name, kind in zip(texts.CELL_KINDS, CellKind, strict=True)},
    "chi bo thon": CellKind.RESIDENTIAL,
    "chi bo ap": CellKind.RESIDENTIAL,
    "chi bo khu pho": CellKind.RESIDENTIAL,
    "chi bo to dan pho": CellKind.RESIDENTIAL,
    "thon ap khu pho": CellKind.RESIDENTIAL,
    "thon": CellKind.RESIDENTIAL,
    "ap": CellKind.RESIDENTIAL,
    "khu pho": CellKind.RESIDENTIAL,
    "to dan pho": CellKind.RESIDENTIAL,
    "dia ban dan cu": CellKind.RESIDENTIAL,
    "nong thon": CellKind.RESIDENTIAL,
    "co quan": CellKind.AGENCY,
    "truong hoc": CellKind.SCHOOL,
    "giao duc": CellKind.SCHOOL,
    "tram y te": CellKind.HEALTH,
    "y te": CellKind.HEALTH,
    "cong an": CellKind.POLICE,
    "quan su": CellKind.MILITARY,
    "doanh nghiep nha nuoc": CellKind.STATE_ENTERPRISE,
    "doanh nghiep ngoai nha nuoc": CellKind.PRIVATE_ENTERPRISE,
    "doanh nghiep": CellKind.PRIVATE_ENTERPRISE,
    "hop tac xa": CellKind.COOP,
    "hoc sinh sinh vien": CellKind.STUDENT,
    "sinh vien": CellKind.STUDENT,
    "chi bo khac": CellKind.OTHER_CELL,
}

DAY_MARKS: dict[str, MarkKind] = {
    **{search_key(name): kind for name, kind in zip(texts.DAY_MARKS, MarkKind, strict=True)},
    "nghi le": MarkKind.OFF,
    "nghi bu": MarkKind.OFF,
    "ngay nghi": MarkKind.OFF,
    "lam": MarkKind.WORKED,
    "lam viec": MarkKind.WORKED,
    "di lam": MarkKind.WORKED,
    "di lam bu": MarkKind.WORKED,
    "ngay lam bu": MarkKind.WORKED,
    "ngay lam viec": MarkKind.WORKED,
}

YES = frozenset(
    {"x", "xx", "v", "co", "1", "true", "yes", "dung", "can", "can giup do", "gia dinh chinh sach"}
)
NO = frozenset({"0", "khong", "false", "no", "k", "ko"})

# Headings of what must never be stored (privacy.md 5.2), as words within the heading …
_NEVER = (
    "ton giao", "tin nguong", "theo dao", "dan toc", "cccd", "cmnd", "cmtnd", "can cuoc",
    "chung minh nhan dan", "chung minh thu", "so chung minh", "so dinh danh", "dinh danh ca nhan",
    "ho chieu", "thu nhap", "ngan hang", "so tai khoan", "du no", "so no", "khoan no", "no xau",
    "so do", "so hong", "quyen su dung dat", "benh", "khuyet tat", "tan tat", "hiv", "tam than",
    "mang thai", "suc khoe", "tien an", "tien su", "vi pham", "te nan", "ma tuy", "nghien",
    "cam ket", "chap hanh", "xep loai", "xep hang", "cham diem", "diem so", "danh gia", "tin nhiem",
    "thai do", "chinh kien", "tu tuong", "quan diem", "lap truong", "du luan", "toa do", "gps",
    "vi do", "kinh do", "hinh anh", "anh chan dung", "facebook", "zalo", "ten con", "ho ten con",
    "truong hoc cua con",
)  # fmt: skip
# … or as the whole heading, where the word is part of harmless ones too.
_NEVER_ALONE = frozenset(
    {"dao", "no", "diem", "hang", "sao", "loai ho", "anh", "so the", "tai khoan", "luong"}
)


def is_forbidden(key: str) -> bool:
    """Whether a heading with this search key names what must never be stored."""
    return key in _NEVER_ALONE or any(f" {word} " in f" {key} " for word in _NEVER)
