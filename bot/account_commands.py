"""What `gandan channel` and `gandan webhook` do: accounts of ours, and our address at each."""

import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import accounts, advising, starting
from bot.accounts import KINDS, Ours, named
from bot.domain.people import UnitLevel
from bot.domain.vietnamese.text import clean_name, search_key
from bot.messengers.base import ApiRefused, Me, Refused
from bot.settings import Settings
from bot.starting import Unfit
from bot.texts import command_line as said
from bot.texts import doctor as words
from storage import channels, people
from storage.channels import POLLING, WEBHOOK, Account, Channel, Removal, Trial
from storage.store import Session, Store

FAILED, REFUSED = 1, 2
LOOKS_LIKE = "123456:abc-DEF"
_YES = {"yes", "y", "co", "dong y"}


@dataclass(frozen=True, slots=True)
class Wish:
    """An account to be added; None where nothing was said."""

    surface: str
    commune: str | None = None
    seats: int | None = None
    monthly: int | None = None
    mode: str | None = None
    name: str | None = None
    token_file: Path | None = None


# --- gandan channel ------------------------------------------------------------------------------


async def add(settings: Settings, wish: Wish) -> int:
    """Ask the messenger whose token it is, and write the account down."""
    if wish.surface not in KINDS:
        raise Unfit(said.no_messenger(wish.surface, list(KINDS)))
    plain = Channel(wish.surface, "", _token(wish.token_file))
    plain = replace(plain, account=accounts.account_of(plain.token))
    first = next((one for one in accounts.firsts(settings) if one.key == plain.key), None)
    if first is not None and wish.mode not in (None, first.mode):
        raise Unfit(said.heard_as_set(named(first), accounts.setting(first, "MODE")))
    async with starting.current(settings) as store:
        try:
            me = await _who_is(settings, plain)
        except ApiRefused as refused:
            typer.echo(f"{named(plain)}: {advising.of_refusal(plain, refused)}", err=True)
            return REFUSED if refused.how is Refused.UNKNOWN else FAILED
        async with store.reading() as session:
            channel = await _wished(session, wish, plain, me, first)
        async with store.begin() as session:
            new = await channels.add(session, channel, starting.now())
    _say_added(settings, replace(channel, first=first is not None), new=new and first is None)
    return 0


def _say_added(settings: Settings, channel: Channel, *, new: bool) -> None:
    what = f"{named(channel)} ({channel.name})"
    typer.echo(said.added(what, channel.mode, new=new))
    if channel.mode == WEBHOOK:
        title, command = accounts.title(channel), advising.webhook_command("set", channel)
        address = f"{settings.pages}{accounts.path_of(channel)}"
        missing = advising.of_pages(settings, title).told
        typer.echo(f"webhook: {address if settings.pages else missing}")
        typer.echo(said.registers(command))
    typer.echo(said.TAKEN_UP)


def _token(file: Path | None) -> str:
    """From a file, or typed unseen, or piped in: never from the command line, where it would
    stand in the shell's history."""
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8").strip()
        except OSError as wrong:
            raise Unfit(said.not_read(str(file), wrong.errno or 0)) from None
        except UnicodeError:
            raise Unfit(words.no_such_token(str(file), LOOKS_LIKE)) from None
    elif sys.stdin.isatty():
        token = str(typer.prompt(said.UNSEEN, hide_input=True, err=True)).strip()
    else:
        token = sys.stdin.readline().strip()
    if not accounts.account_of(token):
        raise Unfit(words.no_such_token(said.WHAT_WAS_TYPED, LOOKS_LIKE))
    return token


async def _who_is(settings: Settings, channel: Channel) -> Me:
    async with _opened(settings, channel) as messenger:
        me = await messenger.me()
    if me.account != channel.account:
        raise Unfit(said.OTHER_NUMBER)
    return me


