"""What a month came to, counted from what was stored, and proved by its rows."""

from datetime import date, datetime, timedelta

from bot.domain.periods import start_of
from bot.domain.summaries import Coverage, MonthFacts, Span
from bot.domain.visits import NotDoneReason, VisitKind
from storage import periods, summaries
from storage.store import Session, Store
from storage.tables import (
    Visit,
)
from tests.village import Village

TODAY = date(2026, 11, 21)
MONTH = "2026-11"


def visit(
    village: Village,
    code: str,
    day: date,
    kind: VisitKind = VisitKind.HOME,
    who: str = "An",
    reason: NotDoneReason | None = None,
    recorded_at: datetime | None = None,
) -> Visit:
    """Somebody was there, as it is stored."""
    moment = recorded_at or start_of(day) + timedelta(hours=10)
    return Visit(
        household_id=village.households[code], visitor_id=village.people[who],
        author_id=village.people[who], visited_on=day, kind=kind, reason=reason,
        effect_key=f"{code} {day} {kind} {moment}", recorded_at=moment,
    )  # fmt: skip


async def facts(
    session: Session, village: Village, *codes: str, month: str = MONTH, today: date = TODAY
) -> MonthFacts:
    """The month of some cells."""
    ids = [village.units[code] for code in codes]
    cells = await periods.cells(session, today, ids=ids)
    return await summaries.month_facts(session, cells, month, today)


async def test_each_household_counts_once_at_the_best_of_what_was_reported(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        absent = NotDoneReason.ABSENT_HH
        session.add_all([
            visit(village, "H001", date(2026, 11, 2)),
            visit(village, "H001", date(2026, 11, 9)),
            visit(village, "H001", date(2026, 11, 9), VisitKind.PHONE),
            visit(village, "H002", date(2026, 11, 3), VisitKind.PHONE),
            visit(village, "H002", date(2026, 11, 4), VisitKind.NOT_DONE, reason=absent),
            visit(village, "H003", date(2026, 11, 5), VisitKind.NOT_DONE, reason=absent),
            visit(village, "H004", date(2026, 10, 31)),
            visit(village, "H007", date(2026, 11, 6), who="Hà"),
            visit(village, "H006", date(2026, 11, 6), who="Cúc"),
        ])  # fmt: skip
        await session.flush()
        found = await facts(session, village, "05")
        (cell,) = found.cells
        assert found.coverage == Coverage(
            visited=2, otherwise=1, attempts=1, untouched=1, focus_due=1, focus_covered=1
        )
        assert (found.coverage.due, found.nobodys, found.households) == (5, 1, 6)
        assert found.differences() == ()
        rows = {row.person_id: (row.coverage.covered, row.coverage.due) for row in cell.members}
        assert rows[village.people["An"]] == (1, 4)
        assert rows[village.people["Hà"]] == (1, 1)
        assert dict(cell.contacts) == {
            VisitKind.HOME: 3, VisitKind.PHONE: 2, VisitKind.NOT_DONE: 2,
        }  # fmt: skip
        assert cell.span == Span(date(2026, 11, 1), TODAY)
