"""Whether each account's plan will do: its seats, its month, and what a whole month comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot import accounts
from bot.domain.periods import day_of, month_before, month_of
from bot.domain.plans import forecast, usual
from bot.examining import Finding, called, in_both
from bot.messengers.telegram import TelegramMessenger
from bot.messengers.zalo_bot import ZaloBotMessenger
from bot.settings import Settings
from bot.texts import doctor as words
from storage import channels, invites, quotas, schema
from storage.channels import Account, Channel
from storage.store import Store

WITHOUT_FILES = {
    one.surface for one in (TelegramMessenger, ZaloBotMessenger) if not one.carries_files
}
"""Messengers that carry neither files nor buttons: pages of ours stand in for both."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database knows of all accounts; empty where it can't be asked."""

    today: date
    further: Sequence[Channel] = ()
    sent: Mapping[Account, int] = field(default_factory=dict)
    last_month: Mapping[Account, int] = field(default_factory=dict)
    taken: Mapping[Account, int] = field(default_factory=dict)
    without_chat: int = 0


async def read(store: Store, now: datetime) -> Ledger:
    """All that forecasts rest on; that the database can't be asked is said elsewhere."""
    today = day_of(now)
    month = month_of(today)
    try:
        if not await schema.is_current(store):
            return Ledger(today)
        async with store.reading() as session:
            return Ledger(
                today,
                await channels.every(session),
                await quotas.sent(session, month),
                await quotas.sent(session, month_before(month)),
                await channels.seats_taken(session),
                len(await invites.unlinked_people(session, None, now)),
            )
    except Exception:  # drivers have errors of their own
        return Ledger(today)


def findings(settings: Settings, ledger: Ledger) -> Iterator[Finding]:
    """What is to be said of each account, in English and Vietnamese; nobody is asked for it."""
    every = accounts.together(settings, ledger.further)
    for channel in every:
        if channel.surface in WITHOUT_FILES:
            yield _address(settings, channel)
        yield from _seats(channel, ledger)
        yield from _messages(channel, ledger)
    if every:
        yield from _room(every, ledger)


def _address(settings: Settings, channel: Channel) -> Finding:
    title = accounts.title(channel)
    if settings.pages:
        return True, f"{called(channel)}: pages and files at GANDAN_PUBLIC_URL", ""
    return _both(
        False, f"{called(channel)}: no address for pages and files",
        f"{title} carries neither files nor buttons: set GANDAN_PUBLIC_URL to the https address "
        "under which people reach this server", words.no_address(title),
    )  # fmt: skip


def _seats(channel: Channel, ledger: Ledger) -> Iterator[Finding]:
    taken, seats = ledger.taken.get(channel.key, 0), channel.seats
    if seats is None:
        yield True, f"{called(channel)}: {taken} people", ""
        return
    is_full = taken >= seats
    yield _both(
        not is_full, f"{called(channel)}: {taken} of {seats} people",
        f"nobody more can be linked: make another bot, then `{_adding(channel)}`",
        words.full(taken, seats, _adding(channel)) if is_full else words.seats(taken, seats),
    )  # fmt: skip


def _messages(channel: Channel, ledger: Ledger) -> Iterator[Finding]:
    """This month, and a whole one, with the people there are and with all that fit."""
    plan, sent = channel.plan, ledger.sent.get(channel.key, 0)
    if plan.monthly is None:
        yield True, f"{called(channel)}: {sent} messages this month", ""
        return
    people = ledger.taken.get(channel.key, 0)
    each = usual(ledger.last_month.get(channel.key, 0), people)
    ends = forecast(sent, people, ledger.today, each)
    month = month_of(ledger.today)
    kept_back, too_many = plan.keeps_the_rest(sent), ends > plan.monthly
    told = [words.this_month(month, sent, plan.monthly, ends)]
    told += [words.kept_back()] if kept_back else []
    told += [words.will_not_do(_adding(channel))] if too_many else []
    yield _both(
        not (kept_back or too_many),
        f"{called(channel)}: {sent} of {plan.monthly} messages this month, about {ends} by its end",
        "what is left is kept for answers and what is urgent; the rest waits for the next month"
        if kept_back else f"it is more than the plan: make another bot, then `{_adding(channel)}`",
        " ".join(told),
    )  # fmt: skip
    for count in sorted({people, channel.seats or people} - {0}):
        whole = round(count * each)
        fits = whole <= plan.monthly
        told = [words.whole_month(count, round(each), whole)]
        told += [] if fits else [words.will_not_do(_adding(channel))]
        yield _both(
            fits or count > people,
            f"{called(channel)}: a whole month with {count} people, about {each:.0f} messages "
            f"each: about {whole} of {plan.monthly}",
            f"it is more than the plan: make another bot, then `{_adding(channel)}`",
            " ".join(told),
        )  # fmt: skip


def _room(every: Sequence[Channel], ledger: Ledger) -> Iterator[Finding]:
    """Whether all who have no chat yet fit somewhere."""
    rooms = [(one.seats, ledger.taken.get(one.key, 0)) for one in every]
    if any(seats is None for seats, _ in rooms) or not ledger.without_chat:
        return
    free = sum(max(0, (seats or 0) - taken) for seats, taken in rooms)
    if ledger.without_chat > free:
        yield _both(
            False, f"{ledger.without_chat} people have no chat yet, and {free} seats are free",
            "make another bot before you hand out their codes",
            words.too_few_seats(ledger.without_chat, free),
        )  # fmt: skip


def _adding(channel: Channel) -> str:
    return f"gandan channel add {channel.surface}"


def _both(well: bool, what: str, mend: str, told: str) -> Finding:
    return (True, in_both(what, told), "") if well else (False, what, in_both(mend, told))
