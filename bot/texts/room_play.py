"""What stands around the conversations when a month of the sample commune is played."""

from bot.domain.periods import first_day

CONCERN = "kiến nghị, điện, Đèn đường đoạn đầu kênh hư đã lâu, buổi tối đi lại khó."
"""What is typed of a concern: its kind, its field, and the household's own words."""
ANSWER = "Chi bộ đã báo điện lực, tuần này thay bóng và đấu lại dây."
ANNOUNCEMENT = (
    "Trạm Y tế xã đo huyết áp, tư vấn sức khỏe miễn phí cho người cao tuổi vào sáng thứ bảy "
    "hằng tuần. Đề nghị các đồng chí báo cho các hộ mình phụ trách."
)
TODAY, FINE = "hôm nay", "bt"
"""How a visit is told in one line: which day, and that all is well."""
SLIP_CODE = "(mã trên phiếu)"
"""Stands for the one-time code, which is another one each time."""
PARTS = (
    "đảng viên phụ trách hộ", "bí thư chi bộ ấp", "văn phòng Đảng ủy xã",
    "đảng viên phụ trách hộ", "đảng viên phụ trách hộ",
)  # fmt: skip

TYPE, SLIPS_MADE = "gõ", "Phiếu gửi cùng tin này"
DUE, NOT_WRITTEN = "nhà cần thăm", "thăm mà chưa ghi"
GAPS_LEFT = "nhà chưa ghi"
PROGRESS, WAITS = "đã thăm", "chờ đồng chí cho ý kiến"
TELL_RESULT, HOW_TAKEN = "Báo kết quả", "gia đình thấy thế nào"
WHICH_DAY, HOW, PROMISED = "thăm ngày nào", "Kết quả thế nào", "Lần trước đồng chí hẹn"
SAVED, ADDITION, ADDED = "Đã ghi nhận", "ghi là bổ sung", "Bổ sung sau khi chốt"
CONCERN_WORDS, ANSWER_ARRIVED, ENDS = "Đèn đường", "Có trả lời cho", "kết thúc"
TO_WHOM, OF_KIND, PREVIEW = "Đảng viên phụ trách hộ", "Chủ trương", "Xem trước"
PASSED_ON, ALL_PASSED_ON, REACHED = "Khi đã phổ biến", "Đã đủ các hộ", "đã nắm nội dung"
SEALED_NOW = "Đã chốt"
"""Parts of what must be answered: where one does not come, the month is not played on."""

GIVING_SLIPS = (
    "Trao phiếu kích hoạt",
    "Văn phòng Đảng ủy in phiếu cho chi bộ 05. Hai đồng chí nhận phiếu, nhắn mã và đồng ý.",
)
LIST = (
    "Ngày đầu tháng: danh sách hộ cần thăm",
    "Mỗi đồng chí nhận danh sách của mình, hộ lâu chưa thăm xếp trước.",
)
VISITS = (
    "Báo kết quả thăm hộ",
    "Bấm nút, hoặc nhắn một dòng. Mỗi hộ mất chừng nửa phút.",
)
RAISED = (
    "Bà con có kiến nghị",
    "Ghi đúng lời của hộ. Kiến nghị có mã để theo dõi.",
)
ANSWERED = (
    "Bí thư chi bộ trả lời",
    "Trả lời xong, đồng chí đã ghi kiến nghị được báo ngay.",
)
TOLD = (
    "Báo lại tận nhà",
    "Kiến nghị chỉ khép lại khi hộ đã nghe trả lời.",
)
ANNOUNCED = (
    "Thông báo của Đảng ủy: gửi, nắm, phổ biến",
    "Nơi gửi thấy bao nhiêu người đã nhận, đã nắm và đã phổ biến đến hộ.",
)
NUDGED = (
    "Nhắc trước khi hết tháng",
    "Chỉ nhắc ai còn hộ chưa ghi. Ai ghi đủ thì không nhận lời nhắc nữa.",
)
GAPS = (
    "Trước ngày họp chi bộ: thăm rồi mà chưa ghi?",
    "Buổi sáng hỏi đảng viên, buổi tối báo bí thư, hôm sau báo văn phòng Đảng ủy.",
)
DIGEST = (
    "Tối trước ngày họp: số liệu tổng hợp",
    "Số liệu tự đến máy của bí thư, có biểu đồ kèm theo.",
)
SEALED = (
    "Ngày họp: chốt số liệu",
    "Chốt rồi thì số liệu giữ nguyên. Báo cáo đến muộn được ghi là bổ sung.",
)


def title(month: str) -> str:
    """Above the whole transcript."""
    return f"Tháng {first_day(month):%m/%Y} ở xã mẫu"


def takes_part(called: str, name: str, part: str) -> str:
    """Who takes part: how they are called below, their names and what they do."""
    return f"{called}: {name}, {part}."


CAST_LEAD = (
    "Mọi người và hộ ở đây đều hư cấu. Mọi tin bên dưới do chính hệ thống trả lời, không viết sẵn."
)


def called(name: str) -> str:
    """Somebody by the given name."""
    return f"Đồng chí {name.split()[-1]}"


def said(who: str) -> str:
    """Somebody types."""
    return f"{who} nhắn:"


def tapped(who: str) -> str:
    """Somebody taps."""
    return f"{who} bấm:"


def heard(who: str) -> str:
    """Somebody gets a letter."""
    return f"{who} nhận:"


def glanced(who: str) -> str:
    """Somebody's locked phone shows the first line."""
    return f"Màn hình khóa của {who[0].lower()}{who[1:]}:"


def does_the_same(who: str) -> str:
    """Somebody else does what has just been shown."""
    return f"({who} cũng nhắn mã và đồng ý như vậy.)"


def and_more(who: str, count: int) -> str:
    """What is played but not written down."""
    return f"({who} ghi thêm {count} hộ, mỗi hộ một dòng như vậy.)"


def number(of_household: int) -> str:
    """How a button or an answer names a household."""
    return f"Số {of_household} "


def left_of(month: str) -> str:
    """How a reminder of what is left of a month begins."""
    return f"Việc tháng {first_day(month).month}: còn"


def spared(who: str) -> str:
    """Somebody who has reported everything."""
    return f"({who} đã ghi đủ nên không nhận lời nhắc này.)"


def file(name: str) -> str:
    """A file that came with a letter."""
    return f"[tệp: {name}]"


def left_in(folder: str, count: int) -> str:
    """Where the transcript and what came with it lie."""
    return f"Bản ghi và {count} tệp kèm theo nằm trong thư mục {folder}."
