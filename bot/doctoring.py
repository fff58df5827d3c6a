"""What is wrong with an installation, and how to mend it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import parsedate_to_datetime

import typer

from bot import starting
from bot.settings import Settings
from storage import audit, inbox, outbox, schema
from storage.store import Store

Finding = tuple[bool, str, str]
"""Whether all is well, what was looked at, and how to mend it."""

LONGEST_WAIT = timedelta(minutes=1)
MOST_DRIFT = timedelta(seconds=30)


async def doctor(settings: Settings) -> int:
    """Look at everything; 1 when something is wrong."""
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    wrong = 0
    async for well, what, mend in _findings(settings):
        typer.echo(f"{'ok  ' if well else 'WRONG'} {what}{'' if well else f' – {mend}'}")
        wrong += not well
    return 1 if wrong else 0


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    try:
        store = starting.store_from(settings)
    except starting.Unfit as unfit:
        yield False, "settings", str(unfit)
    else:
        yield True, "settings", ""
        try:
            async for finding in _database(store):
                yield finding
        finally:
            await store.close()
    async for finding in _messengers(settings):
        yield finding


async def _database(store: Store) -> AsyncIterator[Finding]:
    try:
        current = await schema.is_current(store)
    except Exception as away:  # drivers have errors of their own
        yield (
            False,
            "database",
            f"it can't be reached ({type(away).__name__}): check GANDAN_DATABASE_URL",
        )
        return
    yield True, "database", ""
    yield current, "schema", "run `gandan migrate`"
    if not current:
        return
    async with store.reading() as session:
        messages, oldest = await inbox.counts(session), await inbox.oldest_waiting(session)
        letters = await outbox.counts(session, starting.now())
        broken = await audit.first_broken(session)
    late = oldest is not None and starting.now() - oldest > LONGEST_WAIT
    yield (
        not late,
        f"inbox: {messages['waiting']} waiting",
        "is `gandan run` running? messages wait for more than a minute",
    )
    yield (
        not messages["dead"],
        f"inbox: {messages['dead']} set aside",
        "look for 'message set aside' in the log",
    )
    shown = ", ".join(f"{number} {state}" for state, number in sorted(letters.items()) if number)
    yield True, f"outbox: {shown or 'empty'}", ""
    yield (
        broken is None,
        "audit" if broken is None else f"audit: the chain breaks at row {broken}",
        "the database was altered from outside: compare the tables audit and audit_seals from "
        "that row on with a backup, and tell whoever answers for the data",
    )


async def _messengers(settings: Settings) -> AsyncIterator[Finding]:
    if not settings.telegram_token.get_secret_value():
        yield False, "messengers", "none is set up: GANDAN_TELEGRAM_TOKEN is missing"
        return
    from bot import app
    from bot.messengers.telegram import ApiRefused

    try:
        telegram = app.telegram_from(settings)
    except starting.Unfit as unfit:
        yield False, "Telegram", str(unfit)
        return
    try:
        await telegram.me()
        seen = await telegram.show_webhook()
    except ApiRefused as refused:
        yield (
            False,
            "Telegram",
            f"{refused}: check GANDAN_TELEGRAM_TOKEN and the way to the network",
        )
        return
    finally:
        await telegram.close()
    yield True, "Telegram token", ""
    polls = settings.telegram_mode == "polling"
    yield (
        bool(seen.url) != polls,
        f"Telegram {settings.telegram_mode}",
        "run `gandan webhook delete`" if polls else "run `gandan webhook set`",
    )
    async for finding in _clock(settings):
        yield finding


async def _clock(settings: Settings) -> AsyncIterator[Finding]:
    """Our clock beside the messenger's: leases and months hang on it."""
    import aiohttp

    try:
        timeout = aiohttp.ClientTimeout(total=5)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(settings.telegram_api) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return
    drift = abs(starting.now() - theirs)
    yield (
        drift < MOST_DRIFT,
        "clock",
        f"it is {drift.seconds} s off: switch on time synchronisation",
    )
