"""What is said of an announcement to those who read it and pass it on."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.announcements import AnnouncementPart, Language, Stage
from bot.domain.periods import day_of
from bot.messages import LONGEST_LABEL, Choice, Outgoing, Urgency
from bot.texts.common import TO_MENU, day, short_day, shortened
from bot.texts.forms import MORE

READ = "Đã nắm nội dung"
ASK = "Hỏi lại nơi gửi"
TELL_HOUSEHOLDS = "Chọn hộ đã phổ biến"
ALL_TOLD = "Đã phổ biến đủ các hộ"
SEE_FILE = "Xem tệp kèm theo"
SEE_CORRECTION = "Xem bản đính chính"
TO_LIST = "Xem các thông báo"
BACK_TO_IT = "Xem lại thông báo"
WRITE = "Soạn thông báo mới"
NOTHING = "Hiện chưa có thông báo nào gửi đến đồng chí."
MANAGED_WORD, PAGE_WORD, READ_WORD, FILE_WORD = "quanly", "trang", "danam", "tep"
RESULTS_WORD, AGAIN_WORD, QUESTIONS_WORD, PHONES_WORD = "ketqua", "guilai", "cauhoi", "dienthoai"
UNREACHED_WORD, ALL_WORD = "chuanhan", "het"
"""What stands after a number or instead of it: "/thongbao 12 danam", "/phobien 12 het"."""

LANGUAGES: dict[Language, str] = {
    Language.KHMER: "Tiếng Khmer",
    Language.CHAM: "Tiếng Chăm",
    Language.CHINESE: "Tiếng Hoa",
    Language.HMONG: "Tiếng Mông",
    Language.TAY: "Tiếng Tày",
    Language.THAI: "Tiếng Thái",
    Language.MUONG: "Tiếng Mường",
    Language.NUNG: "Tiếng Nùng",
    Language.EDE: "Tiếng Ê Đê",
    Language.JARAI: "Tiếng Gia Rai",
    Language.BAHNAR: "Tiếng Ba Na",
    Language.DAO: "Tiếng Dao",
    Language.ENGLISH: "Tiếng Anh",
}
_LONGEST_QUOTE = 60
_MENDS = (AnnouncementPart.CORRECTION, AnnouncementPart.WITHDRAWAL)


def heading(part: AnnouncementPart, on: date, corrected: str, corrected_on: date | None) -> str:
    """The first lines of a letter: nothing there says who the reader is."""
    first = f"ngày {day(corrected_on)}" if corrected_on else "trước"
    quoted = f" “{shortened(corrected, _LONGEST_QUOTE)}”" if corrected else ""
    match part:
        case AnnouncementPart.FIRST:
            return f"Thông báo ngày {day(on)}"
        case AnnouncementPart.CORRECTION:
            return (
                f"Đính chính ngày {day(on)}\n"
                f"Thay cho thông báo {first}{quoted}. Nội dung đúng như sau:"
            )
        case AnnouncementPart.ANSWER:
            return f"Trả lời ngày {day(on)}\nVề thông báo {first}{quoted}:"
        case AnnouncementPart.WITHDRAWAL:
            return (
                f"Thu hồi thông báo, ngày {day(on)}\n"
                f"Thông báo {first}{quoted} đã được thu hồi. Xin đồng chí không phổ biến nội dung "
                "này nữa; hộ nào đã nghe, mong đồng chí nói lại giúp."
            )


def body(
    part: AnnouncementPart, words: str, unit_name: str, on: date, corrected: str,
    corrected_on: date | None,
) -> str:  # fmt: skip
    """An announcement as it is read, whatever stands below it."""
    lines = [heading(part, on, corrected, corrected_on)]
    if words:
        lines += ["", words]
    return "\n".join([*lines, "", f"Nơi gửi: {shortened(unit_name, 80)}."])


def letter(
    announcement_id: int,
    text: str,
    languages: Sequence[str],
    part: AnnouncementPart,
    *,
    urgent: bool,
    again: bool = False,
) -> Outgoing:
    """An announcement as it goes out; what is sent a second time says so.

    What is urgent waits for no other day; neither does what mends something that is being passed
    on, nor what its author sends again to the few of whom nobody knows.
    """
    at_once = urgent or again or part in _MENDS
    return Outgoing(
        f"(gửi lại) {text}" if again else text,
        _reading(announcement_id, languages, part),
        urgency=Urgency.URGENT if at_once else Urgency.BULK,
    )


def _reading(
    announcement_id: int, languages: Sequence[str], part: AnnouncementPart
) -> tuple[Choice, ...]:
    choices = [Choice(READ, f"/thongbao {announcement_id} {READ_WORD}")]
    choices += [
        Choice(LANGUAGES[Language(one)], f"/thongbao {announcement_id} {one}") for one in languages
    ]
    if part is not AnnouncementPart.WITHDRAWAL:
        choices.append(Choice(ASK, f"/hoithongbao {announcement_id}"))
    return tuple(choices)


def shown(
    announcement_id: int, text: str, *, languages: Sequence[str], has_file: bool, read: bool,
    received: bool, passes_on: bool, correction: int | None, stage: Stage,
    manage: Sequence[Choice],
) -> Outgoing:  # fmt: skip
    """An announcement on its own page, with what its reader may do."""
    this = f"/thongbao {announcement_id}"
    choices = list(manage)
    open_still = received and stage is not Stage.WITHDRAWN
    if open_still and not read:
        choices.append(Choice(READ, f"{this} {READ_WORD}"))
    if open_still and read and passes_on:
        choices.append(Choice(TELL_HOUSEHOLDS, f"/phobien {announcement_id}"))
    if correction is not None:
        choices.append(Choice(SEE_CORRECTION, f"/thongbao {correction}"))
    if has_file:
        choices.append(Choice(SEE_FILE, f"{this} {FILE_WORD}"))
    choices += [Choice(LANGUAGES[Language(one)], f"{this} {one}") for one in languages]
    if open_still:
        choices.append(Choice(ASK, f"/hoithongbao {announcement_id}"))
    return Outgoing(text, (*choices[:8], Choice(TO_LIST, "/thongbao")))


def withdrawn(on: date) -> str:
    """A reader opens what no longer holds."""
    return f"Thông báo ngày {day(on)} đã được thu hồi. Xin đồng chí không phổ biến nội dung này."


def corrected_since(on: date) -> str:
    """Stands below the words of what has been corrected."""
    return f"Thông báo này đã có đính chính ngày {day(on)}."


def read_noted(announcement_id: int, households: int) -> Outgoing:
    """The tap is noted; who has households is asked to carry it there."""
    text = "Đã ghi nhận đồng chí đã nắm nội dung. Cảm ơn đồng chí."
    choices = [Choice(ASK, f"/hoithongbao {announcement_id}"), Choice(TO_LIST, "/thongbao")]
    if households:
        text += f"\nKhi đã phổ biến đến các hộ mình phụ trách ({households} hộ), đồng chí chọn:"
        choices[:0] = [
            Choice(ALL_TOLD, f"/phobien {announcement_id} {ALL_WORD}"),
            Choice(TELL_HOUSEHOLDS, f"/phobien {announcement_id}"),
        ]
    return Outgoing(text, tuple(choices))


def listed(
    lines: Sequence[tuple[int, str, datetime, bool]], total: int, unread: int, today: date,
    more: str, ways: Sequence[Choice],
) -> Outgoing:  # fmt: skip
    """Announcements that came to somebody, what is unread marked with a dot."""
    if not lines:
        return Outgoing(NOTHING, (*ways, Choice(TO_MENU, "/menu")))
    choices = [
        Choice(line(words, at, today, unread=new), f"/thongbao {number}")
        for number, words, at, new in lines
    ]
    if more:
        choices.append(Choice(MORE, more))
    text = f"Có {total} thông báo."
    if unread:
        text = f"Có {total} thông báo, {unread} thông báo chưa xem (đánh dấu ●)."
    return Outgoing(f"{text} Đồng chí chọn để xem:", (*ways, *choices)[:9])


def written_here(waiting: int) -> str:
    """The way to what one's unit has written; `waiting` is for the reader to approve."""
    return f"Xem thông báo đã soạn ({waiting} chờ duyệt)" if waiting else "Xem thông báo đã soạn"


