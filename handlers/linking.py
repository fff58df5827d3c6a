"""The way in: a chat becomes a person's, and nothing else happens before that person agrees."""

import re
from datetime import datetime

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import is_number, match_choice
from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Incoming, Outgoing
from bot.texts import linking as words
from bot.texts import menus
from bot.texts.refusals import reason
from handlers import forms
from handlers.commands import FORMS, still_theirs
from handlers.turn import Accounts, Turn
from storage import drafts, invites, moving, outbox, own_data, people
from storage.drafts import Draft
from storage.invites import Redeemed
from storage.store import Session

_START = re.compile(r"/start\b[\s:=]*(.*)", re.IGNORECASE | re.DOTALL)
_ALONE = Accounts({})
_LONGEST_CODE = 60  # with blanks and hyphens; whatever is longer is no try at a code


async def way_in(
    session: Session, incoming: Incoming, draft: Draft, now: datetime, accounts: Accounts = _ALONE
) -> Outgoing | None:
    """What a chat that belongs to nobody may do: link itself, or be told one sentence.

    None when it has been told so often enough.
    """
    address = incoming.address
    if incoming.contact is not None:
        redeemed = await invites.link_by_contact(session, incoming.contact, address, now)
        return await _linked(session, redeemed, address, draft, now)
    typed = _code_in(incoming.text)
    if typed is not None:
        return await _by_code(session, typed, address, draft, now, accounts)
    if not draft.pace.stranger_to_be_told(now):
        return None
    draft.pace = draft.pace.stranger_told(now)
    if _START.fullmatch(incoming.text):
        return words.share_contact()
    return Outgoing(reason(Reason.NOT_LINKED))


async def _by_code(
    session: Session, typed: str, address: Address, draft: Draft, now: datetime, accounts: Accounts
) -> Outgoing | None:
    try:
        redeemed = await _redeemed(session, typed, address, accounts, now)
    except Refusal as said:
        if said.reason is not Reason.CODE_TRIES:  # that one is said before anything is written
            raise
        if not draft.pace.tries_to_be_told(now):
            return None
        draft.pace = draft.pace.tries_told(now)
        return Outgoing(reason(Reason.CODE_TRIES))
    return await _linked(session, redeemed, address, draft, now)


def _code_in(text: str) -> str | None:
    """What is to be tried as a code: whatever follows /start, or what looks like one by itself."""
    started = _START.fullmatch(text)
    typed = started[1].strip() if started else text
    if not typed or len(typed) > _LONGEST_CODE:
        return None
    return typed if started or invites.looks_like_code(typed) else None


async def _redeemed(
    session: Session, typed: str, address: Address, accounts: Accounts, now: datetime
) -> Redeemed:
    """Whoever comes to the wrong account is told which is the right one."""
    try:
        return await invites.redeem(session, typed, address, now)
    except Refusal as said:
        if said.reason is not Reason.CODE_OTHER_ACCOUNT:
            raise
        to = (str(said.details["surface"]), str(said.details["account"]))
        where = words.where(accounts.links.get(to, ""))
    raise Refusal(Reason.CODE_OTHER_ACCOUNT, where=where)


async def _linked(
    session: Session, redeemed: Redeemed, address: Address, draft: Draft, now: datetime
) -> Outgoing:
    """Greet, tell the chats that were linked before, and ask for consent."""
    draft.forget()  # whatever somebody else was saying here
    for earlier in redeemed.earlier:
        await drafts.keep(session, earlier, None, Draft(), now)
        if earlier not in redeemed.silent:
            told = words.moved(here=earlier.account == address.account)
            await outbox.put(session, earlier, told, now)
    person = await people.one(session, redeemed.person_id)
    if person.consent is ConsentState.GIVEN:
        # Another phone may be in other hands, another messenger is another third party.
        renew = ConsentState.RENEW
        await people.consent(session, person.id, renew, words.NOTICE_VERSION, now)
    await moving.hold(session, person.id, now)
    return words.greeting(person.name)


async def consent_first(turn: Turn) -> Outgoing:
    """Until the notice is agreed to, every message leads back to it (privacy.md 5.4)."""
    turn.draft.asking = False
    typed = _code_in(turn.incoming.text)
    if typed is not None and not await _the_same(turn, typed):
        address = turn.incoming.address
        redeemed = await _redeemed(turn.session, typed, address, turn.accounts, turn.now)
        turn.draft.left = True  # it was linked to somebody else's slip before
        return await _linked(turn.session, redeemed, address, turn.draft, turn.now)
    match _said(turn):
        case words.AGREE:
            return await _agreed(turn)
        case words.DECLINE:
            await _remember(turn, ConsentState.REFUSED)
            return words.declined()
        case words.READ_ALL:
            return words.full_notice()
        case words.NOT_ME:
            turn.draft.forget()
            turn.draft.left = True
            await own_data.unlink_here(turn.session, turn.actor, turn.now)
            return words.somebody_else()
    turn.draft.idle = True
    if turn.actor.consent is ConsentState.REFUSED:
        return words.declined()
    return words.notice_again()


async def _the_same(turn: Turn, typed: str) -> bool:
    return await invites.used_by(turn.session, typed, turn.actor.person_id)


async def _agreed(turn: Turn) -> Outgoing:
    await _remember(turn, ConsentState.GIVEN)
    await moving.agreed(turn.session, turn.actor.person_id)
    form = FORMS.get(turn.draft.form)
    while form is not None and not await still_theirs(turn, form):
        await forms.give_up(turn, form)
        form = FORMS.get(turn.draft.form)
    if form is not None:
        return await forms.go_on(turn, form, words.THANKS)
    return menus.menu(turn.actor, words.welcome(turn.actor.name))


async def _remember(turn: Turn, state: ConsentState) -> None:
    await people.consent(turn.session, turn.actor.person_id, state, words.NOTICE_VERSION, turn.now)


def _said(turn: Turn) -> str | None:
    """Which of the three was chosen, by a button of this notice, its number, or its whole words.

    Agreeing takes all of its words: nobody agrees by mistake, and to no older notice.
    """
    offered = turn.draft.offered
    if turn.incoming.choice is not None:
        return next((c.label for c in offered if c.action == turn.incoming.choice), None)
    key = search_key(turn.incoming.text)
    if key in words.TYPED and any(c.label == words.TYPED[key] for c in offered):
        return words.TYPED[key]
    counted = [c.label for c in offered if turn.incoming.buttons or not c.word]
    typed = turn.incoming.text
    place = match_choice(typed, counted) if is_number(typed) else None
    return counted[place] if place is not None else None
