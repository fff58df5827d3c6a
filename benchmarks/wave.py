"""A wave of reminders through Telegram's double, while people write all the time.

The program runs in processes of its own, with a clock that says that it is a Tuesday morning.
People write at a steady rate whatever they are answered, so that a slow answer makes no pause.
Beside the wave stand what a bare loop reaches that sends at the same pace, before and after it, and
how long the program had to wait for one of the machine's cores.
"""

import asyncio
import statistics
import sys
import time
from asyncio.subprocess import Process
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import aiohttp
import structlog
from sqlalchemy import and_, exists, select

from benchmarks import province
from benchmarks.day_one import DAY_ONE, KEY, filled
from bot import app, starting
from bot.domain.delivery import Delivery
from bot.settings import Settings
from bot.working import Program
from storage.store import Store
from storage.tables import OutboxRow
from tests.doubles.telegram import TOKEN, Execution, TelegramDouble, telegram_double

RATE, LEAST, MOST, SLOWEST = 25, 0.97, 30, 1.0
SAID_A_SECOND = 5
TALKERS = 25  # each writes every five seconds
SAID = ("/thangnay", "/thamho 1", "hôm nay", "1", "/huy")
BARE = 10.0  # seconds
ACCOUNT = ("telegram", TOKEN.partition(":")[0])
REMINDS = "Việc tháng"
LONGEST_START = 90.0
_TICK = 1e9


@dataclass(frozen=True, slots=True)
class Cores:
    """Seconds of CPU that processes had, and that they waited for a core."""

    had: float
    waited: float

    @classmethod
    def of(cls, processes: Iterable[Process]) -> "Cores":
        """As Linux counts for each thread."""
        files = [f for one in processes for f in Path(f"/proc/{one.pid}/task").glob("*/schedstat")]
        figures = [[int(figure) for figure in file.read_text().split()[:2]] for file in files]
        return cls(sum(had for had, _ in figures) / _TICK, sum(w for _, w in figures) / _TICK)


# --- The program ----------------------------------------------------------------------------------


