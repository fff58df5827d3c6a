"""What people are reminded of, and what comes of putting it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.meetings import Period
from bot.domain.periods import day_after_month
from bot.domain.reminders import Step
from bot.domain.visits import NotDoneReason
from bot.messages import CHOICES_A_PAGE, LONGEST_LABEL, Choice, Outgoing, Urgency
from bot.texts.checklist import TICK_SEVERAL
from bot.texts.common import NOT_DONE, day, mention, short_day, shortened

MOST_HOUSEHOLDS, MOST_BUTTONS, MOST_PEOPLE, MOST_CODES = 3, 3, 3, 2
MOST_CELLS = 3
LAST_DAYS = 3
"""So near the end of a period it is said what may be done by who cannot go there any more."""

SOMETHING_WAITS = "Có việc cần đồng chí xem. Nhắn “tháng này” để xem."
"""What a letter says while it waits for its own words; no one reads it unless these fail."""

LATER, MONTH, BOOK = "Để sau", "Xem việc tháng này", "Xem hộ của tôi"
PHONES = "Xem số điện thoại"
SEND_WORD = "Gửi lời nhắn đến"
"""Before a member's name: the tap sends a ready word, nothing has to be written."""


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
    """All that one push reminds one person of.

    `room` is how many choices it may have. With `after_digest` it stands below the digest of the
    reader's cell, which has its heading and salutation already.
    """

    name: str
    today: date
    duties: tuple[OwnDuty, ...] = ()
    cells: tuple[CellGaps, ...] = ()  # of the reader's own cells
    communes_cells: tuple[CellGaps, ...] = ()
    matters: tuple[Matter, ...] = ()
    room: int = CHOICES_A_PAGE
    after_digest: bool = False

    @property
    def only_own(self) -> bool:
        """Whether the letter offers nothing but what concerns the reader's own households."""
        others = (*self.cells, *self.communes_cells, *self.matters)
        return self.room == CHOICES_A_PAGE and not (others or self.after_digest)

    def own(self, cell: CellGaps) -> OwnDuty | None:
        """What the reader has left in the period of a cell of theirs."""
        return next((one for one in self.duties if one.period == cell.period), None)

    @property
    def other_duties(self) -> tuple[OwnDuty, ...]:
        """Those that no cell's figures take in."""
        told = [cell.period for cell in self.cells]
        return tuple(one for one in self.duties if one.period not in told)


def push(bundle: Bundle) -> Outgoing | None:
    """One message with all of it; None when there is nothing to say.

    Its first line, which a locked phone shows, names nobody and no household.
    """
    heads = _heads(bundle)
    if not heads:
        return None
    first, *rest = [
        *(line for one in bundle.cells for line in _cell_lines(one, bundle)),
        *(line for one in bundle.other_duties for line in _duty_lines(one, bundle)),
        *_commune_lines(bundle.communes_cells, bundle.today),
        *_matter_lines(bundle.matters, bundle.today),
    ]
    if bundle.after_digest:
        lines = [first, *rest]
    else:
        lines = [" ".join(heads), f"Kính gửi đồng chí {bundle.name}, {_within(first)}", *rest]
    homes = _homes(bundle)
    return Outgoing(
        "\n".join(lines), _choices(bundle, homes), urgency=Urgency.BULK,
        numbered=not (bundle.only_own and homes),
    )  # fmt: skip


