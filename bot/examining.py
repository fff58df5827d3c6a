"""Whether each account works: its token, its address, and our clock beside its messenger's."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime

from sqlalchemy.exc import SQLAlchemyError

from bot import accounts, starting
from bot.accounts import Ours
from bot.messengers.base import ApiRefused
from bot.settings import Settings
from storage import channels, schema
from storage.channels import POLLING, Account, Channel
from storage.store import Store

Finding = tuple[bool, str, str]
"""Whether all is well, what was looked at, and how to mend it."""

MOST_DRIFT = timedelta(seconds=30)


async def further_in(store: Store) -> list[Channel]:
    """The accounts of the database; none where it can't be asked, which is said elsewhere."""
    try:
        if not await schema.is_current(store):
            return []
        async with store.reading() as session:
            return await channels.every(session)
    except (SQLAlchemyError, OSError):
        return []


async def examined(settings: Settings, further: Sequence[Channel]) -> AsyncIterator[Finding]:
    """What is to be said of each account; a dead one does not hide the next."""
    every = accounts.together(settings, further)
    if not every:
        yield False, "messengers", f"none is set up: {accounts.none_fits(())}"
    asked: list[Account] = []
    for channel in every:
        what = f"{accounts.title(channel)} {channel.account}".strip()
        try:
            messenger = accounts.built(settings, channel)
        except starting.Unfit as unfit:
            yield False, what, str(unfit)
            continue
        try:
            async for finding in _account(channel, messenger, what):
                yield finding
            asked.append(channel.key)
        except ApiRefused as refused:
            yield False, what, f"{refused}: check {_token_of(channel)} and the way to the network"
        finally:
            await messenger.close()
    for surface in dict.fromkeys(surface for surface, _ in asked):
        async for finding in _clock(settings.of(surface, "api")):
            yield finding


async def _account(channel: Channel, messenger: Ours, what: str) -> AsyncIterator[Finding]:
    await messenger.me()
    seen = await messenger.show_webhook()
    yield True, f"{what} token", ""
    polls = channel.mode == POLLING
    verb = "delete" if polls else "set"
    yield (
        bool(seen.url) != polls,
        f"{what} {channel.mode}",
        f"run `gandan webhook {verb} --surface {channel.surface} --account {channel.account}`",
    )
    if not polls:
        secret = accounts.setting(channel, "SECRET")
        yield bool(channel.secret), f"{what} secret", f"set {secret}: a webhook needs one"


def _token_of(channel: Channel) -> str:
    return accounts.setting(channel, "TOKEN") or f"its token (gandan channel add {channel.surface})"


async def _clock(api: str) -> AsyncIterator[Finding]:
    """Our clock beside the messenger's: leases and months hang on it."""
    import aiohttp

    try:
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(api) as answer:
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return
    drift = abs(starting.now() - theirs)
    yield (
        drift < MOST_DRIFT,
        "clock",
        f"it is {drift.seconds} s off: switch on time synchronisation",
    )
