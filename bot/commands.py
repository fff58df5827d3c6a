"""What the commands of the command line do."""

import asyncio
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from bot import account_commands, app, starting
from bot.account_commands import REFUSED, said_yes
from bot.accounts import KINDS
from bot.domain.imports import Frequency, Plan, ProblemKind
from bot.domain.people import UnitLevel
from bot.domain.periods import day_of
from bot.settings import Settings
from bot.texts import command_line as words
from bot.texts import importing
from storage import imports, invites, organisation, people, sample, schema
from storage.channels import Account
from storage.invites import Handed
from storage.store import Session, Store


async def migrate(settings: Settings, with_sample: bool) -> int:
    """Create or upgrade the schema; plant the sample commune if that is wanted and it is empty."""
    store = starting.store_from(settings)
    try:
        if not await starting.ours(store):
            await schema.migrate(store)
        if with_sample:
            now = starting.now()
            async with store.begin() as session:
                if await organisation.any_unit(session):
                    raise starting.Unfit(words.NOT_EMPTY)
                await sample.plant(session, today=day_of(now), now=now)
    finally:
        await store.close()
    typer.echo(words.MIGRATED)
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

    if await asyncio.to_thread(_holds_something, file):
        raise starting.Unfit(words.is_there(str(file)))
    await asyncio.to_thread(_write, file, blank())
    typer.echo(words.blank_written(str(file)))
    return 0


async def import_workbook(settings: Settings, file: Path, dry_run: bool, frequency: str) -> int:
    """Read, check and write down a workbook, all or nothing."""
    from bot.workbook.reading import read_workbook

    content = await asyncio.to_thread(_read, file)
    async with starting.current(settings) as store:
        watched = sys.stderr.isatty()
        workbook = await read_workbook(content, _progress if watched else None)
        if watched:
            typer.echo(err=True)
        now = starting.now()
        async with store.reading() as session:
            plan = await imports.plan(session, workbook, day_of(now))
        typer.echo(importing.dry_run(plan), err=bool(plan.problems))
        if frequency and not plan.first:
            typer.echo(words.FREQUENCY_STAYS, err=True)
        if plan.problems:
            return REFUSED
        if dry_run:
            typer.echo(words.only_tried(_command(file, plan, frequency)))
            return 0
        _sure_of_samples(plan)
        async with store.begin() as session:
            await imports.apply(
                session, workbook, plan, today=day_of(now), now=now,
                frequency=Frequency(frequency) if frequency else None,
            )  # fmt: skip
    typer.echo(importing.done(plan))
    return 0


def _sure_of_samples(plan: Plan) -> None:
    """Ask whoever sits there, before the sample's people come in: no import drops them again."""
    taken = any(note.kind is ProblemKind.SAMPLE_ROW_TAKEN for note in plan.notes)
    if taken and sys.stdin.isatty() and not said_yes(words.REALLY_SAMPLES):
        raise starting.Unfit(words.NOT_IMPORTED)


def _command(file: Path, plan: Plan, frequency: str) -> str:
    """What takes the workbook in as it was tried, and as often as is recommended."""
    if not frequency and plan.recommended is not Frequency.ALL:
        frequency = plan.recommended
    often = f" --frequency {frequency}" if frequency and plan.first else ""
    return f"gandan import {shlex.quote(str(file))}{often}"


def _progress(rows: int) -> None:
    typer.echo(f"\r{words.rows_read(rows)}", err=True, nl=False)


def _holds_something(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise starting.Unfit(words.not_read(str(file), wrong.errno or 0)) from None


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as wrong:
        raise starting.Unfit(words.not_written(str(file), wrong.errno or 0)) from None


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
            raise starting.Unfit(words.no_account(wish.surface))
        await _sure(store, wish)
        async with store.begin() as session:
            now, unit_id = starting.now(), await _cell(session, wish.cell)
            unlinked = await invites.unlinked_people(session, unit_id, now)
            handed = await invites.hand_out(
                session, unlinked, links.keys(), now, surface=wish.surface
            )
            listed = bool(handed) or await invites.anybody(session, unit_id, now)
            unheard = await invites.only_elsewhere(session, unit_id, links.keys(), now)
            await asyncio.to_thread(_hand_out, handed, links, wish)
    for line in (*_made(handed, wish, listed=listed), *_told(handed, wish, unheard, links)):
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
        typer.echo(words.will_end(ended, len(unlinked)), err=True)
        if not said_yes(words.REALLY_NEW):
            raise starting.Unfit(words.NONE_MADE)


def _made(handed: Sequence[Handed], wish: Wish, *, listed: bool) -> Iterator[str]:
    """How many codes there are and where, or why there are none."""
    if handed:
        yield words.made(len(handed))
        yield from (words.written(str(file)) for file in (wish.out, wish.slips) if file)
        return
    yield words.all_linked(wish.cell) if listed else words.nobody_listed(wish.cell)
    if wish.slips:
        yield words.not_there(str(wish.slips))


def _told(
    handed: Sequence[Handed], wish: Wish, unheard: Mapping[Account, int],
    links: Mapping[Account, str],
) -> Iterator[str]:  # fmt: skip
    """What else came of it, a line each; what is not so is not said."""
    if ended := sum(one.to.holds_code for one in handed):
        yield words.ended(ended)
    if again := sum(one.to.had_chat for one in handed):
        yield words.had_chat(again)
    if roomless := bool(links) and sum(not one.there for one in handed):
        yield words.roomless(roomless)
    if handed and wish.slips and not any(links.values()):
        yield words.NO_WAY
    for account, count in unheard.items():
        if account[0] in KINDS:  # else nobody's messenger: the terminal of a demo
            yield words.only_there(count, " ".join(account))


async def _cell(session: Session, code: str) -> int | None:
    unit = await people.unit_by_code(session, UnitLevel.CELL, code) if code else None
    if code and unit is None:
        raise starting.Unfit(words.no_cell(code))
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
