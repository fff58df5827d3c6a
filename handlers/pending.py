"""What waits for a decision, and deciding it: take, ask, answer, forward, decline, refer."""

from bot.domain.concerns import ConcernStatus, ConcernTarget, Part
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.short_answers import LEAVES
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Choice, Json, Outgoing
from bot.texts import concerns as concern_words
from bot.texts import pending as words
from bot.texts.common import TARGETS
from handlers import following, forms, telling
from handlers.answers import message_in, remember_message, sensible
from handlers.paging import number_in
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import concern_steps, concerns
from storage.concern_steps import Decision

LONGEST_NOTE = 1000
_S = ConcernStatus
_WITH_NOTE = (_S.NEED_INFO, _S.ANSWERED, _S.DECLINED, _S.RETURNED)


async def waiting(turn: Turn) -> Outgoing:
    """What waits for the actor, urgent and oldest first, a page at a time."""
    page = number_in(turn.words)
    found, total = await concerns.waiting(turn.session, turn.actor, turn.today, page)
    if not found:
        return Outgoing(words.NOTHING_WAITS, (Choice(concern_words.TO_LIST, "/pa"),))
    more = f"/viec {page + 1}" if total > CHOICES_A_PAGE else ""
    return concern_words.listed(words.waiting(total), following.lines(found), more)


async def move(turn: Turn) -> Outgoing:
    """Begin to decide a concern; a word after its code says already how."""
    code, word = following.split_word(turn.words, tuple(words.STEPS))
    if not code:
        return await waiting(turn.saying(""))
    named = await following.one_named(turn, code)
    if not named.parts - {Part.REPORTER}:
        return words.not_yours(named.code)
    page = await concern_steps.take_up(turn.session, turn.actor, named.id, turn.today, turn.now)
    steps = [after for _, after, _ in following.steps_open(page)]
    after = words.STEPS[word][0] if word else None
    if not steps or (after is not None and after not in steps):
        return concern_words.moved_meanwhile(page.code, page.status, day_of(page.since))
    answers: Answers = {"concern": page.id, "code": page.code}
    if after is not None:
        answers["step"] = after
    return await forms.begin(turn.saying(""), FORM, answers)


def _step(answers: Answers) -> ConcernStatus | None:
    said = answers.get("step")
    return None if said is None else ConcernStatus(str(said))


async def _ask_step(turn: Turn, answers: Answers) -> Asking:
    page = await following.chosen(turn, answers)
    options = tuple(Choice(label, after) for _, after, label in following.steps_open(page))
    return Asking(
        words.asks_step(page.code, page.status, office=following.at_office(page)), options
    )


async def _ask_target(turn: Turn, answers: Answers) -> Asking:
    options = [
        Choice(label, one) for one, label in TARGETS.items() if one is not ConcernTarget.CELL
    ]
    return Asking(words.WHICH_TARGET, tuple(options))


async def _ask_note(turn: Turn, answers: Answers) -> Asking:
    after = _step(answers)
    assert after is not None
    return Asking(words.asks_note(str(answers["code"]), after))


async def _read_note(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return sensible(text, LONGEST_NOTE)


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    after = _step(answers)
    assert after is not None
    return Asking(words.asks_sure(str(answers["code"]), after))


async def _read_sure(turn: Turn, answers: Answers, text: str) -> Json:
    after = _step(answers)
    assert after is not None
    wanted = words.SURE_WORDS[after]
    if search_key(text) != wanted:
        raise Refusal(Reason.WORD_WANTED, word=wanted)
    return True


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    page, after = await following.chosen(turn, answers, to_change=True), _step(answers)
    assert after is not None
    if after not in [step for _, step, _ in following.steps_open(page)]:
        return concern_words.moved_meanwhile(page.code, page.status, day_of(page.since))
    target = answers.get("target")
    decision = Decision(
        after=after,
        note=str(answers.get("note") or ""),
        target=ConcernTarget(str(target)) if target else None,
    )
    moved = await concern_steps.decide(
        turn.session, turn.actor, page, decision, turn.today, turn.now,
        inbox_id=message_in(answers),
    )  # fmt: skip
    told = [
        await telling.tell(
            turn,
            person_id,
            concern_words.answer_arrived(moved.code, moved.status),
            f"concern:{moved.id}:{moved.move_id}:{person_id}",
            about=moved.household_ids,
        )
        for person_id in moved.person_ids
    ]
    return words.decided(
        moved.code,
        moved.status,
        decision.target,
        told=any(told),
        unreached=bool(told) and not any(told),
    )


FORM = Form(
    name="deciding",
    title=words.TITLE,
    questions=(
        Question("step", _ask_step),
        Question("target", _ask_target, when=lambda answers: _step(answers) is _S.FORWARDED),
        Question(
            "note", _ask_note, read=_read_note, free=True,
            when=lambda answers: _step(answers) in _WITH_NOTE,
        ),
        Question(
            "sure", _ask_sure, read=_read_sure, said=LEAVES,
            when=lambda answers: _step(answers) in words.SURE_WORDS,
        ),
    ),
    save=_save,
)  # fmt: skip