async def _wished(
    session: Session, wish: Wish, plain: Channel, me: Me, first: Channel | None
) -> Channel:
    """What was not said stays as it was, also where the account had been removed meanwhile.

    Of one that stands in the settings no token is kept twice.
    """
    before = await channels.found(session, plain.key) or plain
    commune_id = before.commune_id
    if wish.commune is not None:
        commune_id = await _commune(session, wish.commune) if wish.commune else None
    known = replace(
        before,
        token=plain.token,
        secret=before.secret or secrets.token_urlsafe(32),
        mode=wish.mode or before.mode,
        name=clean_name(wish.name or "") or (first.name if first else "") or before.name,
        commune_id=commune_id,
        own_seats=before.own_seats if wish.seats is None else wish.seats,
        own_monthly=before.own_monthly if wish.monthly is None else wish.monthly,
    )
    if not accounts.is_findable(known, me):
        known = replace(known, name=_name(known, me))
    known = replace(known, name=known.name or me.name)
    return known if first is None else replace(known, token="", secret="", mode=first.mode)


def _name(channel: Channel, me: Me) -> str:
    """Under which people find an account of which its messenger does not tell that."""
    title = accounts.title(channel)
    if not sys.stdin.isatty():
        raise Unfit(words.needs_name(title, me.name))
    typer.echo(words.needs_name(title, me.name), err=True)
    while not (name := clean_name(str(typer.prompt(said.ASKS_NAME, err=True)))):
        pass
    return name


async def _commune(session: Session, code: str) -> int:
    unit = await people.unit_by_code(session, UnitLevel.COMMUNE, code)
    if unit is None:
        raise Unfit(said.no_commune(code))
    return unit.id


async def show(settings: Settings) -> int:
    """All accounts, a line each; no token."""
    async with starting.current(settings) as store, store.reading() as session:
        taken = await channels.seats_taken(session)
        every = accounts.together(settings, await channels.every(session))
        lines = [("surface", "account", "name", "commune", "seats", "mode", "")]
        for one in every:
            commune = "all"
            if one.commune_id is not None:
                commune = (await people.unit(session, one.commune_id)).code
            of = "–" if one.plan.seats is None else str(one.plan.seats)
            lines.append(
                (
                    one.surface, one.account, one.name, commune, f"{taken.get(one.key, 0)}/{of}",
                    one.mode, "settings" if one.first else "",
                )
            )  # fmt: skip
    for line in lines:
        typer.echo("\t".join(line).rstrip())
    return 0


async def remove(settings: Settings, account: Account, *, sure: bool) -> int:
    """Say what becomes of whom, ask, and let the account go."""
    name = " ".join(account)
    if account in {one.key for one in accounts.firsts(settings)}:
        raise Unfit(said.stands_in_settings(name, f"GANDAN_{account[0].upper()}_TOKEN"))
    async with starting.current(settings) as store:
        async with store.reading() as session:
            if not await channels.known(session, account):
                raise Unfit(said.no_account(name))
        gone = await _tried(store, account)
        typer.echo(words.removal(gone.people, gone.elsewhere, gone.moved, gone.failed))
        if not sure and not said_yes(said.REALLY):
            raise Unfit(said.NONE_REMOVED)
        async with store.begin() as session:
            await channels.remove(session, account, starting.now())
    typer.echo(said.removed(name))
    return 0


class _OnlyTried(Exception):
    """Undoes what it would come to."""


async def _tried(store: Store, account: Account) -> Removal:
    found: list[Removal] = []
    try:
        async with store.begin() as session:
            found.append(await channels.remove(session, account, starting.now()))
            raise _OnlyTried
    except _OnlyTried:
        return found[0]


def said_yes(question: str) -> bool:
    """Whether it was agreed to, in English or Vietnamese, at the keyboard or piped in."""
    asked = sys.stdin.isatty()
    typed = str(typer.prompt(question, err=True)) if asked else sys.stdin.readline()
    return search_key(typed) in _YES


async def links(settings: Settings, store: Store) -> dict[Account, str]:
    """How an invitation points to each account; empty where nobody could find it by that now."""
    async with store.reading() as session:
        every = accounts.together(settings, await channels.every(session))
    found = {}
    for one in every:
        if not one.token:  # no key of ours opens it: it is not at work
            continue
        found[one.key] = accounts.link_of(one, one.name) if one.name else ""
        if not one.name:
            with suppress(ApiRefused, Unfit):
                async with _opened(settings, one) as messenger:
                    found[one.key] = accounts.link_told(one, await messenger.me())
    return found


# --- gandan webhook ------------------------------------------------------------------------------

