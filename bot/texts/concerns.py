"""What is said around a concern: recording it, following it, telling the household the answer."""

from collections.abc import Sequence
from datetime import date

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.vietnamese.text import BIDI
from bot.messages import LONGEST_LABEL, LONGEST_TEXT, Attachment, Choice, Outgoing, Urgency
from bot.texts.common import (
    CATEGORIES,
    CONCERN_KINDS,
    LEVELS,
    STATUSES,
    TARGETS,
    TO_MENU,
    day,
    mention,
    short_day,
    shortened,
)
from bot.texts.forms import MORE, where_complaints_go
from bot.texts.households import which

TITLE = "Ghi phản ánh"
TELLING_TITLE = "Báo lại cho hộ"
WITHOUT = "Không nêu hộ nào"
SEVERAL = "Nhiều hộ cùng nêu"
WHICH_CATEGORY = "Về lĩnh vực nào? Chọn, hoặc nhắn tên lĩnh vực, ví dụ: điện, đất đai."
SHORT_FORMS = {"bhyt": "bao hiem y te", "the bhyt": "bao hiem y te", "mang": "internet"}
"""How people shorten a field, as search keys."""

SEND = "Gửi luôn"
LEVEL_CHOICES: dict[ConcernLevel, str] = {
    ConcernLevel.NORMAL: "Bình thường",
    ConcernLevel.URGENT: "Khẩn cấp, cần xem ngay",
    ConcernLevel.COMPLEX: "Phức tạp (đất đai, nhiều cơ quan)",
}
ADD_PHOTO, OTHER_PHOTO = "Kèm ảnh", "Thay ảnh khác"
WHICH_PHOTO = "Đồng chí gửi một ảnh chụp sự việc (không chụp giấy tờ, không chụp người)."
VISIBILITY_CHOICES: dict[ReporterVisibility, str] = {
    ReporterVisibility.NAMED: "Chuyển kèm tên (hộ đồng ý)",
    ReporterVisibility.HOUSEHOLD_ONLY: "Chuyển kèm mã hộ, không kèm tên",
    ReporterVisibility.HIDDEN: "Chuyển không kèm tên, không kèm mã",
}
FORGOTTEN = "(Nội dung đã được xóa.)"
NOTHING_HERE = "Hiện không có phản ánh, kiến nghị nào trong phần việc của đồng chí."
NOTHING_TO_TELL = "Hiện không có trả lời nào cần báo lại cho hộ."
TELL_AGAIN = "Hộ chưa đồng ý, xem xét lại"
TELL = "Đã báo lại cho hộ"
ADD_WORDS = "Bổ sung thông tin"
WITHDRAW = "Rút lại"
SEE_PHOTO = "Xem ảnh"
OPEN = "Xem nội dung"
TO_LIST = "Xem danh sách"
WITHDRAW_WORD = "rut lai"
WHICH_TOLD = "Đồng chí đã báo cho hộ nào?"
WHY_NOT = "Hộ chưa đồng ý ở điểm nào? Nhắn một câu để chi bộ xem xét lại; không có thì “Bỏ qua”."
SATISFACTION_CHOICES: dict[Satisfaction, str] = {
    Satisfaction.SATISFIED: "Hài lòng",
    Satisfaction.PARTLY: "Hài lòng một phần",
    Satisfaction.NOT_SATISFIED: "Chưa hài lòng",
    Satisfaction.NO_ANSWER: "Đã báo, chưa hỏi ý kiến",
}

INFO_WORD, WITHDRAWAL_WORD, PHOTO_WORD, PAGE_WORD = "bosung", "rut", "anh", "trang"
"""What stands after a code or instead of it: "/baoho PA-05-202611-003 bosung", "/pa trang 2"."""

_AT_OFFICE = {
    ConcernStatus.FORWARDED: "Chi bộ chuyển đến",
    ConcernStatus.RETURNED: "Đã trả lại chi bộ",
}
"""The same state as the committee's office sees it, to which the matter came."""
_LAST_LINES = {
    ConcernStatus.NEW: "Chi bộ sẽ xem xét.",
    ConcernStatus.ANSWERED: "Đồng chí báo lại cho gia đình giúp.",
    ConcernStatus.DECLINED: "Đồng chí giải thích với gia đình giúp.",
    ConcernStatus.REFERRED: "Đồng chí hướng dẫn gia đình gửi đơn đến Trụ sở tiếp công dân của xã.",
}


