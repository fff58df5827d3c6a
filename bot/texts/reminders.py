"""What people are reminded of, and what comes of putting it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.meetings import Period
from bot.domain.periods import day_after_month
from bot.domain.reminders import Step
from bot.domain.visits import NotDoneReason
from bot.messages import CHOICES_A_PAGE, LONGEST_LABEL, Choice, Outgoing, Urgency
from bot.texts.common import NOT_DONE, mention, short_day, shortened

MOST_HOUSEHOLDS, MOST_BUTTONS, MOST_PEOPLE, MOST_CODES = 3, 3, 4, 3
MOST_CELLS = 5

SOMETHING_WAITS = "Có việc cần đồng chí xem. Nhắn “tháng này” để xem."
"""What a letter says while it waits for its own words; no one reads it unless these fail."""

LATER, MONTH, BOOK = "Để sau", "Xem việc tháng này", "Xem hộ của tôi"
PHONES = "Xem số điện thoại"


@dataclass(frozen=True, slots=True)
class Home:
    """A household still to be visited, as its member knows it."""

    number: int | None
    name: str
    last_visit: date | None
    in_focus: bool


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """How far the reader is with one period."""

    step: Step
    period: Period
    due: int
    homes: tuple[Home, ...]  # those left, the longest unvisited first
    meets_on: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """A member who has households left, as the secretary reads it."""

    code: str
    name: str
    left: int
    put_off: NotDoneReason | None


@dataclass(frozen=True, slots=True)
class CellGaps:
    """A cell whose members have households left."""

    name: str
    period: Period
    meets_on: date | None
    members: tuple[Member, ...]

    @property
    def left(self) -> int:
        """Households still to be visited."""
        return sum(one.left for one in self.members)


@dataclass(frozen=True, slots=True)
class Matter:
    """A concern that waits for the reader, and by when."""

    code: str
    due_on: date | None
    to_tell: bool  # an answer that a household waits to hear
    above: bool  # others have to act; the reader stands above them


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that one push tells one person."""

    name: str
    today: date
    duties: tuple[OwnDuty, ...] = ()
    cells: tuple[CellGaps, ...] = ()  # of the reader's own cells
    communes_cells: tuple[CellGaps, ...] = ()
    matters: tuple[Matter, ...] = ()


def push(bundle: Bundle) -> Outgoing | None:
    """One message with all of it; None when there is nothing to say.

    Its first line, which a locked phone shows, names nobody and no household.
    """
    heads = [
        *(_duty_head(one) for one in bundle.duties),
        *(_cell_head(one) for one in bundle.cells),
        *_commune_head(bundle.communes_cells),
        *_matters_head(bundle.matters),
    ]
    if not heads:
        return None
    lines = [
        f"Kính gửi đồng chí {bundle.name},",
        *(line for one in bundle.duties for line in _duty_lines(one, bundle)),
        *(line for one in bundle.cells for line in _cell_lines(one, bundle)),
        *_commune_lines(bundle.communes_cells, bundle.today),
        *_matter_lines(bundle.matters, bundle.today),
    ]
    text = "\n".join([" ".join(heads), *lines])
    return Outgoing(text, _choices(bundle), urgency=Urgency.BULK)


def period_name(period: Period) -> str:
    """A calendar month by its number, any other period by its days."""
    whole = period.first.day == 1 and day_after_month(period.key).toordinal() - 1
    if whole == period.last.toordinal():
        return f"tháng {period.first.month}"
    return f"kỳ {period.first:%d/%m}–{period.last:%d/%m}"


# --- A member's own households -----------------------------------------------------------------


def _duty_head(one: OwnDuty) -> str:
    what, left = period_name(one.period), len(one.homes)
    if one.step is Step.LIST:
        return f"Việc {what}: {left} nhà cần thăm."
    if one.meets_on is not None:
        return f"Việc {what}: còn {left} nhà chưa ghi."
    return f"Việc {what}: còn {left} trên {one.due} nhà."


def _duty_lines(one: OwnDuty, bundle: Bundle) -> list[str]:
    """With the households, where nothing else stands in the message; all of it fits a phone."""
    alone = len(bundle.duties) == 1 and not bundle.cells and not bundle.communes_cells
    shown = [_home_line(home, bundle.today) for home in one.homes[: MOST_HOUSEHOLDS * alone]]
    more = len(one.homes) - len(shown)
    if shown and more:
        shown.append(f"và {more} hộ nữa.")
    asks = _duty_asks(one, bundle.today)
    if shown and one.step is Step.LIST:
        asks += ", hộ lâu chưa thăm xếp trước"
    return [f"{asks[0].upper()}{asks[1:]}" + (":" if shown else "."), *shown]


def _duty_asks(one: OwnDuty, today: date) -> str:
    what = period_name(one.period)
    if one.step is Step.LIST:
        return f"{what} có {len(one.homes)} hộ đến hạn thăm"
    if one.meets_on is not None:
        return (
            f"Chi bộ họp {_on(one.meets_on, today)}. {what.capitalize()} còn {len(one.homes)} hộ "
            "chưa ghi kết quả. Nếu đồng chí đã thăm mà chưa ghi, xin ghi giúp, kèm ngày thăm"
        )
    end = _on(one.period.last, today)
    return f"{what} còn {len(one.homes)} hộ chưa ghi kết quả thăm, hạn đến hết {end}"


