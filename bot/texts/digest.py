"""What a month came to, in a few lines; each figure opens its list."""

from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from bot.domain.households import Change
from bot.domain.periods import day_of, first_day
from bot.domain.summaries import Additions, Beside, CellFacts, Coverage, MonthFacts, Passing
from bot.domain.visits import HelpKind, HelpStatus
from bot.messages import CHOICES_A_PAGE, LONGEST_LABEL, Attachment, Choice, Outgoing, Urgency
from bot.texts.common import (
    CHANGES,
    HELP_KINDS,
    HELP_STATUS,
    TO_MENU,
    VISIT_KINDS,
    from_to,
    shortened,
    thousands,
)

UNVISITED, SUPPORT, CHANGED, HELPED, CONCERNS, CELLS, PICTURE = (
    "chuatham", "hotro", "biendong", "giupdo", "kiennghi", "chibo", "hinh",
)  # fmt: skip
"""What stands after the month in `/tonghop`, to open a list."""
OF_CELL = "cb"
MORE, BACK = "Xem thêm", "Về số liệu tổng hợp"


def month(name: str) -> str:
    """A month as in 11/2026."""
    return f"{first_day(name):%m/%Y}"


def _in_short(name: str) -> str:
    return f"tháng {first_day(name).month}"


def heading(facts: MonthFacts, where: str, last_day: date) -> str:
    """What it is about, and whether the figures may still change."""
    span = facts.span
    open_still = len(facts.unsealed)
    sealed_at = facts.cells[0].sealed_at if len(facts.cells) == 1 else None
    if sealed_at is not None:
        state = f"đã chốt {day_of(sealed_at):%d/%m}"
    elif not open_still:
        state = "các chi bộ đã chốt"
    elif span is not None and span.last < last_day:
        state = f"đến {span.last:%d/%m}, số liệu tạm"
    else:
        state = "số liệu tạm"
    return f"Tổng hợp tháng {month(facts.month)} – {where}{_days(facts, last_day)} ({state})"


def _days(facts: MonthFacts, last_day: date) -> str:
    """A cell's period from meeting to meeting, as the month's name does not say it."""
    start = facts.span.start if facts.span is not None else last_day
    if len(facts.cells) != 1 or start == first_day(facts.month):
        return ""
    return f", kỳ {from_to(start, last_day)}"


def overview(beside: Beside, where: str, last_day: date, *, brief: bool = False) -> str:
    """At most eight lines, whatever the size; in brief without how far apart the shares are."""
    facts, last, running = beside.facts, beside.last, beside.running
    lines = [
        heading(facts, where, last_day),
        _visited(facts, last),
        _beside(facts),
        "" if brief else _spread(facts),
        _support(facts),
        _changes(facts, last),
        _concerns(facts),
        " ".join(filter(None, (
            passing(facts.passing), added(facts.additions), _proof(facts), _so_far(running),
        ))),
    ]  # fmt: skip
    return "\n".join(filter(None, lines))


def _visited(facts: MonthFacts, last: MonthFacts) -> str:
    done = facts.coverage
    away = facts.elsewhere
    beyond = f"Đảng viên chi bộ mình phụ trách ở nơi khác: thăm {visited_of(away)} hộ."
    if not done.due:
        return beyond if away.due else "Chưa có hộ nào cần thăm."
    here = f"Thăm {visited_of(done)} hộ ({done.percent} %)"
    if not done.reported:
        here = f"Cần thăm {thousands(done.due)} hộ, chưa có báo cáo nào"
    others = facts.of_others.due
    within = f"Trong {done.due} hộ, đảng viên chi bộ khác phụ trách {others}." if others else ""
    here += f"{_compared(last)}."
    return " ".join(filter(None, (here, within, beyond if away.due else "")))


def _compared(last: MonthFacts) -> str:
    """The month before; before anybody had begun to report there is nothing to compare with."""
    before = last.coverage
    if not before.due:
        return ""
    said = visited_of(before) if before.reported else "chưa có số liệu"
    return f"; {_in_short(last.month)}: {said}"