def asks_whose(missed: str, *, narrowed: bool) -> str:
    """Whose concern it is: one household, several, or none named."""
    if narrowed:
        return which(TITLE, missed=missed, narrowed=True)
    lead = f"Chưa tìm thấy hộ “{shortened(missed, 40)}”.\n" if missed else ""
    return (
        f"{lead}{TITLE}: của hộ nào? Chọn hộ, hoặc nhắn số hộ trong sổ, "
        "mấy hộ cùng nêu thì nhắn như: 3 5."
    )


def asks_several(missed: str = "", *, narrowed: bool = False) -> str:
    """Which households raise the same matter."""
    if narrowed:
        return which(SEVERAL, missed=missed, narrowed=True)
    return "Những hộ nào cùng nêu? Chọn từng hộ rồi “Xong”, hoặc nhắn các số, ví dụ: 3 5 7."


def who(households: Sequence[tuple[int | None, str]]) -> str:
    """Whose it is, as the member's book has them."""
    if not households:
        return "Không nêu hộ"
    named = [shortened(mention(number, name), 40) for number, name in households[:4]]
    rest = len(households) - len(named)
    return "; ".join(named) + (f" và {rest} hộ khác" if rest else "")


def kept(text: str, *, has_photo: bool) -> str:
    """What came before it was asked for."""
    said = f"Đã giữ nội dung: “{isolated(shortened(text, 100))}”." if text else ""
    return "\n".join(filter(None, ("Đã nhận ảnh." if has_photo else "", said)))


def asks_kind(whose: str, lead: str) -> str:
    """What sort of matter it is."""
    return "\n".join(filter(None, (whose, lead, "Đây là loại nào?")))


def asks_words(whose: str, *, has_photo: bool) -> str:
    """The household's own words."""
    lead = "Đã nhận ảnh. " if has_photo else ""
    return f"{whose}\n{lead}Đồng chí nhắn nội dung người dân nêu, đúng lời của họ."


def asks_to_send(
    *,
    whose: str,
    kind: ConcernKind,
    category: ConcernCategory,
    text: str,
    level: ConcernLevel,
    visibility: ReporterVisibility | None,
    has_photo: bool,
) -> str:
    """The concern read back, before it is sent."""
    lines = [f"{whose} – {CONCERN_KINDS[kind].lower()} về {_about(category)}:"]
    lines.append(f"“{isolated(shortened(text, 300))}”")
    details = [f"Mức: {LEVELS[level].lower()}"]
    if has_photo:
        details.append("có ảnh")
    if visibility is not None:
        details.append(
            VISIBILITY_CHOICES[visibility][0].lower() + VISIBILITY_CHOICES[visibility][1:]
        )
    lines.append("; ".join(details) + ".")
    if level is ConcernLevel.URGENT:
        lines.append("Việc khẩn cấp, xin gọi 113, 114 hoặc 115 trước.")
    lines.append("Gửi luôn, hay cần thêm gì?")
    return "\n".join(lines)


def recorded(code: str, level: ConcernLevel, *, secretary_told: bool) -> Outgoing:
    """The receipt, with the code."""
    lines = [f"Đã ghi nhận, mã {code}."]
    if level is ConcernLevel.URGENT:
        told = "Đã báo ngay đồng chí bí thư chi bộ. " if secretary_told else ""
        lines.append(f"{told}Việc khẩn cấp, xin gọi 113, 114 hoặc 115 nếu chưa gọi.")
    else:
        lines.append(
            "Chi bộ sẽ xem xét; có trả lời, hệ thống báo để đồng chí nói lại với người dân."
        )
    return Outgoing(
        "\n".join(lines),
        (
            Choice(OPEN, f"/pa {code}"),
            Choice("Ghi phản ánh khác", "/phananh"),
            Choice(TO_MENU, "/menu"),
        ),
    )


def urgent_arrived(code: str) -> Outgoing:
    """To the cell's secretary, at any hour; the first line gives nothing away."""
    return Outgoing(
        f"Có một việc khẩn cấp cần đồng chí xem ngay.\nMã {code}.",
        (Choice(OPEN, f"/pa {code}"),),
        urgency=Urgency.URGENT,
    )


