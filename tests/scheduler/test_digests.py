"""Digests on the evening before the meeting, and periods that seal themselves."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.domain.people import ConsentState
from scheduler.digests import seal_overdue, send_digests
from storage.store import Store
from storage.tables import Assignment, Job, LinkedAddress, OutboxRow, Person, Policy, SealedPeriod
from tests.storage.test_summaries import visit
from tests.village import Village

EVE = datetime(2026, 12, 9, 11, tzinfo=UTC)  # Wednesday 18:00; the cells meet on Thursday 10/12
COMMITTEES_EVE = datetime(2026, 12, 5, 11, tzinfo=UTC)  # Saturday; Monday 7/12, and 6/12 is Sunday


async def letters(store: Store) -> list[OutboxRow]:
    """What has been written, in order."""
    async with store.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def outcomes(store: Store) -> dict[str, str]:
    """What the clock says of its digests."""
    async with store.reading() as session:
        rows = await session.scalars(select(Job).where(Job.kind == "digest"))
        return {row.key: row.outcome for row in rows}


async def test_the_secretary_has_the_digest_on_the_evening_before_the_meeting(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(visit(village, "H001", datetime(2026, 11, 3, tzinfo=UTC).date()))
    assert await send_digests(store, EVE - timedelta(minutes=5)) == 0
    assert await send_digests(store, EVE) == 4
    mine = [one for one in await letters(store) if one.person_id == village.people["Bình"]]
    (letter,) = mine
    assert letter.key == f"digest:2026-12-10:{village.units['05']}:{village.people['Bình']}"
    assert letter.payload["text"].startswith(
        "Tổng hợp tháng 11/2026 – Chi bộ Ấp 5 (số liệu tạm)\nThăm 1/5 hộ (20 %)"
    )
    assert "Tháng 12 đến nay: đã thăm 0/5 hộ." in letter.payload["text"]
    assert letter.urgency == "digest"
    assert letter.expires_at == datetime(2026, 12, 10, 17, tzinfo=UTC)
    assert await send_digests(store, EVE) == 0
    assert await send_digests(store, EVE + timedelta(hours=1)) == 0
    assert {letter.person_id for letter in await letters(store)} == {
        village.people[name] for name in ("Bình", "Dũng", "Giang", "Oanh")
    }


async def test_the_committee_has_its_digest_before_its_own_meeting(
    store: Store, village: Village
) -> None:
    assert await send_digests(store, COMMITTEES_EVE - timedelta(minutes=1)) == 0
    assert await send_digests(store, COMMITTEES_EVE) == 2
    found = {letter.person_id: letter.payload["text"] for letter in await letters(store)}
    assert set(found) == {village.people["Én"], village.people["Lâm"]}
    text = found[village.people["Én"]]
    assert text.startswith("Tổng hợp tháng 11/2026 – Xã Thạnh Lộc (số liệu tạm)")
    assert "Chưa chốt: 3/3 chi bộ" in text
    said = await outcomes(store)
    assert said[f"digest:2026-12-07:{village.units['XX']}"] == "NOBODY"


async def test_after_a_downtime_only_what_still_helps_is_sent(
    store: Store, village: Village
) -> None:
    await send_digests(store, EVE - timedelta(days=1))
    assert await send_digests(store, EVE + timedelta(hours=13)) == 4, "the morning of the meeting"
    before = await letters(store)
    assert await send_digests(store, EVE + timedelta(days=33)) == 0, "the next is over, too"
    assert len(await letters(store)) == len(before)
    said = await outcomes(store)
    assert said[f"digest:2026-12-10:{village.units['05']}"] == "letters=1"
    assert said[f"digest:2027-01-09:{village.units['05']}"] == "LATE", "the 10th is a Sunday"


async def test_late_at_night_it_waits_for_the_morning(store: Store, village: Village) -> None:
    await send_digests(store, EVE - timedelta(hours=1))
    assert await send_digests(store, EVE + timedelta(hours=5)) == 4
    assert {letter.not_before for letter in await letters(store)} == {
        datetime(2026, 12, 10, 0, tzinfo=UTC)
    }


async def test_who_cannot_be_reached_is_left_out_with_the_reason(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        binh = await session.get_one(Person, village.people["Bình"])
        binh.consent = ConsentState.WITHDRAWN
        dungs = await session.scalar(
            select(LinkedAddress).where(LinkedAddress.person_id == village.people["Dũng"])
        )
        assert dungs is not None
        dungs.person_id = None
        session.add(Policy(unit_id=village.units["TH"], name="digest", value=False, changed_at=EVE))
    assert await send_digests(store, EVE) == 1
    said = await outcomes(store)
    assert said[f"digest:2026-12-10:{village.units['05']}"] == "letters=0 skipped=NO_CONSENT"
    assert said[f"digest:2026-12-10:{village.units['06']}"] == "letters=0 skipped=NO_ADDRESS"
    assert said[f"digest:2026-12-10:{village.units['TH']}"] == "SWITCHED_OFF"
    assert said[f"digest:2026-12-10:{village.units['01']}"] == "letters=1"


async def test_where_there_is_nothing_to_count_nobody_is_written_to(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        held = await session.scalar(
            select(Assignment).where(Assignment.person_id == village.people["Hà"])
        )
        assert held is not None
        held.until = datetime(2026, 11, 1, tzinfo=UTC).date()
    assert await send_digests(store, EVE) == 3
    assert (await outcomes(store))[f"digest:2026-12-10:{village.units['TH']}"] == "NOTHING"


async def test_a_period_seals_itself_a_week_after_its_meeting(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        session.add(visit(village, "H001", datetime(2026, 11, 3, tzinfo=UTC).date()))
    meeting = datetime(2026, 12, 10, 2, tzinfo=UTC)
    await seal_overdue(store, meeting + timedelta(days=6))
    async with store.reading() as session:
        earlier = {row.month for row in await session.scalars(select(SealedPeriod))}
        assert earlier == {"2026-09", "2026-10"}
    assert await seal_overdue(store, meeting + timedelta(days=7)) == 4
    assert await seal_overdue(store, meeting + timedelta(days=8)) == 0
    async with store.reading() as session:
        kept = await session.get_one(SealedPeriod, (village.units["05"], "2026-11"))
        assert kept.sealed_by is None
        assert kept.facts is not None
        assert kept.facts["households"] == 6
        assert village.people["An"] in [row["person_id"] for row in kept.facts["members"]]
        assert "Nguyễn" not in str(kept.facts), "figures, and nobody's name"
