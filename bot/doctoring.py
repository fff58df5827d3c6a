"""What is wrong with an installation, and how to mend it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import typer

from bot import examining, forecasting, starting
from bot.domain.periods import day_of
from bot.examining import Finding
from bot.settings import Settings
from storage import audit, inbox, outbox, schema
from storage.store import Store

LONGEST_WAIT = timedelta(minutes=1)


async def doctor(settings: Settings) -> int:
    """Look at everything; 1 when something is wrong."""
    starting.configure_logging(settings.model_copy(update={"log_level": "ERROR"}))
    wrong = 0
    async for well, what, mend in _findings(settings):
        typer.echo(f"{'ok  ' if well else 'WRONG'} {what}{'' if well else f' – {mend}'}")
        wrong += not well
    return 1 if wrong else 0


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    ledger = forecasting.Ledger(day_of(starting.now()))
    try:
        store = starting.store_from(settings)
    except starting.Unfit as unfit:
        yield False, "settings", str(unfit)
    else:
        yield True, "settings", ""
        try:
            async for finding in _database(settings, store):
                yield finding
            ledger = await forecasting.read(store, starting.now())
        finally:
            await store.close()
    async for finding in examining.examined(settings, ledger.further):
        yield finding
    for finding in forecasting.findings(settings, ledger):
        yield finding


async def _database(settings: Settings, store: Store) -> AsyncIterator[Finding]:
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
        strays = await examining.strays(settings, session)
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
    for finding in strays:
        yield finding
    yield (
        broken is None,
        "audit" if broken is None else f"audit: the chain breaks at row {broken}",
        "the database was altered from outside: compare the tables audit and audit_seals from "
        "that row on with a backup, and tell whoever answers for the data",
    )
