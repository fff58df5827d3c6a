"""What the guided path of the practice room says: a title and three short sentences at most.

Like the page's own words it is said in Vietnamese, and in English to who switches to it.
"""

from dataclasses import dataclass

CONCERN = "kiến nghị, điện, Đèn đường đoạn đầu kênh hư đã lâu."
"""The concern's kind, its field and the household's own words, in one message."""
ANSWER = "Chi bộ đã báo điện lực, tuần này thay bóng."
ANNOUNCEMENT = "Sáng thứ bảy, Trạm Y tế xã đo huyết áp miễn phí cho người cao tuổi."
TODAY, FINE = "hôm nay", "bt"


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as it is read, in both languages."""

    title: str
    words: str
    english_title: str
    english_words: str


def report(number: int | None) -> StepWords:
    """A visit in one line."""
    return StepWords(
        "Báo một lần thăm hộ",
        f"Trên máy đảng viên, đồng chí nhắn câu bên dưới. Số {number} là số hộ trong sổ, "
        "“bt” là bình thường. Bấm nút từng bước cũng được: nhắn “tham”.",
        "Report a visit",
        f"On the member's phone, send the line below: a visit, to number {number} of the book, "
        "today (hôm nay), all is well (bt). Or go by buttons: send “tham”.",
    )


def concern(number: int | None) -> StepWords:
    """What a household wants answered."""
    return StepWords(
        "Ghi kiến nghị của hộ",
        f"Hộ số {number} có việc muốn nêu. Đồng chí nhắn lần lượt các câu bên dưới. "
        "Hệ thống cho lại một mã để theo dõi.",
        "Record what a household asks for",
        f"Send the lines below one after the other: household {number} asks for something "
        "(kiến nghị), the street lamps (điện) have long been broken. “Gửi luôn” sends it. "
        "The answer has a code to follow it by.",
    )


def answer(code: str) -> StepWords:
    """The secretary's answer; without a code there is nothing to be answered."""
    if not code:
        return StepWords(
            "Bí thư trả lời",
            "Hiện không có kiến nghị nào chờ trả lời. Đồng chí ghi một kiến nghị trước.",
            "The secretary answers",
            "Nothing waits for an answer now. Record a concern first.",
        )
    return StepWords(
        "Bí thư trả lời",
        "Trên máy bí thư, nhắn “viec” để xem việc đang chờ. "
        f"Các câu bên dưới trả lời ngay {code}. Trả lời xong, đảng viên được báo.",
        "The secretary answers",
        "On the secretary's phone, “viec” shows what waits. "
        f"The lines below answer {code}: the power company comes this week. "
        "Then the member is told.",
    )


def tell(code: str) -> StepWords:
    """The way back to the household; without a code no answer waits to be told."""
    if not code:
        return StepWords(
            "Báo lại cho hộ",
            "Hiện không có trả lời nào cần báo lại. Bí thư trả lời một kiến nghị trước.",
            "Tell the household",
            "No answer waits to be told. Let the secretary answer a concern first.",
        )
    return StepWords(
        "Báo lại cho hộ",
        f"Đảng viên nói lại câu trả lời của {code} với gia đình, rồi ghi gia đình thấy thế nào. "
        "Báo lại xong, việc mới kết thúc.",
        "Tell the household",
        f"The member tells the family the answer to {code} and notes what they make of it "
        "(“Hài lòng”: they are content). Only then is the matter closed.",
    )


def month_list() -> StepWords:
    """The first push of a month."""
    return StepWords(
        "Danh sách đầu tháng",
        "Đồng chí chuyển đồng hồ sang đầu tháng sau. Mỗi đồng chí nhận danh sách hộ cần thăm. "
        "Ai ghi đủ rồi thì không nhận lời nhắc nữa.",
        "The list of the new month",
        "Move the clock to the first day of next month. Everybody gets a list of homes to visit. "
        "Whoever has reported all is reminded no more.",
    )


def digest() -> StepWords:
    """The figures on the eve of the meeting."""
    return StepWords(
        "Số liệu trước ngày họp",
        "Đồng chí chuyển đồng hồ đến tối trước ngày họp chi bộ. Số liệu tự đến máy bí thư. "
        "Bấm “Xem biểu đồ” để xem hình.",
        "Figures before the meeting",
        "Move the clock to the evening before the cell's meeting. The secretary gets the figures "
        "without asking. Tap “Xem biểu đồ” there for the picture.",
    )


def announce() -> StepWords:
    """The office writes to members."""
    return StepWords(
        "Văn phòng gửi thông báo",
        "Trên máy văn phòng, đồng chí nhắn lần lượt các câu bên dưới. "
        "Trước khi gửi, hệ thống cho xem lại và hỏi cho chắc.",
        "The office sends an announcement",
        "On the office's phone, send the lines below one after the other: free blood pressure "
        "checks for the old, to everybody. Before it goes out it is shown once more.",
    )


def pass_on(number: int) -> StepWords:
    """Members read it and carry it on; without a number none has come."""
    if not number:
        return StepWords(
            "Đảng viên nắm và phổ biến",
            "Chưa có thông báo nào đến máy đảng viên. Văn phòng gửi một thông báo trước.",
            "Members read it and pass it on",
            "No announcement has come to the member's phone. Let the office send one first.",
        )
    return StepWords(
        "Đảng viên nắm và phổ biến",
        "Thông báo đã đến máy đảng viên. Đọc xong, bấm “Đã nắm nội dung”. "
        "Báo với các hộ rồi, bấm “Đã phổ biến đủ các hộ”.",
        "Members read it and pass it on",
        "It has come to the member's phone. After reading, tap “Đã nắm nội dung”. "
        "Once the households know, tap “Đã phổ biến đủ các hộ”.",
    )
