"""What Zalo brings again acts once: in a moment, in a month, and when its key is long forgotten."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.domain.delivery import Delivery
from bot.messages import Ambiguous
from bot.messengers.zalo_bot import ZaloBotMessenger
from handlers.respond import OLDEST, Setting, respond
from handlers.turn import Accounts
from scheduler.housekeeping import keep_house
from storage import inbox, outbox, settlement
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import InboxOddity, InboxRow, LinkedAddress, OutboxRow
from tests.conftest import NOW
from tests.village import Village

TOKEN = "1459232241454765289:abc"
ACCOUNT = ("zalo_bot", "1459232241454765289")
AN, STRANGER = "6ede9afa66b88fe6d6a9", "0123456789abcdef0123"
OURS = ZaloBotMessenger(TOKEN)
SETTING = Setting({ACCOUNT: OURS.read}, Accounts({}, "https://pages.example"), "the test")


def update(event: str = "message.text.received", **told: Any) -> bytes:
    message = {
        "from": told.pop("sender", {"id": AN, "is_bot": False}),
        "chat": {"id": AN, "chat_type": "PRIVATE"},
        "message_id": "2d758cb5e222177a4e35",
        "date": int(NOW.timestamp() * 1000),
    }
    return json.dumps({"event_name": event, "message": message | told}).encode()


def said(text: str, message_id: str) -> bytes:
    return update(text=text, message_id=message_id)


@pytest_asyncio.fixture
async def linked(store: Store, village: Village) -> AsyncIterator[Store]:
    """The village, where An writes from Zalo, too."""
    async with store.begin() as session:
        session.add(
            LinkedAddress(
                surface="zalo_bot", account=ACCOUNT[1], external_id=AN,
                person_id=village.people["An"], linked_at=NOW,
            )
        )  # fmt: skip
    yield store


async def come(store: Store, raw: bytes, now: datetime) -> None:
    """Stored as the program does it, and handled."""
    arrival = OURS.arrival(raw)
    assert arrival is not None
    async with store.begin() as session:
        arrived = Arrived(arrival.event_id, arrival.chat, raw)
        await inbox.keep(session, *ACCOUNT, [arrived], now)
    while await respond(store, SETTING, now):
        pass


async def counted(store: Store) -> tuple[int, int, int]:
    """Letters written, messages stored, messages that wait or were set aside."""
    async with store.reading() as session:
        letters = await session.scalar(select(func.count()).select_from(OutboxRow))
        messages = await session.scalar(select(func.count()).select_from(InboxRow))
        waiting = await inbox.counts(session)
    return letters or 0, messages or 0, waiting["waiting"] + waiting["dead"]


AGAIN = [0, 1, 29, 31, 61, 89, 91, 92, 185, 400]  # days later; keys are kept for 90
KINDS = {
    "a command": update(text="/thangnay"),
    "something not supported": update("message.unsupported.received"),
    "without an id": update(text="/thangnay", message_id=None),
}


@pytest.mark.parametrize("raw", KINDS.values(), ids=KINDS.keys())
async def test_what_comes_again_for_ever_is_answered_once(linked: Store, raw: bytes) -> None:
    for days in AGAIN:
        now = NOW + timedelta(days=days)
        await come(linked, raw, now)
        await come(linked, raw, now + timedelta(seconds=1))
        await keep_house(linked, now)

    letters, messages, open_ones = await counted(linked)
    assert (letters, open_ones) == (1, 0)
    assert messages <= 2  # its key, and that of its return after 90 days


def test_a_key_is_kept_longer_than_its_message_is_believed() -> None:
    clocks_apart = timedelta(days=1)

    assert OLDEST + clocks_apart < inbox.KEYS_KEPT


async def test_a_message_that_waited_for_days_at_zalo_is_heard(linked: Store) -> None:
    await come(linked, update(text="/thangnay"), NOW + OLDEST - timedelta(hours=1))

    assert (await counted(linked))[0] == 1


async def test_one_that_waited_for_longer_is_not_and_its_words_are_not_kept(linked: Store) -> None:
    await come(linked, update(text="/thangnay"), NOW + OLDEST + timedelta(hours=1))

    assert (await counted(linked))[0] == 0
    async with linked.reading() as session:
        assert await session.scalar(select(InboxRow.raw)) is None


async def test_pushed_bare_and_asked_for_wrapped_it_is_one_message(linked: Store) -> None:
    bare = update(text="/thangnay")
    wrapped = json.dumps({"ok": True, "result": json.loads(bare)}).encode()

    for raw in (bare, wrapped, bare):
        await come(linked, raw, NOW)

    assert (await counted(linked))[:2] == (1, 1)


SILENT = {
    "a group": update(text="x", chat={"id": STRANGER, "chat_type": "GROUP"}),
    "our own echo": update(text="x", sender={"id": ACCOUNT[1]}, chat={"id": ACCOUNT[1]}),
    "another bot": update(text="x", sender={"id": AN, "is_bot": True}),
    "a message that is absent": b'{"event_name":"message.unsupported.received"}',
    "a thumb": update("message.reaction.received"),
}


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("raw", SILENT.values(), ids=SILENT.keys())
async def test_what_is_nothing_for_us_gets_no_answer_and_is_kept_nowhere(
    linked: Store, raw: bytes
) -> None:
    for _ in range(3):
        await come(linked, raw, NOW)

    assert await counted(linked) == (0, 1, 0)
    async with linked.reading() as session:
        assert await session.scalar(select(InboxRow.raw)) is None
        assert await session.scalar(select(InboxOddity.id)) is None


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_no_answer_on_zalo_may_be_sent_twice(linked: Store) -> None:
    """What changes a message may be repeated; on Zalo nothing can be changed."""
    talk = ("/tham", "1", "1", "0", "menu", "1", "2", "/huy", "/hodan", "1", "hộ 2 vắng nhà")
    for number, text in enumerate(talk):
        await come(linked, said(text, f"{number:020x}"), NOW + timedelta(minutes=number))
    later = NOW + timedelta(hours=1)

    async with linked.begin() as session:
        letters = list(await session.scalars(select(OutboxRow)))
        assert len(letters) == len(talk)
        assert not [row for row in letters if {"edits", "tap_id"} & row.payload.keys()]
        first = await outbox.stamp(session, letters[0].id, "the test", NOW)
        assert first is not None
        await settlement.settle(session, first.id, "the test", Ambiguous("reset"), NOW)
        due = await outbox.claim(session, "the test", later, 50, [ACCOUNT])

    assert first.id not in [one.id for one in due]
    async with linked.reading() as session:
        found = await session.get_one(OutboxRow, first.id)
    assert found.status is Delivery.UNKNOWN
