"""The command line. What a command needs is imported when it runs, so that help is instant."""

import asyncio
import sys
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.troubles import place_of

if TYPE_CHECKING:
    from bot.settings import Settings

FAILED, REFUSED = 1, 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Gần Dân: household visits and citizens' concerns, reported by chat.",
)
webhook = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Our address, as messengers know it."
)
channel = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Messenger accounts beyond the first."
)
app.add_typer(webhook, name="webhook")
app.add_typer(channel, name="channel")

Surface = Annotated[str, typer.Option(help="Only accounts of this messenger: telegram, zalo_bot.")]
AccountId = Annotated[str, typer.Option("--account", help="Only the account with this number.")]


def main() -> None:
    """Run the command line; an error is one sentence, never a traceback."""
    try:
        app()
    except Exception as trouble:  # the outermost place: a traceback may hold secrets
        sys.exit(_unforeseen(trouble))


def _unforeseen(trouble: BaseException) -> int:
    """An error of ours, or of a driver."""
    while isinstance(trouble, BaseExceptionGroup):
        trouble = trouble.exceptions[0]
    from bot.texts.command_line import unforeseen

    typer.echo(unforeseen(place_of(trouble)), err=True)
    return FAILED


def _fail(sentence: str, code: int = FAILED) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code)


def _settings(*, whole: bool = True) -> "Settings":
    """What the environment says; unless `whole`, also without the files that can't be read."""
    from pydantic import ValidationError

    from bot.settings import PREFIX, Settings
    from bot.texts import command_line, doctor

    try:
        found = Settings()
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False)[0]
        name = f"{PREFIX}{'_'.join(map(str, first['loc'])).upper()}"
        why = first["msg"].removeprefix("Value error, ")
        if whole:
            _fail(doctor.unfit_setting(name, why), REFUSED)
        typer.echo(_as_finding(name, why))
        raise typer.Exit(1) from None
    except (OSError, UnicodeError) as wrong:
        _fail(command_line.unread_settings(type(wrong).__name__), REFUSED)
    if whole and found.unread:
        _fail(doctor.unread(found.unread[0].variable), REFUSED)
    return found


def _as_finding(name: str, why: str) -> str:
    """As the doctor says it, who can't look at anything with such settings."""
    from bot.findings import wrong
    from bot.texts.doctor import unfit_setting

    return str(wrong("settings", f"{name} does not fit: {why}", unfit_setting(name, why)))


def _do(work: Coroutine[None, None, int]) -> None:
    """Run to the end; what is amiss outside of us is one sentence."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.domain.refusals import Refusal
    from bot.starting import Unfit
    from bot.texts.command_line import away
    from bot.texts.refusals import refusal

    try:
        code = asyncio.run(work)
    except Unfit as unfit:
        _fail(unfit.told or str(unfit), REFUSED)
    except Refusal as said:
        _fail(refusal(said), REFUSED)
    except (SQLAlchemyError, OSError) as trouble:
        _fail(away(type(trouble).__name__))
    if code:
        raise typer.Exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gandan {version('gandan')}")
        raise typer.Exit


@app.callback()
def gandan(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Household visits and citizens' concerns, reported by chat."""


@app.command()
def secret() -> None:
    """Print a fresh secret key."""
    import secrets

    typer.echo(secrets.token_urlsafe(48))


@app.command()
def migrate(
    sample: Annotated[
        bool, typer.Option("--sample", help="Also plant the sample commune, to try things on.")
    ] = False,
) -> None:
    """Create or upgrade the schema."""
    from bot import commands

    _do(commands.migrate(_settings(), sample))


@app.command()
def run() -> None:
    """Serve every messenger that is set up, until SIGTERM."""
    from bot import commands

    _do(commands.run(_settings()))


@app.command()
def tick(
    now: Annotated[
        str, typer.Option("--now", help="Show what would go out at this moment, ISO-8601.")
    ] = "",
) -> None:
    """Do what is due once and send it, for cron; with --now only show it, but on a sample."""
    from bot import ticking

    _do(ticking.tick(_settings(), now))


