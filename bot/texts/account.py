"""What people read about their own account and data (privacy.md 5.8)."""

from datetime import date

from bot.domain.own_data import Account, OwnReports, ReportCounts
from bot.domain.people import ConsentState
from bot.domain.periods import day_of
from bot.messages import Attachment, Choice, Outgoing
from bot.texts.common import ROLES, STATUSES, TO_MENU, day

FORM_TITLE = "Hủy liên kết"
UNLINK_WORD = "huy lien ket"
WITHDRAW_WORD = "rut dong y"
WITHDRAWING_TYPED = frozenset({"rut", "dong y", "rut dong y"})

CONSENT = {
    ConsentState.NOT_ASKED: "chưa hỏi",
    ConsentState.GIVEN: "đã đồng ý",
    ConsentState.REFUSED: "không đồng ý",
    ConsentState.WITHDRAWN: "đã rút",
    ConsentState.RENEW: "cần xác nhận lại",
}

_MENU = Choice(TO_MENU, "/menu")
_UNLINK = Choice("Hủy liên kết tài khoản này", "/huykichhoat")
_MY_DATA = Choice("Xem dữ liệu của tôi", "/dulieu")


def account(of: Account) -> Outgoing:
    """Who the chat is linked to."""
    lines = [
        f"Tài khoản: {of.name} ({of.code})",
        *([f"Nơi sinh hoạt: {of.cell}"] if of.cell else []),
        f"Vai trò: {_roles(of)}",
        f"Liên kết từ: {day(day_of(of.linked_at)) if of.linked_at else 'chưa rõ'}",
        f"Thông báo về dữ liệu: {_consent(of)}",
        *([f"Tạm ngừng nhắc: đến hết ngày {day(of.muted_until)}"] if of.muted_until else []),
    ]
    return Outgoing("\n".join(lines), (_MY_DATA, _UNLINK, _MENU))


def my_data(of: Account, counts: ReportCounts) -> Outgoing:
    """What is stored, and what the person may do about it."""
    phone = ", số điện thoại (mã hóa)" if of.has_phone else ""
    return Outgoing(
        f"Hệ thống lưu về đồng chí: họ tên, mã, nơi sinh hoạt, {len(of.posts)} vai trò, "
        f"{of.addresses} tài khoản nhắn tin{phone}.\n"
        f"Báo cáo đã gửi: {counts.visits} lượt thăm, {counts.concerns} phản ánh, "
        f"{counts.changes} thay đổi của hộ.\n"
        f"Thông báo về dữ liệu: {_consent(of)}.\n"
        "Yêu cầu sửa hoặc xóa được trả lời trong 2 ngày làm việc.",
        (
            Choice("Nhận bản sao báo cáo của tôi", "/dulieu xuat"),
            Choice("Yêu cầu sửa, xóa", "/dulieu sua"),
            Choice("Rút lại đồng ý", "/huykichhoat rut"),
            _MENU,
        ),
    )


def how_to_correct(reports: bool) -> Outgoing:
    """The way to have data corrected, restricted or deleted; by oneself, who reports visits."""
    own_way = "\nBáo cáo ghi trong 24 giờ qua: đồng chí nhắn “sua” để tự sửa." if reports else ""
    return Outgoing(
        "Để sửa, hạn chế hoặc xóa dữ liệu về mình, đồng chí gửi yêu cầu tới bí thư chi bộ hoặc "
        "Văn phòng Đảng ủy, nêu rõ phần cần sửa.\n"
        "Yêu cầu được trả lời trong 2 ngày làm việc; sửa xong trong 10 ngày, xóa trong 20 ngày.\n"
        f"Số liệu trong báo cáo đã ký không thay đổi; báo cáo đó không có tên người.{own_way}",
        (_MY_DATA, _MENU),
    )