def visited_of(done: Coverage) -> str:
    """How many of those that were to be visited."""
    return f"{thousands(done.visited)}/{thousands(done.due)}"


def _beside(facts: MonthFacts) -> str:
    """Those who need it most, what became of those not visited, and who is not among them."""
    done = facts.coverage
    met = f"{thousands(done.focus_covered)}/{thousands(done.focus_due)}"
    focus = f"Hộ nghèo, cận nghèo, cần giúp: đã thăm {met}."
    beyond = _counts(
        (done.declined, "không đồng ý ghi chép"), (facts.nobodys, "chưa có người phụ trách")
    )
    told = [focus if done.focus_due else "", _unvisited(done)] if done.reported else []
    return " ".join(filter(None, (*told, f"Ngoài ra {beyond}." if beyond else "")))


def _unvisited(done: Coverage) -> str:
    """All of them, each at the best of what was reported."""
    if done.untouched == done.unvisited:
        return f"Chưa ghi {thousands(done.unvisited)} hộ." if done.unvisited else ""
    became = _counts(
        (done.otherwise, "nắm bằng cách khác"), (done.attempts, "đến mà vắng nhà"),
        (done.excused, "có lý do"), (done.untouched, "chưa ghi"),
    )  # fmt: skip
    return f"Chưa thăm tại nhà {thousands(done.unvisited)} hộ: {became}."


def _counts(*parts: tuple[int, str]) -> str:
    return ", ".join(f"{thousands(count)} hộ {what}" for count, what in parts if count)


def _sentence(parts: Sequence[str]) -> str:
    said = "; ".join(filter(None, parts))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _spread(facts: MonthFacts) -> str:
    spread, each = facts.spread, "đồng chí" if len(facts.cells) == 1 else "chi bộ"
    if spread is None or spread.count < 2 or not facts.coverage.reported:
        return ""
    if spread.low == spread.high:
        return f"Tỷ lệ thăm: {each} nào cũng {number(spread.low)} %."
    return (
        f"Tỷ lệ thăm của mỗi {each}: thấp nhất {number(spread.low)} %, cao nhất "
        f"{number(spread.high)} %, bình quân {number(round(spread.average))} %; "
        f"một nửa số {each} đạt từ {floor(spread.middle)} %."
    )


def _support(facts: MonthFacts) -> str:
    if len(facts.cells) == 1:
        (cell,) = facts.cells
        return _supported(cell)
    parts = [
        f"Chưa chốt: {len(facts.unsealed)}/{len(facts.cells)} chi bộ" if facts.unsealed else "",
        f"chưa có báo cáo: {len(facts.silent_cells)} chi bộ" if facts.silent_cells else "",
        f"{len(facts.silent)} đồng chí chưa báo cáo" if facts.silent else "",
    ]
    return _sentence(parts)


def _supported(cell: CellFacts) -> str:
    """Whom the secretary reminds, as the reminder counts them; others' households beside."""
    people, silent = len(cell.to_support), len(cell.silent)
    left, others = sum(count for _, count in cell.to_support), cell.of_others.unvisited
    quiet = f", trong đó {silent} đồng chí chưa báo cáo" if silent else ""
    if silent == people:
        quiet = f", {'đều ' if people > 1 else ''}chưa báo cáo"
    own = f"Cần hỗ trợ thêm: {people} đồng chí trong chi bộ còn {left} hộ chưa thăm{quiet}."
    beside = f"Đảng viên chi bộ khác còn {others} hộ ở địa bàn." if others else ""
    return " ".join(filter(None, (own if people else "", beside)))


def _changes(facts: MonthFacts, last: MonthFacts) -> str:
    def one(name: str, now: int, before: int) -> str:
        return f"{name}: {now} ({_in_short(last.month)}: {before})"

    return (
        f"{one('Biến động của hộ', facts.change_times, last.change_times)}; "
        f"{one('lượt giúp đỡ', facts.help_times, last.help_times)}."
    )


