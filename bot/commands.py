"""What the commands of the command line do."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from bot import app
from bot.domain.imports import Frequency
from bot.domain.people import UnitLevel
from bot.domain.periods import day_of
from bot.settings import Settings
from bot.texts import importing as words
from storage import imports, invites, people, schema
from storage.store import Store

REFUSED = 2


async def migrate(settings: Settings) -> int:
    """Create or upgrade the schema."""
    store = app.store_from(settings)
    try:
        await schema.migrate(store)
    finally:
        await store.close()
    typer.echo("the schema is current")
    return 0


async def run(settings: Settings) -> int:
    """Serve until told to stop."""
    app.configure_logging(settings)
    async with _current(settings):
        pass
    await app.run(settings)
    return 0


@asynccontextmanager
async def _current(settings: Settings) -> AsyncIterator[Store]:
    """The database, if its schema is of this version."""
    store = app.store_from(settings)
    try:
        if not await schema.is_current(store):
            raise app.Unfit("the schema is not of this version: run `gandan migrate`")
        yield store
    finally:
        await store.close()


async def template(file: Path) -> int:
    """Write the blank workbook."""
    from bot.workbook.template import template as blank

    file.write_bytes(blank())
    typer.echo(words.template_written(str(file)))
    return 0


async def import_workbook(settings: Settings, file: Path, dry_run: bool, frequency: str) -> int:
    """Read, check and write down a workbook, all or nothing."""
    from bot.workbook.reading import read_workbook

    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise app.Unfit(f"{file} can't be read: {wrong.strerror}") from None
    workbook = await read_workbook(content, _progress if sys.stderr.isatty() else None)
    async with _current(settings) as store:
        now = app.now()
        async with store.reading() as session:
            plan = await imports.plan(session, workbook, day_of(now))
        typer.echo(words.dry_run(plan))
        if plan.refused:
            return REFUSED
        if dry_run:
            return 0
        async with store.begin() as session:
            plan = await imports.plan(session, workbook, day_of(now))
            counts = await imports.apply(
                session, workbook, plan, today=day_of(now), now=now,
                frequency=Frequency(frequency) if frequency else None, person_id=None,
            )  # fmt: skip
        typer.echo(words.imported(counts))
    return 0


def _progress(rows: int) -> None:
    typer.echo(f"\r{words.rows_read(rows)}", err=True, nl=False)


async def invite(
    settings: Settings, cell: str, out: Path | None, slips_to: Path | None
) -> int:
    """Make codes and write them where they are wanted; to the screen when nowhere else."""
    from bot.reports import slips

    async with _current(settings) as store:
        messengers = app.messengers_from(settings)
        try:
            links = await app.links_to(messengers)
        finally:
            for messenger in messengers.values():
                await messenger.close()
        async with store.begin() as session:
            cell_id = None
            if cell:
                unit = await people.unit_by_code(session, UnitLevel.CELL, cell)
                if unit is None:
                    raise app.Unfit(f"there is no one cell with the code {cell}")
                cell_id = unit.id
            unlinked = await invites.unlinked_people(session, cell_id=cell_id)
            issued = await invites.issue(session, [one.person_id for one in unlinked], app.now())
    codes = {one.person_id: one.code for one in issued}
    rows = [(one, codes[one.person_id]) for one in unlinked]
    link = next(iter(links.values()), "")
    if out is not None:
        out.write_bytes(slips.invite_sheet(rows))
    if slips_to is not None:
        slips_to.write_bytes(slips.slips_for(rows, link))
    if out is None and slips_to is None:
        for one, code in rows:
            typer.echo(f"{one.code}\t{one.name}\t{one.cell_code}\t{code}")
    typer.echo(f"{len(rows)} codes, each good for seven days and one use", err=True)
    return 0


async def webhook(settings: Settings, verb: str) -> int:
    """Set, show or delete our address at Telegram."""
    from bot.messengers.telegram import ApiRefused, TelegramMessenger

    token = settings.telegram_token.get_secret_value()
    if not token:
        raise app.Unfit("GANDAN_TELEGRAM_TOKEN is missing")
    telegram = TelegramMessenger(token, settings.telegram_api)
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
        raise app.Unfit("GANDAN_PUBLIC_URL is missing: an https:// address that Telegram can reach")
    if not secret:
        raise app.Unfit("GANDAN_TELEGRAM_SECRET is missing: a webhook needs a secret")
    return f"{settings.public_url.rstrip('/')}/telegram/webhook", secret
