"""The way in: one stored message, one transaction, one answer."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.pace import Unclear
from bot.domain.people import Actor, ConsentState
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Incoming, Outgoing
from bot.texts import menus
from bot.texts.refusals import reason
from bot.troubles import place_of
from handlers import buttons, hearing, holding, linking
from handlers.commands import FORMS
from handlers.refusing import no, no_to_nobody
from handlers.turn import Accounts, Turn
from storage import drafts, households, inbox, invites, outbox, people, quotas, uploads
from storage.drafts import Draft
from storage.inbox import Waiting
from storage.store import Session, Store

log = structlog.get_logger()

OLDEST = timedelta(days=30)
"""A message older than this is refused: polling may replay for ever (zalo.md 7.5)."""
NOT_TO_BE_KEPT = (Reason.TEXT_TOO_LONG, Reason.IDENTITY_NUMBER)
"""What was refused for its words is not kept raw either: nobody has looked at what they say."""
LATELY = timedelta(hours=1)

Reader = Callable[[str, str, bytes, datetime], Incoming | None]
"""From account, event id, stored bytes and time of arrival to what the person did."""


@dataclass(frozen=True, slots=True)
class Responded:
    """A message that was handled, and the letter that answers it, already leased to be sent."""

    inbox_id: int
    address: Address
    letter_id: int | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What the way in needs beside the message itself."""

    readers: Mapping[tuple[str, str], Reader]
    accounts: Accounts
    owner: str  # the process that will send the answers
    paced: bool = True  # not where the keyboard is one's own: each line there has its answer


async def respond(store: Store, setting: Setting, now: datetime) -> Responded | None:
    """Take the next message that waits, whole: None when there is none.

    A refusal rolls the domain change back and is answered in words. An error of ours rolls
    everything back; the message is tried again later and after five times set aside with an
    honest word to its sender, so that the next one goes on.
    """
    waiting: Waiting | None = None
    try:
        async with store.begin() as session:
            waiting = await inbox.next_waiting(session, now)
            if waiting is None:
                return None
            return await _handled(session, waiting, setting, now)
    except Refusal as said:
        assert waiting is not None
        try:
            return await _refused(store, waiting, setting, said, now)
        except Exception as error:  # what is shown beside the no may have a bug of ours, too
            return await _failed(store, waiting, setting, error, now)
    except Exception as error:  # a bug of ours: one message must not stop the others
        if waiting is None:
            raise
        return await _failed(store, waiting, setting, error, now)


async def _handled(
    session: Session, waiting: Waiting, setting: Setting, now: datetime
) -> Responded | None:
    address = waiting.address
    incoming = _read(waiting, setting)
    if incoming is None or incoming.sent_at < waiting.received_at - OLDEST:
        await inbox.blank(session, [waiting.id])  # nobody looks at what it says
        await inbox.done(session, waiting.id)
        return Responded(waiting.id, waiting.address, None)
    actor, draft = await drafts.with_actor(session, address, day_of(now))
    if setting.paced and draft.pace.too_fast(now):
        return await _too_fast(session, waiting, incoming, draft, setting, now)
    if actor is None:
        said = await linking.way_in(session, incoming, draft, now, setting.accounts)
        actor = await people.actor_at(session, address, day_of(now))
        if said is None or (actor is None and await _is_spared(session, address, now)):
            return await _unanswered(session, waiting, draft, now)
    else:
        if actor.elsewhere or draft.changed_at is None or draft.changed_at < now - LATELY:
            await people.heard(session, actor.addressed_at, now)
        turn = Turn(session, actor, incoming, waiting, draft, now, setting.accounts)
        said = await hearing.answer(turn)
        draft.unclear = _unclear_with(turn, waiting) if draft.idle else Unclear()
        if _said_too_often(draft.unclear, incoming, setting):
            return await _unanswered(session, waiting, draft, now, actor.person_id)
        actor = None if draft.left else actor  # else the goodbye would be nobody's, and dropped
    return await _written(session, waiting, incoming, actor, draft, said, setting, now)