def _within(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _heads(bundle: Bundle) -> list[str]:
    """What waits, each period named once."""
    of_periods: dict[str, list[str]] = {}
    for period, what in (
        *_cell_heads(bundle),
        *((one.period, _duty_head(one)) for one in bundle.other_duties),
        *_commune_heads(bundle.communes_cells),
    ):
        of_periods.setdefault(period_name(period), []).append(what)
    duties = "; ".join(f"{name}: {', '.join(whats)}" for name, whats in of_periods.items())
    matters = f"{len(bundle.matters)} phản ánh cần xem." if bundle.matters else ""
    return list(filter(None, (f"Việc {duties}." if duties else "", matters)))


def period_name(period: Period) -> str:
    """A calendar month by its number, any other period by its days."""
    whole = period.first.day == 1 and day_after_month(period.key).toordinal() - 1
    if whole == period.last.toordinal():
        return f"tháng {period.first.month}"
    return f"kỳ {period.first:%d/%m}–{period.last:%d/%m}"


# --- A member's own households -----------------------------------------------------------------


def _duty_head(one: OwnDuty) -> str:
    left = len(one.homes)
    if one.step is Step.LIST:
        return f"{left} nhà cần thăm"
    of_all = "" if one.meets_on or left == one.due else f" trên {one.due}"
    return f"còn {left}{of_all} nhà chưa ghi thăm"


def _duty_lines(one: OwnDuty, bundle: Bundle) -> list[str]:
    """With the households, where nothing else stands in the message; all of it fits a phone.

    Not before a meeting, when they may have been visited and only not be written down.
    """
    others = bundle.cells or bundle.communes_cells or bundle.after_digest or one.meets_on
    alone = len(bundle.duties) == 1 and not others
    shown = [_home_line(home, bundle.today) for home in one.homes[: MOST_HOUSEHOLDS * alone]]
    asks = _duty_asks(one, bundle.today)
    if not shown:
        return [f"{asks}."]
    longest = " Lâu chưa thăm nhất là:" if len(shown) < len(one.homes) else " Đó là:"
    soon = one.step is not Step.LIST and (one.period.last - bundle.today).days <= LAST_DAYS
    return [f"{asks}.{longest}", *shown, *([_NO_TIME] if soon else [])]


def _duty_asks(one: OwnDuty, today: date) -> str:
    what, left = period_name(one.period), len(one.homes)
    if one.step is Step.LIST:
        return f"{_capital(what)} đồng chí có {left} hộ cần thăm"
    waits = f"{what} đồng chí còn {left} hộ chưa ghi thăm tại nhà"
    if one.meets_on is not None:
        return f"Chi bộ họp {_on(one.meets_on, today)}, {waits}. {_ASKS}"
    return f"{_capital(waits)}, hạn đến hết {_on(one.period.last, today)}"


_ASKS = "Nếu đã thăm mà chưa ghi, mong đồng chí ghi giúp, kèm ngày thăm"
_NO_TIME = "Nếu chưa kịp đến nhà, đồng chí có thể ghi đã gọi điện, hoặc nêu lý do."


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


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


def _cell_heads(bundle: Bundle) -> list[tuple[Period, str]]:
    """The reader's own households are among those of the cell."""
    heads = []
    for cell in bundle.cells:
        who = cell.name if len(bundle.cells) > 1 else "chi bộ"
        heads.append((cell.period, f"{who} còn {_all_left(cell, bundle)} nhà chưa ghi thăm"))
    return heads


def _all_left(cell: CellGaps, bundle: Bundle) -> int:
    own = bundle.own(cell)
    return cell.left + (len(own.homes) if own else 0)


def _cell_lines(cell: CellGaps, bundle: Bundle) -> list[str]:
    """How many households, what of it the reader can do, and who else may need help."""
    own, left, period = bundle.own(cell), _all_left(cell, bundle), period_name(cell.period)
    if bundle.after_digest:
        asks = (
            f"Các đồng chí {_within(cell.name)} còn {left} hộ chưa ghi thăm tại nhà {period}, "
            "kể cả hộ ở nơi khác"
        )
    else:
        meets = f"{cell.name} họp {_on(cell.meets_on, bundle.today)}, " if cell.meets_on else ""
        asks = f"{meets or f'{cell.name}: '}{period} còn {left} hộ chưa ghi thăm tại nhà"
    lines = [f"{asks}."]
    if own is not None:
        lines.append(f"Trong đó có {len(own.homes)} hộ của đồng chí. {_ASKS}.")
    return [*lines, _members_line(cell.members, others=own is not None)]


def _members_line(members: Sequence[Member], *, others: bool) -> str:
    shown = ", ".join(_member(one) for one in members[:MOST_PEOPLE])
    more = len(members) - MOST_PEOPLE
    rest = f" và {more} đồng chí nữa" if more > 0 else ""
    return f"{'Các đồng chí khác' if others else 'Gồm có'}: {shown}{rest}."


def _member(one: Member) -> str:
    why = f", {_within(_reason(one.put_off))}" if one.put_off else ""
    return f"{one.name} ({one.left} hộ{why})"


def _reason(why: NotDoneReason) -> str:
    """Beside a member's name nobody needs to be told that it is a member who is busy."""
    return NOT_DONE[why].removeprefix("Đảng viên ")


def _commune_heads(cells: Sequence[CellGaps]) -> list[tuple[Period, str]]:
    counts: dict[Period, int] = {}
    for cell in cells:
        counts[cell.period] = counts.get(cell.period, 0) + 1
    return [(period, f"{count} chi bộ còn nhà chưa ghi thăm") for period, count in counts.items()]


def _commune_lines(cells: Sequence[CellGaps], today: date) -> list[str]:
    if not cells:
        return []
    lines = [_commune_line(one, today) for one in cells[:MOST_CELLS]]
    more = len(cells) - len(lines)
    rest = [f"Còn {more} chi bộ nữa."] if more else []
    return ["Các chi bộ sắp họp còn hộ chưa ghi thăm tại nhà:", *lines, *rest]


def _commune_line(cell: CellGaps, today: date) -> str:
    meets = f", họp {_on(cell.meets_on, today)}" if cell.meets_on else ""
    return f"{cell.name}{meets}: {cell.left} hộ của {len(cell.members)} đồng chí."


# --- Concerns ----------------------------------------------------------------------------------


def _matter_lines(matters: Sequence[Matter], today: date) -> list[str]:
    groups = (
        (
            "Có trả lời cần đồng chí báo lại cho hộ",
            [m for m in matters if m.to_tell and not m.above],
        ),
        ("Phản ánh chờ đồng chí cho ý kiến", [m for m in matters if not m.to_tell and not m.above]),
        ("Mong đồng chí đôn đốc giúp", [m for m in matters if m.above]),
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
        since = f"{one.due_on:%d/%m}" if one.due_on.year == today.year else day(one.due_on)
        return f"{one.code} (quá hạn từ {since})"
    return f"{one.code} (hạn {short_day(one.due_on, today)})"


# --- What can be tapped ------------------------------------------------------------------------


def _homes(bundle: Bundle) -> list[Choice]:
    """By their numbers, which can be typed; beside other choices, which are counted, without."""
    return [
        Choice(
            _label(
                f"Ghi thăm số {home.number} · {home.name}"
                if bundle.only_own else f"Ghi thăm {home.name}"
            ),
            f"/thamho {home.number}",
        )
        for one in bundle.duties[:1]
        for home in one.homes[:MOST_BUTTONS]
        if home.number is not None
    ]  # fmt: skip


def _choices(bundle: Bundle, homes: Sequence[Choice]) -> tuple[Choice, ...]:
    """Where there is little room, the household that waits longest keeps its button."""
    others = _other_choices(bundle)
    spare = max(0, bundle.room - len(others))
    return (*homes[:spare], *_several(bundle)[: max(0, spare - len(homes))], *others)


def _several(bundle: Bundle) -> tuple[Choice, ...]:
    """The way to tell of many at once, where many are left of a period that is not over."""
    running = [one for one in bundle.duties if one.period.last >= bundle.today]
    many = any(len(one.homes) > 1 for one in running)
    return (Choice(TICK_SEVERAL, "/danhdau"),) if many else ()


def _other_choices(bundle: Bundle) -> list[Choice]:
    found = [
        Choice(f"Báo kết quả {one.code} cho hộ", f"/baoho {one.code}")
        for one in bundle.matters[:2]
        if one.to_tell and not one.above
    ]
    if any(not one.to_tell and not one.above for one in bundle.matters):
        found.append(Choice("Xem việc chờ ý kiến", "/viec"))
    found += [
        Choice(_label(f"{SEND_WORD} {one.name}"), f"/nhac {one.code}")
        for cell in bundle.cells
        for one in cell.members[:MOST_BUTTONS]
    ]
    if bundle.cells or bundle.communes_cells:
        found.append(Choice(PHONES, "/danhba"))
    if bundle.duties:
        found += [_list_of_own(bundle), Choice(LATER, "/desau")]
    return found[max(0, len(found) - bundle.room) :]


def _list_of_own(bundle: Bundle) -> Choice:
    """The month's page is of the present month only; of an earlier one the book helps."""
    if all(one.period.last < bundle.today for one in bundle.duties):
        return Choice(BOOK, "/hodan")
    return Choice(MONTH, "/thangnay")


def _label(text: str) -> str:
    return shortened(text, LONGEST_LABEL)
