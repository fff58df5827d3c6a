"""Being away (tạm ngừng nhắc): no reminders until a day that the person says."""

from datetime import date, timedelta

from bot.domain.households import DatePrecision
from bot.domain.people import CELL_LEADS
from bot.domain.policies import MuteReason
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.dates import read_day
from bot.messages import Json, Outgoing
from bot.texts import settings as words
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import mutes

_EXACT = (DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.LUNAR)


async def start(turn: Turn) -> Outgoing:
    """Say whether reminders are off, and ask until when they are to be."""
    return await forms.begin(turn.saying(""), FORM)


async def _ask_until(turn: Turn, answers: Answers) -> Asking:
    muted = await mutes.muted_until(turn.session, [turn.actor.person_id], turn.today)
    until = muted.get(turn.actor.person_id)
    ends = tuple((days, turn.today + timedelta(days=days)) for days in words.SPANS)
    return Asking(
        words.asks_until(until),
        words.until_choices(turn.today, ends, until is not None),
    )


async def _read_until(turn: Turn, answers: Answers, text: str) -> Json:
    said = read_day(text, turn.today, ahead=True)
    if said.precision not in _EXACT:
        raise Refusal(Reason.DATE_UNCLEAR)
    return said.day.isoformat()


async def _check_until(turn: Turn, answers: Answers, value: Json) -> Answers:
    if value != words.ON:
        mutes.check(date.fromisoformat(str(value)), turn.today)
    return {}


async def _ask_reason(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHY_AWAY, words.reason_choices())


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    person_id = turn.actor.person_id
    if answers["until"] == words.ON:
        await mutes.unmute(turn.session, person_id, turn.now)
        return words.unmuted()
    last = date.fromisoformat(str(answers["until"]))
    reason = MuteReason(str(answers["reason"]))
    await mutes.mute(turn.session, person_id, last, reason, turn.now)
    return words.muted(last, turn.actor.holds(*CELL_LEADS))


FORM = Form(
    "away",
    words.AWAY_TITLE,
    (
        Question("until", _ask_until, _read_until, _check_until),
        Question("reason", _ask_reason, when=lambda answers: answers.get("until") != words.ON),
    ),
    _save,
)
