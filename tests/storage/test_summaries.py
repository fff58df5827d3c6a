"""What a month came to, counted from what was stored, and proved by its rows."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.announcements import AnnouncementKind
from bot.domain.announcements import AnnouncementPart as Part
from bot.domain.households import AssignmentKind, Change, DatePrecision
from bot.domain.people import ConsentState
from bot.domain.periods import start_of
from bot.domain.sealed_facts import packed, unpacked
from bot.domain.summaries import (
    Additions,
    ChangeRow,
    Coverage,
    HelpRow,
    MonthFacts,
    Passing,
    Span,
    Strength,
)
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, VisitKind
from storage import periods, summaries
from storage.store import Session, Store
from storage.tables import (
    Announcement,
    Assignment,
    Household,
    HouseholdChange,
    HouseholdGroup,
    HouseholdGroupPlace,
    Policy,
    Receipt,
    SealedPeriod,
    Visit,
    VisitHelp,
)
from tests.conftest import NOW
from tests.village import SINCE, Village

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
        rows = {row.person_id: (row.coverage.visited, row.coverage.due) for row in cell.members}
        assert rows[village.people["An"]] == (1, 4)
        assert rows[village.people["Hà"]] == (1, 1)
        assert dict(cell.contacts) == {
            VisitKind.HOME: 3, VisitKind.PHONE: 2, VisitKind.NOT_DONE: 2,
        }  # fmt: skip
        assert cell.span == Span(date(2026, 11, 1), TODAY)


async def test_the_policy_asks_for_others_once_a_quarter_only(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        commune = village.units["TL"]
        session.add(Policy(unit_id=commune, name="visit_frequency", value="focus", changed_at=NOW))
        session.add_all([
            visit(village, "H001", date(2026, 10, 5)),  # poor: due every month
            visit(village, "H002", date(2026, 9, 1)),  # the quarter's first day
            visit(village, "H002", date(2026, 11, 2)),
            visit(village, "H007", date(2026, 11, 2), who="Hà"),
        ])  # fmt: skip
        await session.flush()
        found = await facts(session, village, "05")
        assert found.coverage == Coverage(visited=1, untouched=3, focus_due=1)
        assert (found.cells[0].not_due, found.households) == (1, 6)
        december = await facts(session, village, "05", month="2026-12", today=date(2026, 12, 3))
        assert december.coverage.due == 3, "the quarter of H002 and H007 is not over"
        assert found.differences() == december.differences() == ()


@pytest.mark.parametrize(
    ("month", "last"),
    [
        ("2027-02", date(2027, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 31)),
    ],
    ids=["28 days", "29 days", "31 days"],
)  # fmt: skip
async def test_the_last_day_of_a_month_counts_and_the_next_does_not(
    store: Store, village: Village, month: str, last: date
) -> None:
    async with store.begin() as session:
        session.add_all([
            visit(village, "H001", last), visit(village, "H002", last + timedelta(days=1)),
            visit(village, "H003", last.replace(day=1)),
        ])  # fmt: skip
        await session.flush()
        today = last + timedelta(days=9)
        found = await facts(session, village, "05", month=month, today=today)
        assert (found.coverage.visited, found.cells[0].span.last) == (2, last)


async def test_from_meeting_to_meeting_the_days_are_the_meetings(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(
            Policy(unit_id=village.units["05"], name="period", value="MEETING", changed_at=NOW)
        )
        session.add_all([
            visit(village, "H001", date(2026, 11, 9)), visit(village, "H002", date(2026, 11, 10)),
            visit(village, "H003", date(2026, 12, 9)), visit(village, "H004", date(2026, 12, 10)),
        ])  # fmt: skip
        await session.flush()
        found = await facts(session, village, "05", "06", month="2026-11", today=date(2026, 12, 20))
        spans = {one.cell_id: one.span for one in found.cells}
        assert spans[village.units["05"]] == Span(date(2026, 11, 10), date(2026, 12, 9))
        assert spans[village.units["06"]] == Span(date(2026, 11, 1), date(2026, 11, 30))
        assert found.cells[0].coverage.visited == 2


async def test_a_cell_without_households_or_members_is_all_zero(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        found = await facts(session, village, "TH")
        (cell,) = found.cells
        assert (cell.households, cell.coverage, cell.members) == (0, Coverage(), ())
        assert [row.coverage.due for row in cell.elsewhere] == [1], "Hà's in cell 05"
        assert cell.silent == (village.people["Hà"],)
        assert found.differences() == ()
        empty = await summaries.month_facts(session, [], MONTH, TODAY)
        assert empty.cells == ()


async def test_who_had_a_household_on_the_last_day_has_it_in_the_month(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        old = await session.scalar(
            select(Assignment).where(Assignment.household_id == village.households["H002"])
        )
        assert old is not None
        old.until = date(2026, 11, 15)
        session.add(
            Assignment(
                person_id=village.people["Hà"], household_id=village.households["H002"],
                kind=AssignmentKind.MAIN, since=date(2026, 11, 15),
            )
        )  # fmt: skip
        session.add(visit(village, "H002", date(2026, 11, 3)))
        gone = await session.get_one(Household, village.households["H004"])
        gone.until = date(2026, 11, 20)
        await session.flush()
        (cell,) = (await facts(session, village, "05")).cells
        by_person = cell.by_person()
        assert by_person[village.people["An"]].due == 2
        assert (by_person[village.people["Hà"]].visited, by_person[village.people["Hà"]].due) == (
            1,
            2,
        )
        october = await facts(session, village, "05", month="2026-10")
        assert october.cells[0].by_person()[village.people["An"]].due == 4


async def test_households_of_a_group_are_their_members_and_declined_ones_are_not_due(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        group = HouseholdGroup(cell_id=village.units["05"], name="Nhóm 1", since=SINCE)
        session.add(group)
        await session.flush()
        session.add_all([
            HouseholdGroupPlace(
                group_id=group.id, household_id=village.households["H005"], since=SINCE
            ),
            Assignment(
                person_id=village.people["Hà"], group_id=group.id, kind=AssignmentKind.MAIN,
                since=SINCE,
            ),
        ])  # fmt: skip
        declined = await session.get_one(Household, village.households["H003"])
        declined.consent = ConsentState.REFUSED
        await session.flush()
        found = await facts(session, village, "05", "TH")
        assert (found.nobodys, found.coverage.due, found.coverage.declined) == (0, 5, 1)
        cell, school = found.cells
        assert [row.coverage.due for row in school.elsewhere] == [2]
        assert found.coverage.due == cell.coverage.due, "nothing is counted in two areas"
        assert found.differences() == ()


async def test_help_changes_and_members_are_counted_in_their_true_month(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        for day, status, amount in (
            (date(2026, 11, 3), HelpStatus.GIVEN, 30_000_000),
            (date(2026, 11, 5), HelpStatus.GIVEN, None),
            (date(2026, 10, 5), HelpStatus.PROPOSED, None),
        ):
            one = visit(village, "H001", day)
            session.add(one)
            await session.flush()
            session.add(
                VisitHelp(visit_id=one.id, kind=HelpKind.LOAN, status=status, amount=amount)
            )
        for number, (day, people) in enumerate(
            ((date(2026, 11, 1), 2), (date(2026, 11, 9), 1), (date(2026, 10, 31), 5))
        ):
            session.add(
                HouseholdChange(
                    household_id=village.households["H002"], change=Change.MOVE_OUT,
                    happened_on=day, precision=DatePrecision.DAY, people=people,
                    author_id=village.people["An"], recorded_at=NOW, effect_key=f"c{number}",
                )
            )  # fmt: skip
        await session.flush()
        (cell,) = (await facts(session, village, "05")).cells
        assert cell.helps == (HelpRow(HelpKind.LOAN, HelpStatus.GIVEN, 2, 1, 30_000_000),)
        assert cell.changes == (ChangeRow(Change.MOVE_OUT, 2, 3),)
        assert cell.strength == Strength(members=2, assigned=1, exempt=0)
        assert unpacked(json.loads(json.dumps(packed(cell)))) == cell, "on either engine"


async def test_what_comes_after_the_seal_stands_apart_for_ever(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(visit(village, "H001", date(2026, 11, 3)))
        await session.flush()
        sealed_at = datetime(2026, 12, 10, 3, tzinfo=UTC)
        before = await facts(session, village, "05", today=date(2026, 12, 10))
        through = {village.units["05"]: date(2026, 11, 30)}
        assert await periods.seal(session, before, through, village.people["Bình"], sealed_at) == 1
        assert await periods.seal(session, before, through, None, sealed_at) == 0, "once"
        late = sealed_at + timedelta(days=1)
        session.add_all([
            visit(village, "H002", date(2026, 11, 30), recorded_at=late),
            visit(village, "H003", date(2026, 12, 2), recorded_at=late),
            visit(village, "H006", date(2026, 11, 30), who="Cúc", recorded_at=late),
        ])  # fmt: skip
        await session.flush()
        after = await facts(session, village, "05", today=date(2026, 12, 12))
        assert (
            after.coverage
            == before.coverage
            == Coverage(visited=1, untouched=4, focus_due=1, focus_covered=1)
        )
        assert after.additions == Additions(visits=1)
        assert after.cells[0].sealed_at == sealed_at
        trend = await summaries.trend(
            session,
            await periods.cells(session, TODAY, ids=[village.units["05"]]),
            "2026-12",
            date(2026, 12, 12),
        )
        assert [(month, one.visited) for month, one in trend][-2:] == [
            ("2026-11", 1),
            ("2026-12", 1),
        ]


async def test_a_month_sealed_before_facts_were_kept_is_counted_as_it_stands(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(
            SealedPeriod(
                cell_id=village.units["05"], month=MONTH, through=date(2026, 11, 30), sealed_at=NOW
            )
        )
        await session.flush()
        found = await facts(session, village, "05")
        assert found.coverage.due == 5
        assert found.cells[0].sealed_at == NOW


async def test_announcements_are_stuck_with_who_has_households_and_has_not_told_them(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        sent = start_of(date(2026, 11, 4)) + timedelta(hours=8)
        for number, (part, corrects) in enumerate(
            ((Part.FIRST, None), (Part.FIRST, None), (Part.CORRECTION, 2), (Part.WITHDRAWAL, 1)), 1
        ):
            session.add(
                Announcement(
                    id=number, unit_id=village.units["TL"], author_id=village.people["Én"],
                    kind=AnnouncementKind.POLICY, words="chuẩn nghèo mới", audience={},
                    created_at=sent, sent_at=sent, part=part, corrects_id=corrects,
                )
            )  # fmt: skip
            await session.flush()
            for name in ("An", "Bình", "Cúc"):
                session.add(
                    Receipt(
                        announcement_id=number,
                        person_id=village.people[name],
                        read_at=sent,
                        passed_on_at=sent if (number, name) == (1, "An") else None,
                    )
                )
        await session.flush()
        found = await facts(session, village, "05", "06")
        assert found.cells[0].passing == Passing(2, 2, 2, 1, 1)
        assert found.cells[1].passing == Passing(2, 2, 2, 0, 2)
        assert found.passing.stuck == 2
