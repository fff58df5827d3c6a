"""What is said around a report of several households in one message."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import accumulate

from bot.domain.concerns import ConcernCategory, Satisfaction
from bot.domain.households import Change
from bot.domain.vietnamese.dates import DayRead
from bot.messages import Choice, Outgoing
from bot.texts.change import when
from bot.texts.common import CATEGORIES, CHANGES, TO_MENU, day, mention, shortened, spoken_day
from bot.texts.concerns import isolated
from bot.texts.visit import tell_answer

TITLE = "Báo cáo nhiều hộ"
MOST_NUMBERS = 12
"""So many households of one kind are named in the receipt."""
SAVE, CORRECT = "Đúng, lưu lại", "Sửa một hộ"
FINE_AT_HOME, BY_PHONE, ABSENT = "Đã thăm tại nhà, ổn định", "Đã gọi điện", "Đã đến, đi vắng"
AT_HOME_TOO, ONLY_OUTSIDE = "Có đến nhà", "Không, chỉ gặp bên ngoài"
TODAY, YESTERDAY = "Hôm nay", "Hôm qua"
KEPT, NOT_KEPT = "Đã làm", "Chưa làm"
HEARD: dict[Satisfaction, str] = {
    Satisfaction.SATISFIED: "Đã báo, gia đình hài lòng",
    Satisfaction.PARTLY: "Đã báo, hài lòng một phần",
    Satisfaction.NOT_SATISFIED: "Đã báo, chưa hài lòng",
    Satisfaction.NO_ANSWER: "Đã báo",
}
NOT_TOLD = "Chưa báo"
NONE_OF_THESE = "Không phải hộ nào ở đây"
NO_NEED = "Không cần giúp thêm"
NEEDS_MORE = "Có, tôi nhắn thêm"
PROMISED, UNHEARD, AFTER = "promised", "unheard", "after"
"""What may be asked of several households alike."""
OF_ALL: dict[str, dict[str, str]] = {
    PROMISED: {KEPT: "Các lời hẹn đều đã làm", NOT_KEPT: "Chưa làm lời hẹn nào"},
    UNHEARD: {
        HEARD[Satisfaction.SATISFIED]: "Đã báo hết, các gia đình đều hài lòng",
        HEARD[Satisfaction.NO_ANSWER]: "Đã báo hết",
        NOT_TOLD: "Chưa báo hộ nào",
    },
    AFTER: {NO_NEED: "Không hộ nào cần giúp thêm"},
}
"""From what is chosen of one household to what is chosen of all of them."""
NEEDS_CARE = "gia đình cần quan tâm thêm"
NOT_SAVED = "Báo cáo này chưa lưu."
NAME_EACH = (
    "Xin đồng chí nêu rõ số từng hộ, ví dụ: 3 5 7 bình thường, hoặc 1-9 trừ 4 bình thường. "
    "Hệ thống không ghi thay cho tất cả các hộ một lần."
)
ABOUT_ANOTHER_MATTER = (
    "Chưa lưu gì. Câu này không nói đồng chí đã gặp hộ thế nào, nên hệ thống không ghi là đã thăm "
    "hay chưa thăm."
)
FALLEN_OUT = "Có hộ vừa được giao cho đồng chí khác, nên không ghi ở đây."
NOTHING_LEFT = "Báo cáo này không còn hộ nào, nên chưa ghi gì. Khi cần, đồng chí nhắn lại."
CORRECTION_NOT_READ = "Hệ thống chưa hiểu phần cần sửa."


def called(number: int | None, name: str) -> str:
    """A household within a list: 3 (chú Bảy)."""
    return f"{number} ({name})" if number is not None else name


def about_another_matter(numbers: Sequence[str], codes: Sequence[str]) -> Outgoing:
    """Said of households what is no visit; `codes` are the answers that wait to be told there."""
    lines = [ABOUT_ANOTHER_MATTER]
    if codes:
        lines.append(f"Hộ {_short(numbers)} đang chờ nghe trả lời {', '.join(codes[:5])}.")
    lines.append(f"Lần thăm thì nhắn riêng, ví dụ: {numbers[0]} bình thường.")
    choices = [Choice(tell_answer(code), f"/baoho {code}") for code in codes[:5]]
    return Outgoing("\n".join(lines), (*choices, Choice(TO_MENU, "/menu")))


def which_to_correct(number: str) -> str:
    """How one household is put right, or left out."""
    return (
        f"Đồng chí nhắn “sửa”, số hộ và nội dung đúng, ví dụ: sửa {number} đi vắng. "
        f"Bỏ một hộ thì nhắn: bỏ {number}."
    )


def shown_back(
    groups: Sequence[str],
    unknown: Sequence[str],
    wanting: Sequence[str],
    number: str,
    *,
    not_read: bool,
) -> str:
    """The whole report as it was understood; `wanting` are those of whom more is to be told."""
    lines = [*_understood(groups, unknown, not_read=not_read)]
    if wanting:
        lines.append(f"Nhắn thêm về hộ {', '.join(wanting)}, ví dụ: sửa {wanting[0]} tặng gạo.")
    lines.append(f"Đúng thì chọn 1 để lưu. Cần sửa thì nhắn, ví dụ: sửa {number} đi vắng.")
    return "\n".join(lines)


def asks_beside(
    groups: Sequence[str],
    unknown: Sequence[str],
    questions: Mapping[str, int],
    number: str,
    *,
    not_read: bool,
) -> str:
    """The report as it was understood, and all that is still to be asked: answering saves it.

    Each question comes with how many choices it has.
    """
    lines = _understood(groups, unknown, not_read=not_read)
    if len(questions) == 1:
        lines += [f"Xin hỏi thêm. {next(iter(questions))}", "Trả lời xong là lưu."]
    else:
        firsts = " ".join(str(end) for end in accumulate([1, *questions.values()][:-1]))
        choose = f"Nhắn các số chọn, cách nhau, ví dụ: {firsts}. Trả lời đủ là lưu."
        lines += ["Xin hỏi thêm:", *_listed([*questions]), choose]
    lines[-1] += f" Cần sửa thì nhắn, ví dụ: sửa {number} đi vắng."
    return "\n".join(lines)


def _understood(groups: Sequence[str], unknown: Sequence[str], *, not_read: bool) -> list[str]:
    lines = [CORRECTION_NOT_READ] if not_read else []
    lines += [NOT_SAVED, "Hệ thống hiểu như sau:"]
    lines += [f"• {group}" for group in groups]
    return [*lines, _in_no_book(unknown)] if unknown else lines


def _in_no_book(unknown: Sequence[str]) -> str:
    named = ", ".join(f"“{shortened(one, 30)}”" for one in unknown)
    return f"Chưa tìm thấy trong sổ, nên không ghi: {named}."


def in_no_book(unknown: Sequence[str]) -> str:
    """The same where nobody else is told of."""
    return f"{_in_no_book(unknown)} Xem số các hộ thì nhắn: thangnay."


def _listed(questions: Sequence[str]) -> list[str]:
    if len(questions) == 1:
        return [*questions]
    return [f"{letter}) {asked}" for letter, asked in zip("abcdefghi", questions, strict=False)]


def group(households: Sequence[str], on: date | None, today: date, what: Sequence[str]) -> str:
    """Households of which the same is told."""
    when = spoken_day(on, today) if on is not None else "chưa rõ ngày"
    told = "; ".join(what)
    return f"{', '.join(households)}: {when}" + (f", {told}." if told else ".")


def wish(words: str, category: ConcernCategory) -> str:
    """A concern, read back."""
    return f"phản ánh ({CATEGORIES[category].lower()}): “{shortened(words, 80)}”"


def change(
    kind: Change, people: int | None, place: str | None, since: DayRead | None, counts: str
) -> str:
    """A change, read back; `since` where a day was told."""
    told = f"thay đổi: {CHANGES[kind].lower()}"
    on = when(since.day, since.precision, since.certain) if since else ""
    beside = [f"{people} người" if people else "", place or "", on, counts]
    more = ", ".join(filter(None, beside))
    return f"{told} ({more})" if more else told


def counts(persons: int | None, workers: int | None) -> str:
    """The numbers after a change."""
    said = []
    if persons is not None:
        said.append(f"còn {persons} khẩu")
    if workers is not None:
        said.append(f"{workers} lao động tại chỗ")
    return ", ".join(said)


def promise(words: str, due: date | None) -> str:
    """What was promised, read back."""
    return f"hẹn “{shortened(words, 60)}”" + (f" (đến {day(due)})" if due else "")


def note(words: str) -> str:
    """A note, read back."""
    return f"ghi chú “{shortened(words, 80)}”"


def kept(done: bool) -> str:
    """What became of the promise of last time."""
    return "lời hẹn trước đã làm" if done else "lời hẹn trước chưa làm"


def asks(questions: Sequence[str]) -> str:
    """All that is not clear, in one message."""
    if len(questions) == 1:
        return questions[0]
    choose = "Nhắn các số chọn, cách nhau, ví dụ: 1 4."
    return "\n".join(["Còn vài điểm chưa rõ:", *_listed(questions), choose])


def whose_is(said: str, number: int) -> str:
    """What is said of a household, where it is not clear of which."""
    quoted = shortened(said, 20)
    return f"“{quoted}” là nói hộ nào? Đồng chí nhắn kèm số hộ, ví dụ: {number} {quoted}."


def asks_of_all(what: str, households: Sequence[tuple[int, str, str]]) -> str:
    """The same asked of several households, each with its number, what it is called, and about
    which words."""
    numbers = [number for number, _, _ in households]
    if what == AFTER:
        care = f"{households[0][2]}. " if households[0][2] else ""
        who = households[0][1] if len(numbers) == 1 else f"Hộ {', '.join(map(str, numbers))}"
        need = "Cần" if len(numbers) == 1 else "Hộ nào cần"
        return (
            f"{who}: {care}Lần này có cần giúp gì không? "
            f"{need} thì nhắn số và việc, ví dụ: {numbers[0]} tặng gạo."
        )
    listed = "; ".join(f"{name}: {about}" if about else name for _, name, about in households)
    if what == PROMISED:
        one_by_one = f"{numbers[0]} rồi, {numbers[1]} chưa"
        return f"Việc hẹn lần trước với {listed}. Đã làm chưa? Từng hộ thì nhắn: {one_by_one}."
    one_by_one = f"{numbers[0]} đã báo, {numbers[1]} chưa báo"
    return f"Có trả lời cho {listed}. Đã báo lại chưa? Từng hộ thì nhắn: {one_by_one}."


def asks_which(said: str) -> str:
    """Which household was meant."""
    return f"“{shortened(said, 40)}” là hộ nào?"


def asks_which_number(said: str) -> str:
    """The same where the household's number is to be typed."""
    return f"{asks_which(said)} Đồng chí nhắn số hộ; không phải hộ nào ở đây thì nhắn: không."


