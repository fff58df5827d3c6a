"""A process that writes answers and sends letters until it is killed: what the kills are for.

It is told DATABASE_URL MESSENGER_URL NAME ANSWERS.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime

import aiohttp

from bot.messages import Ambiguous, Letter, Outcome, Outgoing, Sent, TryLater
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import outbox
from storage.secrecy import Keys
from storage.store import Store, opened
from tests.fakes import FakeMessenger

FREE = Pace(10_000, 10_000)
KEYS = Keys(("x" * 40,))  # nothing is encrypted here; importing tests.conftest takes a second


class HttpMessenger:
    """The least that a messenger's adapter does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url

    async def send(self, letter: Letter) -> Outcome:
        try:
            async with self.session.post(self.url, json={"text": letter.text}) as answer:
                return Sent((await answer.json())["id"])
        except aiohttp.ClientConnectorError as refused:
            return TryLater(why=type(refused).__name__, reached=False)
        except aiohttp.ClientError as lost:
            return Ambiguous(type(lost).__name__)


async def answer(store: Store, postman: Postman, count: int) -> None:
    """What handling messages does: write the answer leased to ourselves, commit, hand it over."""
    for n in range(count):
        address = FakeMessenger().at(f"{postman.name}-{n}")
        now = datetime.now(UTC)  # noqa: TID251  # leases are kept by the real clock here
        async with store.begin() as session:
            letter_id = await outbox.put(
                session, address, Outgoing(f"answer {postman.name} {n}"), now,
                leased_by=postman.name,
            )  # fmt: skip
        assert letter_id is not None
        postman.deliver(letter_id, address)
        await asyncio.sleep(0.005)


async def send(database_url: str, messenger_url: str, name: str, answers: int) -> None:
    store = opened(database_url, KEYS)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with aiohttp.ClientSession() as session:
        messenger = HttpMessenger(session, messenger_url)
        pacing = Pacing({("fake", "1"): FREE.rate}, FREE)
        postman = Postman(store, {("fake", "1"): messenger.send}, pacing, name=name)
        async with asyncio.TaskGroup() as group:
            group.create_task(postman.run(stop))
            group.create_task(answer(store, postman, answers))
            sys.stdout.write("at work\n")
            sys.stdout.flush()
    await store.close()


def main() -> None:
    """What the forge starts."""
    asyncio.run(send(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