def _unclear_with(turn: Turn, waiting: Waiting, *, lost: bool = False) -> Unclear:
    """After one more that came to nothing; no two files are the same words."""
    incoming = turn.incoming
    is_file = incoming.photo is not None or incoming.document is not None
    words = f"file {waiting.id}" if is_file else search_key(incoming.text)
    return turn.draft.unclear.with_one_more(words, turn.now, lost=lost)


def _said_too_often(unclear: Unclear, incoming: Incoming, setting: Setting) -> bool:
    return setting.paced and not (unclear.answered or incoming.choice)


async def _is_spared(session: Session, address: Address, now: datetime) -> bool:
    """Whether the last of the account's month is kept, of which no stranger gets any."""
    return (address.surface, address.account) in await quotas.spent(session, now)


async def _unanswered(
    session: Session, waiting: Waiting, draft: Draft, now: datetime, person_id: int | None = None
) -> Responded:
    """What a chat that is nobody's said, or what nobody understands, costs no letter."""
    draft.pace = draft.pace.with_one_more(now)
    await drafts.keep(session, waiting.address, person_id, draft, now)
    await inbox.blank(session, [waiting.id])
    if not await inbox.done(session, waiting.id):
        raise RuntimeError("handled by another process meanwhile")
    return Responded(waiting.id, waiting.address, None)


async def _too_fast(
    session: Session,
    waiting: Waiting,
    incoming: Incoming,
    draft: Draft,
    setting: Setting,
    now: datetime,
) -> Responded:
    """A flood is taken no further: all that waits of it goes, so that it holds up nobody.

    It is told so once in a while. What was being reported, and its buttons, stay as they are.
    """
    gone = await inbox.let_go(session, waiting.address)
    log.warning("flood", inbox_id=waiting.id, let_go=gone)
    actor = await people.actor_at(session, waiting.address, day_of(now))
    if not draft.pace.to_be_told(now, stranger=actor is None):
        return Responded(waiting.id, waiting.address, None)
    if actor is None and await _is_spared(session, waiting.address, now):
        return Responded(waiting.id, waiting.address, None)
    draft.pace = draft.pace.told(now)
    person_id = actor.person_id if actor else None
    await drafts.keep(session, waiting.address, person_id, draft, now)
    letter_id = await outbox.put(
        session,
        waiting.address,
        Outgoing(reason(Reason.TOO_FAST)),
        now,
        person_id=person_id,
        inbox_id=waiting.id,
        tap_id=incoming.tap_id,
        leased_by=setting.owner,
    )
    return Responded(waiting.id, waiting.address, letter_id)


def _read(waiting: Waiting, setting: Setting) -> Incoming | None:
    if uploads.is_one(waiting.event_id):
        return uploads.read(waiting)
    address = waiting.address
    read = setting.readers[address.surface, address.account]
    return read(address.account, waiting.event_id, waiting.raw, waiting.received_at)


async def _written(
    session: Session,
    waiting: Waiting,
    incoming: Incoming,
    actor: Actor | None,
    draft: Draft,
    answer: Outgoing,
    setting: Setting,
    now: datetime,
) -> Responded | None:
    """Everything that a handled message leaves behind: the answer, the draft, the inbox row."""
    answer = await _without_what_is_not_kept(session, waiting, incoming, draft, answer)
    answers_a_question = draft.message and draft.message == incoming.tapped
    live_tap = buttons.names_newest(incoming, draft) or answers_a_question
    edits = incoming.tapped if live_tap and answer.attachment is None else None
    if actor is not None and actor.consent is ConsentState.GIVEN:
        answer = buttons.with_way_home(answer, draft)
    _offer(draft, answer, edits)
    draft.pace = draft.pace.with_one_more(now)
    person_id = actor.person_id if actor else None
    letter_id = await outbox.put(
        session,
        waiting.address,
        buttons.marked(answer, draft),
        now,
        person_id=person_id,
        inbox_id=waiting.id,
        edits=edits,
        tap_id=incoming.tap_id,
        leased_by=setting.owner,
        names=households.named_in(session, _read_in(answer)) if person_id is not None else (),
    )
    await drafts.keep(session, waiting.address, person_id, draft, now)
    if not await inbox.done(session, waiting.id):
        raise RuntimeError("handled by another process meanwhile")
    return Responded(waiting.id, waiting.address, letter_id)