def asks_how(households: Sequence[str]) -> str:
    """How they were met."""
    return f"Hộ {', '.join(households)}: đồng chí gặp thế nào?"


def asks_at_home(households: Sequence[str]) -> str:
    """Whether those who were met outside were visited too."""
    return (
        f"Hộ {', '.join(households)}: gặp bên ngoài thì chưa tính là thăm tại nhà. "
        "Đồng chí có đến nhà không?"
    )


def asks_day(households: Sequence[str], guess: date | None, today: date) -> str:
    """When it was; `guess` is a day that may be meant."""
    who = ", ".join(households)
    if guess is None:
        return f"Hộ {who}: ngày nào? Ngày khác thì nhắn, ví dụ 15/11."
    return f"Hộ {who}: có phải {spoken_day(guess, today)} không? Ngày khác thì nhắn, ví dụ 15/11."


def not_yet(on: date, today: date) -> str:
    """Of a day to come, of which no visit can be told yet."""
    return f"{that_day(on, today)} chưa tới nên chưa ghi được."


def that_day(on: date, today: date) -> str:
    """A day to choose."""
    said = spoken_day(on, today)
    return said[0].upper() + said[1:]


def asks_promise(household: str, words: str) -> str:
    """About what was promised last time."""
    if not words:
        return f"{household}: việc hẹn lần trước đã làm chưa?"
    return f"{household}: lần trước hẹn “{shortened(words, 60)}”. Đã làm chưa?"


