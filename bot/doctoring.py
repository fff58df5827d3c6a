"""What is wrong with an installation, and how to mend it."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import examining, findings, forecasting, starting
from bot.domain.periods import day_of
from bot.findings import Finding, well, wrong
from bot.settings import Settings
from bot.texts import doctor as words
from storage import audit, backlog, channels, inbox, schema
from storage.channels import Channel, Trial
from storage.schema import Standing
from storage.store import Store

LONGEST_WAIT = timedelta(minutes=1)


async def doctor(settings: Settings) -> int:
    """Look at everything; 1 when something is wrong."""
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    wrongs = 0
    async for finding in _findings(settings):
        typer.echo(str(finding))
        wrongs += not finding.well
    return 1 if wrongs else 0


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    for one in settings.unread:
        yield wrong(
            f"settings: {one.variable}",
            f"the file that it names can't be read: {one.why}",
            words.unread(one.variable),
        )
    try:
        store = starting.store_from(settings)
    except starting.Unfit as unfit:
        yield findings.unfit("settings", unfit)
        async for finding in _accounts(settings, None):
            yield finding
        return
    if not settings.unread:
        yield well("settings")
    try:
        async for finding in _database(store, settings):
            yield finding
        async for finding in _accounts(settings, store):
            yield finding
    finally:
        await store.close()


async def _accounts(settings: Settings, store: Store | None) -> AsyncIterator[Finding]:
    now = starting.now()
    ledger = forecasting.Ledger(day_of(now))
    if store is not None:
        ledger = await forecasting.read(store, now)

    async def keep(channel: Channel, trial: Trial) -> None:
        if store is None:
            return
        try:
            async with store.begin() as session:
                await channels.keep_trial(session, channel.key, trial)
        except (SQLAlchemyError, OSError):
            return  # that the database is away is said elsewhere

    async for finding in examining.examined(settings, ledger.further, ledger.trials, keep):
        yield finding
    for finding in forecasting.findings(settings, ledger):
        yield finding


async def _database(store: Store, settings: Settings) -> AsyncIterator[Finding]:
    try:
        standing = await schema.standing(store)
    except Exception as away:  # drivers have errors of their own
        yield wrong(
            "database",
            f"it can't be reached ({type(away).__name__}): check GANDAN_DATABASE_URL",
            words.NO_DATABASE,
        )
        return
    yield well("database")
    if standing is Standing.BEHIND:
        yield wrong("schema", "run `gandan migrate`", words.MIGRATE)
        return
    if standing is Standing.ANOTHERS:
        yield wrong("schema", starting.ANOTHERS, words.ANOTHERS)
        return
    yield well("schema")
    async with store.reading() as session:
        messages, oldest = await inbox.counts(session), await inbox.oldest_waiting(session)
        letters = await backlog.counts(session, starting.now())
        broken = await audit.first_broken(session)
        strays = await examining.strays(settings, session)
    late = oldest is not None and starting.now() - oldest > LONGEST_WAIT
    yield _waiting(messages["waiting"], late=late)
    yield _set_aside(messages["dead"])
    yield _outbox(letters)
    for finding in strays:
        yield finding
    yield _chain(broken)


def _waiting(count: int, *, late: bool) -> Finding:
    what = f"inbox: {count} waiting"
    if not late:
        return well(what)
    return wrong(
        what, "is `gandan run` running? messages wait for more than a minute",
        words.messages_wait(count),
    )  # fmt: skip


def _set_aside(count: int) -> Finding:
    what = f"inbox: {count} set aside"
    if not count:
        return well(what)
    return wrong(what, "look for 'message set aside' in the log", words.set_aside(count))


def _outbox(letters: Mapping[str, int]) -> Finding:
    """What is open, and what came of the last day's letters."""
    waits = letters[backlog.OLDEST_ANSWER]
    states = sorted((state, number) for state, number in letters.items() if number)
    shown = ", ".join(f"{n} {state}" for state, n in states if state != backlog.OLDEST_ANSWER)
    what = f"outbox: {shown or 'empty'}"
    if waits <= LONGEST_WAIT.total_seconds():
        return well(what)
    return wrong(
        what,
        f"an answer waits for {waits} s to be sent: is `gandan run` running, and what is said of "
        "the accounts below?",
        words.answers_wait(waits),
    )


def _chain(broken: int | None) -> Finding:
    if broken is None:
        return well("audit")
    return wrong(
        f"audit: the chain breaks at row {broken}",
        "the database was altered from outside: compare the tables audit and audit_seals from "
        "that row on with a backup, and tell whoever answers for the data",
        words.chain_breaks(broken),
    )
