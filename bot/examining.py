"""Whether each account works: its token, its address, and our clock beside its messenger's."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot import accounts, starting
from bot.accounts import KINDS, Ours
from bot.messengers.base import ApiRefused
from bot.settings import Settings
from bot.texts import doctor as words
from storage import channels, outbox
from storage.channels import POLLING, Account, Channel
from storage.store import Session

Finding = tuple[bool, str, str]
"""Whether all is well, what was looked at, and how to mend it."""

MOST_DRIFT = timedelta(seconds=30)


def in_both(english: str, vietnamese: str) -> str:
    """A line, and below it the same for whoever reads Vietnamese only."""
    return f"{english}\n     {vietnamese}"


async def strays(settings: Settings, session: Session) -> list[Finding]:
    """Accounts on which letters wait, and which nobody has set up any more."""
    known = {one.key for one in accounts.together(settings, await channels.every(session))}
    waiting = await outbox.accounts(session) - known
    return [
        (
            False, f"outbox: letters wait on {surface} {account}, which is not set up",
            f"set its token again, or run `gandan channel remove {surface} {account}`: then they "
            "go to other chats of their readers",
        )
        for surface, account in sorted(waiting) if surface in KINDS
    ]  # fmt: skip


async def examined(settings: Settings, further: Sequence[Channel]) -> AsyncIterator[Finding]:
    """What is to be said of each account; a dead one does not hide the next."""
    every = accounts.together(settings, further)
    if not every:
        yield False, "messengers", f"none is set up: {accounts.none_fits(())}"
    asked: list[Account] = []
    for channel in every:
        what = called(channel)
        try:
            messenger = accounts.built(settings, channel)
        except starting.Unfit as unfit:
            yield False, what, str(unfit)
            continue
        try:
            async for finding in _account(settings, channel, messenger):
                yield finding
            asked.append(channel.key)
        except ApiRefused as refused:
            mend = f"{refused}: check {_token_of(channel)} and the way to the network"
            told = words.token_refused(accounts.title(channel), _token_of(channel))
            yield False, what, in_both(mend, told)
        finally:
            await messenger.close()
    for surface in dict.fromkeys(surface for surface, _ in asked):
        async for finding in _clock(settings.of(surface, "api")):
            yield finding


def called(channel: Channel) -> str:
    """How findings name an account."""
    return f"{accounts.title(channel)} {channel.account}".strip()


async def _account(settings: Settings, channel: Channel, messenger: Ours) -> AsyncIterator[Finding]:
    what, title = called(channel), accounts.title(channel)
    await messenger.me()
    seen = await messenger.show_webhook()
    yield True, f"{what} token", ""
    polls = channel.mode == POLLING
    verb = "delete" if polls else "set"
    command = f"gandan webhook {verb} --surface {channel.surface} --account {channel.account}"
    ours = "" if polls else f"{settings.pages}{accounts.path_of(channel)}"
    told = words.pushes_elsewhere if polls else words.pushes_nowhere
    mend = in_both(f"run `{command}`", told(title, command))
    yield seen.url == ours, f"{what} {channel.mode}", mend
    if not polls:
        secret = accounts.setting(channel, "SECRET")
        yield bool(channel.secret), f"{what} secret", f"set {secret}: a webhook needs one"


def _token_of(channel: Channel) -> str:
    return accounts.setting(channel, "TOKEN") or f"`gandan channel add {channel.surface}`"


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