def _concerns(facts: MonthFacts) -> str:
    said = facts.concerns
    overdue = f", trong đó {said.overdue} quá hạn" if said.overdue else ""
    parts = [
        f"{said.new} mới" if said.new else "",
        f"{said.in_work} đang xử lý{overdue}" if said.in_work else "",
        f"{said.untold} đã trả lời, chưa báo lại cho hộ" if said.untold else "",
        f"{said.told} đã báo lại cho hộ{_within(said.median_days)}" if said.told else "",
    ]
    return f"Phản ánh, kiến nghị: {'; '.join(filter(None, parts)) or 'không có'}."


def _within(days: float | None) -> str:
    """How long it took, as the middle of them: half took no longer."""
    return f" (một nửa xong trong {ceil(days)} ngày)" if days is not None else ""


def passing(passed: Passing) -> str:
    """Announcements that somebody has still to pass on."""
    if not passed.stuck:
        return ""
    return f"Còn {passed.stuck}/{passed.announcements} thông báo chưa phổ biến hết."


def behind(facts: MonthFacts) -> str:
    """Below the list of cells or members: who they are, how much each has, how it was done."""
    strength, load = facts.strength, facts.load
    exempt = f"; miễn công tác: {strength.exempt}" if strength.exempt else ""
    lines = [f"Đảng viên: {strength.members}; được giao hộ: {strength.assigned}{exempt}."]
    if load is not None:
        far = ", ".join(number(one) for one in dict.fromkeys(load.far_off))
        lines.append(
            f"Mỗi đồng chí phụ trách: ít nhất {number(load.low)} hộ, nhiều nhất "
            f"{number(load.high)}, bình quân {number(round(load.average, 1))}; "
            f"một nửa có từ {floor(load.middle)} hộ."
            + (f" Khác hẳn số đông: {far} hộ." if far else "")
        )
    ways = [
        f"{VISIT_KINDS[kind].lower()} {thousands(facts.contacts[kind])}"
        for kind in VISIT_KINDS if kind in facts.contacts
    ]  # fmt: skip
    return "\n".join([*lines, *([f"Đã ghi: {'; '.join(ways)}."] if ways else [])])


def added(additions: Additions) -> str:
    """What came after the seal, beside what was sealed."""
    parts = [
        f"{count} {what}"
        for count, what in (
            (additions.visits, "lượt thăm"),
            (additions.changes, "biến động"),
            (additions.concerns, "phản ánh, kiến nghị"),
        )
        if count
    ]
    return f"Bổ sung sau khi chốt: {', '.join(parts)}." if parts else ""


def _proof(facts: MonthFacts) -> str:
    wrong = facts.differences()
    if not wrong:
        return ""
    stated, summed = sum(one.stated for one in wrong), sum(one.summed for one in wrong)
    return f"⚠ Tổng số hộ {stated}, cộng từng phần {summed}: xin kiểm tra danh sách phân công."


def _so_far(running: MonthFacts | None) -> str:
    if running is None:
        return ""
    done = running.coverage
    return f"Tháng {first_day(running.month).month} đến nay: đã thăm {visited_of(done)} hộ."


def number(value: float) -> str:
    """A number as it is written in Vietnamese."""
    return f"{value:g}".replace(".", ",")


def page(
    text: str, choices: Sequence[Choice], back: str = "", picture: Attachment | None = None
) -> Outgoing:
    """The digest, or a list behind it; `back` is the command of the digest that it belongs to."""
    ways = (*((Choice(BACK, back),) if back else ()), Choice(TO_MENU, "/menu"))
    if len(choices) < CHOICES_A_PAGE:
        return Outgoing(text, (*choices, *ways[:-1]), ways[-1:], picture)
    return Outgoing(text, tuple(choices), ways, picture)


def pushed(beside: Beside, where: str, last_day: date) -> Outgoing:
    """The same, sent by itself on the evening before the meeting."""
    month_of_it = beside.facts.month
    choices = (
        Choice(DETAILS_BUTTON, f"/tonghop {month_of_it}"),
        Choice(WAITING_BUTTON, "/viec"),
        Choice(PICTURE_BUTTON, f"/tonghop {month_of_it} {PICTURE}"),
    )
    text = overview(beside, where, last_day, brief=True)
    return Outgoing(text, choices, urgency=Urgency.DIGEST)