def referred() -> Outgoing:
    """The matter was a complaint: where to go, and nothing kept."""
    return Outgoing(where_complaints_go(), (Choice(TO_MENU, "/menu"),))


def answer_arrived(code: str, status: ConcernStatus) -> Outgoing:
    """To the member who carries the answer; the first line gives nothing away."""
    if status is ConcernStatus.NEED_INFO:
        return Outgoing(
            f"Có một phản ánh cần bổ sung.\nMã {code}: chi bộ hỏi thêm, mong đồng chí trả lời.",
            (
                Choice(OPEN, f"/pa {code}"),
                Choice(ADD_WORDS, f"/baoho {code} {INFO_WORD}"),
            ),
        )
    return Outgoing(
        f"Có trả lời cho một phản ánh.\nMã {code}: đồng chí xem, báo lại cho gia đình, "
        f"rồi chọn “{TELL}”.",
        (Choice(OPEN, f"/pa {code}"), Choice(TELL, f"/baoho {code}")),
    )


def household(code: str, number: int | None, name: str) -> str:
    """A household by number and calling name where the reader may, else by its code."""
    if number is not None:
        return shortened(mention(number, name), 40)
    return shortened(f"hộ {name or code}", 40)


def page(
    *,
    code: str,
    kind: ConcernKind,
    category: ConcernCategory,
    level: ConcernLevel,
    whose: Sequence[str],
    text: str,
    added: str,
    answer: str,
    note: str,
    status: ConcernStatus,
    since: date,
    today: date,
    target: ConcernTarget | None,
    named: bool,
    office: bool,
    choices: Sequence[Choice],
    photo: Attachment | None = None,
) -> Outgoing:
    """One concern, whole."""
    urgent = "" if level is ConcernLevel.NORMAL else f" – {LEVELS[level].lower()}"
    lines = [f"{code} · {CONCERN_KINDS[kind]} về {_about(category)}{urgent}"]
    if whose:
        rest = f" và {len(whose) - 9} hộ khác" if len(whose) > 9 else ""
        consent = " (hộ đồng ý nêu tên)" if named else ""
        lines.append(f"Của {'; '.join(whose[:9])}{rest}{consent}")
    now = standing(status, office=office)
    if target and status is ConcernStatus.FORWARDED and not office:
        now = forwarded(target)
    lines.append(f"{now}, {short_day(since, today)}.{_what_next(status, choices)}")
    said = [("Nội dung", text), ("Bổ sung", added)]
    said.append(("Lý do" if status is ConcernStatus.DECLINED else "Trả lời", answer))
    said.append(("Ghi chú", note if note not in (answer, added) else ""))
    quoted = [(label, isolated(words)) for label, words in said if words]
    return Outgoing(_fitting(lines, quoted), tuple(choices[:9]), attachment=photo)


def standing(status: ConcernStatus, *, office: bool) -> str:
    """How a matter stands, in the words of who reads it."""
    return _AT_OFFICE.get(status, STATUSES[status]) if office else STATUSES[status]


def forwarded(target: ConcernTarget) -> str:
    """Where it went: not everybody it may go to stands above the cell."""
    return f"Đã chuyển {_inside(TARGETS[target])}"


def _about(category: ConcernCategory) -> str:
    return _inside(CATEGORIES[category])


def _inside(label: str) -> str:
    """A label within a sentence; what is written in capitals stays so."""
    first = label.split()[0].rstrip(",")
    names = (len(first) > 1 and first.isupper()) or first in ("Mặt", "Đảng", "Công")
    return label if names else label[0].lower() + label[1:]


def _what_next(status: ConcernStatus, choices: Sequence[Choice]) -> str:
    """What follows, for whom it concerns: the cell need not be told that it will decide."""
    line = _LAST_LINES.get(status)
    decides = any(choice.action.startswith("/xuly") for choice in choices)
    tells = any(choice.label == TELL for choice in choices)
    wanted = not decides if status is ConcernStatus.NEW else tells
    return f" {line}" if line and wanted else ""