Step = Callable[[Settings, Channel, Ours], Awaitable[str]]
"""Does one thing about an account's address; in words what is wrong, empty when nothing."""


async def webhook(settings: Settings, verb: str, surface: str, account: str) -> int:
    """Set, show or delete our address at every account meant; 1 when one of them says no."""
    every = await _all(settings)
    meant = [one for one in every if surface in ("", one.surface) and account in ("", one.account)]
    if not every:
        raise accounts.none_fits(())
    if not meant:
        raise Unfit(said.no_account(f"{surface} {account}".strip()))
    modes = {"set": WEBHOOK, "delete": POLLING}
    fitting = [one for one in meant if one.mode == modes.get(verb, one.mode)]
    meant = fitting or meant
    if verb == "set" and len(meant) > 1 and not fitting:
        raise Unfit(said.ALL_POLL)
    step: Step = {"set": _set, "delete": _delete}.get(verb, _show)
    wrong, unfit = [], []
    for one in meant:
        try:
            wrong.append(await _asked(settings, one, step))
        except Unfit as one_unfit:
            unfit.append(one_unfit.told or str(one_unfit))
    if len(unfit) == len(meant):
        raise Unfit("; ".join(dict.fromkeys(unfit)))
    said_no = [words for words in (*wrong, *unfit) if words]
    if said_no:
        typer.echo("\n".join(said_no), err=True)
    return FAILED if said_no else 0


async def _all(settings: Settings) -> list[Channel]:
    """Also without a database, as far as the settings go."""
    try:
        async with starting.current(settings) as store, store.reading() as session:
            return accounts.together(settings, await channels.every(session))
    except (Unfit, SQLAlchemyError, OSError):
        return accounts.firsts(settings)


async def _asked(settings: Settings, channel: Channel, step: Step) -> str:
    try:
        async with _opened(settings, channel) as messenger:
            return await step(settings, channel, messenger)
    except ApiRefused as refused:
        return f"{named(channel)}: {advising.of_refusal(channel, refused)}"


async def _set(settings: Settings, channel: Channel, messenger: Ours) -> str:
    url, secret = _address(settings, channel)
    outcome = await messenger.set_webhook(url, secret)
    if messenger.tries_webhooks:
        await _keep(settings, channel, Trial(url, outcome, starting.now()))
    if not outcome:
        typer.echo(f"{named(channel)}: set")
        return ""
    title, advice = accounts.title(channel), advising.of_trial(channel, outcome)
    return f"{named(channel)}: set, but {title} could not reach it ({outcome}) – {advice}"


async def _keep(settings: Settings, channel: Channel, trial: Trial) -> None:
    """For `gandan doctor`; without a database nobody remembers it."""
    try:
        async with starting.current(settings) as store, store.begin() as session:
            await channels.keep_trial(session, channel.key, trial)
    except (Unfit, SQLAlchemyError, OSError):
        return


async def _delete(settings: Settings, channel: Channel, messenger: Ours) -> str:
    """Also where none is shown: it costs nothing, and a messenger may show less than it has."""
    seen = await messenger.show_webhook()
    await messenger.delete_webhook()
    typer.echo(f"{named(channel)}: {'deleted' if seen.url else 'there was none'}")
    return ""


async def _show(settings: Settings, channel: Channel, messenger: Ours) -> str:
    seen = await messenger.show_webhook()
    waiting = f"; waiting: {seen.waiting}" if seen.waiting else ""
    typer.echo(f"{named(channel)}: address: {seen.url or 'none (polling)'}{waiting}")
    if seen.last_error:
        typer.echo(f"{named(channel)}: last error: {seen.last_error} ({seen.last_error_at})")
    return ""


def _address(settings: Settings, channel: Channel) -> tuple[str, str]:
    if not settings.pages:
        raise Unfit(*advising.of_pages(settings, accounts.title(channel)))
    return f"{settings.pages}{accounts.path_of(channel)}", accounts.secret_of(channel)


@asynccontextmanager
async def _opened(settings: Settings, channel: Channel) -> AsyncIterator[Ours]:
    messenger = accounts.built(settings, channel)
    try:
        yield messenger
    finally:
        await messenger.close()