def asks_heard(household: str, answers: Sequence[tuple[str, str]]) -> str:
    """About answers that the household has not heard yet, each a code and what was answered."""
    return f"{household}: {unheard(answers)}"


def unheard(answers: Sequence[tuple[str, str]]) -> str:
    """The same where the household has been named."""
    most = 60 if len(answers) == 1 else 40
    return f"có trả lời {_quoted(answers, most)}. Đã báo lại cho gia đình chưa?"


def answers(told: Sequence[tuple[str, str]]) -> str:
    """Answers to carry back, shortly."""
    return _quoted(told, 30)


def _quoted(answers: Sequence[tuple[str, str]], most: int) -> str:
    return ", ".join(
        f"{code} (“{isolated(shortened(answer, most))}”)" if answer else code
        for code, answer in answers
    )


def promised(words: str) -> str:
    """What was promised, shortly."""
    return f"“{shortened(words, 30)}”" if words else ""


def of_household(label: str, number: int) -> str:
    """A choice where the same may be chosen of another household."""
    return f"{label} (hộ {number})"


def heard(codes: Sequence[str], said: Satisfaction) -> str:
    """Answers that were told, read back."""
    told = HEARD[said]
    return f"{told[0].lower()}{told[1:]} ({', '.join(codes)})"


def asks_after(household: str, *, discreet: bool = False) -> str:
    """About a household that needs help; that it does is not everybody's to read."""
    if discreet:
        return f"{household}: lần này có cần giúp gì không?"
    return f"{household}: {NEEDS_CARE}. Lần này có cần giúp gì không?"


