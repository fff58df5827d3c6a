"""The form engine: each answer kept, any text at any moment answered, the next question put."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.labels import match_choices
from bot.domain.vietnamese.short_answers import meant
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import forms as words
from bot.texts import guarding
from bot.texts.standing_in import instead_of
from handlers import holding, typed
from handlers.offering import DONE as DONE
from handlers.offering import MORE as MORE
from handlers.offering import page_of, ticks_of, unticked, with_ticks
from handlers.offering import ticked as ticked
from handlers.offering import ticked_by_now as ticked_by_now
from handlers.questions import SKIPPED, Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import inbox
from storage.drafts import Draft

MOST_TRAIL = 12
BACK, SKIP, CANCEL = "back", "skip", "cancel"


async def begin(turn: Turn, form: Form, answers: Answers | None = None) -> Outgoing:
    """Open a form, with some answers known beforehand; words after the command answer the rest."""
    draft = turn.draft
    draft.clear()
    draft.form, draft.answers = form.name, dict(answers or {})
    draft.effect_key = secrets.token_hex(8)
    if turn.words:
        return await take(turn, form, turn.words, None)
    return await go_on(turn, form)


async def go_on(turn: Turn, form: Form, lead: str = "") -> Outgoing:
    """Ask the next open question, or save. `lead` stands above the question."""
    turn, draft = await _as_meant(turn, form), turn.draft
    if draft.held:
        return holding.asked(turn.draft)
    while question := form.open_question(draft.answers):
        asking = await question.ask(turn, draft.answers)
        if asking is not None:
            return _worded(turn, question, asking, lead)
        draft.answers[question.key] = SKIPPED
    saving = draft.effect_key
    answer = await form.save(turn, dict(draft.answers))
    if draft.effect_key == saving:
        draft.close()
    return answer


async def _as_meant(turn: Turn, form: Form) -> Turn:
    return turn if form.acts is None else await form.acts(turn, turn.draft.answers)


async def give_up(turn: Turn, form: Form) -> Outgoing:
    """Leave the form; nothing of it is kept, least of all what may have been a complaint."""
    if turn.draft.held:
        await _forget_held(turn)
    if form.given_up is not None:
        await form.given_up(turn, dict(turn.draft.answers))
    turn.draft.close()
    return words.cancelled(form.title)


async def take(turn: Turn, form: Form, text: str, tapped: str | None) -> Outgoing:
    """Take what was said as the answer to the open question.

    A tap brings its action in `tapped`. Several answers in one message are taken one after the
    other as far as they go; the first that does not fit is asked about, the others are kept.
    """
    turn = await _as_meant(turn, form)
    if turn.draft.held:
        return await _judge_held(turn, form, text, tapped)
    if tapped is not None:
        return await _act(turn, form, tapped)
    question = form.open_question(turn.draft.answers)
    if question is not None and turn.draft.asking:
        if typed.of_another_day(turn, text, places=not question.free):
            return await go_on(turn, form, words.resumed(form.title))
        await _offered_anew(turn, question)
    chosen = _way_or_answer(question, text)
    if chosen in words.WAYS_TYPED.values():
        return await _act(turn, form, str(chosen))
    if chosen is not None:
        return await _whole(turn, form, await _act(turn, form, chosen))
    return await _take_words(turn, form, text, typed.pieces(question, text))


def _way_or_answer(question: Question | None, text: str) -> str | None:
    """The action behind a short answer of this question, or one of the ways through the form."""
    chosen = meant(text, question.said) if question is not None else None
    if chosen is not None:
        return chosen
    way = meant(text, words.WAYS_TYPED)
    counted = question is not None and question.zero and search_key(text).isdigit()
    refused = question is not None and question.no and way in (SKIP, DONE)
    return None if counted or refused else way


async def _offered_anew(turn: Turn, question: Question) -> None:
    """On another day the labels mean what they mean on that day: "hôm qua" is one later."""
    draft = turn.draft
    if draft.changed_at is None or day_of(draft.changed_at) == turn.today:
        return
    asking = await question.ask(turn, draft.answers)
    if asking is not None:
        _worded(turn, question, asking, "")


async def take_file(turn: Turn, form: Form) -> Outgoing:
    """Take a photo or document as the answer, where the open question wants one."""
    question = form.open_question(turn.draft.answers)
    if question is None or not question.file or turn.draft.held:
        return await ask_again(turn, form, words.NO_FILE_HERE)
    if (file_id := turn.waiting.file_id) is None:
        raise Refusal(Reason.FILE_NOT_READ)
    return await _answered(turn, form, question, file_id)


async def _take_words(turn: Turn, form: Form, text: str, pieces: Sequence[str]) -> Outgoing:
    if (taken := await _take_ahead(turn, form, pieces[0] if pieces else text, text)) is not None:
        return taken
    if len(pieces) < 2:
        return await _whole(turn, form, await _take_one(turn, form, text))
    return await _take_pieces(turn, form, text, pieces)


async def _take_pieces(turn: Turn, form: Form, text: str, pieces: Sequence[str]) -> Outgoing:
    outgoing: Outgoing | None = None
    before: Question | None = None
    for place, piece in enumerate(pieces):
        rest = form.open_question(turn.draft.answers)
        if turn.draft.form != form.name or rest is None or turn.draft.held:
            break
        if (rest.seen and place) or (rest.lists and rest is before):
            break
        before, further = rest, ", ".join(pieces[place:])
        if rest.free:
            return await _take_one(turn, form, further)
        if place and (taken := await _take_ahead(turn, form, piece, further)) is not None:
            return taken
        try:
            outgoing = await _take_one(turn, form, piece)
        except Refusal as refusal:
            if place == 0:
                return await _take_one(turn, form, text)  # it was one answer with a comma in it
            return await go_on(turn, form, words.kept_so_far(refusal.reason, piece))
    assert outgoing is not None
    return await _whole(turn, form, outgoing)


async def _take_ahead(turn: Turn, form: Form, piece: str, text: str) -> Outgoing | None:
    """Keep what a later question asks for, judged as it is there; None where it is none of that.

    The household or households that it begins with answer the question that is open.
    """
    draft = turn.draft
    question = form.open_question(draft.answers)
    if question is None or question.ahead is None or _chosen(turn, question, piece):
        return None
    ahead = await question.ahead(turn, draft.answers, text)
    if ahead is None:
        return None
    later = form.by_key[ahead.key]
    value = await later.read(turn, draft.answers, ahead.words)
    if ahead.answer is not None:
        await _put(turn, question, ahead.answer)
    draft.held = await holding.held(turn, later, value, ahead.words)
    return holding.asked(draft) if draft.held else await _answered(turn, form, later, value)


async def _whole(turn: Turn, form: Form, said: Outgoing) -> Outgoing:
    """Where each message counts, what was ticked by typing is all of it, if the question says."""
    draft = turn.draft
    question = form.open_question(draft.answers) if draft.form == form.name else None
    if question is None or not question.whole or turn.incoming.buttons or draft.held:
        return said
    return await _act(turn, form, DONE) if ticked_by_now(draft.answers, question.key) else said


async def _take_one(turn: Turn, form: Form, text: str) -> Outgoing:
    draft = turn.draft
    question = form.open_question(draft.answers)
    if question is None:
        return await go_on(turn, form)
    chosen = _chosen(turn, question, text)
    if len(chosen) > 1:
        return await _tick(turn, form, chosen)
    if chosen:
        return await _act(turn, form, chosen[0])
    value = await question.read(turn, draft.answers, text)
    if question.free:
        draft.held = await holding.held(turn, question, value, text)
        if draft.held:
            return holding.asked(draft)
    return await _answered(turn, form, question, value)


def _chosen(turn: Turn, question: Question, text: str) -> list[str]:
    """The actions of what was typed instead of tapped: by label or number, or as people say it."""
    draft = turn.draft
    if draft.numbered and draft.asking and not question.free:
        if question.several:
            places = match_choices(text, [choice.label for choice in draft.offered])
            found = [draft.offered[one] for one in places]
        else:
            one = typed.chosen(turn, text, draft.offered)
            found = [one] if one is not None else []
        if found:
            return [choice.action for choice in found]
    said = meant(text, question.said)
    return [said] if said is not None else []


async def _act(turn: Turn, form: Form, action: str) -> Outgoing:
    draft = turn.draft
    question = form.open_question(draft.answers)
    match action:
        case "cancel":
            return await give_up(turn, form)
        case "back":
            return await _back(turn, form)
        case "more":
            draft.page += 1
            return await go_on(turn, form)
    if question is None:
        return await go_on(turn, form)
    if action == SKIP and question.skippable:
        return await _answered(turn, form, question, SKIPPED)
    if question.several and action != SKIP:
        return await _tick(turn, form, [action])
    if action in (SKIP, DONE):
        raise Refusal(Reason.CHOOSE_ONE)
    return await _answered(turn, form, question, action)


async def _tick(turn: Turn, form: Form, actions: Sequence[str]) -> Outgoing:
    """Tick or untick; "done" or an answer of another kind ends the choosing."""
    draft = turn.draft
    question = form.open_question(draft.answers)
    assert question is not None
    ticked = list(ticked_by_now(draft.answers, question.key))
    for action in actions:
        if action == DONE:
            return await _answered(turn, form, question, list(ticked))
        if action.startswith("!"):  # leaves the question with what was ticked, and says so
            return await _answered(turn, form, question, [*ticked, action])
        if action.startswith("-"):
            ticked = [value for value in ticked if value != action[1:]]
        elif action.removeprefix("+") not in ticked:
            ticked.append(action.removeprefix("+"))
    draft.answers[ticks_of(question.key)] = list(ticked)
    shown = unticked(draft.offered)
    answer = await go_on(turn, form)
    draft.ticking = turn.incoming.choice is not None and unticked(draft.offered) == shown
    return answer


async def _answered(turn: Turn, form: Form, question: Question, value: Json) -> Outgoing:
    await _put(turn, question, value)
    return await go_on(turn, form)


async def _put(turn: Turn, question: Question, value: Json) -> None:
    draft = turn.draft
    more = {} if value is SKIPPED else await question.check(turn, draft.answers, value)
    draft.trail = [*draft.trail, dict(draft.answers)][-MOST_TRAIL:]
    answers = {k: v for k, v in draft.answers.items() if k != ticks_of(question.key)}
    draft.answers = question.then({**answers, question.key: value, **more})
    draft.page = 0


async def _back(turn: Turn, form: Form) -> Outgoing:
    draft = turn.draft
    draft.page = 0
    if not draft.trail:
        return await go_on(turn, form, words.NOTHING_BEFORE)
    draft.answers = draft.trail[-1]
    draft.trail = draft.trail[:-1]
    return await go_on(turn, form)


def _worded(turn: Turn, question: Question, asking: Asking, lead: str) -> Outgoing:
    draft = turn.draft
    options = asking.options
    if question.several:
        options = with_ticks(options, ticked_by_now(draft.answers, question.key), asking.done)
    page = page_of(options, draft.page, ends_with_done=question.several)
    draft.asking, draft.numbered, draft.offered = True, asking.numbered, page
    if turn.actor.typed_by is not None:
        lead = _below(lead, instead_of(turn.actor.name))
    return Outgoing(
        text=_below(lead, asking.text),
        choices=page,
        ways=(*asking.ways, *_ways(draft, question)),
        numbered=asking.numbered,
        in_words=_below(lead, asking.in_words),
    )


def _below(lead: str, text: str) -> str:
    return f"{lead}\n{text}" if lead and text else text


async def ask_again(turn: Turn, form: Form, text: str) -> Outgoing:
    """The open question under other words, in short, with what may be chosen by now."""
    turn, draft = await _as_meant(turn, form), turn.draft
    if draft.held:
        held = holding.asked(draft)
        return replace(held, text=_below(text, held.text))
    question = form.open_question(draft.answers)
    asking = await question.ask(turn, draft.answers) if question is not None else None
    if question is None or asking is None:
        return Outgoing(text, ways=ways_now(form, draft))
    again = _worded(turn, question, asking, "")
    return replace(
        again,
        text=_below(text, words.in_short(again.text)),
        in_words=_below(text, words.in_short(again.in_words)),
    )


def ways_now(form: Form, draft: Draft) -> tuple[Choice, ...]:
    """The ways out of the question that is open: back, skip, cancel, as far as there are any."""
    question = None if draft.held else form.open_question(draft.answers)
    return _ways(draft, question) if question else (Choice(words.CANCEL, CANCEL),)


def _ways(draft: Draft, question: Question) -> tuple[Choice, ...]:
    ways = [Choice(words.BACK, BACK)] if draft.trail else []
    if question.skippable:
        ways.append(Choice(words.SKIP, SKIP))
    return (*ways, Choice(words.CANCEL, CANCEL))


async def _judge_held(turn: Turn, form: Form, text: str, tapped: str | None) -> Outgoing:
    """The person says what becomes of the words, not we."""
    draft = turn.draft
    said = holding.answered(draft, text, tapped)
    question = form.by_key[str(draft.held["key"])]
    if said == CANCEL:
        return await give_up(turn, form)
    if draft.held.get("why") == holding.GUARDED:
        return await _judge_guarded(turn, form, question, text, said)
    if said == words.ORDINARY and not holding.guards_too(draft):
        value = draft.held["value"]
        draft.held = {}
        return await _answered(turn, form, question, value)
    if said != words.COMPLAINT:
        return holding.asked(draft)
    return await _complaint(turn, form, question)


async def _complaint(turn: Turn, form: Form, question: Question) -> Outgoing:
    draft = turn.draft
    await _forget_held(turn)
    if form.referred is not None:
        if form.given_up is not None:
            await form.given_up(turn, dict(draft.answers))
        draft.close()
        return form.referred(turn)
    lead = words.where_complaints_go()
    if question.skippable:
        draft.answers = question.then({**draft.answers, question.key: SKIPPED})
    return await go_on(turn, form, lead)


async def _judge_guarded(
    turn: Turn, form: Form, question: Question, text: str, said: str | None
) -> Outgoing:
    """Neutral words, none, or others: those may also be typed at once."""
    draft = turn.draft
    value, draft.held = draft.held["value"], {}
    if said == guarding.NEUTRAL and value is not None:
        return await _answered(turn, form, question, value)
    if said == guarding.OUT and question.skippable:
        return await _answered(turn, form, question, SKIPPED)
    if said == guarding.OUT and not question.aside:
        return await give_up(turn, form)
    if said == guarding.OUT:
        return await _back(turn, form)
    return await (_take_one(turn, form, text) if said is None else go_on(turn, form))


async def _forget_held(turn: Turn) -> None:
    """Blank the words everywhere in this same transaction: the draft, and the raw message."""
    inbox_id = turn.draft.held["inbox"]
    turn.draft.held = {}
    assert isinstance(inbox_id, int)
    await inbox.blank(turn.session, [inbox_id])
