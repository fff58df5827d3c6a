"""Whether each account works: its token, its name, its address, and our clock beside theirs."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime

from bot import accounts, advising, findings, starting
from bot.accounts import KINDS, Ours
from bot.domain.periods import VIETNAM
from bot.findings import Finding, advised, well, wrong
from bot.messengers.base import ApiRefused, Webhook
from bot.settings import Settings
from bot.texts import doctor as words
from storage import backlog, channels
from storage.channels import POLLING, Account, Channel, Trial
from storage.store import Session

MOST_DRIFT = timedelta(seconds=30)
RECENT = timedelta(hours=1)

Keep = Callable[[Channel, Trial], Awaitable[None]]
"""Remembers what came of trying an account's address."""


async def strays(settings: Settings, session: Session) -> list[Finding]:
    """Accounts on which letters wait, and which nobody has set up any more."""
    known = {one.key for one in accounts.together(settings, await channels.every(session))}
    waiting = await backlog.accounts(session) - known
    return [
        wrong(
            f"outbox: letters wait on {surface} {account}, which is not set up",
            f"set its token again, or run `gandan channel remove {surface} {account}`: then they "
            "go to other chats of their readers",
            words.letters_astray(f"gandan channel remove {surface} {account}"),
        )
        for surface, account in sorted(waiting) if surface in KINDS
    ]  # fmt: skip


async def examined(
    settings: Settings,
    further: Sequence[Channel],
    trials: Mapping[Account, Trial],
    keep: Keep,
) -> AsyncIterator[Finding]:
    """What is to be said of each account; a dead one does not hide the next."""
    every = accounts.together(settings, further)
    unread = any(one.variable.endswith("_TOKEN_FILE") for one in settings.unread)
    if not every and not unread:  # whose token cannot be read is said already
        yield wrong("messengers", *advising.none_set_up())
    asked: list[Account] = []
    for channel in every:
        what = called(channel)
        try:
            messenger = accounts.built(settings, channel)
        except starting.Unfit as unfit:
            yield findings.unfit(what, unfit)
            continue
        try:
            yield await _named(channel, messenger)
            yield await _heard(settings, channel, messenger, trials.get(channel.key), keep)
            asked.append(channel.key)
        except ApiRefused as refused:
            yield wrong(what, *advising.of_refusal(channel, refused))
        finally:
            await messenger.close()
        if channel.mode != POLLING and not channel.secret:
            secret = accounts.setting(channel, "SECRET")
            yield wrong(
                f"{what} secret", f"set {secret}: a webhook needs one", words.secret(secret)
            )
    for surface in dict.fromkeys(surface for surface, _ in asked):
        async for finding in _clock(settings.of(surface, "api")):
            yield finding


def called(channel: Channel) -> str:
    """How findings name an account."""
    return f"{accounts.title(channel)} {channel.account}".strip()


async def _named(channel: Channel, messenger: Ours) -> Finding:
    """Whether its token is good, and whether anybody finds it."""
    me = await messenger.me()
    if accounts.is_findable(channel, me):
        return well(f"{called(channel)} token")
    return advised(f"{called(channel)} name: only {me.name}", *advising.of_name(channel))


async def _heard(
    settings: Settings, channel: Channel, messenger: Ours, before: Trial | None, keep: Keep
) -> Finding:
    """Whether what people write comes to us."""
    what, title = f"{called(channel)} {channel.mode}", accounts.title(channel)
    seen = await messenger.show_webhook()
    polls = channel.mode == POLLING
    command = advising.webhook_command("delete" if polls else "set", channel)
    if not polls and not settings.pages:
        return wrong(what, *advising.of_pages(settings, title))
    if seen.url != ("" if polls else f"{settings.pages}{accounts.path_of(channel)}"):
        told = words.pushes_elsewhere if polls else words.pushes_nowhere
        return wrong(what, f"run `{command}`", told(title, command))
    if polls:
        return well(what)
    if not messenger.tries_webhooks:
        return last_push(channel, seen)
    outcome = await messenger.try_webhook()
    if outcome is not None:
        if channel.secret:  # in case it says what it showed us
            outcome = outcome.replace(channel.secret, "***")
        before = Trial(seen.url, outcome, starting.now())
        await keep(channel, before)
    return _tried(channel, before if before and before.url == seen.url else None)


def _tried(channel: Channel, trial: Trial | None) -> Finding:
    """What the messenger found at our address, now or when it last tried."""
    what, title = f"{called(channel)} {channel.mode}", accounts.title(channel)
    command = advising.webhook_command("set", channel)
    if trial is None:
        return wrong(
            what, f"nobody knows whether {title} reaches it: run `{command}`, which tries it",
            words.never_tried(title, command),
        )  # fmt: skip
    if not trial.outcome:
        return well(what)
    at = trial.at.astimezone(VIETNAM)
    advice = advising.of_trial(channel, trial.outcome)
    return wrong(
        what,
        f"{title} could not reach it at {at:%Y-%m-%d %H:%M} ({trial.outcome}): {advice.mend}; "
        f"then run `{command}`",
        words.reached_in_vain(title, at, advice.told, command),
    )


def last_push(channel: Channel, seen: Webhook) -> Finding:
    """What became of the last message, where the messenger says that and tries nothing."""
    what, title = f"{called(channel)} {channel.mode}", accounts.title(channel)
    if seen.last_error_at is None or starting.now() - seen.last_error_at > RECENT:
        return well(what)
    at = seen.last_error_at.astimezone(VIETNAM)
    failed = f"{title} could not reach it at {at:%Y-%m-%d %H:%M} ({seen.last_error})"
    if not seen.waiting:
        return well(f"{what}: {failed}, and nothing waits there now")
    return wrong(
        what,
        f"{failed}, and {seen.waiting} messages wait there: is `gandan run` running, and does the "
        f"proxy pass {accounts.path_of(channel)} on to it?",
        words.pushed_in_vain(title, at, seen.waiting, accounts.path_of(channel)),
    )


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
    if drift < MOST_DRIFT:
        yield well("clock")
        return
    seconds = round(drift.total_seconds())
    yield wrong(
        "clock", f"it is {seconds} s off: switch on time synchronisation", words.clock(seconds)
    )
