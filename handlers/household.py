"""Households to look up: the book, the cell's list, a search, and the page of one."""

import re
from dataclasses import replace

from bot.domain.people import OFFICE
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Choice, Outgoing
from bot.texts import household_page as words
from bot.texts import standing_in as standing_in_words
from bot.texts.household_page import Tally
from bot.texts.visit import what_was_done
from handlers import choosing, paging
from handlers.turn import Turn
from storage import assignments, household_pages, household_search, households, periods
from storage.household_search import Sought
from storage.households import Card

_PAGE = re.compile(r"trang (\d{1,4})")


async def find(turn: Turn) -> Outgoing:
    """Without words a list; with words the household that is meant, or those that may be."""
    wanted = _PAGE.fullmatch(search_key(turn.words))
    if not turn.words or wanted:
        return await _list(turn, int(wanted[1]) if wanted else 1)
    found = await household_search.find_cards(turn.session, turn.actor, turn.words, turn.today)
    if found.certain:
        return await _page(turn, found.cards[0])
    return offered(turn, turn.words, found)


def offered(turn: Turn, said: str, found: Sought) -> Outgoing:
    """Those that may be meant, the own ones first; else the nearest; nobody near is refused."""
    cards = sorted(found.cards or found.near, key=lambda card: card.assigned_since is None)
    if not cards:
        raise Refusal(Reason.NOT_FOUND)
    choices = [_choice(turn, card) for card in cards[:CHOICES_A_PAGE]]
    if not found.cards:
        return words.nearest(said, choices)
    return words.several(said, len(cards), choices)


async def _list(turn: Turn, page: int) -> Outgoing:
    """A member's own book; for a secretary the cell's households, the own ones first."""
    cards = await households.in_area(turn.session, turn.actor, turn.today)
    cards.sort(key=lambda card: card.assigned_since is None)
    if not turn.actor.cells_led:
        cards = [card for card in cards if card.assigned_since is not None]
    if not cards:
        if turn.actor.holds(*OFFICE):
            return words.nothing_for_the_office()
        raise Refusal(Reason.NO_ONE_ASSIGNED)
    shown, page, pages = paging.cut(cards, page)
    choices = [_choice(turn, card) for card in shown]
    if page < pages:
        choices.append(Choice(words.NEXT_PAGE, f"/hodan trang {page + 1}"))
    period = await periods.current_of(turn.session, turn.actor, turn.today)
    if not turn.actor.cells_led:
        return words.own_list(_tally(cards), period, (page, pages), choices)
    area = [card for card in cards if card.cell_id in turn.actor.cells_led]
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    tally = replace(_tally(area), helping=0, nobodys=shared.nobodys)
    return words.cell_list(tally, period, (page, pages), choices)


def _tally(cards: list[Card]) -> Tally:
    return Tally(
        households=len(cards),
        visited=sum(card.due and card.visited for card in cards),
        due=sum(card.due for card in cards),
        not_due=sum(card.not_due for card in cards),
        helping=sum(card.helping for card in cards),
        declined=sum(card.declined and not card.helping for card in cards),
    )


def _called(card: Card) -> str:
    """What opens the household in a command: the number in one's own book, or the code."""
    return str(card.number) if card.assigned_since and card.number is not None else card.code


def _choice(turn: Turn, card: Card) -> Choice:
    tail = choosing.since_visit(turn, card)
    number = card.number if card.assigned_since is not None else None
    label = words.cell_label(number, card.code, card.name, card.address, tail)
    return Choice(label, f"/hodan {_called(card)}")


async def _page(turn: Turn, card: Card) -> Outgoing:
    page = await household_pages.page_of(turn.session, turn.actor, card, turn.today)
    own = card.assigned_since is not None
    contacts = [(one.on, _what(one)) for one in page.contacts]
    open_ones = [(one.code, one.status) for one in page.concerns]
    codes = [code for code, _ in open_ones]
    lines = [
        words.heading(card.number if own else None, card.code, card.name, card.head, card.address),
        words.people(card.persons, card.workers, card.occupation),
        words.standing(card.household_class, card.needs_help, card.policy_family),
        words.in_charge(page.in_charge) if card.cell_id in turn.actor.cells_led else "",
        words.contacts(contacts, turn.today),
        words.promises(page.promises, turn.today),
        words.concerns(open_ones),
    ]
    if own:
        return words.page(lines, words.to_do(_called(card), codes))
    return words.page(lines, [*words.open_concerns(codes), words.BACK_TO_CELL])


def _what(contact: household_pages.Contact) -> str:
    """How a contact was; and where somebody else wrote it down, who did, for whom."""
    what = what_was_done(contact.kind, contact.reason, contact.nothing_new)
    if not contact.author:
        return what
    return f"{what}{standing_in_words.typed_for(contact.author, contact.visitor)}"