def line(words: str, at: datetime, today: date, *, unread: bool) -> str:
    """An announcement in a list: its day and how it begins."""
    mark = "● " if unread else ""
    start = f"{mark}{short_day(day_of(at), today)} · "
    return start + shortened(words or "Thu hồi thông báo", LONGEST_LABEL - len(start))


PASSING_TITLE = "Phổ biến thông báo"
WHICH_TOLD = (
    "Đã phổ biến đến những hộ nào? Chọn từng hộ rồi “Xong”, hoặc nhắn các số, ví dụ: 1 3 5."
)
NOTHING_LEFT = "Thông báo này đã được phổ biến đến đủ các hộ đồng chí phụ trách."


def read_first(announcement_id: int) -> Outgoing:
    """Nobody passes on what they have not read."""
    return Outgoing(
        "Đồng chí xem nội dung và chọn “Đã nắm nội dung” trước, rồi phổ biến đến các hộ.",
        (Choice("Xem thông báo", f"/thongbao {announcement_id}"),),
    )


def passed_on(announcement_id: int, told: int, left: int) -> Outgoing:
    """The households are noted."""
    text = f"Đã ghi nhận phổ biến đến {told} hộ."
    if not left:
        return Outgoing(f"{text} Đã đủ các hộ. Cảm ơn đồng chí.", (Choice(TO_LIST, "/thongbao"),))
    return Outgoing(
        f"{text} Còn {left} hộ.",
        (
            Choice(TELL_HOUSEHOLDS, f"/phobien {announcement_id}"),
            Choice(TO_LIST, "/thongbao"),
        ),
    )


def all_told() -> Outgoing:
    """There is nobody left to tell."""
    return Outgoing(NOTHING_LEFT, (Choice(TO_LIST, "/thongbao"),))