def _fitting(lines: Sequence[str], quoted: Sequence[tuple[str, str]]) -> str:
    """The page within one letter: the longest quotation gives way."""
    room = LONGEST_TEXT - sum(len(line) + 1 for line in lines)
    share = room // max(len(quoted), 1) - 20
    total = sum(len(words) + 20 for _, words in quoted)
    parts = [
        f"{label}: {words if total <= room else _cut(words, share)}" for label, words in quoted
    ]
    return "\n".join([*lines, *parts])


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def isolated(words: str) -> str:
    """Somebody's words, so that marks which turn the writing round do so only within them."""
    if not any(letter in BIDI for letter in words):
        return words
    return f"\u2068{words}\u2069"


def label(
    code: str,
    category: ConcernCategory,
    level: ConcernLevel,
    status: ConcernStatus,
    *,
    office: bool,
) -> str:
    """A concern to choose from a list."""
    urgent = "Khẩn · " if level is ConcernLevel.URGENT else ""
    about = CATEGORIES[category].split(",")[0]
    return shortened(
        f"{urgent}{code} · {about} · {standing(status, office=office).lower()}", LONGEST_LABEL
    )


def listed(head: str, choices: Sequence[Choice], more: str) -> Outgoing:
    """A list to choose from; `more` is the command for its next page."""
    last = (Choice(MORE, more),) if more else ()
    return Outgoing(head, (*choices, *last))


def of_mine(total: int) -> str:
    """Above the list of what one may read."""
    return f"Có {total} phản ánh, kiến nghị. Việc đang mở ở trên."


def several_found(words: str, count: int) -> str:
    """Above the concerns that the words could mean."""
    return f"Có {count} nội dung hợp với “{shortened(words, 40)}”. Đồng chí chọn giúp."


def to_tell(count: int) -> str:
    """Above what is still to be told."""
    return f"Còn {count} trả lời cần báo lại cho hộ. Đồng chí chọn một mã:"


def asks_satisfaction(code: str, whom: str, answer: str) -> str:
    """How the household took the answer."""
    about = f"\nTrả lời: {isolated(shortened(answer, 300))}" if answer else ""
    return f"{code} – {whom}{about}\nĐã báo lại, gia đình thấy thế nào?"


def asks_information(code: str, question: str) -> str:
    """What the cell wants to know besides."""
    return f"{code}: chi bộ hỏi “{isolated(shortened(question, 600))}”\nĐồng chí nhắn phần bổ sung."


def asks_withdrawal(code: str) -> str:
    """A dangerous step names its object and wants a word."""
    return f"Rút lại {code}? Chi bộ sẽ không xem xét nữa. Để rút, đồng chí gõ “{WITHDRAW_WORD}”."


def told(code: str, status: ConcernStatus, left: int) -> Outgoing:
    """A telling was noted, and what became of the concern."""
    menu = Choice(TO_MENU, "/menu")
    if left:
        return Outgoing(
            f"Đã ghi nhận cho {code}. Còn {left} hộ nữa cần báo.",
            (Choice("Báo hộ tiếp theo", f"/baoho {code}"), Choice(OPEN, f"/pa {code}"), menu),
        )
    match status:
        case ConcernStatus.CLOSED:
            tail = "Việc này đã kết thúc. Cảm ơn đồng chí."
        case ConcernStatus.REOPENED:
            tail = "Hộ chưa đồng ý, chi bộ sẽ xem xét lại."
        case _:
            tail = "Sau 7 ngày hộ không có ý kiến thì việc này kết thúc."
    return Outgoing(f"Đã ghi nhận cho {code}. {tail}", (Choice(OPEN, f"/pa {code}"), menu))


def information_added(code: str) -> Outgoing:
    """The cell has what it asked for."""
    return Outgoing(
        f"Đã ghi nhận phần bổ sung cho {code}. Chi bộ sẽ xem xét tiếp.",
        (Choice(OPEN, f"/pa {code}"), Choice(TO_MENU, "/menu")),
    )


def withdrawn(code: str) -> Outgoing:
    """It was taken back."""
    return Outgoing(f"Đã rút {code}.", (Choice(TO_MENU, "/menu"),))


def moved_meanwhile(code: str, status: ConcernStatus, since: date) -> Outgoing:
    """Somebody was quicker, or it is not yet time."""
    return Outgoing(
        f"Việc này đã được xử lý hoặc chưa đến bước đó.\n"
        f"{code} hiện ở bước: {STATUSES[status].lower()}, từ ngày {day(since)}.",
        (Choice(OPEN, f"/pa {code}"), Choice(TO_MENU, "/menu")),
    )
