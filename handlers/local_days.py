"""A commune's own days off, beside those of the whole country."""

from datetime import date

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.households import DatePrecision
from bot.domain.policies import level_set_by
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.text import clean_name
from bot.messages import Choice, Json, Outgoing
from bot.texts import settings as words
from handlers import forms
from handlers.answers import sensible
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import days_off

LONGEST_NAME = 40
_DROP = "-"


async def start(turn: Turn) -> Outgoing:
    """Ask for a day, with those that are written down to be dropped again."""
    return await forms.begin(turn.saying(""), FORM)


async def _ask_day(turn: Turn, answers: Answers) -> Asking:
    marks = await days_off.own_marks(turn.session, turn.actor.commune_id)
    coming = sorted((day, mark) for day, mark in marks.items() if day >= turn.today)
    options = tuple(
        Choice(words.marked_day(day, mark), f"{_DROP}{day.isoformat()}", words.drop_word(day))
        for day, mark in coming
    )
    return Asking(words.asks_day(len(coming)), options)


async def _read_day(turn: Turn, answers: Answers, text: str) -> Json:
    said = read_day(text, turn.today, ahead=True)
    if said.precision is not DatePrecision.DAY and said.precision is not DatePrecision.LUNAR:
        raise Refusal(Reason.DATE_UNCLEAR)
    if said.day < turn.today:
        raise Refusal(Reason.PAST_DAY)
    return said.day.isoformat()


async def _ask_mark(turn: Turn, answers: Answers) -> Asking:
    day = date.fromisoformat(str(answers["day"]))
    known = await days_off.of_commune(turn.session, turn.actor.commune_id)
    return Asking(words.asks_mark(day, turn.today, known.name_of(day)), words.mark_choices())


async def _ask_name(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.DAY_NAME)


async def _read_name(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(clean_name(text), LONGEST_NAME)


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    said = str(answers["day"])
    day = date.fromisoformat(said.removeprefix(_DROP))
    if said.startswith(_DROP):
        await days_off.change(turn.session, turn.actor, day, None, turn.now)
        return words.day_dropped(day)
    mark = DayMark(MarkKind(str(answers["mark"])), str(answers["name"] or ""))
    await days_off.change(turn.session, turn.actor, day, mark, turn.now)
    return words.day_marked(day, mark)


async def _still(turn: Turn, answers: Answers) -> bool:
    return level_set_by(turn.actor, turn.actor.commune_id) is not None


def _is_new(answers: Answers) -> bool:
    return not str(answers.get("day")).startswith(_DROP)


FORM = Form(
    "local_days",
    words.DAYS_TITLE,
    (
        Question("day", _ask_day, _read_day),
        Question("mark", _ask_mark, when=_is_new),
        Question(
            "name", _ask_name, _read_name, when=_is_new, skippable=True, free=True, public=True
        ),
    ),
    _save,
    still=_still,
)