def _on(coming: date, today: date) -> str:
    """A day as it is said near it: hôm nay, ngày mai 31/12, ngày 31/12."""
    near = short_day(coming, today)
    if near.startswith("hôm"):
        return near
    return f"ngày mai {near}" if (coming - today).days == 1 else f"ngày {near}"


def _home_line(home: Home, today: date) -> str:
    days = "chưa thăm lần nào" if home.last_visit is None else _days(home.last_visit, today)
    focus = ", xin ưu tiên" if home.in_focus else ""
    return f"{mention(home.number, home.name)}: {days}{focus}"


def _days(last_visit: date, today: date) -> str:
    return f"{(today - last_visit).days} ngày chưa thăm"


# --- Those who answer for others ---------------------------------------------------------------


def _cell_head(cell: CellGaps) -> str:
    return f"Việc {period_name(cell.period)}: {len(cell.members)} đồng chí còn nhà chưa ghi."


def _cell_lines(cell: CellGaps, bundle: Bundle) -> list[str]:
    """Beside the reader's own households it is said that these are the others'."""
    lines = [_member_line(one) for one in cell.members[:MOST_PEOPLE]]
    more = len(cell.members) - len(lines)
    if more:
        lines.append(f"và {more} đồng chí nữa.")
    meets = f" họp {_on(cell.meets_on, bundle.today)}" if cell.meets_on else ""
    others = "các đồng chí khác " if bundle.duties else ""
    return [f"{cell.name}{meets}, {others}còn {cell.left} hộ chưa ghi kết quả:", *lines]


def _member_line(one: Member) -> str:
    why = f" ({NOT_DONE[one.put_off].lower()})" if one.put_off else ""
    return f"{one.name}: {one.left} hộ{why}"


def _commune_head(cells: Sequence[CellGaps]) -> list[str]:
    return [f"Việc trong kỳ: {len(cells)} chi bộ còn nhà chưa ghi."] if cells else []


def _commune_lines(cells: Sequence[CellGaps], today: date) -> list[str]:
    lines = [_commune_line(one, today) for one in cells[:MOST_CELLS]]
    more = len(cells) - len(lines)
    return [*lines, f"và {more} chi bộ nữa."] if more else lines


def _commune_line(cell: CellGaps, today: date) -> str:
    meets = f" họp {_on(cell.meets_on, today)}:" if cell.meets_on else ":"
    return (
        f"{cell.name}{meets} {len(cell.members)} đồng chí còn {cell.left} hộ"
        f" ({period_name(cell.period)})."
    )


# --- Concerns ----------------------------------------------------------------------------------


def _matters_head(matters: Sequence[Matter]) -> list[str]:
    return [f"{len(matters)} phản ánh cần xem."] if matters else []


def _matter_lines(matters: Sequence[Matter], today: date) -> list[str]:
    groups = (
        ("Có trả lời cần báo lại cho hộ", [m for m in matters if m.to_tell and not m.above]),
        ("Cần trả lời", [m for m in matters if not m.to_tell and not m.above]),
        ("Quá hạn lâu, mong đồng chí quan tâm", [m for m in matters if m.above]),
    )
    return [f"{what}: {_codes(found, today)}." for what, found in groups if found]


def _codes(matters: Sequence[Matter], today: date) -> str:
    shown = ", ".join(_code(one, today) for one in matters[:MOST_CODES])
    more = len(matters) - MOST_CODES
    return f"{shown} và {more} việc nữa" if more > 0 else shown


def _code(one: Matter, today: date) -> str:
    if one.due_on is None:
        return one.code
    if one.due_on < today:
        return f"{one.code} (quá hạn từ {one.due_on:%d/%m})"
    return f"{one.code} (hạn {short_day(one.due_on, today)})"


# --- What can be tapped ------------------------------------------------------------------------


def _choices(bundle: Bundle) -> tuple[Choice, ...]:
    """Where there is little room, the household that waits longest keeps its button."""
    others = _other_choices(bundle)[:CHOICES_A_PAGE]
    homes = [
        Choice(_label(f"Thăm số {home.number} · {home.name}"), f"/thamho {home.number}")
        for one in bundle.duties[:1]
        for home in one.homes[:MOST_BUTTONS]
        if home.number is not None
    ]
    return (*homes[: CHOICES_A_PAGE - len(others)], *others)


def _other_choices(bundle: Bundle) -> list[Choice]:
    found = [
        Choice(f"Báo kết quả {one.code}", f"/baoho {one.code}")
        for one in bundle.matters[:2]
        if one.to_tell and not one.above
    ]
    if any(not one.to_tell and not one.above for one in bundle.matters):
        found.append(Choice("Xem việc chờ ý kiến", "/viec"))
    found += [
        Choice(_label(f"Nhắn đồng chí {one.name}"), f"/nhac {one.code}")
        for cell in bundle.cells
        for one in cell.members[:MOST_BUTTONS]
    ]
    if bundle.cells or bundle.communes_cells:
        found.append(Choice(PHONES, "/danhba"))
    if bundle.duties:
        found += [_list_of_own(bundle), Choice(LATER, "/desau")]
    return found[-CHOICES_A_PAGE:]


def _list_of_own(bundle: Bundle) -> Choice:
    """The month's page is of the present month only; of an earlier one the book helps."""
    if all(one.period.last < bundle.today for one in bundle.duties):
        return Choice(BOOK, "/hodan")
    return Choice(MONTH, "/thangnay")


def _label(text: str) -> str:
    return shortened(text, LONGEST_LABEL)
