"""What is said on the one-time page where a member ticks households, and in the chat about it."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.meetings import Period
from bot.messages import Choice, Outgoing
from bot.texts import month, reporting
from bot.texts.announcing import moment
from bot.texts.common import day, shortened

# --- In the chat ----------------------------------------------------------------------------------

NO_PAGES = Outgoing(
    "Ở đây hệ thống chưa mở được trang đánh dấu. Đồng chí nhắn một câu cho nhiều hộ, "
    "ví dụ: 3 5 7 bt hom qua.",
    (Choice("Xem việc tháng này", "/thangnay"),),
)


def link(address: str, expires_at: datetime) -> Outgoing:
    """The link, how long it leads somewhere, and that it is for nobody else."""
    return Outgoing(
        "Trang đánh dấu hộ của đồng chí:\n"
        f"{address}\n"
        f"Dùng đến {moment(expires_at)}, gửi được một lần; trang xin trước đó hết dùng.\n"
        "Xin đừng chuyển liên kết này cho người khác."
    )


# --- On every page of ours ------------------------------------------------------------------------

OVER_TITLE = "Liên kết không dùng được"
OVER = (
    "Liên kết này không còn dùng được: có thể đã quá hạn, đã có trang mới hơn, phần việc đã "
    "thay đổi, hoặc địa chỉ bị thiếu.",
    "Muốn có trang mới, đồng chí nhắn “trangbaocao” trong trò chuyện với hệ thống.",
)
BUSY_TITLE = "Xin thử lại"
BUSY = (
    "Hệ thống đang bận, chưa ghi gì thêm.",
    "Đồng chí chờ một phút rồi tải lại trang này; phần đã chọn vẫn còn.",
)
TOO_MUCH = ("Trang gửi lên dài quá. Đồng chí quay lại, rút ngắn ghi chú rồi gửi lại.",)


# --- The page of ticks ----------------------------------------------------------------------------

TITLE = "Đánh dấu hộ đã thăm"
OPEN = "Mở danh sách"
WHAT_IT_IS = "Trang riêng của một đồng chí, dùng một lần. Xin đừng chuyển cho người khác."
FINE, ABSENT = "Đã thăm, bình thường", "Đến nhưng đi vắng"
VISITED = "Đã thăm tại nhà"
BESIDE = "Đi vắng, hoặc có ghi chú"
NEEDS_MORE = "Có, tôi ghi ở ghi chú"
FOCUS = "Gia đình cần quan tâm thêm"
ASKS_NEED = "Lần này gia đình có cần giúp gì không?"
NOTE = "Ghi chú"
DAY = "Ngày thăm (chung cho các hộ)"
DAY_HINT = "Ngày khác thì sửa lại, ví dụ: hôm qua, 15/11."
DUE, OTHERS = "Hộ cần thăm", "Hộ khác trong sổ"
NOBODY_DUE = "Không còn hộ nào cần thăm."
REVIEW, SEND, CHANGE = "Xem lại", "Đúng, lưu lại", "Sửa lại"
REVIEW_TITLE = "Xem lại trước khi lưu"
NOT_SAVED_YET = "Chưa lưu. Đồng chí xem lại giúp:"
SAVED_TITLE = "Đã lưu"
ALSO_IN_CHAT = "Tin ghi nhận cũng đã gửi vào trò chuyện. Đồng chí đóng trang này được rồi."

NOTHING_TICKED = "Chưa có hộ nào được đánh dấu."
NOT_YOURS = (
    "Có hộ vừa thôi thuộc phần việc của đồng chí nên đã bỏ ra. Đồng chí xem lại rồi gửi tiếp."
)
CHOOSE_ONE = "Chỉ chọn một: đã thăm, hoặc đi vắng."
TICK_TOO = "Có ghi chú nhưng chưa đánh dấu: đã thăm, hay đi vắng?"
ANSWER_PROMISE = "Đồng chí chọn giúp: lời hẹn đã làm hay chưa."
ANSWER_HEARD = "Đồng chí chọn giúp: đã báo lại cho gia đình chưa."
ANSWER_NEED = "Đồng chí chọn giúp: gia đình có cần giúp gì không."
NOTE_WANTED = "Đồng chí ghi ngắn vào ghi chú: gia đình cần giúp gì."
NO_COMPLAINT = (
    "Nội dung này có thể là khiếu nại, tố cáo nên hệ thống không lưu ở đây. Đồng chí bỏ phần này "
    "ra; nếu là phản ánh thường, nhắn “phananh” trong trò chuyện."
)


def usable_until(expires_at: datetime) -> str:
    """How long the link leads somewhere."""
    return f"Dùng đến {moment(expires_at)}."


def whose(name: str, period: Period, today: date) -> str:
    """Whose list, and of which month."""
    return f"{month.called(period, today)} · đồng chí {name.split()[-1]}"


def wrong(count: int) -> str:
    """Above a page that comes back, with all that was typed."""
    if count == 1:
        return "Chưa gửi được: còn một chỗ cần xem lại. Phần đã chọn vẫn còn."
    return f"Chưa gửi được: còn {count} chỗ cần xem lại. Phần đã chọn vẫn còn."


def promised(words: str) -> str:
    """What was promised last time."""
    return f"Lần trước hẹn “{shortened(words, 120)}”. Đã làm chưa?"


def unheard(answers: Sequence[tuple[str, str]]) -> str:
    """Answers that the household has not heard yet."""
    asked = reporting.unheard(answers)
    return asked[0].upper() + asked[1:]


def reviewed(many: int) -> str:
    """How many households are about to be saved."""
    return f"{many} hộ sẽ được ghi."


def sent(at: datetime) -> str:
    """When the one sending was."""
    return f"Trang này đã gửi lúc {moment(at)}."


def spelt(value: date) -> str:
    """A day as the field for it holds it."""
    return day(value)