def copy_sent(attachment: Attachment) -> Outgoing:
    """With the file that holds one's own reports."""
    return Outgoing(
        "Bản sao báo cáo của đồng chí gửi cùng tin này. "
        "Trong tệp chỉ có số thứ tự hộ và ngày, không có thông tin của người khác.",
        (_MENU,),
        attachment=attachment,
    )


def copy_name(today: date) -> str:
    """What the file with one's own reports is called."""
    return f"du-lieu-cua-toi-{today:%Y-%m-%d}.txt"


def copy_of(of: Account, reports: OwnReports, today: date) -> str:
    """One's own reports to read and keep, without anything of other people."""
    lines = [
        f"DỮ LIỆU CỦA {of.name.upper()}, ngày {day(today)}",
        "",
        f"Mã: {of.code}",
        f"Nơi sinh hoạt: {of.cell or '–'}",
        f"Vai trò: {_roles(of)}",
        f"Thông báo về dữ liệu: {_consent(of)}",
        f"Tạm ngừng nhắc: {f'đến hết ngày {day(of.muted_until)}' if of.muted_until else 'không'}",
        "",
        f"LƯỢT THĂM HỘ: {len(reports.visits)}",
        *(
            f"- ngày {day(visit.visited_on)}, hộ {_number(visit.number)}, "
            f"ghi ngày {day(day_of(visit.recorded_at))}"
            for visit in reports.visits
        ),
        "",
        f"PHẢN ÁNH: {len(reports.concerns)}",
        *(
            f"- {concern.code}, ngày {day(concern.raised_on)}: {STATUSES[concern.status]}"
            for concern in reports.concerns
        ),
        "",
        f"THAY ĐỔI CỦA HỘ: {len(reports.changes)}",
        *(
            f"- hộ {_number(change.number)}, ghi ngày {day(day_of(change.recorded_at))}"
            for change in reports.changes
        ),
        "",
    ]
    return "\r\n".join(lines)


def sure_to_unlink(name: str) -> str:
    """What unlinking this chat means, and the word that it wants."""
    return (
        f"Hủy liên kết tài khoản này với {name}: từ đây sẽ không báo cáo và không nhận tin được. "
        "Các báo cáo đã gửi vẫn giữ nguyên. Muốn dùng lại, đồng chí cần một mã mới.\n"
        f"Nếu chắc chắn, đồng chí gõ: {UNLINK_WORD}"
    )


def sure_to_withdraw(addresses: int) -> str:
    """What withdrawing consent means, and the word that it wants."""
    return (
        "Rút lại đồng ý: hệ thống ngừng nhận báo cáo và ngừng gửi tin cho đồng chí, "
        f"{addresses} tài khoản nhắn tin được hủy liên kết. "
        "Báo cáo đã gửi chỉ còn giữ theo thời hạn lưu trữ.\n"
        f"Nếu chắc chắn, đồng chí gõ: {WITHDRAW_WORD}"
    )


def unlinked() -> Outgoing:
    """The chat belongs to nobody now."""
    return Outgoing(
        "Đã hủy liên kết. Tài khoản này không còn nhận tin. "
        "Muốn dùng lại, xin liên hệ người đã cấp mã."
    )


def withdrawn() -> Outgoing:
    """Consent is withdrawn, and every chat of the person unlinked."""
    return Outgoing(
        "Đã ghi: đồng chí rút lại đồng ý. Mọi tài khoản nhắn tin của đồng chí đã hủy liên kết. "
        "Yêu cầu xóa dữ liệu, xin gửi tới người đã cấp mã; trả lời trong 2 ngày làm việc."
    )


def _roles(of: Account) -> str:
    return "; ".join(f"{ROLES[role]} ({unit})" for role, unit in of.posts) or "–"


def _consent(of: Account) -> str:
    when = f", ngày {day(day_of(of.consent_at))}" if of.consent_at else ""
    return f"{CONSENT[of.consent]}{when}"


def _number(number: int | None) -> str:
    return f"số {number}" if number is not None else "ngoài sổ"
