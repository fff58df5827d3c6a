"""`gandan demo` without a screen: a month of the sample commune, played in half a minute."""

import asyncio
import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import typer

from bot import starting
from bot.domain.periods import day_of, first_day, month_of, start_of
from bot.messages import Attachment
from bot.room import story, transcript
from bot.room.stage import Line, Stage, Unexpected
from bot.room.story import Story
from bot.settings import Settings
from bot.texts import room_play as words
from storage import sample, schema
from storage.secrecy import Keys
from storage.store import Store, opened

OUT = Path("demo-out")
BEGINS = timedelta(hours=7)
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_NO_SECRETS = Keys(("a sample commune has nothing to hide from anybody",))


async def demo(settings: Settings, month: str = "", out: Path = OUT) -> int:
    """Play the month (the present one if none is named), print it, and leave it in a folder."""
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    if month and not _MONTH.fullmatch(month):
        raise starting.Unfit("--month is a month as in 2026-12")
    lines: list[Line] = []

    def show(line: Line) -> None:
        lines.append(line)
        typer.echo(transcript.on_screen(line))

    try:
        played = await play(month or month_of(day_of(starting.now())), show)
    except Unexpected as amiss:
        typer.echo(f"the month could not be played to its end: {amiss}", err=True)
        return 1
    await asyncio.to_thread(_leave, out, f"{played.month}.md", lines, played.files)
    typer.echo(words.left_in(str(out), len(played.files)))
    return 0


async def play(month: str, written: Callable[[Line], None]) -> Story:
    """All scenes, on a fresh sample commune; raises Unexpected where one does not go as it must."""
    with tempfile.TemporaryDirectory(prefix="gandan-") as folder:
        store = opened(f"sqlite:///{folder}/gandan.db", _NO_SECRETS)
        try:
            return await _played(store, month, written)
        finally:
            await store.close()


async def _played(store: Store, month: str, written: Callable[[Line], None]) -> Story:
    begins = start_of(first_day(month)) + BEGINS
    await schema.migrate(store)
    async with store.begin() as session:
        await sample.plant(session, today=first_day(month), now=begins)
    one = await story.begin(Stage(store, begins, written), month)
    for scene in story.SCENES:
        await scene(one)
    return one


def page(lines: Sequence[Line]) -> str:
    """The whole month as a page of Markdown."""
    return "\n".join(transcript.on_paper(line) for line in lines)


def _leave(out: Path, name: str, lines: Sequence[Line], files: Sequence[Attachment]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(page(lines), encoding="utf-8")
        for file in files:
            (out / file.name).write_bytes(file.content)
    except OSError as wrong:
        raise starting.Unfit(f"{out} can't be written to: {wrong.strerror}") from None