async def program(url: str, api: str, began: float) -> None:
    """One process of it, until SIGTERM; eight o'clock was when the others began, too."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))

    def tuesday() -> datetime:
        return DAY_ONE + timedelta(seconds=time.time() - began)

    @asynccontextmanager
    async def assembled(settings: Settings) -> AsyncIterator[Program]:
        async with joined(settings) as running:
            running.postman.clock = tuesday
            yield running

    real, joined = starting.now, app.assembled
    for module in list(sys.modules.values()):
        if vars(module).get("now") is real:
            vars(module)["now"] = tuesday
    vars(app)["assembled"] = assembled
    await app.run(
        Settings(
            database_url=url, secret_key=KEY, telegram_token=TOKEN,  # type: ignore[arg-type]
            telegram_api=api, telegram_rate=RATE, listen="127.0.0.1:0",
        )
    )  # fmt: skip


@asynccontextmanager
async def _programs(url: str, api: str, count: int) -> AsyncIterator[list[Process]]:
    words = (sys.executable, "-m", "benchmarks.wave", url, api, str(time.time()))
    running = [await asyncio.create_subprocess_exec(*words) for _ in range(count)]
    try:
        yield running
    finally:
        for one in running:
            one.terminate()
        codes = [await one.wait() for one in running]
    assert not any(codes), codes


# --- People, and the bare loop --------------------------------------------------------------------


async def _talk(
    telegram: TelegramDouble, chats: Sequence[int], said: list[tuple[int, float]]
) -> None:
    """Somebody says something every fifth of a second; each goes on where they were."""
    lines = {chat: cycle(SAID) for chat in chats}
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for place, chat in enumerate(cycle(chats)):
            at = began + place / SAID_A_SECOND
            await asyncio.sleep(at - time.monotonic())
            said.append((chat, time.monotonic()))
            group.create_task(telegram.send_text(chat, next(lines[chat])))


async def _bare(telegram: TelegramDouble, chats: Iterable[int]) -> float:
    """What share of the rate a loop reaches that knows the pace and nothing else."""
    before = len(telegram.executions)
    url = f"{telegram.api_base}/bot{TOKEN}/sendMessage"
    began = time.monotonic()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for place, chat in zip(range(round(RATE * BARE)), chats, strict=False):
            await asyncio.sleep(began + place / RATE - time.monotonic())
            group.create_task(_posted(session, url, chat))
    return _share([call.at for call in telegram.executions[before:]])


async def _posted(session: aiohttp.ClientSession, url: str, chat: int) -> None:
    async with session.post(url, data={"chat_id": str(chat), "text": "Việc hôm nay"}) as answer:
        assert answer.status == 200, await answer.text()


# --- The wave -------------------------------------------------------------------------------------


async def wave(url: str, members: int, processes: int) -> None:
    """Print how fast a wave goes out, how it keeps the pace, how soon people are answered."""
    size = province.Size.of(round(province.CELLS * members / province.MEMBERS))
    store = await filled(url, size, ACCOUNT)
    said: list[tuple[int, float]] = []
    first = size.communes + size.cells + 1
    chats = range(first, first + size.members)
    async with telegram_double(pace=1.0) as telegram:
        telegram.clock.set(DAY_ONE)
        for chat in range(1, first + size.members):
            telegram._person(chat)
        bare = [await _bare(telegram, chats)]
        begun = len(telegram.executions)
        async with _programs(url, telegram.api_base, processes) as running:
            await telegram.until(lambda: _reminds(telegram.executions[-1]), LONGEST_START)
            async with asyncio.TaskGroup() as group:
                talking = group.create_task(_talk(telegram, chats[:TALKERS], said))
                await _until_quiet(store, members / RATE * 3 + LONGEST_START)
                talking.cancel()
            cores = Cores.of(running)
        calls = telegram.executions[begun:]
        bare.append(await _bare(telegram, chats))
    await store.close()
    _print_wave([c for c in calls if c.method in ("sendMessage", "editMessageText")], said)
    print(
        f"beside it: a bare loop at the same pace {bare[0]:.3f} before and {bare[1]:.3f} after; "
        f"the program ({processes} processes) had {cores.had:.0f} s of CPU since its start and "
        f"waited {cores.waited:.0f} s for a core"
    )


def _print_wave(calls: Sequence[Execution], said: Sequence[tuple[int, float]]) -> None:
    pushes = [call.at for call in calls if _reminds(call)]
    within = [call.at for call in calls if pushes[0] <= call.at <= pushes[-1]]
    waits = _waits([call for call in calls if not _reminds(call)], said)
    print(
        f"a wave of {len(pushes)} reminders with {len(within) - len(pushes)} answers among them: "
        f"{within[-1] - within[0]:.0f} s, {_share(within):.3f} of the allowed {RATE}/s (at least "
        f"{LEAST}), at most {_most_in_a_second(call.at for call in calls)} in any second ({MOST}); "
        f"{len(waits)} of {len(said)} messages answered, median {statistics.median(waits):.2f} s, "
        f"p95 {statistics.quantiles(waits, n=20)[-1]:.2f} s ({SLOWEST:.0f})"
    )


def _reminds(call: Execution) -> bool:
    return call.given.get("text", "").startswith(REMINDS)


def _share(times: Sequence[float]) -> float:
    return (len(times) - 1) / (times[-1] - times[0]) / RATE


def _waits(answers: Sequence[Execution], said: Sequence[tuple[int, float]]) -> list[float]:
    """The n-th answer to a chat answers the n-th message from it."""
    by_chat: dict[int, deque[float]] = {}
    for answer in answers:
        by_chat.setdefault(int(answer.chat), deque()).append(answer.at)
    return [by_chat[chat].popleft() - at for chat, at in said if by_chat.get(chat)]


def _most_in_a_second(times: Iterable[float]) -> int:
    window: deque[float] = deque()
    most = 0
    for at in times:
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        most = max(most, len(window))
    return most


async def _until_quiet(store: Store, longest: float) -> None:
    """Wait until every reminder of the morning has gone out."""
    morning = DAY_ONE + timedelta(hours=1)
    of_it = and_(OutboxRow.key.startswith("push:"), OutboxRow.not_before < morning)
    is_open = OutboxRow.status.in_((Delivery.QUEUED, Delivery.SENDING))
    async with asyncio.timeout(longest):
        while True:
            await asyncio.sleep(1)
            async with store.reading() as session:
                if not await session.scalar(select(exists().where(of_it, is_open))):
                    return


if __name__ == "__main__":
    asyncio.run(program(sys.argv[1], sys.argv[2], float(sys.argv[3])))
