"""What the commands of the command line do."""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot import account_commands, app, starting
from bot.account_commands import REFUSED, YES, said_yes
from bot.accounts import KINDS
from bot.domain.imports import Frequency
from bot.domain.people import UnitLevel
from bot.domain.periods import day_of
from bot.settings import Settings
from bot.texts import doctor
from bot.texts import importing as words
from storage import imports, invites, organisation, people, sample, schema
from storage.channels import Account
from storage.invites import Handed
from storage.store import Session, Store


async def migrate(settings: Settings, with_sample: bool) -> int:
    """Create or upgrade the schema; plant the sample commune if that is wanted and it is empty."""
    store = starting.store_from(settings)
    try:
        await schema.migrate(store)
        if with_sample:
            now = starting.now()
            async with store.begin() as session:
                if await organisation.any_unit(session):
                    raise starting.Unfit("the sample commune wants an empty database")
                await sample.plant(session, today=day_of(now), now=now)
    finally:
        await store.close()
    typer.echo("the schema is current")
    return 0


async def run(settings: Settings) -> int:
    """Serve until told to stop."""
    starting.configure_logging(settings)
    async with starting.current(settings):
        pass
    await app.run(settings)
    return 0


async def template(file: Path) -> int:
    """Write the blank workbook."""
    from bot.workbook.template import template as blank

    await asyncio.to_thread(_write, file, blank())
    typer.echo(f"written: {file}")
    return 0


async def import_workbook(settings: Settings, file: Path, dry_run: bool, frequency: str) -> int:
    """Read, check and write down a workbook, all or nothing."""
    from bot.workbook.reading import read_workbook

    content = await asyncio.to_thread(_read, file)
    async with starting.current(settings) as store:
        workbook = await read_workbook(content, _progress if sys.stderr.isatty() else None)
        now = starting.now()
        async with store.reading() as session:
            plan = await imports.plan(session, workbook, day_of(now))
        typer.echo(words.dry_run(plan), err=bool(plan.problems))
        if plan.problems:
            return REFUSED
        if dry_run:
            return 0
        async with store.begin() as session:
            await imports.apply(
                session, workbook, plan, today=day_of(now), now=now,
                frequency=Frequency(frequency) if frequency else None,
            )  # fmt: skip
    typer.echo(words.done(plan))
    return 0


def _progress(rows: int) -> None:
    typer.echo(f"\r{rows} rows read", err=True, nl=False)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise starting.Unfit(f"{file} can't be read: {wrong.strerror}") from None


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as wrong:
        raise starting.Unfit(f"{file} can't be written: {wrong.strerror}") from None


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom codes are made, and where they are written."""

    cell: str = ""
    surface: str = ""
    out: Path | None = None
    slips: Path | None = None
    sure: bool = False  # about ending codes that were handed out before


async def invite(settings: Settings, wish: Wish) -> int:
    """Make codes and write them where they are wanted; to the screen when nowhere else.

    The files are written before the codes are good, so that no code is made that nobody knows.
    """
    async with starting.current(settings) as store:
        links = await account_commands.links(settings, store)
        if wish.surface and wish.surface not in {surface for surface, _ in links}:
            raise starting.Unfit(
                f"there is no account of {wish.surface}: `gandan channel list` has all"
            )
        await _sure(store, wish)
        async with store.begin() as session:
            now, unit_id = starting.now(), await _cell(session, wish.cell)
            unlinked = await invites.unlinked_people(session, unit_id, now)
            handed = await invites.hand_out(
                session, unlinked, links.keys(), now, surface=wish.surface
            )
            unheard = await invites.only_elsewhere(session, unit_id, links.keys(), now)
            await asyncio.to_thread(_hand_out, handed, links, wish)
    for line in _told(handed, wish, unheard, bounded=bool(links)):
        typer.echo(line, err=True)
    return 0


async def _sure(store: Store, wish: Wish) -> None:
    """Ask whoever sits there, before codes on printed slips are ended; a script is not asked."""
    if wish.sure or not sys.stdin.isatty():
        return
    async with store.reading() as session:
        unit_id = await _cell(session, wish.cell)
        unlinked = await invites.unlinked_people(session, unit_id, starting.now())
    if ended := sum(one.holds_code for one in unlinked):
        typer.echo(
            f"{ended} of these {len(unlinked)} people hold a code that was handed out before; "
            "it will stop working, and only the new one will count",
            err=True,
        )
        if not said_yes(f"type {YES} to make new codes / {doctor.REALLY_NEW}"):
            raise starting.Unfit(f"no code was made: `{YES}` was not typed, nor --yes given")


def _told(
    handed: Sequence[Handed], wish: Wish, unheard: Mapping[Account, int], *, bounded: bool
) -> Iterator[str]:
    """What came of it, a line each; what is not so is not said."""
    if handed:
        yield f"{len(handed)} codes, each good for seven days and one use"
    else:
        beside = f"; {wish.slips} was not written" if wish.slips else ""
        yield f"everybody meant has a chat: no code was made{beside}"
    if ended := sum(one.to.holds_code for one in handed):
        yield (
            f"{ended} codes handed out before have stopped working: throw their slips away and "
            "hand out the new ones"
        )
    if again := sum(one.to.had_chat for one in handed):
        yield f"{again} of these people had a chat that can't be written to any more"
    if roomless := bounded and sum(not one.there for one in handed):
        yield (
            f"{roomless} of these people find no free seat: add an account for them "
            "(gandan channel add) and make their codes again"
        )
    for account, count in unheard.items():
        if account[0] not in KINDS:
            continue  # nobody's messenger: the terminal of a demo
        name = " ".join(account)
        yield (
            f"{count} people have their only chat at {name}, which is not at work: they get no "
            f"letters and no code. Set it up again, or `gandan channel remove {name}` and invite"
        )


async def _cell(session: Session, code: str) -> int | None:
    unit = await people.unit_by_code(session, UnitLevel.CELL, code) if code else None
    if code and unit is None:
        raise starting.Unfit(f"there is no one cell with the code {code}")
    return unit.id if unit else None


def _hand_out(handed: Sequence[Handed], links: Mapping[Account, str], wish: Wish) -> None:
    from bot.reports import slips
    from handlers.inviting import drawn

    if wish.out is not None:
        table = [(one.to.code, one.to.name, one.to.cell_code, one.code) for one in handed]
        _write(wish.out, slips.invite_sheet(table))
    if wish.slips is not None and handed:
        _write(wish.slips, slips.slips(drawn(handed, links)))
    if wish.out is None and wish.slips is None:
        for one in handed:
            typer.echo(f"{one.to.code}\t{one.to.name}\t{one.to.cell_code}\t{one.code}")
