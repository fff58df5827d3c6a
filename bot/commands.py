"""What the commands of the command line do."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typer

from bot import account_commands, app, starting
from bot.domain.imports import Frequency
from bot.domain.people import UnitLevel
from bot.domain.periods import day_of
from bot.domain.placing import Place, open_to, placed
from bot.settings import Settings
from bot.texts import importing as words
from bot.texts.inviting import write_to
from storage import imports, invites, organisation, people, sample, schema, seating
from storage.channels import Account
from storage.invites import Unlinked
from storage.store import Session

REFUSED = 2


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


async def invite(
    settings: Settings, cell: str, surface: str, out: Path | None, slips_to: Path | None
) -> int:
    """Make codes and write them where they are wanted; to the screen when nowhere else.

    The files are written before the codes are good, so that no code is made that nobody knows.
    """
    async with starting.current(settings) as store:
        links = await account_commands.links(settings, store)
        async with store.begin() as session:
            unit_id = await _cell(session, cell) if cell else None
            now = starting.now()
            unlinked = await invites.unlinked_people(session, unit_id, now)
            places, there = await _places(session, unlinked, list(links), surface, now)
            codes = await invites.issue_at(session, places, now)
            rows = [
                _Handed(one, codes[one.person_id], write_to(links, open_, codes[one.person_id]))
                for one, open_ in zip(unlinked, there, strict=True)
            ]
            await asyncio.to_thread(_hand_out, rows, out, slips_to)
    typer.echo(f"{len(rows)} codes, each good for seven days and one use", err=True)
    return 0


@dataclass(frozen=True, slots=True)
class _Handed:
    """Somebody's code, and whom to send it to."""

    to: Unlinked
    code: str
    write_to: str


async def _places(
    session: Session,
    unlinked: Sequence[Unlinked],
    accounts: Sequence[Account],
    surface: str,
    now: datetime,
) -> tuple[dict[int, Place | None], list[list[Place]]]:
    """At which account each code is good (of a single one there is nothing to say), and where
    each person may come to."""
    ids, communes = [one.person_id for one in unlinked], [one.commune_id for one in unlinked]
    every = await seating.places(session, accounts, ids, now)
    meant = [one for one in every if surface in ("", one.surface)]
    if surface and not meant:
        raise starting.Unfit(f"there is no account of {surface}: `gandan channel list` has all")
    chosen: Sequence[Place | None] = [None] * len(ids)
    if len(every) > 1:
        chosen = placed(communes, meant)
    there = open_to(communes, meant, chosen)
    roomless = there.count([])
    if every and roomless:
        typer.echo(
            f"{roomless} of these people find no free seat: add an account for them "
            "(gandan channel add) and make their codes again",
            err=True,
        )
    return dict(zip(ids, chosen, strict=True)), there


async def _cell(session: Session, code: str) -> int:
    unit = await people.unit_by_code(session, UnitLevel.CELL, code)
    if unit is None:
        raise starting.Unfit(f"there is no one cell with the code {code}")
    return unit.id


def _hand_out(rows: Sequence[_Handed], out: Path | None, slips_to: Path | None) -> None:
    from bot.reports import slips

    if out is not None:
        table = [(one.to.code, one.to.name, one.to.cell_code, one.code) for one in rows]
        _write(out, slips.invite_sheet(table))
    if slips_to is not None and rows:
        printed = [
            slips.Slip(one.to.name, one.to.cell_code, one.code, one.write_to) for one in rows
        ]
        _write(slips_to, slips.slips(printed))
    if out is None and slips_to is None:
        for one in rows:
            typer.echo(f"{one.to.code}\t{one.to.name}\t{one.to.cell_code}\t{one.code}")
