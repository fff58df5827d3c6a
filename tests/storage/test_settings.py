"""Settings, days off and mutes as they are kept, on both engines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.meetings import MeetingDays, PeriodKind
from bot.domain.people import Actor
from bot.domain.policies import (
    FOCUS_MONTHLY,
    LONGEST_MUTE_DAYS,
    MuteReason,
    Setting,
    Settings,
    Stored,
)
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address
from storage import days_off, mutes, people, settings
from storage.store import Session, Store
from storage.tables import AuditRow, Mute, Policy, Unit
from tests.conftest import NOW
from tests.village import Village

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
FAIR, SUNDAY = date(2026, 12, 3), date(2026, 12, 6)


async def _actor(session: Session, name: str) -> Actor:
    actor = await people.actor_at(session, Address("console", "demo", name), TODAY)
    assert actor is not None
    return actor


async def _audited(session: Session) -> list[str]:
    return list(await session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


async def test_without_a_word_the_defaults_hold(store: Store, village: Village) -> None:
    async with store.reading() as session:
        cell = await settings.settings_of(session, village.units["05"])
        commune = await settings.settings_of(session, village.units["TL"])
    assert cell == Settings()
    assert commune == Settings(MeetingDays(7, 9))


async def test_a_cell_stands_over_its_commune_and_one_at_a_time_agrees_with_all_at_once(
    store: Store, village: Village
) -> None:
    commune, cell = village.units["TL"], village.units["05"]
    async with store.begin() as session:
        en, binh = await _actor(session, "Én"), await _actor(session, "Bình")
        for unit_id, actor, setting, value in (
            (commune, en, Setting.FREQUENCY, "focus"),
            (commune, en, Setting.DIGEST, False),
            (commune, en, Setting.MEETING_DAYS, "8"),
            (cell, binh, Setting.DIGEST, True),
            (cell, binh, Setting.PERIOD, "MEETING"),
            (cell, binh, Setting.MEETING_DAYS, "cuối tháng"),
        ):
            stored: Stored = value
            await settings.change(session, actor, unit_id, setting, stored, NOW)
        of_all = await settings.settings_of_units(session)
        for unit_id, found in of_all.items():
            assert found == await settings.settings_of(session, unit_id)
        assert await settings.settings_of_units(session, commune) == {
            unit_id: found
            for unit_id, found in of_all.items()
            if unit_id not in (village.units["XX"], village.units["01"])
        }
        assert len(await _audited(session)) == 6
    mine = Settings(MeetingDays(31, 31), PeriodKind.MEETING, cadence=FOCUS_MONTHLY)
    assert of_all[cell] == mine
    assert of_all[village.units["06"]] == Settings(digest=False, cadence=FOCUS_MONTHLY)
    assert of_all[commune].meets == MeetingDays(8, 8)
    assert of_all[village.units["01"]] == Settings()


async def test_a_setting_taken_back_is_again_what_stands_above(
    store: Store, village: Village
) -> None:
    cell = village.units["05"]
    async with store.begin() as session:
        binh = await _actor(session, "Bình")
        for value in (3, 4, None):
            await settings.change(session, binh, cell, Setting.GAP_DAYS, value, NOW)
        assert await settings.own(session, cell) == {}
        assert (await settings.settings_of(session, cell)).gap_days == 2
        await settings.change(session, binh, cell, Setting.GAP_DAYS, 4, NOW)
        assert await settings.own(session, cell) == {"gap_days": 4}


@pytest.mark.parametrize(
    ("who", "unit", "setting"),
    [
        pytest.param("An", "05", Setting.DIGEST, id="a member of the cell"),
        pytest.param("Dũng", "05", Setting.DIGEST, id="the secretary of another cell"),
        pytest.param("Bình", "TL", Setting.DIGEST, id="a secretary for the commune"),
        pytest.param("Én", "05", Setting.DIGEST, id="the office for a cell"),
        pytest.param("Én", "XX", Setting.DIGEST, id="the office for another commune"),
        pytest.param("Bình", "05", Setting.FREQUENCY, id="a secretary, what the commune decides"),
        pytest.param("Én", "TL", Setting.PERIOD, id="the office, what the cells decide"),
    ],
)
async def test_nobody_sets_what_is_not_theirs(
    store: Store, village: Village, who: str, unit: str, setting: Setting
) -> None:
    async with store.begin() as session:
        actor = await _actor(session, who)
        with pytest.raises(Refusal) as refused:
            await settings.change(session, actor, village.units[unit], setting, None, NOW)
        assert refused.value.reason is Reason.NOT_FOUND
        assert await _audited(session) == []


async def test_a_value_that_no_setting_can_have_is_not_kept(store: Store, village: Village) -> None:
    async with store.begin() as session:
        binh = await _actor(session, "Bình")
        with pytest.raises(ValueError, match="no value"):
            await settings.change(session, binh, village.units["05"], Setting.GAP_DAYS, 99, NOW)


async def test_a_row_written_by_hand_silences_nobody(store: Store, village: Village) -> None:
    cell = village.units["05"]
    async with store.begin() as session:
        session.add(Policy(unit_id=cell, name="gap_days", value="hai", changed_at=NOW))
        session.add(Policy(unit_id=cell, name="of another version", value=1, changed_at=NOW))
        await session.execute(update(Unit).where(Unit.id == cell).values(meeting_days="?"))
        await session.flush()
        assert await settings.settings_of(session, cell) == Settings()


async def test_a_unit_that_is_none_has_no_settings(store: Store, village: Village) -> None:
    async with store.reading() as session:
        with pytest.raises(LookupError):
            await settings.settings_of(session, 10**6)


async def test_a_communes_own_days_stand_over_the_nationwide_ones(
    store: Store, village: Village
) -> None:
    commune, other = village.units["TL"], village.units["XX"]
    off, worked = DayMark(MarkKind.OFF, "Lễ hội"), DayMark(MarkKind.WORKED, "Làm bù")
    async with store.begin() as session:
        await days_off.mark(session, None, {FAIR: off, SUNDAY: worked})
        await days_off.mark(session, commune, {FAIR: DayMark(MarkKind.WORKED), SUNDAY + DAY: off})
        of_all = await days_off.of_communes(session)
        assert of_all[commune] == await days_off.of_commune(session, commune)
        assert of_all[other] == await days_off.of_commune(session, other)
    assert [of_all[commune].is_off(day) for day in (FAIR, SUNDAY, SUNDAY + DAY)] == [
        False, False, True,
    ]  # fmt: skip
    assert [of_all[other].is_off(day) for day in (FAIR, SUNDAY, SUNDAY + DAY)] == [
        True, False, False,
    ]  # fmt: skip
    assert of_all[other].name_of(SUNDAY) == "Làm bù"


async def test_the_office_marks_a_day_again_and_takes_it_back(
    store: Store, village: Village
) -> None:
    commune = village.units["TL"]
    async with store.begin() as session:
        en = await _actor(session, "Én")
        for name in ("Lễ hội", "Hội làng"):
            await days_off.change(session, en, FAIR, DayMark(MarkKind.OFF, name), NOW)
        assert await days_off.own_marks(session, commune) == {
            FAIR: DayMark(MarkKind.OFF, "Hội làng")
        }
        await days_off.change(session, en, FAIR, None, NOW)
        assert await days_off.own_marks(session, commune) == {}
        assert await _audited(session) == ["mark day"] * 3


@pytest.mark.parametrize("who", ["An", "Bình"])
async def test_no_member_or_secretary_gives_the_commune_a_day_off(
    store: Store, village: Village, who: str
) -> None:
    async with store.begin() as session:
        actor = await _actor(session, who)
        with pytest.raises(Refusal):
            await days_off.change(session, actor, FAIR, DayMark(MarkKind.OFF), NOW)


async def test_who_is_away_is_known_until_the_last_day(store: Store, village: Village) -> None:
    an, binh = village.people["An"], village.people["Bình"]
    last = TODAY + 5 * DAY
    async with store.begin() as session:
        await mutes.mute(session, an, last, MuteReason.WORK, NOW)
        for day, known in ((TODAY, True), (last, True), (last + DAY, False), (TODAY - DAY, False)):
            found = await mutes.muted_until(session, [an, binh], day)
            assert found == ({an: last} if known else {})
            assert set(await session.scalars(mutes.muted_on(day))) == set(found)
        assert await _audited(session) == ["mute"]


async def test_the_last_word_on_being_away_counts(store: Store, village: Village) -> None:
    an = village.people["An"]
    async with store.begin() as session:
        await mutes.mute(session, an, TODAY + 9 * DAY, MuteReason.WORK, NOW)
        await mutes.mute(session, an, TODAY + 2 * DAY, MuteReason.TRAVEL, NOW + DAY)
        assert await mutes.muted_until(session, [an], TODAY + DAY) == {an: TODAY + 2 * DAY}
        assert await mutes.muted_until(session, [an], TODAY + 3 * DAY) == {}
        await mutes.unmute(session, an, NOW + 2 * DAY)
        assert await mutes.muted_until(session, [an], TODAY + 2 * DAY) == {}
        reasons = await session.scalars(select(Mute.reason).order_by(Mute.id))
        assert list(reasons) == [MuteReason.WORK, MuteReason.TRAVEL]


async def test_who_was_away_is_forgotten_after_a_year(store: Store, village: Village) -> None:
    async with store.begin() as session:
        await mutes.mute(session, village.people["An"], TODAY + DAY, MuteReason.WORK, NOW)
        assert await mutes.purge(session, NOW + mutes.KEPT + DAY) == 0
        assert await mutes.purge(session, NOW + mutes.KEPT + 2 * DAY) == 1


@pytest.mark.parametrize(
    ("days", "reason"),
    [(-1, Reason.PAST_DAY), (LONGEST_MUTE_DAYS + 1, Reason.MUTE_TOO_LONG)],
    ids=["past", "too long"],
)
async def test_being_away_has_an_end_that_is_not_far(
    store: Store, village: Village, days: int, reason: Reason
) -> None:
    last = TODAY + timedelta(days=days)
    async with store.begin() as session:
        with pytest.raises(Refusal) as refused:
            await mutes.mute(session, village.people["An"], last, MuteReason.WORK, NOW)
        assert refused.value.reason is reason
