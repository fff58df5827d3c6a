"""The postman: once, in order, at the pace allowed, and nothing lost without a word."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.delivery import LEASE, Delivery
from bot.messages import (
    AccountRefused,
    Ambiguous,
    Attachment,
    Letter,
    Outgoing,
    RecipientGone,
    Rejected,
    TryLater,
    Urgency,
)
from scheduler.pacing import Pace, Pacing
from scheduler.postman import MOST_IN_FLIGHT, Postman
from storage import outbox, settlement
from storage.store import Session, Store
from storage.tables import LinkedAddress, OutboxRow, Person
from tests.conftest import NOW
from tests.cores import stood_in_line
from tests.fakes import FakeClock, FakeMessenger
from tests.scheduler.conftest import ACCOUNT, FREE
from tests.village import Village
from tests.wire import counted


def of(
    store: Store, messenger: FakeMessenger, rate: float = 10_000, chat: Pace = FREE, **rest: Any
) -> Postman:
    return Postman(store, {ACCOUNT: messenger.send}, Pacing({ACCOUNT: rate}, chat), **rest)


async def put(store: Store, text: str, to: str = "an", **rest: Any) -> int:
    urgency = rest.pop("urgency", Urgency.LIVE)
    now = rest.pop("now", NOW)
    attachment = rest.pop("attachment", None)
    outgoing = Outgoing(text, urgency=urgency, attachment=attachment)
    async with store.begin() as session:
        letter_id = await outbox.put(session, FakeMessenger().at(to), outgoing, now, **rest)
    assert letter_id is not None
    return letter_id


async def status(store: Store, letter_id: int) -> Delivery:
    async with store.reading() as session:
        return (await session.get_one(OutboxRow, letter_id)).status


async def statuses(store: Store) -> Counter[Delivery]:
    async with store.reading() as session:
        return Counter(await session.scalars(select(OutboxRow.status)))


async def until_done(postman: Postman, clock: FakeClock, steps: int = 100) -> None:
    """Rounds, with a minute between them, until nothing is open."""
    for _ in range(steps):
        while await postman.round():
            pass
        counts = await statuses(postman.store)
        if not counts[Delivery.QUEUED] and not counts[Delivery.SENDING]:
            return
        clock.turn(minutes=1)
    raise AssertionError(f"still open: {counts}")


@asynccontextmanager
async def at_work(*postmen: Postman) -> AsyncIterator[None]:
    """Postmen who run as they do in production, and are stopped in order."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for postman in postmen:
            group.create_task(postman.run(stop))
        try:
            yield
        finally:
            stop.set()


async def becomes(condition: Any, longest: float = 15.0) -> None:
    async with asyncio.timeout(longest):
        while not await condition():  # noqa: ASYNC110  # what is waited for knows nothing of us
            await asyncio.sleep(0.01)


# --- Once, and in order ------------------------------------------------------------------------


