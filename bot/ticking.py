"""One look of the clock from the command line: for cron, and to see what would go out."""

from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime

import typer

from bot import accounts, starting
from bot.domain.periods import VIETNAM, day_of
from bot.messages import Letter, Sent
from bot.messengers.base import numbered
from bot.settings import Settings
from bot.texts import transcript as words
from scheduler import timetable
from scheduler.pacing import Pace, Pacing
from scheduler.plans import warn_of_plans
from scheduler.postman import Postman
from storage import backlog, channels, people, rates, reminders, sample
from storage.channels import Account
from storage.rehearsal import rehearsal
from storage.store import Store

_FREE = 1_000_000


async def tick(settings: Settings, said: str) -> int:
    """Do what is due once; with a moment, show what would go out then."""
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    moment = _moment(said) if said else None
    with starting.only_one(settings):
        async with starting.current(settings) as store:
            async with store.reading() as session:
                is_sample = await sample.is_here(session)
            if moment is not None or is_sample:
                await _shown(store, moment or starting.now(), keep=is_sample)
            else:
                await _done(settings, store)
    return 0


def _moment(said: str) -> datetime:
    """A moment without a zone is one in Vietnam."""
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        raise starting.Unfit(
            "--now is a moment as in 2026-12-01T08:00 or 2026-12-01T08:00+07:00"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)


async def _done(settings: Settings, store: Store) -> None:
    """For cron: whatever is due is sent by the messengers that are set up."""
    done = await timetable.look(store, starting.now())
    async with AsyncExitStack() as stack:
        async with store.reading() as session:
            further = await channels.every(session)
        messengers = accounts.built_all(settings, further)
        for messenger in messengers.values():
            stack.push_async_callback(messenger.close)
        every = {one.key: one for one in accounts.together(settings, further)}
        pacing = Pacing(
            {key: accounts.rate_of(settings, key[0]) for key in messengers},
            plans={key: every[key].plan for key in messengers},
        )
        await warn_of_plans(store, pacing.plans, starting.now())
        postman = Postman(
            store, {a: m.send for a, m in messengers.items()}, pacing, pages=settings.pages,
            without_files={a for a, m in messengers.items() if not m.carries_files},
        )  # fmt: skip
        sent = await _all_sent(postman)
    counts = ", ".join(f"{name} {number}" for name, number in done.items())
    typer.echo(f"{counts}; {sent} letters taken up")
    if not messengers:
        typer.echo(str(accounts.none_fits(())), err=True)


async def _all_sent(postman: Postman) -> int:
    """Round after round, until nothing is due that could go out now."""
    sent = 0
    await postman.keep_house(alone=postman.store.embedded)
    while postman.senders and (begun := await postman.round()):
        sent += begun
    return sent


@dataclass
class _Transcript:
    """A messenger that prints what it is given; of real letters the first line, as whoever has
    the server in hand is told nothing of households (privacy.md 5.5)."""

    store: Store
    now: datetime
    whole: bool
    shown: int = 0
    lines: list[str] = field(default_factory=list)

    async def send(self, letter: Letter) -> Sent:
        """Write a letter down, with who gets it."""
        async with self.store.reading() as session:
            code, roles = await people.addressed(session, letter.address, day_of(self.now))
        self.shown += 1
        attached = [f"[{letter.attachment.name}]"] if letter.attachment and self.whole else []
        said = numbered(letter) if self.whole else letter.text.partition("\n")[0]
        typer.echo("\n".join((words.header(self.now, code, roles), said, *attached, "")))
        return Sent(f"shown-{letter.id}")


async def _shown(store: Store, now: datetime, *, keep: bool) -> None:
    """What goes out at a moment, in the order of sending; undone unless it is to be kept."""
    async with AsyncExitStack() as stack:
        stage = store if keep else await stack.enter_async_context(rehearsal(store))
        async with stage.reading() as session:
            before = await reminders.skipped_so_far(session)
        await timetable.look(stage, now)
        paper = _Transcript(stage, now, whole=keep)
        async with stage.reading() as session:
            there: set[Account] = await backlog.accounts(session)
        postman = Postman(
            stage,
            dict.fromkeys(there, paper.send),
            Pacing(dict.fromkeys(there, _FREE), one_chat=Pace(_FREE, _FREE)),
            clock=lambda: now,
        )
        await _all_sent(postman)
        async with stage.reading() as session:
            after = await reminders.skipped_so_far(session)
        skipped = Counter(after) - Counter(before)
        if keep:
            async with stage.begin() as session:
                await sample.set_clock(session, now)
                await rates.forget(session)  # else the present would wait for that moment
    typer.echo(words.summary(paper.shown, skipped) if paper.shown or skipped else words.NOTHING)
