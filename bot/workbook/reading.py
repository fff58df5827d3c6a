"""Reading a workbook without touching it: a child process does, and may die of it."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from bot.domain.imports import (
    CellRow,
    Column,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Problem,
    ProblemKind,
    Sheet,
    Workbook,
)
from bot.domain.uploads import LARGEST
from bot.workbook import lines

PATIENCE = 30.0
ROWS_BETWEEN_BREATHS = 250

T = TypeVar("T")


async def read_workbook(content: bytes, progress: Callable[[int], None] | None = None) -> Workbook:
    """Everything that the workbook says, or why it is not taken.

    Never raises for what a file holds. `progress` is told how many rows have been read.
    """
    if len(content) > LARGEST:
        return Workbook(problems=(Problem(ProblemKind.TOO_LARGE),))
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "bot.workbook",
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_bare_environment(), limit=1 << 20,
    )  # fmt: skip
    pile = _Pile()
    try:
        async with asyncio.timeout(PATIENCE):
            await _feed(child, content)
            complete = await _collect(child, pile, progress or (lambda _: None))
            code = await child.wait()
    except TimeoutError:
        complete, code = False, -1
    finally:
        await _end(child)
    if not complete:
        kind = ProblemKind.TOO_HEAVY if code < 0 else ProblemKind.DAMAGED
        return Workbook(problems=(Problem(kind),))
    return pile.workbook()


@dataclass
class _Pile:
    """The lines that have come so far."""

    columns: dict[Sheet, frozenset[Column]] = field(default_factory=dict)
    rows: dict[str, list[lines.Sent]] = field(default_factory=dict)

    def of(self, tag: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(row for row in self.rows.get(tag, ()) if isinstance(row, kind))

    def workbook(self) -> Workbook:
        return Workbook(
            columns=self.columns,
            committees=self.of("committee", CommitteeRow),
            cells=self.of("cell", CellRow),
            members=self.of("member", MemberRow),
            households=self.of("household", HouseholdRow),
            days=self.of("day", DayRow),
            problems=self.of("problem", Problem),
            notes=self.of("note", Problem),
        )


async def _feed(child: Process, content: bytes) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError, ConnectionResetError):  # it died: its silence will say so
        child.stdin.write(content)
        await child.stdin.drain()
        child.stdin.close()
        await child.stdin.wait_closed()


async def _collect(child: Process, pile: _Pile, progress: Callable[[int], None]) -> bool:
    """Take in line by line; whether the child came to its end."""
    assert child.stdout is not None
    count = 0
    async for line in child.stdout:
        if not line.endswith(b"\n"):  # torn off: it died in the middle of a word
            return False
        tag, held = lines.unpacked(line)
        if tag == lines.DONE:
            progress(count)
            return True
        if isinstance(held, tuple):
            sheet, columns = held
            pile.columns[sheet] = columns
        elif held is not None:
            pile.rows.setdefault(tag, []).append(held)
            count += 1
        if count % ROWS_BETWEEN_BREATHS == 0:
            progress(count)
            await asyncio.sleep(0)  # others have messages to answer
    return False


async def _end(child: Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()
    await child.wait()


def _bare_environment() -> dict[str, str]:
    """Enough to find our own code; none of the secrets that the environment holds."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "MALLOC_ARENA_MAX": "1",
    }