async def test_an_answer_handed_over_costs_two_commits(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    letter_id = await put(store, "Đã ghi nhận", leased_by=postman.name)
    postman.deliver(letter_id, messenger.at("an"))
    async with counted(store) as cost:
        assert await postman.flush() == 1
    assert messenger.texts == ["Đã ghi nhận"]
    assert cost.commits == 2
    assert await status(store, letter_id) is Delivery.SENT


async def test_others_need_not_wait_for_a_slot_until_the_words_of_bulk_are_made(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    await put(store, "Thông báo", urgency=Urgency.BULK)
    async with counted(store) as cost:
        assert await postman.round() == 1
    assert messenger.texts == ["Thông báo"]
    assert cost.commits == (3 if store.embedded else 4)  # claimed, slot, stamp, settled


async def test_what_is_due_goes_out_once(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    await put(store, "Một")
    assert await postman.round() == 1
    assert await postman.round() == 0
    assert messenger.texts == ["Một"]


async def test_a_chat_gets_its_letters_in_order_whoever_sends_them(store: Store) -> None:
    messenger = FakeMessenger()
    for n in range(500):
        await put(store, f"{n}", f"c{n * 7 % 50}", now=NOW - timedelta(hours=1))

    async def dawdle(letter: Letter) -> None:
        await asyncio.sleep(letter.id * 37 % 5 / 1000)

    messenger.before = dawdle
    postmen = [of(store, messenger) for _ in range(2)]

    async def all_sent() -> bool:
        return len(messenger.sent) == 500

    async with at_work(*postmen):
        await becomes(all_sent, 60)
    assert Counter(messenger.texts).most_common(1)[0][1] == 1
    for chat in {letter.address for letter in messenger.sent}:
        seen = [letter.id for letter in messenger.sent if letter.address == chat]
        assert seen == sorted(seen)
    assert await statuses(store) == {Delivery.SENT: 500}


async def test_answers_handed_over_together_keep_their_order(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    for n in range(12):
        letter_id = await put(store, f"{n}", leased_by=postman.name)
        postman.deliver(letter_id, messenger.at("an"))
    await postman.flush()
    assert messenger.texts == [f"{n}" for n in range(12)]


async def test_several_chats_are_written_to_side_by_side_and_bulk_leaves_a_place(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    for n in range(20):
        await put(store, f"answer {n}", f"c{n}")
        await put(store, f"bulk {n}", f"b{n}", urgency=Urgency.BULK)
    flying: list[str] = []
    most = Counter[str]()

    async def watch(letter: Letter) -> None:
        kind = letter.text.split()[0]
        flying.append(kind)
        most[kind] = max(most[kind], flying.count(kind))
        await asyncio.sleep(0.2)
        flying.remove(kind)

    messenger.before = watch
    while await postman.round():
        pass
    places = 5 if store.embedded else 6
    assert 1 < most["bulk"] < places
    assert most["answer"] == places
    assert len(messenger.sent) == 40


async def test_a_file_arrives_whole(
    store: Store, postman: Postman, messenger: FakeMessenger
) -> None:
    attachment = Attachment("05-2026-11.xlsx", bytes(range(256)) * 1000, "application/zip")
    await put(store, "Báo cáo tháng", attachment=attachment)
    await postman.round()
    assert messenger.sent[0].attachment == attachment


# --- What may have arrived ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(Ambiguous("reset"), id="the messenger does not know"),
        pytest.param(TimeoutError(), id="no answer in time"),
        pytest.param(RuntimeError("https://api/bot123:secret"), id="a fault of ours"),
    ],
)
async def test_what_may_have_arrived_is_unknown_and_never_sent_again(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock, trouble: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    letter_id = await put(store, "Một")
    messenger.fail(trouble)
    await postman.round()
    clock.turn(days=1)
    await postman.round()
    assert await status(store, letter_id) is Delivery.UNKNOWN
    assert len(messenger.tried) == 1
    assert "secret" not in "".join(capsys.readouterr())


async def test_an_edit_that_may_have_arrived_is_repeated(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letter_id = await put(store, "Đã ghi nhận", edits="77")
    messenger.fail(Ambiguous("reset"), Ambiguous("reset"))
    await until_done(postman, clock)
    assert len(messenger.tried) == 3
    assert await status(store, letter_id) is Delivery.SENT


async def test_a_postman_who_dies_while_sending_leaves_an_unknown_letter(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letter_id = await put(store, "Một")
    next_letter = await put(store, "Hai")
    begun = asyncio.Event()

    async def die(_: Letter) -> None:
        begun.set()
        await asyncio.Event().wait()

    messenger.before = die
    async with asyncio.TaskGroup() as group:
        life = group.create_task(postman.round())
        await begun.wait()
        life.cancel()
    messenger.before = None
    clock.turn(seconds=LEASE.total_seconds())
    async with store.begin() as session:
        await settlement.recover(session, clock())
    clock.turn(seconds=31)
    heir = of(store, messenger, clock=clock, pause=clock.pause)
    assert await heir.round() == 1
    assert messenger.texts == ["Hai"]
    assert await status(store, letter_id) is Delivery.UNKNOWN
    assert await status(store, next_letter) is Delivery.SENT


async def test_a_postman_who_dies_before_the_stamp_has_sent_nothing_and_another_does(
    store: Store, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letter_id = await put(store, "Một")
    async with store.begin() as session:
        await outbox.claim(session, "dead", NOW, 8, [ACCOUNT])
    heir = of(store, messenger, clock=clock, pause=clock.pause)
    assert await heir.round() == 0
    clock.turn(seconds=LEASE.total_seconds())
    assert await heir.round() == 1
    assert await status(store, letter_id) is Delivery.SENT


async def test_what_was_sent_is_written_down_although_the_database_was_away(
    store: Store, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letter_id = await put(store, "Một")
    fragile = Fragile(store.writer, store.reader, store.keys)
    postman = of(fragile, messenger, clock=clock, pause=clock.pause)

    async def lose_the_database(_: Letter) -> None:
        fragile.failures.extend([ConnectionError()] * 3)

    messenger.before = lose_the_database
    await postman.round()
    assert await status(store, letter_id) is Delivery.SENT


@dataclass(frozen=True)
class Fragile(Store):
    """A database that goes away as often as told."""

    failures: list[Exception] = field(default_factory=list)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Session]:
        if self.failures:
            raise self.failures.pop()
        async with super().begin() as session:
            yield session


# --- What surely has not arrived ---------------------------------------------------------------


async def test_one_bad_letter_does_not_hold_up_the_rest(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    bad = await put(store, "x", "binh")
    async with store.begin() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.id == bad).values(payload={}))
    messenger.fail(Rejected("can't parse"), RecipientGone("blocked"), RuntimeError())
    for n in range(6):
        await put(store, f"{n}", f"c{n}")
    await until_done(postman, clock)
    assert len(messenger.sent) == 3
    assert await statuses(store) == {Delivery.FAILED: 3, Delivery.UNKNOWN: 1, Delivery.SENT: 3}


async def test_a_letter_that_surely_did_not_arrive_is_tried_again(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    await put(store, "Một")
    await put(store, "Hai")
    messenger.fail(TryLater(why="500"), TryLater(why="502"))
    await until_done(postman, clock)
    assert messenger.texts == ["Một", "Hai"]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_nothing_is_lost_while_the_messenger_cannot_be_reached_for_ten_minutes(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    for n in range(20):
        await put(store, f"{n}", f"c{n}", urgency=Urgency.BULK)
    messenger.fail(*[TryLater(reached=False)] * 100)
    await until_done(postman, clock, 300)
    assert len(messenger.sent) == 20
    assert clock() - NOW > timedelta(minutes=10)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("after", [1, 30, 3600])
async def test_after_a_flood_nobody_is_written_to_before_the_time_named(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock, after: int
) -> None:
    await put(store, "Một", "c1")
    messenger.fail(TryLater(after, flood=True))
    await postman.round()
    await put(store, "Hai", "c2")
    clock.turn(seconds=after)
    assert await postman.round() == 0
    assert len(messenger.tried) == 1
    clock.turn(seconds=1)
    while await postman.round():
        pass
    assert sorted(messenger.texts) == ["Hai", "Một"]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_flood_of_one_chat_holds_up_no_other(
    store: Store, messenger: FakeMessenger, clock: FakeClock
) -> None:
    postman = of(store, messenger, chat=Pace(1, 3), clock=clock, pause=clock.pause)
    for n in range(3):
        await put(store, f"{n}", "c1")
    await postman.round()
    await postman.round()
    messenger.fail(TryLater(3600, flood=True))
    await postman.round()
    await put(store, "Hai", "c2")
    assert await postman.round() == 1
    assert messenger.texts == ["0", "1", "Hai"]
    clock.turn(seconds=3599)
    assert await postman.round() == 0
    clock.turn(seconds=2)
    await until_done(postman, clock)
    assert messenger.texts[-1] == "2"


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_whoever_gets_many_answers_at_once_holds_up_nobody_else(
    store: Store, messenger: FakeMessenger, clock: FakeClock
) -> None:
    rested, written_to_z = asyncio.Event(), asyncio.Event()

    async def rest(seconds: float) -> None:
        await rested.wait()
        await clock.pause(seconds)

    async def see(letter: Letter) -> None:
        if letter.text == "Của z":
            written_to_z.set()

    messenger.before = see
    postman = of(store, messenger, chat=Pace(1, 2), clock=clock, pause=rest)
    chats = [f"c{n}" for n in range(MOST_IN_FLIGHT)]
    said = [(chat, f"{chat}: {n}") for n in range(4) for chat in chats]
    for chat, text in [*said, ("z", "Của z")]:
        letter = await put(store, text, chat, leased_by=postman.name)
        postman.deliver(letter, messenger.at(chat))
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(postman.flush())
        await written_to_z.wait()
        assert len(messenger.sent) <= 2 * len(chats) + 1, "nobody had more than two at once"
        rested.set()
    for chat in chats:
        to_chat = [text for text in messenger.texts if text.startswith(chat)]
        assert to_chat == [f"{chat}: {n}" for n in range(4)], "each in its order"
    assert len(messenger.sent) == len(said) + 1


async def test_what_waited_for_its_slot_does_not_go_into_a_flood(
    store: Store, messenger: FakeMessenger
) -> None:
    postman = of(store, messenger, rate=1)
    first = await put(store, "Một", "c1", leased_by=postman.name, now=NOW)
    second = await put(store, "Hai", "c2", leased_by=postman.name, now=NOW)

    async def answer_late(_: Letter) -> None:
        await asyncio.sleep(0.05)

    messenger.before = answer_late
    messenger.fail(TryLater(3600, flood=True))
    postman.deliver(first, messenger.at("c1"))
    postman.deliver(second, messenger.at("c2"))
    await postman.flush()
    assert len(messenger.tried) == 1  # of two chats either may be first
    assert await statuses(store) == {Delivery.QUEUED: 2}


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_a_refused_token_stops_the_account_and_loses_nothing(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    for n in range(30):
        await put(store, f"{n}", f"c{n}")
    messenger.fail(*[AccountRefused("401")] * 16)
    await postman.round()
    assert await postman.round() == 0
    assert len(messenger.tried) <= 8
    await until_done(postman, clock)
    assert len(messenger.sent) == 30


async def test_letters_of_an_account_without_messenger_stay(store: Store, postman: Postman) -> None:
    async with store.begin() as session:
        address = replace(FakeMessenger().at("an"), account="2")
        letter_id = await outbox.put(session, address, Outgoing("Một"), NOW)
    assert letter_id is not None
    postman.deliver(letter_id, address)
    assert await postman.round() == 0
    assert await status(store, letter_id) is Delivery.QUEUED


# --- What is no longer wanted ------------------------------------------------------------------


async def test_what_is_too_late_is_not_sent(
    store: Store, postman: Postman, messenger: FakeMessenger, clock: FakeClock
) -> None:
    letter_id = await put(
        store, "Nhắc", expires_at=NOW + timedelta(hours=1), leased_by=postman.name
    )
    clock.turn(hours=2)
    postman.deliver(letter_id, messenger.at("an"))
    await postman.flush()
    assert messenger.tried == []
    assert await status(store, letter_id) is Delivery.EXPIRED


async def test_a_letter_for_somebody_unlinked_meanwhile_is_dropped(
    store: Store, village: Village, postman: Postman, messenger: FakeMessenger
) -> None:
    async with store.begin() as session:
        person_id = await session.scalar(select(Person.id).limit(1))
        session.add(
            LinkedAddress(surface="fake", account="1", external_id="an", person_id=person_id)
        )
    letter_id = await put(store, "Nhắc", person_id=person_id)
    async with store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.surface == "fake").values(person_id=None)
        )
    await postman.round()
    assert messenger.tried == []
    assert await status(store, letter_id) is Delivery.EXPIRED


# --- At work -----------------------------------------------------------------------------------


async def test_who_runs_sends_what_was_written_and_what_is_handed_over(
    store: Store, messenger: FakeMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.postman.POLL", 3600.0)  # whoever is not woken sees nothing
    postman = of(store, messenger)
    await put(store, "Một", "a")

    async def two_sent() -> bool:
        return len(messenger.sent) == 2

    async with at_work(postman):
        letter_id = await put(store, "Hai", "b", leased_by=postman.name)
        postman.deliver(letter_id, messenger.at("b"))
        await becomes(two_sent)
        await put(store, "Ba", "c")
        postman.wake()
        await becomes(lambda: asyncio.sleep(0, len(messenger.sent) == 3))


async def test_an_ordered_end_finishes_what_flies_and_gives_the_rest_back(
    store: Store, messenger: FakeMessenger
) -> None:
    postman = of(store, messenger)
    for n in range(20):
        await put(store, f"{n}", f"c{n}")
    first = asyncio.Event()

    async def dawdle(_: Letter) -> None:
        first.set()
        await asyncio.sleep(0.1)

    messenger.before = dawdle
    async with at_work(postman):
        await first.wait()
    counts = await statuses(store)
    assert counts[Delivery.SENT] == len(messenger.sent) == len(messenger.tried)
    assert set(counts) <= {Delivery.SENT, Delivery.QUEUED}
    async with store.reading() as session:
        leases = set(
            await session.scalars(
                select(OutboxRow.lease_owner).where(OutboxRow.status == Delivery.QUEUED)
            )
        )
    assert leases <= {""}


async def test_a_postman_outlives_an_absence_of_the_database(
    store: Store, messenger: FakeMessenger
) -> None:
    fragile = Fragile(store.writer, store.reader, store.keys, failures=[ConnectionError()])
    await put(store, "Một")

    async def sent() -> bool:
        return bool(messenger.sent)

    async with at_work(of(fragile, messenger)):
        await becomes(sent)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_at_the_start_who_is_alone_settles_what_was_left_at_once(
    store: Store, messenger: FakeMessenger
) -> None:
    left = await put(store, "Một", leased_by="dead")
    leased = await put(store, "Hai", "b", leased_by="dead")
    async with store.begin() as session:
        await outbox.stamp(session, left, "dead", NOW)

    async def sent() -> bool:
        return bool(messenger.sent)

    async with at_work(of(store, messenger)):
        await becomes(sent)
    assert await status(store, left) is Delivery.UNKNOWN
    assert await status(store, leased) is Delivery.SENT


# --- The pace ----------------------------------------------------------------------------------


async def test_the_pace_is_kept_and_used_to_the_full(store: Store) -> None:
    times: list[float] = []
    messenger = FakeMessenger()

    async def note(_: Letter) -> None:
        times.append(time.monotonic())

    messenger.before = note
    for n in range(65):
        await put(store, f"{n}", f"c{n}", urgency=Urgency.BULK)

    async def all_sent() -> bool:
        return len(messenger.sent) == 65

    waited = stood_in_line(os.getpid())
    async with at_work(of(store, messenger, rate=25)):
        await becomes(all_sent)
    waited = stood_in_line(os.getpid()) - waited
    busiest = max(sum(t <= other < t + 1 for other in times) for t in times)
    assert busiest <= 32  # 30 slots; the network's own delays may push two into one second
    assert max(times) - min(times) > 2.3
    assert max(times) - min(times) - waited < 4, "but for what others had of the cores"


async def test_an_answer_in_the_middle_of_a_broadcast_is_quick(store: Store) -> None:
    messenger = FakeMessenger()
    postman = of(store, messenger, rate=25)
    for n in range(100):
        await put(store, f"{n}", f"c{n}", urgency=Urgency.BULK)
    went_before: list[int] = []

    async with at_work(postman):
        for n in range(8):
            await asyncio.sleep(0.2)
            sent_already = len(messenger.sent)
            letter_id = await put(store, f"answer {n}", f"a{n}", leased_by=postman.name)
            postman.deliver(letter_id, messenger.at(f"a{n}"))
            await becomes(lambda n=n: asyncio.sleep(0, f"answer {n}" in messenger.texts))
            went_before.append(messenger.texts.index(f"answer {n}") - sent_already)
    assert max(went_before) < 25, "so many as go out in a second"


async def test_one_chat_gets_three_at_once_and_then_one_a_second(store: Store) -> None:
    times: list[float] = []
    messenger = FakeMessenger()

    async def note(_: Letter) -> None:
        times.append(time.monotonic())

    messenger.before = note
    for n in range(5):
        await put(store, f"{n}")

    async def all_sent() -> bool:
        return len(messenger.sent) == 5

    async with at_work(of(store, messenger, chat=Pace(1, 3))):
        await becomes(all_sent)
    assert times[2] - times[0] < 1
    assert times[3] - times[0] > 0.9
    assert times[4] - times[0] > 1.9
