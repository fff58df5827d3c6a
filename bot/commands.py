"""What the commands of the command line do."""

import asyncio
import sys
from pathlib import Path

import typer

from bot import app, starting
from bot.domain.imports import Frequency
from bot.domain.people import UnitLevel
from bot.domain.periods import day_of
from bot.settings import Settings
from bot.texts import importing as words
from bot.texts.inviting import HERE
from storage import imports, invites, organisation, people, sample, schema
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


async def invite(settings: Settings, cell: str, out: Path | None, slips_to: Path | None) -> int:
    """Make codes and write them where they are wanted; to the screen when nowhere else.

    The files are written before the codes are good, so that no code is made that nobody knows.
    """
    async with starting.current(settings) as store:
        link = await _link(settings)
        async with store.begin() as session:
            unit_id = await _cell(session, cell) if cell else None
            now = starting.now()
            unlinked = await invites.unlinked_people(session, unit_id, now)
            issued = await invites.issue(session, [one.person_id for one in unlinked], now)
            codes = {one.person_id: one.code for one in issued}
            rows = [(one, codes[one.person_id]) for one in unlinked]
            await asyncio.to_thread(_hand_out, rows, link, out, slips_to)
    typer.echo(f"{len(rows)} codes, each good for seven days and one use", err=True)
    return 0


async def _link(settings: Settings) -> str:
    """The address that opens a chat with a code in it; empty when no messenger can be asked."""
    messengers = app.messengers_from(settings)
    links: dict[tuple[str, str], str] = {}
    try:
        if messengers:
            await app.learn_links(messengers, links)
    finally:
        for messenger in messengers.values():
            await messenger.close()
    return next(iter(links.values()), "")


async def _cell(session: Session, code: str) -> int:
    unit = await people.unit_by_code(session, UnitLevel.CELL, code)
    if unit is None:
        raise starting.Unfit(f"there is no one cell with the code {code}")
    return unit.id


def _hand_out(
    rows: list[tuple[Unlinked, str]], link: str, out: Path | None, slips_to: Path | None
) -> None:
    from bot.reports import slips

    if out is not None:
        table = [(one.code, one.name, one.cell_code, code) for one, code in rows]
        _write(out, slips.invite_sheet(table))
    if slips_to is not None and rows:
        printed = [
            slips.Slip(one.name, one.cell_code, code, link.format(code=code) if link else HERE)
            for one, code in rows
        ]
        _write(slips_to, slips.slips(printed))
    if out is None and slips_to is None:
        for one, code in rows:
            typer.echo(f"{one.code}\t{one.name}\t{one.cell_code}\t{code}")


async def webhook(settings: Settings, verb: str) -> int:
    """Set, show or delete our address at Telegram."""
    from bot.messengers.telegram import ApiRefused

    telegram = app.telegram_from(settings)
    try:
        match verb:
            case "set":
                await telegram.set_webhook(*_address(settings))
                typer.echo("set")
            case "delete":
                await telegram.delete_webhook()
                typer.echo("deleted")
            case _:
                seen = await telegram.show_webhook()
                typer.echo(f"address: {seen.url or 'none (polling)'}; waiting: {seen.waiting}")
                if seen.last_error:
                    typer.echo(f"last error: {seen.last_error} ({seen.last_error_at})")
    except ApiRefused as refused:
        typer.echo(f"Telegram said no: {refused}", err=True)
        return 1
    finally:
        await telegram.close()
    return 0


def _address(settings: Settings) -> tuple[str, str]:
    secret = settings.telegram_secret.get_secret_value()
    if not settings.public_url.startswith("https://"):
        raise starting.Unfit(
            "GANDAN_PUBLIC_URL is missing: an https:// address that Telegram can reach"
        )
    if not secret:
        raise starting.Unfit("GANDAN_TELEGRAM_SECRET is missing: a webhook needs a secret")
    return f"{settings.public_url.rstrip('/')}/telegram/webhook", secret
