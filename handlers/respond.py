"""The way in: one stored message, one transaction, one answer."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.domain.people import Actor, ConsentState
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import match_choice
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Choice, Incoming, Outgoing
from bot.texts import forms as form_words
from bot.texts import menus
from bot.texts.refusals import reason
from bot.troubles import place_of
from handlers import forms, linking, sentence
from handlers.commands import FORMS, Command, command_in, may_fill
from handlers.questions import Form
from handlers.refusing import no, no_to_nobody, not_theirs
from handlers.turn import Accounts, Turn
from storage import drafts, households, inbox, invites, outbox, people
from storage.drafts import Draft
from storage.inbox import Waiting
from storage.store import Session, Store

log = structlog.get_logger()

OLDEST = timedelta(days=30)
"""A message older than this is refused: polling may replay for ever (zalo.md 7.5)."""
NOT_TO_BE_KEPT = (Reason.TEXT_TOO_LONG, Reason.IDENTITY_NUMBER)
"""What was refused for its words is not kept raw either: nobody has looked at what they say."""
LATELY = timedelta(hours=1)
_TOKEN = re.compile(r"([0-9a-f]{8})\.(\d{1,2}|[a-z]{2,8})")

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
        return await _refused(store, waiting, setting, said, now)
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
        await inbox.done(session, waiting.id)
        return Responded(waiting.id, waiting.address, None)
    actor, draft = await drafts.with_actor(session, address, day_of(now))
    if draft.pace.too_fast(now):
        return await _too_fast(session, waiting, incoming, draft, setting, now)
    if actor is None:
        said = await linking.way_in(session, incoming, draft, now)
        actor = await people.actor_at(session, address, day_of(now))
    else:
        if draft.changed_at is None or draft.changed_at < now - LATELY:
            await people.heard(session, actor.addressed_at, now)
        turn = Turn(session, actor, incoming, waiting, draft, now, setting.accounts)
        said = await answer(turn)
        actor = None if draft.left else actor  # else the goodbye would be nobody's, and dropped
    return await _written(session, waiting, incoming, actor, draft, said, setting, now)


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
    if not draft.pace.to_be_told(now):
        return Responded(waiting.id, waiting.address, None)
    draft.pace = draft.pace.told(now)
    actor = await people.actor_at(session, waiting.address, day_of(now))
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
    answers_a_question = draft.message and draft.message == incoming.tapped
    live_tap = _token_of(incoming, draft) is not None or answers_a_question
    edits = incoming.tapped if live_tap and answer.attachment is None else None
    draft.offered, draft.numbered = answer.choices, answer.numbered
    draft.nonce = secrets.token_hex(4)
    draft.message = edits or ""
    draft.pace = draft.pace.with_one_more(now)
    person_id = actor.person_id if actor else None
    letter_id = await outbox.put(
        session,
        waiting.address,
        _with_tokens(answer, draft),
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


def _read_in(answer: Outgoing) -> str:
    return "\n".join((answer.text, *(choice.label for choice in answer.choices)))


def _with_tokens(answer: Outgoing, draft: Draft) -> Outgoing:
    """Buttons carry what comes back: a command, or the newest question's name and a place."""
    if not draft.asking:
        return answer
    choices = tuple(
        Choice(choice.label, f"{draft.nonce}.{place}")
        for place, choice in enumerate(answer.choices)
    )
    ways = tuple(Choice(way.label, f"{draft.nonce}.{way.action}") for way in answer.ways)
    return replace(answer, choices=choices, ways=ways)


def _token_of(incoming: Incoming, draft: Draft) -> str | None:
    """The action behind a tapped button of the newest question; None when it is no such button."""
    found = _TOKEN.fullmatch(incoming.choice or "")
    if found is None or found[1] != draft.nonce or not draft.asking:
        return None
    if not found[2].isdigit():
        return found[2]
    place = int(found[2])
    return draft.offered[place].action if place < len(draft.offered) else None


async def answer(turn: Turn) -> Outgoing:
    """What the message comes to: consent first, then the open form, else a command or sentence."""
    if turn.actor.consent is not ConsentState.GIVEN:
        return await linking.consent_first(turn)
    if turn.incoming.unreadable:
        raise Refusal(Reason.UNREADABLE)
    if turn.incoming.contact is not None:
        return menus.menu(turn.actor, menus.ALREADY_LINKED)
    form = FORMS.get(turn.draft.form)
    if form is None or await _still_theirs(turn, form):
        return await _heard(turn, form)
    await forms.give_up(turn, form)
    turn.draft.offered = ()
    if _is_command(turn):
        return await _heard(turn, None)
    return not_theirs(reason(Reason.NOT_FOUND))


