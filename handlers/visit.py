"""Reporting a household visit: who, when, how, what was done, what was promised."""

from dataclasses import replace
from datetime import date

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.numbers import numbers_listed, several_first
from bot.domain.visits import NotDoneReason, Topic, VisitKind
from bot.messages import Choice, Json, Outgoing
from bot.texts import forms as form_words
from bot.texts import visit as words
from bot.texts.common import NOT_DONE, TOPICS
from bot.texts.refusals import reason
from handlers import checklist, choosing, forms, report_one, reporting, visit_at_once
from handlers import visit_days as days
from handlers import visit_extras as extras
from handlers.answers import called, household_in, remember_message, sensible
from handlers.questions import SKIPPED, Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import concerns, progress, visits
from storage.households import Card

LONGEST_REASON = 200
DOUBLE_WORD = "trung"
"""After /sua: the report just saved says what an earlier one said already."""
_BEFORE = "before"  # the day on which a visit was told, before its household was named
_WITH = "with"
_FINE, _ABSENT = short.FINE, short.ABSENT


async def start(turn: Turn) -> Outgoing:
    """Begin a report; words after the command name the household, and may answer more.

    Several households are told in one message.
    """
    if several_first(turn.words) and (report := await reporting.start(turn, turn.words, bare=True)):
        return report
    try:
        return await forms.begin(turn, FORM)
    except Refusal as refusal:
        if refusal.reason is not Reason.NOT_FOUND:
            raise
    asked = await forms.begin(turn.saying(""), FORM)
    return form_words.below(reason(Reason.NOT_FOUND), asked)


async def start_with(turn: Turn, text: str) -> Outgoing:
    """Begin with words that tell all but whose household it was: they are kept until then."""
    answers: Answers = {_BEFORE: turn.today.isoformat(), visit_at_once.SENTENCE: text}
    remember_message(turn, answers)
    return await forms.begin(turn.saying(""), FORM, {**answers, visit_at_once.KEY: SKIPPED})


async def correct(turn: Turn, visit_id: int) -> Outgoing:
    """Begin the report that takes the place of one's own earlier one."""
    earlier = await visits.own(turn.session, turn.actor, visit_id, turn.now)
    household = await choosing.known(turn, earlier.household_id)
    return await forms.begin(turn.saying(""), FORM, {**household, "replaces": visit_id})


_WHICH = choosing.household_question(words.TITLE)


async def _ask_which(turn: Turn, answers: Answers) -> Asking | None:
    """One household; from its list the way leads to ticking several."""
    asking = await _WHICH.ask(turn, answers)
    if asking is not None and not turn.incoming.buttons and not answers:
        asking = replace(asking, text=f"{asking.text}\n{words.AT_ONCE}")
    if asking is not None and _BEFORE in answers:
        kept = words.kept(str(answers[visit_at_once.SENTENCE]))
        asking = replace(asking, text=f"{kept}\n{asking.text}")
    several = asking is not None and len(asking.options) > 1 and not answers
    return replace(asking, ways=(checklist.TO_TICK,)) if asking and several else asking


async def _read_which(turn: Turn, answers: Answers, text: str) -> Json:
    """What was told before may be of several: the first is chosen, the others go with it."""
    value = await _WHICH.read(turn, answers, text)
    if _BEFORE not in answers or not isinstance(value, dict) or "several" not in value:
        return value
    answers[_WITH] = [*numbers_listed(text)]
    narrowed = value["narrowed"]
    assert isinstance(narrowed, list)
    return narrowed[0]


async def _ask_promise(turn: Turn, answers: Answers) -> Asking | None:
    card = await choosing.chosen(turn, answers)
    if not card.promised:
        return None
    promises = await visits.open_promises(turn.session, turn.actor, turn.today, card.id)
    return Asking(
        words.asks_promise([promise.words for promise in promises], household_in(answers)),
        (Choice(words.KEPT, "kept"), Choice(words.NOT_KEPT, "open")),
    )


async def _ask_how(turn: Turn, answers: Answers) -> Asking:
    on = date.fromisoformat(str(answers["day"]))
    return Asking(words.asks_how(household_in(answers), on, turn.today), visit_at_once.HOW)


async def _ask_reason(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_REASON, tuple(Choice(label, r) for r, label in NOT_DONE.items()))


async def _ask_why(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHY)


async def _read_why(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_REASON)


async def _ask_content(turn: Turn, answers: Answers) -> Asking:
    options = (Choice(words.MORE, extras.MORE), *(Choice(label, t) for t, label in TOPICS.items()))
    return Asking(
        words.asks_content(household_in(answers), at_once=not turn.incoming.buttons),
        options,
        done=words.SAVE,
    )


def _step_by_step(answers: Answers) -> bool:
    return visit_at_once.SENTENCE not in answers


def _has_content(answers: Answers) -> bool:
    return "how" in answers and answers["how"] not in (_FINE, _ABSENT, VisitKind.NOT_DONE)


