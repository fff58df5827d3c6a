"""How days, numbers, money and codes are written for people."""

from datetime import date

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
)
from bot.domain.households import Change, HouseholdClass
from bot.domain.people import Role
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind

TO_MENU = "Về trang chính"
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def day(value: date) -> str:
    """A day as in 05/11/2026."""
    return f"{value:%d/%m/%Y}"


def short_day(value: date, today: date) -> str:
    """A day near today: hôm nay, hôm qua, 15/11, or with its year when that is another one."""
    match (today - value).days:
        case 0:
            return "hôm nay"
        case 1:
            return "hôm qua"
    return f"{value:%d/%m}" if value.year == today.year else day(value)


def from_to(first: date, last: date) -> str:
    """The days of a period, both included: từ 10/11 đến 9/12."""
    return f"từ {first.day}/{first.month} đến {last.day}/{last.month}"


def spoken_day(value: date, today: date) -> str:
    """A day to check: hôm nay, hôm qua, or with its weekday: thứ ba 10/11."""
    near = short_day(value, today)
    return near if (today - value).days in (0, 1) else f"{_WEEKDAYS[value.weekday()]} {near}"


def money(dong: int) -> str:
    """An amount in the largest unit that loses nothing: 30 triệu đồng, 500.000 đồng."""
    for unit, name in ((10**9, "tỷ"), (10**6, "triệu")):
        if dong >= unit and dong % (unit // 10) == 0:
            whole, rest = divmod(dong, unit)
            tenth = f",{rest * 10 // unit}" if rest else ""
            return f"{whole}{tenth} {name} đồng"
    return f"{thousands(dong)} đồng"


def thousands(count: int) -> str:
    """A whole number as it is written in Vietnamese: 2.767."""
    return f"{count:,}".replace(",", ".")


def shortened(text: str, most: int) -> str:
    """Text cut at a word's end, with … where something is missing."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[: most - 1].rsplit(" ", 1)[0].rstrip(" .,;:–") + "…"


def mention(number: int | None, name: str) -> str:
    """A household as its member knows it: by the number in the book and the calling name."""
    return f"Số {number} · {name}" if number is not None else name


def dialled(phone: str) -> str:
    """A phone number as it is dialled and read out: 0912 345 678."""
    own = f"0{phone.removeprefix('+84')}" if phone.startswith("+84") else phone
    return f"{own[:4]} {own[4:7]} {own[7:]}".strip()


def place(address: str) -> str:
    """Where a household is, in short: its group, or its house number, which is no book number."""
    first = address.split(",")[0].strip()
    return f"nhà số {first[3:]}" if first.startswith("Số ") else first


VISIT_KINDS: dict[VisitKind, str] = {
    VisitKind.HOME: "Thăm trực tiếp tại nhà",
    VisitKind.PHONE: "Gọi điện, nhắn tin",
    VisitKind.GROUP_MEETING: "Gặp tại cuộc họp tổ, thôn",
    VisitKind.VIA_OTHER: "Nắm qua tổ trưởng, đoàn thể",
    VisitKind.NOT_DONE: "Chưa thăm",
}
NOT_DONE: dict[NotDoneReason, str] = {
    NotDoneReason.ABSENT_HH: "Gia đình đi vắng",
    NotDoneReason.MEMBER_BUSY: "Đảng viên bận công tác",
    NotDoneReason.MEMBER_PRIVATE: "Đảng viên có việc riêng",
    NotDoneReason.WEATHER: "Thời tiết, thiên tai",
    NotDoneReason.REFUSED: "Gia đình chưa đồng ý tiếp",
    NotDoneReason.OTHER_REASON: "Lý do khác",
}
TOPICS: dict[Topic, str] = {
    Topic.PROPAGANDA: "Tuyên truyền chủ trương, chính sách",
    Topic.CARE: "Thăm hỏi, tặng quà",
    Topic.LIVELIHOOD: "Hướng dẫn làm ăn",
    Topic.LOAN_ADVICE: "Hướng dẫn vay vốn",
    Topic.BHYT_ADVICE: "Vận động tham gia BHYT",
    Topic.SAFETY: "An toàn giao thông, phòng cháy",
    Topic.CULTURE: "Gia đình văn hóa",
    Topic.NEW_RURAL: "Nông thôn mới, đô thị văn minh",
    Topic.ENVIRONMENT: "Vệ sinh môi trường",
    Topic.DIGITAL: "VNeID, dịch vụ công trực tuyến",
    Topic.OTHER_TOPIC: "Nội dung khác",
}
HELP_KINDS: dict[HelpKind, str] = {
    HelpKind.HOW_TO: "Hướng dẫn cách làm ăn",
    HelpKind.LOAN: "Giới thiệu vay vốn",
    HelpKind.JOB: "Giới thiệu việc làm, học nghề",
    HelpKind.SEED_STOCK: "Hỗ trợ cây, con giống",
    HelpKind.HOUSE: "Hỗ trợ nhà ở",
    HelpKind.SPONSOR: "Vận động nhà hảo tâm",
    HelpKind.INSURANCE: "Vận động bảo hiểm y tế",
    HelpKind.OTHER_HELP: "Giúp đỡ khác",
}
HELP_STATUS: dict[HelpStatus, str] = {
    HelpStatus.PROPOSED: "Đã đề nghị",
    HelpStatus.GIVEN: "Đã được giúp",
}
CLASSES: dict[HouseholdClass, str] = {
    HouseholdClass.POOR: "Hộ nghèo",
    HouseholdClass.NEAR_POOR: "Hộ cận nghèo",
    HouseholdClass.NEW_OUT_POVERTY: "Hộ mới thoát nghèo",
    HouseholdClass.AVERAGE: "Hộ có mức sống trung bình",
    HouseholdClass.NONE: "Không thuộc diện",
    HouseholdClass.UNKNOWN: "Chưa rõ",
}
CHANGES: dict[Change, str] = {
    Change.BIRTH: "Sinh con",
    Change.DEATH: "Có người qua đời",
    Change.MOVE_IN: "Chuyển đến",
    Change.MOVE_OUT: "Chuyển đi nơi khác",
    Change.TEMP_STAY: "Đăng ký tạm trú",
    Change.TEMP_ABSENT: "Tạm vắng",
    Change.SPLIT: "Tách hộ",
    Change.JOIN: "Nhập hộ",
    Change.HEAD_CHANGE: "Thay đổi chủ hộ",
    Change.AWAY_DOMESTIC: "Đi làm ăn xa trong nước",
    Change.AWAY_ABROAD: "Đi làm việc ở nước ngoài",
    Change.RETURNED: "Trở về địa phương",
    Change.ENLIST: "Nhập ngũ, tham gia công an",
    Change.DISCHARGE: "Xuất ngũ",
    Change.STUDY_AWAY: "Đi học xa",
    Change.STUDY_DONE: "Học xong, tốt nghiệp",
    Change.JOB_NEW: "Có việc làm mới",
    Change.JOB_LOST: "Mất việc, thiếu việc làm",
    Change.JOB_CHANGE: "Đổi nghề, đổi mô hình sản xuất",
    Change.CLASS_POOR_NEW: "Phát sinh hộ nghèo (quyết định)",
    Change.CLASS_NEAR_NEW: "Phát sinh hộ cận nghèo (quyết định)",
    Change.CLASS_EXIT: "Thoát nghèo (quyết định)",
    Change.CLASS_NEAR_EXIT: "Thoát cận nghèo (quyết định)",
    Change.CLASS_RELAPSE: "Tái nghèo (quyết định)",
    Change.DISASTER: "Thiệt hại do thiên tai, hỏa hoạn, dịch bệnh",
    Change.HOUSING: "Xây, sửa nhà; nhà hư hỏng",
    Change.SCHOOL_DROP: "Trẻ bỏ học, nguy cơ bỏ học",
    Change.INSURANCE_CHG: "Thay đổi về bảo hiểm y tế",
    Change.OTHER_CHANGE: "Thay đổi khác",
}
CONCERN_KINDS: dict[ConcernKind, str] = {
    ConcernKind.FEEDBACK: "Phản ánh",
    ConcernKind.PROPOSAL: "Kiến nghị",
    ConcernKind.QUESTION: "Hỏi đáp",
    ConcernKind.PRAISE: "Biểu dương",
    ConcernKind.REFER_ONLY: "Khiếu nại, tố cáo (chỉ hướng dẫn)",
}
CATEGORIES: dict[ConcernCategory, str] = {
    ConcernCategory.ROAD: "Giao thông, cầu đường, đèn đường",
    ConcernCategory.IRRIGATION: "Thủy lợi, ngập úng, thoát nước",
    ConcernCategory.POWER: "Điện",
    ConcernCategory.WATER_SUPPLY: "Nước sạch",
    ConcernCategory.POLICY: "Chế độ chính sách, bình xét hộ nghèo",
    ConcernCategory.LOANS: "Vay vốn, tín dụng",
    ConcernCategory.LAND: "Đất đai, giải phóng mặt bằng",
    ConcernCategory.ENVIRONMENT: "Rác thải, ô nhiễm, tiếng ồn",
    ConcernCategory.HEALTH: "Y tế, bảo hiểm y tế",
    ConcernCategory.EDUCATION: "Giáo dục, trường lớp",
    ConcernCategory.EMPLOYMENT: "Việc làm, đào tạo nghề",
    ConcernCategory.FARMING: "Sản xuất, giá nông sản, dịch bệnh",
    ConcernCategory.ADMIN_PROC: "Thủ tục hành chính, dịch vụ công",
    ConcernCategory.MERGER: "Sáp nhập đơn vị, giấy tờ, địa chỉ",
    ConcernCategory.SAFETY: "An toàn giao thông, trật tự công cộng",
    ConcernCategory.CULTURE: "Văn hóa, thể thao, nhà văn hóa",
    ConcernCategory.PARTY_WORK: "Xây dựng Đảng, hoạt động đoàn thể",
    ConcernCategory.DISASTER: "Thiên tai, cháy nổ, cứu hộ",
    ConcernCategory.TELECOM: "Viễn thông, sóng, internet",
    ConcernCategory.OTHER: "Lĩnh vực khác",
}
LEVELS: dict[ConcernLevel, str] = {
    ConcernLevel.NORMAL: "Bình thường",
    ConcernLevel.URGENT: "Khẩn cấp",
    ConcernLevel.COMPLEX: "Phức tạp",
}
STATUSES: dict[ConcernStatus, str] = {
    ConcernStatus.NEW: "Mới ghi nhận",
    ConcernStatus.TRIAGE: "Chờ chi bộ xem xét",
    ConcernStatus.NEED_INFO: "Cần bổ sung thông tin",
    ConcernStatus.IN_PROGRESS: "Chi bộ đang xử lý",
    ConcernStatus.FORWARDED: "Đã chuyển cấp trên",
    ConcernStatus.RETURNED: "Cấp trên chuyển trả",
    ConcernStatus.ANSWERED: "Đã có kết quả trả lời",
    ConcernStatus.FED_BACK: "Đã thông báo lại cho hộ",
    ConcernStatus.CLOSED: "Đã kết thúc",
    ConcernStatus.REOPENED: "Hộ chưa đồng ý, xem xét lại",
    ConcernStatus.DECLINED: "Không tiếp nhận",
    ConcernStatus.REFERRED: "Đã hướng dẫn kênh khiếu nại, tố cáo",
    ConcernStatus.MERGED: "Đã gộp",
    ConcernStatus.WITHDRAWN: "Đã rút",
}
TARGETS: dict[ConcernTarget, str] = {
    ConcernTarget.COMMUNE_GOV: "UBND xã",
    ConcernTarget.COMMUNE_PARTY: "Đảng ủy",
    ConcernTarget.VILLAGE: "Trưởng thôn, tổ trưởng",
    ConcernTarget.FRONT: "Mặt trận",
    ConcernTarget.UNION: "Đoàn thể",
    ConcernTarget.COMMUNE_POLICE: "Công an xã",
    ConcernTarget.SERVICE_FIRM: "Đơn vị cung cấp dịch vụ",
    ConcernTarget.HIGHER: "Cấp tỉnh",
    ConcernTarget.CELL: "Chi bộ",
}
ROLES: dict[Role, str] = {
    Role.MEMBER: "Đảng viên phụ trách hộ",
    Role.GROUP_LEAD: "Tổ trưởng tổ đảng",
    Role.CELL_COMMITTEE: "Chi ủy viên",
    Role.CELL_DEPUTY: "Phó bí thư chi bộ",
    Role.CELL_SECRETARY: "Bí thư chi bộ",
    Role.COMMUNE_OVERSEER: "Cấp ủy viên phụ trách",
    Role.COMMUNE_OFFICE: "Văn phòng Đảng ủy",
    Role.COMMUNE_LEADER: "Thường trực Đảng ủy",
    Role.ANNOUNCER: "Người đăng thông báo",
    Role.ADMIN: "Quản trị hệ thống",
    Role.DATA_OFFICER: "Phụ trách bảo vệ dữ liệu",
    Role.VILLAGE_HEAD: "Trưởng thôn, tổ trưởng (phối hợp)",
}
