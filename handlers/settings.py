"""Settings (cài đặt): what holds for a commune or a cell, shown and changed by those who may."""

import json
from typing import cast

from bot.domain.meetings import next_meeting
from bot.domain.people import UnitLevel
from bot.domain.policies import RULES, Setting, Settings, Stored, fits, level_set_by
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.setting_words import NO, YES, off_value, on_value, read_setting
from bot.messages import Choice, Json, Outgoing
from bot.texts import settings as words
from handlers import away, forms, local_days
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import days_off, people, settings

_MINE, _DAYS = "me", "days"
_BY_CLASS, _ABOVE = "by class", "null"
_ON, _OFF = "on", "off"
_TYPED = (Setting.MEETING_DAYS, Setting.PUSH_HOUR, Setting.HOURS)
"""What is typed more often than chosen: there a number is no place in the list."""


async def start(turn: Turn) -> Outgoing:
    """Show what may be set; whoever sets nothing but for themselves comes there at once."""
    if not _units(turn):
        return await away.start(turn)
    return await forms.begin(turn.saying(""), FORM)


def _units(turn: Turn) -> tuple[int, ...]:
    """The commune and the cells that somebody sets something for."""
    actor = turn.actor
    units = (actor.commune_id, *actor.cells_led)
    return tuple(unit_id for unit_id in units if level_set_by(actor, unit_id) is not None)


def _unit(turn: Turn, answers: Answers) -> tuple[int, UnitLevel]:
    unit_id = answers.get("whose")
    level = level_set_by(turn.actor, int(unit_id)) if isinstance(unit_id, str | int) else None
    if level is None:
        raise Refusal(Reason.NOT_FOUND)
    return int(cast(str, unit_id)), level


async def _ask_whose(turn: Turn, answers: Answers) -> Asking:
    named = [
        Choice((await people.unit(turn.session, unit_id)).name, str(unit_id))
        for unit_id in _units(turn)
    ]
    return Asking(words.WHOSE, (*named, Choice(words.MINE, _MINE)))


async def _ask_what(turn: Turn, answers: Answers) -> Asking:
    unit_id, level = _unit(turn, answers)
    found = await settings.settings_of(turn.session, unit_id)
    options = [
        Choice(words.line(setting, found), setting.value)
        for setting in words.NAMES
        if level in RULES[setting].levels
    ]
    if level is UnitLevel.COMMUNE:
        options.append(Choice(words.LOCAL_DAYS, _DAYS))
    name = (await people.unit(turn.session, unit_id)).name
    return Asking(words.asks_what(level, name), tuple(options))


async def _ask_value(turn: Turn, answers: Answers) -> Asking:
    unit_id, level = _unit(turn, answers)
    setting = Setting(str(answers["what"]))
    found = await settings.settings_of(turn.session, unit_id)
    options = [Choice(label, json.dumps(stored)) for label, stored in words.offered(setting)]
    if setting is Setting.FREQUENCY:
        options.append(Choice(words.BY_CLASS, _BY_CLASS))
    if setting.value in await settings.own(turn.session, unit_id):
        above = level is UnitLevel.CELL and UnitLevel.COMMUNE in RULES[setting].levels
        options.append(Choice(words.AS_ABOVE if above else words.AS_ORDINARY, _ABOVE))
    numbered = setting not in _TYPED
    return Asking(words.asks_value(setting, found), tuple(options), numbered=numbered)


async def _ask_months(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.MONTHS_BY_CLASS, numbered=False)


async def _read_value(turn: Turn, answers: Answers, text: str) -> Json:
    setting = Setting(str(answers["what"]))
    stored = read_setting(setting, text)
    if stored is None:
        raise Refusal(Reason.NOT_A_SETTING, like=words.LIKE[setting])
    return json.dumps(stored)


async def _check_value(turn: Turn, answers: Answers, value: Json) -> Answers:
    setting = Setting(str(answers["what"]))
    if value in (_BY_CLASS, _ABOVE):
        return {}
    stored = _stored(setting, value)
    if stored is None or not fits(setting, stored) or not await _within(turn, answers, stored):
        raise Refusal(Reason.NOT_A_SETTING, like=words.LIKE[setting])
    return {}


async def _within(turn: Turn, answers: Answers, stored: Stored) -> bool:
    """Whether an hour is one of those in which the commune lets anything go out."""
    if answers["what"] != Setting.PUSH_HOUR:
        return True
    found = await settings.settings_of(turn.session, _unit(turn, answers)[0])
    return found.hours.hold(RULES[Setting.PUSH_HOUR].read(stored))


def _stored(setting: Setting, value: Json) -> Stored | None:
    if value in (_ON, _OFF):
        return off_value(setting) if value == _OFF else on_value(setting)
    return cast(Stored | None, json.loads(str(value)))


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    if answers["whose"] == _MINE:
        return await away.start(turn)
    if answers["what"] == _DAYS:
        return await local_days.start(turn)
    unit_id, _ = _unit(turn, answers)
    setting = Setting(str(answers["what"]))
    value = answers["months"] if answers["value"] == _BY_CLASS else answers["value"]
    await settings.change(
        turn.session, turn.actor, unit_id, setting, _stored(setting, value), turn.now
    )
    found = await settings.settings_of(turn.session, unit_id)
    name = (await people.unit(turn.session, unit_id)).name
    if setting in (Setting.MEETING_DAYS, Setting.PERIOD):
        return await _met_next(turn, setting, found, name)
    return words.saved(setting, found, name)


async def _met_next(turn: Turn, setting: Setting, found: Settings, name: str) -> Outgoing:
    known = await days_off.of_commune(turn.session, turn.actor.commune_id)
    return words.meets_now(setting, found, name, next_meeting(found.rhythm, turn.today, known))


async def _still(turn: Turn, answers: Answers) -> bool:
    whose = answers.get("whose")
    return whose in (None, _MINE) or level_set_by(turn.actor, int(str(whose))) is not None


def _of_unit(answers: Answers) -> bool:
    return answers.get("whose") != _MINE


def _of_setting(answers: Answers) -> bool:
    return _of_unit(answers) and answers.get("what") != _DAYS


def _is_by_class(answers: Answers) -> bool:
    return answers.get("value") == _BY_CLASS


FORM = Form(
    "settings",
    words.TITLE,
    (
        Question("whose", _ask_whose),
        Question("what", _ask_what, when=_of_unit),
        Question(
            "value",
            _ask_value,
            _read_value,
            _check_value,
            when=_of_setting,
            lists=True,
            said=dict.fromkeys(YES, _ON) | dict.fromkeys(NO, _OFF),
        ),
        Question("months", _ask_months, _read_value, _check_value, when=_is_by_class, lists=True),
    ),
    _save,
    still=_still,
)