def _report(answers: Answers) -> visits.Report:
    how = str(answers["how"])
    kind = (
        VisitKind.HOME if how == _FINE else VisitKind.NOT_DONE if how == _ABSENT else VisitKind(how)
    )
    reason = NotDoneReason.ABSENT_HH if how == _ABSENT else answers.get("reason")
    content = answers.get("content")
    chosen = content if isinstance(content, list) else []
    kept, due, replaces = answers.get("kept"), answers.get("promise_due"), answers.get("replaces")
    return visits.Report(
        household_id=choosing.id_in(answers),
        visited_on=date.fromisoformat(str(answers["day"])),
        kind=kind,
        reason=NotDoneReason(str(reason)) if reason else None,
        nothing_new=how == _FINE,
        topics=tuple(Topic(str(one)) for one in chosen if one != extras.MORE),
        note=str(answers.get("why") or answers.get("note") or ""),
        helps=tuple(extras.helps_in(answers)),
        promise=str(answers.get("promise") or ""),
        promise_due=date.fromisoformat(str(due)) if due else None,
        promise_kept=True if kept == "kept" else None,
        replaces_id=replaces if isinstance(replaces, int) else None,
    )


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    if not _step_by_step(answers):
        return await _told_in_a_sentence(turn, answers)
    number, name = called(answers)
    report = _report(answers)
    visit_id = await visits.record(
        turn.session, turn.actor, report, turn.draft.effect_key, turn.now
    )
    if visit_id is None:
        return words.already_saved(number, name)
    month = await progress.so_far(turn.session, turn.actor, turn.today, visit_id)
    card = await choosing.chosen(turn, answers)
    return words.saved(
        number=number, name=name, on=report.visited_on, today=turn.today,
        done=words.what_was_done(report.kind, report.reason, report.nothing_new),
        details=[*_details(report, card), *words.unsaid(answers.get(visit_at_once.UNSAID))],
        period=month.period, visited=month.visited, due=month.due, not_due=month.not_due,
        beside=report.beside, again=month.told_before,
        follow=await _follow(turn, card, month),
    )  # fmt: skip


async def _told_in_a_sentence(turn: Turn, answers: Answers) -> Outgoing:
    """More was told than fits the questions."""
    words, told = str(answers[visit_at_once.SENTENCE]), answers.get(visit_at_once.BESIDE)
    card = await choosing.chosen(turn, answers)
    if _BEFORE in answers:
        numbers = answers.get(_WITH)
        whose = " ".join(map(str, numbers)) if isinstance(numbers, list) else card.number
        return await _told_before(turn, answers, f"{whose}: {words}")
    return await report_one.begin(turn, card, words, told if isinstance(told, dict) else {})


async def _told_before(turn: Turn, answers: Answers, text: str) -> Outgoing:
    """Shown back as any sentence; "hôm qua" of another day is asked for anew."""
    report = None
    if answers[_BEFORE] == turn.today.isoformat():
        report = await reporting.start(turn.saying(""), text)
    if report is None:
        known = await choosing.known(turn, choosing.id_in(answers))
        return await forms.begin(turn.saying(""), FORM, known)
    turn.draft.answers["inbox"] = answers["inbox"]
    return report


async def _follow(turn: Turn, card: Card, month: progress.Progress) -> list[Choice]:
    """What may be done next: a second report of one visit dropped before all."""
    answered = await concerns.open_for(turn.session, [card.id]) if card.unheard else []
    follow = [Choice(words.tell_answer(one.code), f"/baoho {one.code}") for one in answered[:2]]
    if month.left:
        follow.append(Choice(words.NEXT_HOUSEHOLD, "/thamho"))
    if month.told_before:
        drop = Choice(words.TAKE_BACK, f"/sua {DOUBLE_WORD}", words.drop_word(card.number))
        follow.insert(0, drop)
    return [
        *follow,
        Choice(words.ADD_CONCERN, f"/phananh {card.number}"),
        Choice(words.ADD_CHANGE, f"/thaydoi {card.number}"),
        Choice(words.CORRECT, "/sua"),
    ]


def _details(report: visits.Report, card: Card) -> list[str]:
    """What was said beside the visit itself, and whether the month had been closed before."""
    details = [words.help_line(h.kind, h.status, h.amount) for h in report.helps]
    if report.topics:
        details.insert(0, words.topics([Topic(topic) for topic in report.topics]))
    details += [text for text in (report.promise, report.note) if text]
    if card.sealed_through is not None and report.visited_on <= card.sealed_through:
        details.append(words.ADDITION)
    return details


FORM = Form(
    name="visit",
    title=words.TITLE,
    questions=(
        replace(_WHICH, ask=_ask_which, read=_read_which),
        visit_at_once.QUESTION,
        Question(
            "kept", _ask_promise, skippable=True, said=short.said(short.KEPT), when=_step_by_step
        ),
        Question(
            "day", days.ask, read=days.read, check=days.check, then=days.after,
            said=short.said({days.OTHER: short.NO}), when=_step_by_step,
        ),
        Question("how", _ask_how, said=short.said(short.HOW), when=_step_by_step),
        Question(
            "reason", _ask_reason, when=lambda a: a.get("how") == VisitKind.NOT_DONE,
            said=short.said(short.REASONS),
        ),
        Question(
            "why", _ask_why, read=_read_why, free=True, skippable=True,
            when=lambda a: a.get("reason") == NotDoneReason.OTHER_REASON,
        ),
        Question(
            "content", _ask_content, when=_has_content, several=True, whole=True,
            said=short.said(
                {**short.TOPICS, forms.DONE: short.NOTHING_MORE, extras.MORE: short.MORE}
            ),
        ),
        *extras.QUESTIONS,
    ),
    save=_save,
    still=choosing.still,
)  # fmt: skip