def which(number: int | None, name: str) -> str:
    """A household to choose."""
    return shortened(mention(number, name), 60)


def which_by_name(name: str, code: str) -> str:
    """The same where its number could be taken for a place; two of one name have their codes."""
    return shortened(f"{name} ({code})" if code else name, 60)


def saved(
    households: int,
    codes: Sequence[str],
    visited: int,
    due: int,
    again: Sequence[str],
    added: Sequence[str],
    follow: Sequence[Choice],
    groups: Sequence[str] = (),
) -> Outgoing:
    """The receipt for all of them; `again` were told before, `added` in a month that is closed.

    `groups` stand in it where they have not been shown as they were saved.
    """
    lines = [f"Đã ghi nhận {households} hộ.", *(f"• {group}" for group in groups)]
    if codes:
        lines.append(f"Mã phản ánh: {', '.join(codes)}.")
    if again:
        lines.append(f"Hộ {_short(again)}: ngày này đã ghi một lần rồi. Ghi trùng thì nhắn “sua”.")
    if added:
        lines.append(f"Hộ {_short(added)}: tháng đó chi bộ đã chốt số liệu, lần này ghi bổ sung.")
    if due:
        left = max(0, due - visited)
        lines.append(
            f"Tháng này: {visited}/{due} hộ đã thăm" + (f", còn {left} hộ." if left else ".")
        )
    lines.append("Nếu chưa đúng, đồng chí nhắn “sua” trong 24 giờ.")
    return Outgoing("\n".join(lines), tuple(follow))


def _short(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:MOST_NUMBERS]) + ("…" if len(numbers) > MOST_NUMBERS else "")