@app.command()
def chat(
    name: Annotated[str, typer.Option("--as", help="Who to be: member, secretary, office.")] = "",
) -> None:
    """Talk to the bot in the terminal, on the sample commune."""
    from bot import terminal

    _do(terminal.chat(_settings(), name, sys.stdin))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the browser finds it.")] = 8080,
    month: Annotated[str, typer.Option(help="Begin in this month, as in 2026-11.")] = "",
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address.")
    ] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the commune in this file, and go on with it.")
    ] = None,
) -> None:
    """Open the practice room in the browser, on a sample commune."""
    from bot.room.demo import Wish
    from bot.room.demo import demo as opened

    _do(opened(_settings(), Wish(port, month, not no_browser, keep)))


@app.command()
def template(file: Annotated[Path, typer.Argument(help="Where to write it, as .xlsx.")]) -> None:
    """Write a blank workbook for the import."""
    from bot import commands

    _do(commands.template(file))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The filled-in workbook.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    frequency: Annotated[
        str, typer.Option(help="At the first import only: all (monthly) or focus.")
    ] = "",
) -> None:
    """Read the commune's lists from a workbook, all or nothing."""
    from bot import commands
    from bot.texts.command_line import FREQUENCY

    if frequency not in ("", "all", "focus"):
        _fail(FREQUENCY, REFUSED)
    _do(commands.import_workbook(_settings(), file, dry_run, frequency))


@app.command()
def invite(
    cell: Annotated[str, typer.Option(help="Only members of this cell.")] = "",
    surface: Annotated[str, typer.Option(help="Good only on this messenger: zalo_bot.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the codes to this .xlsx.")] = None,
    slips: Annotated[Path | None, typer.Option(help="Write slips to print to this .docx.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Don't ask before ending codes handed out before.")
    ] = False,
) -> None:
    """Make one-time linking codes for members who have none linked; earlier ones of theirs end."""
    from bot import commands

    _do(commands.invite(_settings(), commands.Wish(cell, surface, out, slips, sure=yes)))


@app.command()
def doctor() -> None:
    """Check settings, database, schema, tokens, clock and what waits; say how to mend it."""
    from bot import doctoring

    _do(doctoring.doctor(_settings(whole=False)))


@channel.command("add")
def channel_add(
    surface: Annotated[str, typer.Argument(help="telegram or zalo_bot.")],
    commune: Annotated[
        str | None, typer.Option(help="The code of the commune that it serves; unsaid: all.")
    ] = None,
    seats: Annotated[int | None, typer.Option(min=1, help="How many people it takes.")] = None,
    monthly: Annotated[int | None, typer.Option(min=1, help="Messages a month it sends.")] = None,
    mode: Annotated[str | None, typer.Option(help="polling or webhook.")] = None,
    name: Annotated[str | None, typer.Option(help="Under which people find it.")] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="Read the token from this file and not from the keyboard.")
    ] = None,
) -> None:
    """Add an account, or renew its token; the token is asked for."""
    from bot import account_commands as commands
    from bot.texts.command_line import MODE

    if mode not in (None, "polling", "webhook"):
        _fail(MODE, REFUSED)
    wish = commands.Wish(surface, commune, seats, monthly, mode, name, token_file)
    _do(commands.add(_settings(), wish))


@channel.command("list")
def channel_list() -> None:
    """Say which accounts there are, whom they serve and how full they are."""
    from bot import account_commands as commands

    _do(commands.show(_settings()))


@channel.command("remove")
def channel_remove(
    surface: Annotated[str, typer.Argument(help="telegram or zalo_bot.")],
    account: Annotated[str, typer.Argument(help="Its number, as `gandan channel list` shows it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Let an account go; its people keep the other chats they have."""
    from bot import account_commands as commands

    _do(commands.remove(_settings(), (surface, account), sure=yes))


@webhook.command("set")
def webhook_set(surface: Surface = "", account: AccountId = "") -> None:
    """Tell our address to the accounts that are to have a webhook."""
    _webhook("set", surface, account)


@webhook.command("show")
def webhook_show(surface: Surface = "", account: AccountId = "") -> None:
    """Say which address the messengers know, and how it fares."""
    _webhook("show", surface, account)


@webhook.command("delete")
def webhook_delete(surface: Surface = "", account: AccountId = "") -> None:
    """Let the messengers forget our address: of the accounts that poll, if there are any."""
    _webhook("delete", surface, account)


def _webhook(verb: str, surface: str, account: str) -> None:
    from bot import account_commands as commands

    _do(commands.webhook(_settings(), verb, surface, account))


if __name__ == "__main__":
    main()
