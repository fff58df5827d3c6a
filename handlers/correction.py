"""Correcting or taking back what one reported within the last day."""

from bot.domain.concerns import ConcernStatus
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.short_answers import KEEP, LEAVES, said
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import change as change_words
from bot.texts import correction as words
from bot.texts.common import mention, short_day
from bot.texts.visit import what_was_done
from handlers import change, concern, forms, visit
from handlers.answers import message_in, remember_message, sensible, without
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import corrections, visits
from storage.corrections import ChangeSaid, ConcernSaid, Reported, ReportKind, VisitSaid

_TAKE, _CORRECT, _REWORD, _EARLIER, _LEAVE = "take", "correct", "reword", "earlier", "leave"


async def last(turn: Turn) -> Outgoing:
    """Show the newest report that can still be put right, and ask what to do with it.

    Of the households whose numbers stand behind the command, where one was reported of.
    """
    reports = await corrections.reported(turn.session, turn.actor, turn.now)
    if not reports:
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    meant = numbers_listed(turn.words)
    of_these = (one for number in meant for one in reports if one.number == number)
    newest = next(of_these, reports[0])
    double = search_key(turn.words) == visit.DOUBLE_WORD and newest.kind is ReportKind.VISIT
    if double and await visits.told_twice(turn.session, [newest.id]):
        taken = await corrections.take_back(turn.session, turn.actor, newest.key, turn.now)
        return words.taken_back(_line(turn, taken))
    return await forms.begin(turn.saying(""), FORM, {"report": newest.key})


def _line(turn: Turn, report: Reported) -> str:
    who = mention(report.number, report.name)
    if report.whose.typed_by is not None:
        who = words.typed_for(report.whose.name, who)
    match report.said:
        case VisitSaid(kind, reason, nothing_new):
            done = what_was_done(kind, reason, nothing_new)
            return words.visit_line(who, short_day(report.on, turn.today), done, report.words)
        case ChangeSaid(what, precision, people, place, decision):
            on = change_words.when(report.on, precision, sure=True)
            happened = change_words.what_happened(what, on, people, place, decision, report.words)
            return words.change_line(who, happened)
        case ConcernSaid(code, _):
            return words.concern_line(code, report.words)


async def _chosen(turn: Turn, answers: Answers) -> Reported:
    return await corrections.one_of(turn.session, turn.actor, str(answers["report"]), turn.now)


async def _ask_what(turn: Turn, answers: Answers) -> Asking:
    report = await _chosen(turn, answers)
    status = report.said.status if isinstance(report.said, ConcernSaid) else None
    open_to_change = status is None or status is ConcernStatus.NEW
    options = []
    if open_to_change:
        changing = (
            Choice(words.REWORD, _REWORD)
            if report.kind is ReportKind.CONCERN
            else Choice(words.CORRECT, _CORRECT)
        )
        options = [changing, Choice(words.TAKE_BACK, _TAKE)]
        if report.whose.typed_by is not None:  # it is told anew as it was told
            options = options[1:]
    if await _before(turn, report.key):
        options.append(Choice(words.EARLIER, _EARLIER))
    options.append(Choice(words.LEAVE, _LEAVE))
    text = words.asks_what(_line(turn, report), status, open_to_change)
    return Asking(text, tuple(options))


async def _before(turn: Turn, key: str) -> str | None:
    """The report before this one."""
    keys = [one.key for one in await corrections.reported(turn.session, turn.actor, turn.now)]
    place = keys.index(key) + 1 if key in keys else len(keys)
    return keys[place] if place < len(keys) else None


async def _check_what(turn: Turn, answers: Answers, value: Json) -> Answers:
    if value != _EARLIER:
        return {}
    key = await _before(turn, str(answers["report"]))
    if key is None:
        raise Refusal(Reason.NOTHING_TO_TAKE_BACK)
    return {"report": key}


def _after_what(answers: Answers) -> Answers:
    """An earlier report is shown in its turn."""
    if answers["what"] != _EARLIER:
        return answers
    return without(answers, "what")


async def _ask_word(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.asks_word(_line(turn, await _chosen(turn, answers))))


async def _read_word(turn: Turn, answers: Answers, text: str) -> Json:
    if search_key(text) != words.WORD:
        raise Refusal(Reason.WORD_WANTED, word=words.WORD)
    return words.WORD


async def _ask_words(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.NEW_WORDS)


async def _read_words(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return sensible(text, concern.LONGEST_WORDS)


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    if answers["what"] == _TAKE:
        key = str(answers["report"])
        taken = await corrections.take_back(turn.session, turn.actor, key, turn.now)
        return words.taken_back(_line(turn, taken))
    report = await _chosen(turn, answers)
    match answers["what"]:
        case "reword":
            assert isinstance(report.said, ConcernSaid)
            said = str(answers["words"])
            inbox_id = message_in(answers)
            assert inbox_id is not None
            await corrections.reword(turn.session, turn.actor, report.key, said, inbox_id, turn.now)
            return words.reworded(report.said.code, said)
        case "correct" if report.kind is ReportKind.VISIT:
            return await visit.correct(turn, report.id)
        case "correct":
            return await change.correct(turn, report.id)
    return words.left()


FORM = Form(
    name="correction",
    title=words.TITLE,
    questions=(
        Question(
            "what", _ask_what, check=_check_what, then=_after_what, said=said({_LEAVE: KEEP})
        ),
        Question(
            "word", _ask_word, read=_read_word, said=LEAVES,
            when=lambda a: a.get("what") == _TAKE,
        ),
        Question(
            "words", _ask_words, read=_read_words, free=True,
            when=lambda a: a.get("what") == _REWORD,
        ),
    ),
    save=_save,
)  # fmt: skip