def button_unvisited(count: int) -> str:
    """Opens the households that are left."""
    return f"Xem hộ chưa thăm ({count})"


def button_support(count: int) -> str:
    """Opens who has households left."""
    return f"Xem đồng chí cần hỗ trợ ({count})"


def button_changed(count: int) -> str:
    """Opens the changes."""
    return f"Xem biến động ({count})"


def button_helped(count: int) -> str:
    """Opens the help."""
    return f"Xem việc giúp đỡ ({count})"


CONCERNS_BUTTON, CELLS_BUTTON = "Xem phản ánh, kiến nghị", "Xem từng chi bộ"
PICTURE_BUTTON = "Xem biểu đồ"
DETAILS_BUTTON, WAITING_BUTTON = "Xem danh sách từng mục", "Xem việc chờ ý kiến"


def button_month(name: str) -> str:
    """Opens another month."""
    return f"Xem tháng {month(name)}"


def button_seal(name: str) -> str:
    """Closes a period."""
    return f"Chốt số liệu tháng {month(name)}"


def list_of(title: str, name: str, count: int, pages: tuple[int, int]) -> str:
    """Above a list."""
    place = f" Trang {pages[0]}/{pages[1]}." if pages[1] > 1 else ""
    return f"{title} tháng {month(name)}: {count}.{place}"


SEALED_LIST = "Số liệu tháng này đã chốt; danh sách là theo hiện nay, kể cả báo cáo bổ sung."
"""Below a list whose figure was sealed, and which may therefore be shorter."""


def gone(count: int) -> str:
    """Below a list that lacks what is counted, as it is no longer in the area."""
    return f"{count} hộ nay không còn ở địa bàn." if count else ""


HANDED_UP_ONLY = "Ở đây là các việc chi bộ đã chuyển lên; việc khác do chi bộ xử lý."


def nothing(title: str, name: str) -> str:
    """A list that is empty."""
    return f"{title} tháng {month(name)}: không có."


TITLES = {
    UNVISITED: "Hộ chưa thăm", SUPPORT: "Cần hỗ trợ thêm", CHANGED: "Biến động",
    HELPED: "Giúp đỡ", CONCERNS: "Phản ánh, kiến nghị", CELLS: "Các chi bộ",
}  # fmt: skip


def left_label(code: str, name: str, member: str, last: date | None, today: date) -> str:
    """A household that is left: since when, and whose it is.

    By its code: in each member's book there is a number 3.
    """
    days = "chưa thăm lần nào" if last is None else f"{(today - last).days} ngày"
    return shortened(f"{code} · {name} · {days} · {member}", LONGEST_LABEL)


def member_label(name: str, left: int, due: int, *, silent: bool) -> str:
    """A member with households left: a fact, not a mark."""
    quiet = ", chưa báo cáo" if silent else ""
    return shortened(f"{name} – còn {left}/{due} hộ{quiet}", LONGEST_LABEL)


def cell_label(name: str, facts: MonthFacts) -> str:
    """A cell of a roll-up."""
    done = facts.coverage
    (cell,) = facts.cells
    state = "" if cell.sealed_at is not None else ", chưa chốt"
    quiet = ", chưa có báo cáo" if not cell.reported else ""
    how_far = f"{done.visited}/{done.due} hộ" if done.due else "không có hộ cần thăm"
    return shortened(f"{name} – {how_far}{state}{quiet}", LONGEST_LABEL)


def happened_label(name: str, on: date, what: str) -> str:
    """A change or help, and its day."""
    return shortened(f"{on:%d/%m} · {name} · {what}", LONGEST_LABEL)


def change_words(change: Change) -> str:
    """A change in words."""
    return CHANGES[change]


def help_words(kind: HelpKind, status: HelpStatus) -> str:
    """Help in words."""
    return f"{HELP_KINDS[kind]}, {HELP_STATUS[status].lower()}"
