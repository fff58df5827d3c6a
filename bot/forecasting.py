"""Whether each account's plan will do: its seats, its month, and what a whole month comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import accounts, advising
from bot.domain.periods import VIETNAM, day_of, month_before, month_of
from bot.domain.plans import KEPT_FROM, forecast, usual
from bot.examining import called
from bot.findings import Finding, advised, well, wrong
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.settings import Settings
from bot.texts import doctor as words
from storage import channels, invites, quotas, rates, schema
from storage.channels import Account, Channel, Trial
from storage.store import Store

WITHOUT_FILES = {
    one.surface for one in (TelegramMessenger, ZaloBotMessenger) if not one.carries_files
}
"""Messengers that carry neither files nor buttons: pages of ours stand in for both."""
LONG = timedelta(minutes=2)
"""A rest that is longer is no breath between two tries."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database knows of all accounts; empty where it can't be asked."""

    today: date
    further: Sequence[Channel] = ()
    sent: Mapping[Account, int] = field(default_factory=dict)
    last_month: Mapping[Account, int] = field(default_factory=dict)
    taken: Mapping[Account, int] = field(default_factory=dict)
    without_chat: int = 0
    trials: Mapping[Account, Trial] = field(default_factory=dict)
    rests_until: Mapping[Account, datetime] = field(default_factory=dict)


async def read(store: Store, now: datetime) -> Ledger:
    """All that forecasts rest on; that the database can't be asked is said elsewhere."""
    today = day_of(now)
    month = month_of(today)
    try:
        if not await schema.is_current(store):
            return Ledger(today)
        async with store.reading() as session:
            resting = await rates.shut_accounts(session, now.timestamp())
            return Ledger(
                today,
                await channels.every(session),
                await quotas.sent(session, month),
                await quotas.sent(session, month_before(month)),
                await channels.seats_taken(session),
                len(await invites.unlinked_people(session, None, now)),
                await channels.trials(session),
                {
                    account: now + timedelta(seconds=seconds)
                    for account, seconds in resting.items()
                    if seconds > LONG.total_seconds()
                },
            )
    except Exception:  # drivers have errors of their own
        return Ledger(today)


def findings(settings: Settings, ledger: Ledger) -> Iterator[Finding]:
    """What is to be said of each account, in English and Vietnamese; nobody is asked for it."""
    every = accounts.together(settings, ledger.further)
    for channel in every:
        if channel.surface in WITHOUT_FILES:
            yield _address(settings, channel)
        yield _seats(channel, ledger)
        if channel.key in ledger.rests_until:
            yield _at_rest(channel, ledger.rests_until[channel.key])
        yield from _messages(channel, ledger)
    if every:
        yield from _room(every, ledger)


def _address(settings: Settings, channel: Channel) -> Finding:
    title = accounts.title(channel)
    if settings.pages:
        return well(f"{called(channel)}: pages and files at GANDAN_PUBLIC_URL")
    mend, told = advising.of_pages(settings, title)
    return wrong(
        f"{called(channel)}: no address for pages and files",
        f"{title} carries neither files nor buttons, and {mend}", words.no_address(title, told),
    )  # fmt: skip


def _seats(channel: Channel, ledger: Ledger) -> Finding:
    taken, seats = ledger.taken.get(channel.key, 0), channel.plan.seats
    if seats is None:
        return well(f"{called(channel)}: {taken} people")
    what, command = (
        f"{called(channel)}: {taken} of {seats} people",
        accounts.adding(channel.surface),
    )
    if taken < seats:
        return well(what, words.seats(taken, seats))
    return wrong(
        what, f"nobody more can be linked: make another bot, then `{command}`",
        words.full(taken, seats, command),
    )  # fmt: skip


def _at_rest(channel: Channel, until: datetime) -> Finding:
    """Nothing goes out there, not even answers: what it is about only its messenger knows."""
    title, at = accounts.title(channel), until.astimezone(VIETNAM)
    command = accounts.adding(channel.surface)
    return wrong(
        f"{called(channel)}: {title} takes no more messages",
        f"all that is to go out waits until {at:%H:%M}, then it is tried again; where {title} "
        f"says that the month's messages are spent, buy more of them or make another bot, then "
        f"`{command}`",
        words.takes_no_more(title, at, command),
    )


def _messages(channel: Channel, ledger: Ledger) -> Iterator[Finding]:
    """This month, and a whole one, with the people there are and with all that fit."""
    plan, sent = channel.plan, ledger.sent.get(channel.key, 0)
    if plan.monthly is None:
        yield well(f"{called(channel)}: {sent} messages this month")
        return
    people = ledger.taken.get(channel.key, 0)
    each = usual(ledger.last_month.get(channel.key, 0), people)
    yield _this_month(
        channel, plan.monthly, sent, forecast(sent, people, ledger.today, each), ledger
    )
    for count in sorted({people, channel.plan.seats or people} - {0}):
        yield _whole_month(channel, plan.monthly, count, each, is_so=count <= people)


def _this_month(channel: Channel, monthly: int, sent: int, ends: int, ledger: Ledger) -> Finding:
    what = f"{called(channel)}: {sent} of {monthly} messages this month, about {ends} by its end"
    told = [words.this_month(month_of(ledger.today), sent, monthly, ends)]
    command = accounts.adding(channel.surface)
    if ends > monthly:
        told.append(words.will_not_do(command))
    if channel.plan.keeps_the_rest(sent):
        told.insert(1, words.kept_back())
        mend = (
            "what is left is kept for answers and what is urgent; the rest waits for the next month"
        )
        return wrong(what, mend, " ".join(told))
    if ends > monthly:
        return wrong(what, _too_much(command), " ".join(told))
    if mark := channel.plan.warning(sent):
        told.append(words.nearly_spent(mark))
        return advised(
            what, f"more than {mark} % of the plan: from {KEPT_FROM} % on only answers and what "
            "is urgent go out", " ".join(told),
        )  # fmt: skip
    return well(what, " ".join(told))


def _whole_month(
    channel: Channel, monthly: int, people: int, each: float, *, is_so: bool
) -> Finding:
    """What would be too much only with every seat taken is said, and not yet wrong."""
    whole, command = round(people * each), accounts.adding(channel.surface)
    what = (
        f"{called(channel)}: a whole month with {people} people, about {each:.0f} messages each: "
        f"about {whole} of {monthly}"
    )
    told = words.whole_month(people, round(each), whole)
    if whole <= monthly:
        return well(what, told)
    told = f"{told} {words.will_not_do(command)}"
    return wrong(what, _too_much(command), told) if is_so else well(what, told)


def _too_much(command: str) -> str:
    return f"it is more than the plan: make another bot, then `{command}`"


def _room(every: Sequence[Channel], ledger: Ledger) -> Iterator[Finding]:
    """Whether all who have no chat yet fit somewhere."""
    rooms = [(one.plan.seats, ledger.taken.get(one.key, 0)) for one in every]
    if any(seats is None for seats, _ in rooms) or not ledger.without_chat:
        return
    free = sum(max(0, (seats or 0) - taken) for seats, taken in rooms)
    if ledger.without_chat > free:
        yield wrong(
            f"{ledger.without_chat} people have no chat yet, and {free} seats are free",
            "make another bot before you hand out their codes",
            words.too_few_seats(ledger.without_chat, free),
        )
