"""A month's households on a page of one's own: ticked with one hand, read back, saved once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.meetings import Period
from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.messages import Outgoing
from bot.texts import page as words
from bot.texts.households import since_visit
from handlers import page, report_answers, report_saving
from handlers.page import Opened, Shut
from handlers.report_ticks import HEARD, KEPT, Tick, Ticks, Trouble, checked
from handlers.turn import Turn
from storage import households, outbox, page_links, periods, progress, visits
from storage.concerns import Unheard
from storage.households import Card
from storage.store import Session

KIND = "b"
"""The letter under which this page is reached, beside others of its kind."""


async def give(turn: Turn) -> Outgoing:
    """A link to one's own page; an older one that was not used leads nowhere any more."""
    if not turn.accounts.pages:
        return words.NO_PAGES
    if not _asked(await households.book(turn.session, turn.actor, turn.today)):
        raise Refusal(Reason.NO_ONE_ASSIGNED)
    period = await periods.current_of(turn.session, turn.actor, turn.today)
    signed = await page_links.issue(
        turn.session, KIND, turn.actor.person_id, turn.incoming.address, period.key, turn.now
    )
    address = f"{turn.accounts.pages}/{KIND}/{signed}"
    return words.link(address, turn.now + page_links.VALID)


@dataclass(frozen=True, slots=True)
class Home:
    """A household on the page, as it is shown to whoever has it in charge."""

    card: Card
    due: bool
    since: str
    promise: str
    unheard: tuple[Unheard, ...]
    tick: Tick
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of ticks: those to be visited first, with what was typed so far."""

    name: str
    period: Period
    today: date
    day: str
    homes: tuple[Home, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What is about to be saved, read back."""

    groups: tuple[str, ...]
    many: int
    ticks: Ticks


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the one sending came to."""

    at: datetime
    text: str


async def opened(session: Session, signed: str, now: datetime) -> Opened | Shut:
    """Follow a link, for whom it was made and only as long as they may: as in their chat."""
    found = await page.opened(session, KIND, signed, now)
    if isinstance(found, Opened) and not found.actor.holds(Role.MEMBER):
        return Shut.OVER
    return found


async def sheet(
    session: Session, at: Opened, ticks: Ticks | None = None, troubles: Sequence[Trouble] = ()
) -> Sheet | Shut:
    """The households of the month, due first; with what was ticked where it comes back."""
    cards = _asked(await households.book(session, at.actor, at.today))
    if not cards:
        return Shut.OVER
    period = await periods.period_of(session, at.actor, at.link.about)
    left = (await progress.so_far(session, at.actor, at.today, period=period)).left
    promises = await _promises(session, at)
    answers = await report_answers.waiting(session, cards)
    homes = tuple(
        Home(
            card=card,
            due=card.id in left,
            since=_since(card, at.today),
            promise=promises.get(card.id, ""),
            unheard=tuple(answers.get(card.id, ())),
            tick=ticks.of.get(card.id, Tick()) if ticks else Tick(),
            troubles=tuple(one for one in troubles if one.household == card.id),
        )
        for card in sorted(cards, key=lambda card: card.id not in left)
    )
    day = ticks.day if ticks else words.spelt(min(at.today, period.last))
    of_page = tuple(one for one in troubles if not one.household)
    return Sheet(at.actor.name, period, at.today, day, homes, of_page)


async def hand_in(
    session: Session, at: Opened, ticks: Ticks, *, sure: bool
) -> Sheet | Review | Receipt | Shut:
    """Take a page: back with what is amiss, read back, or once it is `sure`, saved.

    Of two that are handed in at once one is saved, and both hear the same.
    """
    cards = {one.id: one for one in _asked(await households.book(session, at.actor, at.today))}
    answers = await report_answers.waiting(session, cards.values())
    asked = {KEPT: await _promises(session, at), HEARD: answers}
    lines, troubles = checked(ticks, cards, asked, at.today)
    if troubles:
        return await sheet(session, at, ticks, troubles)
    if not sure:
        groups = report_saving.groups(lines, cards, answers, at.today)
        return Review(tuple(groups), len(lines), ticks)
    if not await page_links.use_up(session, at.link.id, at.now):
        return await _used_meanwhile(session, at)
    key = f"page:{at.link.nonce}"
    said = await report_saving.save(session, at.actor, lines, cards, key, None, at.now)
    await page_links.keep_receipt(session, at.link.id, said.text)
    # It answers no message of the chat, so it follows its reader; the page says it at once.
    await outbox.put(session, at.link.address, said, at.now, key=key, person_id=at.actor.person_id)
    return Receipt(at.now, said.text)


async def _used_meanwhile(session: Session, at: Opened) -> Receipt | Shut:
    link = await page_links.again(session, at.link)
    return receipt(replace(at, link=link)) or Shut.OVER


def receipt(at: Opened) -> Receipt | None:
    """What the link was used for; None as long as it was not."""
    used_at = at.link.used_at
    return Receipt(used_at, at.link.receipt) if used_at is not None else None


def _asked(cards: Sequence[Card]) -> list[Card]:
    """Whoever wants nothing written down is asked of nobody (privacy.md 5.4)."""
    return [card for card in cards if not card.declined]


def _since(card: Card, today: date) -> str:
    return since_visit(
        card.last_home_visit, today, visited=card.visited, not_due=card.not_due,
        helping=card.helping, declined=card.declined,
    )  # fmt: skip


async def _promises(session: Session, at: Opened) -> dict[int, str]:
    """The soonest promise that is open with each household."""
    found: dict[int, str] = {}
    for one in await visits.open_promises(session, at.actor, at.today):
        found.setdefault(one.household_id, one.words)
    return found