async def _heard(turn: Turn, form: Form | None) -> Outgoing:
    incoming, draft = turn.incoming, turn.draft
    action = _token_of(incoming, draft)
    if action is not None and form is not None:
        draft.asking = False
        return await forms.take(turn, form, "", action)
    if incoming.choice is not None:
        return await _tapped_elsewhere(turn, form)
    if incoming.document is not None or incoming.photo is not None:
        return await _file(turn, form)
    if not incoming.text:
        raise Refusal(Reason.TEXT_EMPTY)
    return await _typed(turn, form)


async def _still_theirs(turn: Turn, form: Form) -> bool:
    """Whether the open form is still the actor's to fill: role and matter may have gone."""
    if not may_fill(form, turn.actor):
        return False
    return form.still is None or await form.still(turn, turn.draft.answers)


def _is_command(turn: Turn) -> bool:
    said = turn.incoming.choice or turn.incoming.text
    return said.startswith("/") or command_in(said, turn.actor)[0] is not None


async def _tapped_elsewhere(turn: Turn, form: Form | None) -> Outgoing:
    """A button that is a command, or one that is stale or somebody else's."""
    choice = turn.incoming.choice or ""
    if choice.startswith("/"):
        command, words = command_in(choice, turn.actor)
        return await _run(turn.saying(words), command, choice)
    if form is not None:
        return await forms.go_on(turn, form, form_words.resumed(form.title))
    return menus.menu(turn.actor, menus.OLD_BUTTON)


async def _file(turn: Turn, form: Form | None) -> Outgoing:
    if form is None:
        return menus.menu(turn.actor, menus.FILE_FOR_WHAT)
    return await forms.take_file(turn, form)


async def _typed(turn: Turn, form: Form | None) -> Outgoing:
    text, draft = turn.incoming.text, turn.draft
    if form is not None and _is_label(text, draft):
        return await forms.take(turn, form, text, None)
    command, words = command_in(text, turn.actor, in_form=form is not None)
    if command is not None and not (form is not None and _names_household(text, form, draft)):
        return await _run(turn.saying(words), command, text)
    if not draft.asking and draft.offered:
        line = _line_meant(text, draft)
        if line is not None:
            return await _run_line(turn, line)
    if form is not None:
        return await _typed_into(turn, form, text)
    if text.startswith("/"):
        raise Refusal(Reason.NOT_UNDERSTOOD)
    return await sentence.read(turn)


async def _typed_into(turn: Turn, form: Form, text: str) -> Outgoing:
    """Words for the open form: only where its question is the last thing that was said.

    After something else in between they may be meant otherwise, so the question is put again.
    """
    if text.startswith("/"):
        raise Refusal(Reason.NO_SUCH_COMMAND)
    if turn.draft.asking:
        return await forms.take(turn, form, text, None)
    way = form_words.WAYS_TYPED.get(search_key(text))
    if way == forms.CANCEL:
        return await forms.give_up(turn, form)
    return await forms.go_on(turn, form, form_words.resumed(form.title))


def _is_label(text: str, draft: Draft) -> bool:
    """Whether an answer on offer was typed out whole: then it is no command of the same name."""
    if not draft.asking or not draft.numbered or text.startswith("/"):
        return False
    return search_key(text) in (search_key(choice.label) for choice in draft.offered)


def _names_household(text: str, form: Form, draft: Draft) -> bool:
    """Whether "ho 12" answers the question which household: then it looks nothing up."""
    question = form.open_question(draft.answers) if draft.asking else None
    return question is not None and question.lists and bool(numbers_listed(text))


def _line_meant(text: str, draft: Draft) -> str | None:
    """The command behind what was typed under a list of commands.

    In a list of households a number is the one in the book, on this page or not, and never a
    place in the list.
    """
    if not draft.numbered and text.isascii() and text.isdigit():
        return f"{draft.offered[0].action.split()[0]} {text}"
    place = match_choice(text, [choice.label for choice in draft.offered])
    return None if place is None else draft.offered[place].action


async def _run_line(turn: Turn, line: str) -> Outgoing:
    command, words = command_in(line, turn.actor)
    return await _run(turn.saying(words), command, line)


async def _run(turn: Turn, command: Command | None, line: str) -> Outgoing:
    """Run a command beside an open form, which waits; a second form asks what becomes of it."""
    if command is None:
        raise Refusal(Reason.NOT_UNDERSTOOD)
    draft = turn.draft
    form = FORMS.get(draft.form)
    if form is not None and command.opens_form and draft.answers:
        draft.asking = False
        return form_words.another_open(form.title, f"{command.name} {turn.words}".strip())
    draft.asking = False
    answer = await command.handler(turn)
    if form is not None and draft.form == form.name and not draft.asking:
        text = f"{answer.text}\n\n{form_words.still_open(form.title)}"
        return replace(answer, text=text)
    return answer


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
        if actor is None:
            reply = no_to_nobody(said)
        else:
            turn = Turn(session, actor, incoming, waiting, draft, now, setting.accounts)
            reply = await no(turn, said)
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