def _offer(draft: Draft, answer: Outgoing, edits: str | None) -> None:
    """What may be chosen from now on, and in which message it stands."""
    if not draft.stays:
        draft.offered, draft.numbered, draft.pushed = answer.choices, answer.numbered, ()
        draft.line = draft.line if draft.listed else ""
    if not draft.ticking:
        draft.nonce = secrets.token_hex(4)
    draft.message = edits or ""


async def _without_what_is_not_kept(
    session: Session, waiting: Waiting, incoming: Incoming, draft: Draft, answer: Outgoing
) -> Outgoing:
    """What nobody writes down about people leaves the stored message, the draft and the answer."""
    form = FORMS.get(draft.form)
    guarded = holding.keeps_out(draft, incoming.text, public=form is not None and form.public)
    if guarded or incoming.voice:
        await inbox.blank(session, [waiting.id])
    return holding.without_them(answer) if guarded else answer


def _read_in(answer: Outgoing) -> str:
    labels = (choice.label for choice in answer.choices)
    return "\n".join((answer.text, answer.in_words, *labels))


async def _refused(
    store: Store, waiting: Waiting, setting: Setting, said: Refusal, now: datetime
) -> Responded | None:
    """Say no in words, with the question that is still open, as it stood before."""
    async with store.begin() as session:
        incoming = _read(waiting, setting)
        assert incoming is not None
        actor, draft = await drafts.with_actor(session, waiting.address, day_of(now))
        if said.reason is Reason.CODE_WRONG:
            await invites.note_try(session, waiting.address, now)
        if said.reason in NOT_TO_BE_KEPT:
            await inbox.blank(session, [waiting.id])
        if actor is None and await _is_spared(session, waiting.address, now):
            return await _unanswered(session, waiting, draft, now)
        if actor is None:
            reply = no_to_nobody(said)
        else:
            turn = Turn(session, actor, incoming, waiting, draft, now, setting.accounts)
            unclear = draft.unclear
            if said.reason is not Reason.CODE_WRONG:  # of which there are few in an hour
                unclear = _unclear_with(turn, waiting, lost=said.reason is Reason.NOT_UNDERSTOOD)
            if _said_too_often(unclear, incoming, setting):
                draft.unclear = unclear
                return await _unanswered(session, waiting, draft, now, actor.person_id)
            reply = await no(turn, said)
            draft.unclear = unclear
        return await _written(session, waiting, incoming, actor, draft, reply, setting, now)


async def _failed(
    store: Store, waiting: Waiting, setting: Setting, error: Exception, now: datetime
) -> Responded | None:
    error_id = secrets.token_hex(4)
    log.error(
        "message failed",
        inbox_id=waiting.id,
        error_id=error_id,
        error=place_of(error),
    )
    async with store.begin() as session:
        if not await inbox.failed(session, waiting.id, error_id, now):
            return Responded(waiting.id, waiting.address, None)
        letter_id = await outbox.put(
            session,
            waiting.address,
            Outgoing(menus.set_aside(error_id)),
            now,
            inbox_id=waiting.id,
            leased_by=setting.owner,
        )
    log.error("message set aside", inbox_id=waiting.id, error_id=error_id)
    return Responded(waiting.id, waiting.address, letter_id)
