"""The outbox: written once, leased to one, settled by the table of answers."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from bot.domain.delivery import LEASE, MOST_TRIES, Delivery
from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Attachment,
    Choice,
    Letter,
    Outcome,
    Outgoing,
    OutsideWindow,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
    Urgency,
)
from storage import backlog, outbox, settlement
from storage.outbox import Posting
from storage.presence import alone
from storage.store import Store
from storage.tables import File, LinkedAddress, OutboxRow, Person
from tests.conftest import NOW
from tests.village import Village

ACCOUNT = ("fake", "1")
MINUTE = timedelta(minutes=1)


def chat(name: str) -> Address:
    return Address(*ACCOUNT, name)


async def put(store: Store, to: str = "an", text: str = "Chào đồng chí.", **rest: Any) -> int:
    urgency = rest.pop("urgency", Urgency.LIVE)
    now = rest.pop("now", NOW)
    async with store.begin() as session:
        letter_id = await outbox.put(
            session, chat(to), Outgoing(text, urgency=urgency), now, **rest
        )
    assert letter_id is not None
    return letter_id


async def claim(store: Store, owner: str = "me", now: datetime = NOW, limit: int = 10) -> list[int]:
    async with store.begin() as session:
        return [due.id for due in await outbox.claim(session, owner, now, limit, [ACCOUNT])]


async def stamp(
    store: Store, letter_id: int, owner: str = "me", now: datetime = NOW
) -> Letter | None:
    async with store.begin() as session:
        return await outbox.stamp(session, letter_id, owner, now)


async def settle(
    store: Store, letter_id: int, outcome: Outcome, owner: str = "me", now: datetime = NOW
) -> None:
    async with store.begin() as session:
        await settlement.settle(session, letter_id, owner, outcome, now)


async def stamped(store: Store, **rest: Any) -> int:
    letter_id = await put(store, leased_by="me", **rest)
    assert await stamp(store, letter_id) is not None
    return letter_id


async def row(store: Store, letter_id: int) -> OutboxRow:
    async with store.reading() as session:
        return await session.get_one(OutboxRow, letter_id)


async def test_a_letter_with_a_key_is_written_once(store: Store) -> None:
    first = await put(store, key="remind:2026-11:1")
    async with store.begin() as session:
        again = await outbox.put(session, chat("an"), Outgoing("Nhắc"), NOW, key="remind:2026-11:1")
    assert again is None
    assert await claim(store) == [first]


async def test_letters_without_a_key_are_all_written(store: Store) -> None:
    assert await put(store) != await put(store)


async def test_everything_in_a_letter_survives_the_round_trip(store: Store) -> None:
    outgoing = Outgoing(
        "Mời chọn hộ.",
        choices=(Choice("Ông Ba Lành", "tok1"), Choice("H'Hen Niê", "tok2")),
        ways=(Choice("Thôi", "/huy"),),
        attachment=Attachment("05-2026-11.xlsx", b"\x00PK\xff", "application/zip"),
        ask_contact=True,
        numbered=False,
    )
    async with store.begin() as session:
        letter_id = await outbox.put(
            session, chat("an"), outgoing, NOW, edits="77", tap_id="t1", leased_by="me"
        )
    assert letter_id is not None
    assert await stamp(store, letter_id) == Letter(
        letter_id, chat("an"), outgoing.text, outgoing.choices, outgoing.ways,
        outgoing.attachment, ask_contact=True, numbered=False, edits="77", tap_id="t1",
    )  # fmt: skip


async def test_many_letters_are_written_once_each_with_one_copy_of_their_file(store: Store) -> None:
    attachment = Attachment("thong-bao.pdf", b"%PDF", "application/pdf")
    postings = [
        Posting(chat(f"c{n}"), Outgoing("Mời họp", attachment=attachment), key=f"announce:1:{n}")
        for n in range(1200)
    ]
    async with store.begin() as session:
        assert await outbox.put_many(session, postings, NOW) == 1200
        assert await outbox.put_many(session, postings[:5], NOW) == 0
        assert await outbox.put_many(session, [], NOW) == 0
    letter_id = (await claim(store, limit=1))[0]
    letter = await stamp(store, letter_id)
    assert letter is not None
    assert letter.attachment == attachment


async def test_many_letters_share_a_file_that_is_stored_already(store: Store) -> None:
    async with store.begin() as session:
        file = File(name="a.pdf", media_type="application/pdf", content=b"%PDF", created_at=NOW)
        session.add(file)
        await session.flush()
        await outbox.put_many(
            session, [Posting(chat("an"), Outgoing("Mời họp"), file_id=file.id)], NOW
        )
    letter = await stamp(store, (await claim(store))[0])
    assert letter is not None
    assert letter.attachment == Attachment("a.pdf", b"%PDF", "application/pdf")


async def test_a_key_lost_with_its_transaction_can_be_written_again(store: Store) -> None:
    with suppress(RuntimeError):
        async with store.begin() as session:
            await outbox.put(session, chat("an"), Outgoing("Nhắc"), NOW, key="k")
            raise RuntimeError
    await put(store, key="k")


async def test_the_most_urgent_goes_first_and_then_the_oldest(store: Store) -> None:
    bulk = await put(store, "a", urgency=Urgency.BULK)
    digest = await put(store, "b", urgency=Urgency.DIGEST)
    newer = await put(store, "c", now=NOW - MINUTE)
    older = await put(store, "d", now=NOW - 2 * MINUTE)
    assert await claim(store) == [older, newer, digest, bulk]


async def test_what_is_leased_is_not_claimed_again_until_the_lease_runs_out(store: Store) -> None:
    letter_id = await put(store)
    assert await claim(store, "one") == [letter_id]
    assert await claim(store, "two", NOW + LEASE / 2) == []
    assert await claim(store, "two", NOW + LEASE) == [letter_id]


@pytest.mark.parametrize(
    ("rest", "later"),
    [
        pytest.param({"not_before": NOW + MINUTE}, True, id="not yet"),
        pytest.param({"expires_at": NOW}, False, id="too late"),
        pytest.param({"leased_by": "another"}, False, id="somebody else's"),
    ],
)
async def test_only_what_is_due_is_claimed(store: Store, rest: dict[str, Any], later: bool) -> None:
    letter_id = await put(store, **rest)
    assert await claim(store) == []
    assert (letter_id in await claim(store, now=NOW + LEASE / 2)) is False
    assert (letter_id in await claim(store, now=NOW + MINUTE)) is (later or "leased_by" in rest)


async def test_only_the_accounts_asked_for_are_claimed(store: Store) -> None:
    await put(store)
    async with store.begin() as session:
        assert await outbox.claim(session, "me", NOW, 5, [("fake", "2")]) == []
        assert await outbox.claim(session, "me", NOW, 5, []) == []
        assert await outbox.claim(session, "me", NOW, 0, [ACCOUNT]) == []


async def test_an_earlier_letter_holds_back_the_next_to_the_same_chat(store: Store) -> None:
    first, second = await put(store), await put(store)
    other = await put(store, "binh")
    assert await claim(store) == [first, other]
    await stamp(store, first)
    assert await claim(store) == []
    await settle(store, first, Sent("m"))
    assert await claim(store) == [second]


async def test_a_letter_waiting_for_another_try_still_holds_back_the_next(store: Store) -> None:
    first = await stamped(store)
    second = await put(store, leased_by="me")
    await settle(store, first, TryLater())
    assert await stamp(store, second) is None
    assert await claim(store) == []
    assert await claim(store, now=NOW + timedelta(seconds=2)) == [first]


async def test_an_unknown_letter_holds_back_the_next_for_half_a_minute(store: Store) -> None:
    first = await stamped(store)
    second = await put(store)
    await settle(store, first, Ambiguous("reset"))
    assert await claim(store, now=NOW + timedelta(seconds=29)) == []
    assert await claim(store, now=NOW + timedelta(seconds=30)) == [second]


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param({"not_before": NOW + timedelta(days=1)}, id="a reminder for tomorrow"),
        pytest.param({"urgency": Urgency.BULK}, id="an announcement"),
        pytest.param({"expires_at": NOW - MINUTE}, id="one too late"),
    ],
)
async def test_an_answer_does_not_wait_for(store: Store, earlier: dict[str, Any]) -> None:
    await put(store, **earlier)
    answer = await put(store)
    assert (await claim(store))[0] == answer


async def test_two_postmen_never_claim_the_same_letter(store: Store) -> None:
    letters = {await put(store, f"c{n}") for n in range(40)}
    claims = await asyncio.gather(*(claim(store, f"p{n}", limit=10) for n in range(6)))
    claimed = [letter for some in claims for letter in some]
    assert len(claimed) == len(set(claimed))
    rest = await claim(store, "last", limit=40)
    assert set(claimed) | set(rest) == letters


async def test_a_stamp_writes_the_intent_down(store: Store) -> None:
    letter_id = await stamped(store)
    found = await row(store, letter_id)
    assert (found.status, found.attempts) == (Delivery.SENDING, 1)
    assert found.lease_until == NOW + LEASE


async def test_a_letter_is_stamped_once(store: Store) -> None:
    letter_id = await stamped(store)
    assert await stamp(store, letter_id) is None
    assert (await row(store, letter_id)).attempts == 1


async def test_who_lost_the_lease_may_not_send(store: Store) -> None:
    letter_id = await put(store)
    await claim(store, "slow")
    await claim(store, "quick", NOW + LEASE)
    assert await stamp(store, letter_id, "slow", NOW + LEASE) is None
    assert await stamp(store, letter_id, "quick", NOW + LEASE) is not None


async def test_what_became_too_late_while_it_was_leased_is_not_sent(store: Store) -> None:
    letter_id = await put(store, leased_by="me", expires_at=NOW + MINUTE)
    assert await stamp(store, letter_id, now=NOW + MINUTE) is None
    found = await row(store, letter_id)
    assert (found.status, found.error) == (Delivery.EXPIRED, "too late")


async def linked(store: Store, village: Village, name: str) -> tuple[LinkedAddress, int]:
    async with store.begin() as session:
        person_id = await session.scalar(select(Person.id).limit(1))
        assert person_id is not None
        address = LinkedAddress(
            surface="fake", account="1", external_id=name, person_id=person_id, linked_at=NOW
        )
        session.add(address)
    return address, person_id


async def test_a_letter_for_somebody_unlinked_meanwhile_is_not_sent(
    store: Store, village: Village
) -> None:
    address, person_id = await linked(store, village, "an")
    first = await put(store, person_id=person_id, leased_by="me")
    assert await stamp(store, first) is not None
    await settle(store, first, Sent("m"))
    second = await put(store, person_id=person_id, leased_by="me")
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.id == address.id).values(person_id=None)
        )
    assert await stamp(store, second) is None
    found = await row(store, second)
    assert (found.status, found.error) == (Delivery.EXPIRED, "no longer this person's chat")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"payload": {"choices": "?"}}, id="no text"),
        pytest.param(
            {"payload": {"text": "a", "choices": [["", "x"]]}}, id="a label that is empty"
        ),
        pytest.param({"payload": []}, id="not an object"),
    ],
)
async def test_a_letter_that_cannot_be_read_fails_and_is_not_tried_again(
    store: Store, change: dict[str, Any]
) -> None:
    letter_id = await put(store, leased_by="me")
    async with store.begin() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.id == letter_id).values(**change))
    assert await stamp(store, letter_id) is None
    found = await row(store, letter_id)
    assert (found.status, found.error) == (Delivery.FAILED, "unreadable")


@pytest.mark.parametrize(
    ("outcome", "status", "attempts"),
    [
        pytest.param(Sent("m1"), Delivery.SENT, 1, id="sent"),
        pytest.param(Rejected("bad entities"), Delivery.FAILED, 1, id="rejected"),
        pytest.param(RecipientGone("blocked"), Delivery.FAILED, 1, id="recipient gone"),
        pytest.param(OutsideWindow("48 h"), Delivery.CALL_NEEDED, 1, id="outside the window"),
        pytest.param(Ambiguous("reset"), Delivery.UNKNOWN, 1, id="ambiguous"),
        pytest.param(AccountRefused("401"), Delivery.QUEUED, 0, id="account refused"),
        pytest.param(QuotaSpent("429"), Delivery.QUEUED, 0, id="quota spent"),
        pytest.param(TryLater(why="502"), Delivery.QUEUED, 1, id="try later"),
        pytest.param(TryLater(30, flood=True), Delivery.QUEUED, 0, id="flood"),
        pytest.param(TryLater(flood=True), Delivery.QUEUED, 0, id="flood of unknown length"),
        pytest.param(TryLater(reached=False), Delivery.QUEUED, 0, id="no connection"),
    ],
)
async def test_what_becomes_of_a_letter(
    store: Store, outcome: Outcome, status: Delivery, attempts: int
) -> None:
    letter_id = await stamped(store)
    await settle(store, letter_id, outcome)
    found = await row(store, letter_id)
    assert (found.status, found.attempts) == (status, attempts)
    assert (found.settled_at is None) == (status is Delivery.QUEUED)
    assert found.provider_message_id == ("m1" if status is Delivery.SENT else "")


@pytest.mark.parametrize(
    ("outcome", "least", "most"),
    [
        pytest.param(TryLater(), 0.8, 1.2, id="a second, more or less"),
        pytest.param(TryLater(after=40), 40, 40, id="as long as the messenger says"),
        pytest.param(TryLater(after=3600, flood=True), 3600, 3600, id="as long as a flood lasts"),
        pytest.param(TryLater(flood=True), 30, 30, id="half a minute where it does not say"),
    ],
)
async def test_a_letter_to_be_tried_again_rests(
    store: Store, outcome: Outcome, least: float, most: float
) -> None:
    letter_id = await stamped(store)
    await settle(store, letter_id, outcome)
    assert await claim(store, now=NOW + timedelta(seconds=least - 0.1)) == []
    assert await claim(store, now=NOW + timedelta(seconds=most)) == [letter_id]


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        pytest.param(TryLater(why="500"), MOST_TRIES, id="as many as we make"),
        pytest.param(TryLater(why="500", most_tries=3), 3, id="as many as the messenger wants"),
    ],
)
async def test_a_letter_fails_after_so_many_tries(
    store: Store, answer: TryLater, tries: int
) -> None:
    letter_id = await put(store)
    now = NOW
    for _ in range(tries):
        now += timedelta(minutes=2)
        assert await claim(store, now=now) == [letter_id]
        await stamp(store, letter_id, now=now)
        await settle(store, letter_id, answer, now=now)
    found = await row(store, letter_id)
    assert (found.status, found.error) == (Delivery.FAILED, "500")


async def test_an_ambiguous_edit_is_repeated_but_not_for_ever(store: Store) -> None:
    letter_id = await put(store, edits="77")
    now = NOW
    for attempt in range(1, MOST_TRIES + 1):
        now += timedelta(minutes=2)
        assert await claim(store, now=now) == [letter_id], attempt
        await stamp(store, letter_id, now=now)
        await settle(store, letter_id, Ambiguous("reset"), now=now)
    assert (await row(store, letter_id)).status is Delivery.UNKNOWN


async def test_who_is_gone_is_marked_so(store: Store, village: Village) -> None:
    address, person_id = await linked(store, village, "an")
    letter_id = await stamped(store, person_id=person_id)
    await settle(store, letter_id, RecipientGone("blocked"))
    async with store.reading() as session:
        assert (await session.get_one(LinkedAddress, address.id)).gone_at == NOW


async def test_a_letter_stamped_by_a_dead_postman_is_unknown_and_not_sent_again(
    store: Store,
) -> None:
    letter_id = await stamped(store)
    async with alone(store, "me"), store.begin() as session:
        assert await settlement.recover(session, NOW + LEASE / 2) == 0
        assert await settlement.recover(session, NOW + LEASE) == 1
    assert (await row(store, letter_id)).status is Delivery.UNKNOWN
    assert await claim(store, now=NOW + timedelta(days=1)) == []


async def test_what_one_who_is_gone_has_taken_waits_for_no_lease(store: Store) -> None:
    under_way = await stamped(store)
    leased = await put(store, "binh", leased_by="me")
    at_work = await put(store, "cuc", leased_by="another")
    async with alone(store, "me"), alone(store, "another"), store.begin() as session:
        assert await settlement.recover(session, NOW) == 0
    async with alone(store, "another"), store.begin() as session:
        await settlement.recover(session, NOW if not store.embedded else NOW + LEASE)
    assert (await row(store, under_way)).status is Delivery.UNKNOWN
    free = [leased, at_work] if store.embedded else [leased]  # there, both leases have run out
    assert await claim(store, "heir") == free


async def test_an_edit_stamped_by_a_dead_postman_goes_out_again(store: Store) -> None:
    letter_id = await stamped(store, edits="77")
    async with store.begin() as session:
        assert await settlement.recover(session, NOW + LEASE) == 1
    assert await claim(store, now=NOW + LEASE) == [letter_id]


async def test_who_is_alone_need_not_wait_for_leases(store: Store) -> None:
    under_way = await stamped(store)
    leased = await put(store, "binh", leased_by="another")
    async with store.begin() as session:
        assert await settlement.recover(session, NOW, alone=True) == 1
    assert (await row(store, under_way)).status is Delivery.UNKNOWN
    assert await claim(store) == [leased]


async def test_the_answer_may_come_after_the_lease_ran_out(store: Store) -> None:
    letter_id = await stamped(store)
    async with store.begin() as session:
        await settlement.recover(session, NOW + LEASE)
    await settle(store, letter_id, Sent("m9"), now=NOW + LEASE)
    assert (await row(store, letter_id)).status is Delivery.SENT


async def test_nobody_settles_the_letter_of_another(store: Store) -> None:
    letter_id = await stamped(store)
    await settle(store, letter_id, Sent("m1"), owner="another")
    await settle(store, letter_id, TryLater(), owner="another")
    assert (await row(store, letter_id)).status is Delivery.SENDING


async def test_what_is_too_late_is_settled(store: Store) -> None:
    late = await put(store, expires_at=NOW)
    await put(store, expires_at=NOW + MINUTE)
    async with store.begin() as session:
        assert await outbox.expire(session, NOW) == 1
    assert (await row(store, late)).status is Delivery.EXPIRED


async def test_a_reminder_still_waiting_can_be_withdrawn(store: Store) -> None:
    mine = await put(store, "a", key="remind:2026-11:7:x")
    leased = await put(store, "b", key="remind:2026-11:7:y", leased_by="me")
    await put(store, "c", key="remind:2026-11:70:x")
    under_way = await stamped(store, to="d", key="remind:2026-11:7:z")
    async with store.begin() as session:
        assert await outbox.withdraw(session, "remind:2026-11:7:", NOW) == 2
    assert await stamp(store, leased) is None
    statuses = [(await row(store, n)).status for n in (mine, leased, under_way)]
    assert statuses == [Delivery.EXPIRED, Delivery.EXPIRED, Delivery.SENDING]


async def test_signs_in_a_prefix_stand_for_themselves(store: Store) -> None:
    await put(store, key="remind:1")
    async with store.begin() as session:
        assert await outbox.withdraw(session, "remind_", NOW) == 0
        assert await outbox.withdraw(session, "%", NOW) == 0


async def test_leases_are_given_back_at_an_ordered_end(store: Store) -> None:
    waiting = await put(store)
    await claim(store, "me")
    under_way = await stamped(store, to="binh")
    async with store.begin() as session:
        await outbox.give_back(session, "me")
    assert await claim(store, "next") == [waiting]
    assert (await row(store, under_way)).status is Delivery.SENDING


async def test_a_letter_let_go_rests_as_long_as_told(store: Store) -> None:
    letter_id = await put(store, leased_by="me")
    async with store.begin() as session:
        await outbox.hold(session, letter_id, "me", NOW + MINUTE)
    assert await claim(store) == []
    assert await claim(store, now=NOW + MINUTE) == [letter_id]


async def test_the_counts_tell_how_the_outbox_fares(store: Store) -> None:
    await put(store, "a", now=NOW - MINUTE, inbox_id=1)
    await put(store, "b", urgency=Urgency.BULK, now=NOW - 5 * MINUTE)
    await put(store, "b", now=NOW - 5 * MINUTE)  # nobody waits for what comes by itself
    await stamped(store, to="c")
    for name, outcome in (("d", Sent("m")), ("e", Ambiguous("reset")), ("f", Rejected("no"))):
        await settle(store, await stamped(store, to=name), outcome)
    await settle(store, await stamped(store, to="g"), Sent("m"), now=NOW - timedelta(days=2))
    async with store.reading() as session:
        found = await backlog.counts(session, NOW)
    assert {name: count for name, count in found.items() if count} == {
        "queued": 3, "sending": 1, "sent": 1, "unknown": 1, "failed": 1,
        "oldest_answer_seconds": 60,
    }  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_looking_for_what_is_due_reads_no_more_than_what_is_open(store: Store) -> None:
    ran: list[tuple[str, Any]] = []

    def remember(*what: Any) -> None:
        ran.append((what[2], what[3]))

    event.listen(store.writer.sync_engine, "before_cursor_execute", remember)
    await claim(store)
    statement, values = next(each for each in ran if "UPDATE outbox" in each[0])
    async with store.writer.connect() as connection:
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        steps = " ".join(str(tuple(step)) for step in plan)
    for index in ("ix_outbox_due", "ix_outbox_open", "ix_outbox_unknown"):
        assert index in steps
