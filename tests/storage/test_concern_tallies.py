"""How concerns stood at the end of a period, whatever has become of them since."""

from datetime import date, timedelta

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ReporterVisibility,
)
from bot.domain.periods import start_of
from storage.store import Store
from storage.tables import Concern, ConcernMove
from tests.storage.test_summaries import facts
from tests.village import Village

S = ConcernStatus


def concern(village: Village, number: int, day: date, level: ConcernLevel = ConcernLevel.NORMAL,
            status: ConcernStatus = ConcernStatus.NEW) -> Concern:  # fmt: skip
    """A matter of cell 05."""
    return Concern(
        commune_id=village.units["TL"], cell_id=village.units["05"], month=f"{day:%Y-%m}",
        number=number, code=f"PA-05-{number}", kind=ConcernKind.FEEDBACK,
        category=ConcernCategory.ROAD, level=level, words="đường hư", status=status,
        visibility=ReporterVisibility.HOUSEHOLD_ONLY, author_id=village.people["An"],
        visitor_id=village.people["An"], raised_on=day,
        recorded_at=start_of(day) + timedelta(hours=9), effect_key=f"concern {number}",
    )  # fmt: skip


async def test_concerns_stand_as_they_stood_at_the_end_of_the_period(
    store: Store, village: Village
) -> None:
    steps: list[tuple[date, ConcernLevel, list[tuple[ConcernStatus, date]]]] = [
        (date(2026, 11, 2), ConcernLevel.NORMAL, []),
        (date(2026, 11, 16), ConcernLevel.NORMAL, []),
        (date(2026, 11, 2), ConcernLevel.NORMAL,
         [(S.NEED_INFO, date(2026, 11, 4)), (S.TRIAGE, date(2026, 11, 19))]),
        (date(2026, 10, 1), ConcernLevel.COMPLEX, [(S.FORWARDED, date(2026, 10, 5))]),
        (date(2026, 10, 5), ConcernLevel.NORMAL,
         [(S.ANSWERED, date(2026, 11, 3)), (S.FED_BACK, date(2026, 11, 8)),
          (S.CLOSED, date(2026, 11, 15))]),
        (date(2026, 11, 6), ConcernLevel.NORMAL, [(S.ANSWERED, date(2026, 12, 2))]),
        (date(2026, 11, 6), ConcernLevel.NORMAL, [(S.MERGED, date(2026, 11, 7))]),
        (date(2026, 12, 1), ConcernLevel.NORMAL, []),
    ]  # fmt: skip
    async with store.begin() as session:
        for number, (day, level, moves) in enumerate(steps):
            status = moves[-1][0] if moves else S.NEW
            one = concern(village, number, day, level, status)
            session.add(one)
            await session.flush()
            before = S.NEW
            for after, on in moves:
                moved_at = start_of(on) + timedelta(hours=8)
                session.add(
                    ConcernMove(concern_id=one.id, before=before, after=after, moved_at=moved_at)
                )
                before = after
                await session.flush()
        found = await facts(session, village, "05", today=date(2026, 12, 5))
        said = found.concerns
        assert said.new == 4
        assert dict(said.by_status) == {S.NEW: 3, S.TRIAGE: 1, S.FORWARDED: 1}
        assert said.overdue == 3, "2/11, 6/11 and the complex one; a pause is not counted"
        assert (said.answered, said.told, said.closed, said.days) == (1, 1, 1, (34,))
        assert (said.in_work, said.untold, said.median_days) == (5, 0, 34)
