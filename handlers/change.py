"""Reporting what changed in a household: what it was, since when, how many it concerns."""

import dataclasses
from datetime import timedelta

from bot.domain.counts import check_happened
from bot.domain.households import CHANGES, Change, ChangeGroup, ChangeRule, DatePrecision
from bot.domain.periods import first_day, month_before, month_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.change_words import changes_said
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.people_counted import read_people
from bot.domain.vietnamese.places import read_place
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import change as words
from bot.texts.common import CHANGES as LABELS
from handlers import change_numbers as numbers
from handlers import choosing, forms
from handlers.answers import household_in, sensible, without
from handlers.change_numbers import DAY, NOTE, PERSONS, WORKERS, change_in
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import changes

LONGEST_DECISION, LONGEST_NOTE = 120, 500
_UNKNOWN = frozenset(
    {"khong ro", "chua ro", "k ro", "ko ro", "khong biet", "chua biet", "khong nho"}
)


async def start(turn: Turn) -> Outgoing:
    """Begin a report; words after the command name the household, and may tell the rest."""
    return await forms.begin(turn, FORM)


async def correct(turn: Turn, change_id: int) -> Outgoing:
    """Begin the report that takes the place of one's own earlier one."""
    earlier = await changes.own(turn.session, turn.actor, change_id, turn.now)
    household = await choosing.known(turn, earlier.household_id)
    base: list[Json] = [earlier.persons, earlier.workers]
    known: Answers = {**household, "replaces": change_id, "base": base}
    return await forms.begin(turn.saying(""), FORM, known)


async def _ask_group(turn: Turn, answers: Answers) -> Asking:
    options = tuple(Choice(label, group) for group, label in words.GROUPS.items())
    return Asking(words.asks_group(household_in(answers)), options)


async def _ask_change(turn: Turn, answers: Answers) -> Asking:
    among = answers.get("among")
    offered = (
        [Change(str(one)) for one in among]
        if isinstance(among, list)
        else [change for change, rule in CHANGES.items() if rule.group == answers["group"]]
    )
    options = tuple(Choice(LABELS[change], change) for change in offered)
    return Asking(words.asks_change(household_in(answers)), options)


async def _read_change(turn: Turn, answers: Answers, text: str) -> Json:
    said = changes_said(text, LABELS)
    if not said:
        raise Refusal(Reason.CHOOSE_ONE)
    return [change.value for change in said]


def _after_group(answers: Answers) -> Answers:
    """Words may name the change at once, or several that could be meant."""
    said = answers["group"]
    if isinstance(said, list):
        return _after_change({**answers, "group": "", "change": said})
    if said == ChangeGroup.OTHER:
        return {**answers, "change": Change.OTHER_CHANGE.value}
    return answers


def _after_change(answers: Answers) -> Answers:
    said = answers["change"]
    rest = without(answers, "change", "among")
    if not isinstance(said, list):
        return {**rest, "change": said}
    return {**rest, "change": said[0]} if len(said) == 1 else {**rest, "among": said}


async def _ask_day(turn: Turn, answers: Answers) -> Asking:
    today, this_month = turn.today, month_of(turn.today)
    months = (first_day(this_month), first_day(month_before(this_month)))
    days = ((words.TODAY, today), (words.YESTERDAY, today - timedelta(days=1)))
    return Asking(
        words.asks_day(household_in(answers), change_in(answers)),
        (
            *(Choice(label, numbers.packed_day(on, DatePrecision.DAY)) for label, on in days),
            *(
                Choice(words.in_month(first), numbers.packed_day(first, DatePrecision.MONTH))
                for first in months
            ),
        ),
    )


async def _read_day(turn: Turn, answers: Answers, text: str) -> Json:
    said = read_day(text, turn.today)
    return numbers.packed_day(said.day, said.precision, sure=said.certain)


async def _check_day(turn: Turn, answers: Answers, value: Json) -> Answers:
    on, _, _ = numbers.unpacked_day(value)
    check_happened(on, turn.today)
    return {}


async def _ask_people(turn: Turn, answers: Answers) -> Asking:
    options = tuple(Choice(words.people(count), str(count)) for count in (1, 2, 3, 4))
    return Asking(
        words.asks_people(household_in(answers), change_in(answers)), options, numbered=False
    )


async def _read_people(turn: Turn, answers: Answers, text: str) -> Json:
    return read_people(text, least=1)


async def _ask_place(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_PLACE)


async def _read_place(turn: Turn, answers: Answers, text: str) -> Json:
    return None if search_key(text) in _UNKNOWN else read_place(text)


async def _ask_decision(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_DECISION)


async def _read_decision(turn: Turn, answers: Answers, text: str) -> Json:
    """Number and date, as they stand on the paper: without a figure it is no decision."""
    if not any(letter.isdigit() for letter in sensible(text, LONGEST_DECISION)):
        raise Refusal(Reason.DECISION_WANTED)
    return " ".join(text.split())


async def _ask_what(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHAT_HAPPENED)


async def _ask_note(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_NOTE)


async def _read_note(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_NOTE)


def _rule(answers: Answers) -> ChangeRule:
    return CHANGES[change_in(answers)]


def _report(answers: Answers) -> changes.Report:
    on, precision, _ = numbers.unpacked_day(answers[DAY])
    counts, replaces = numbers.confirmed(answers), answers.get("replaces")
    return changes.Report(
        household_id=choosing.id_in(answers),
        change=change_in(answers),
        happened_on=on,
        precision=precision,
        people=numbers.people_in(answers),
        place=str(answers.get("place") or ""),
        decision=str(answers.get("decision") or ""),
        note="\n".join(numbers.notes(answers)),
        persons=counts.persons,
        workers=counts.workers,
        replaces_id=replaces if isinstance(replaces, int) else None,
    )


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    report, called = _report(answers), str(answers.get("number") or answers["name"])
    effect_key = turn.draft.effect_key
    done = await changes.record(turn.session, turn.actor, report, effect_key, turn.now)
    if done is None:
        return words.already_saved(household_in(answers), called)
    happened = numbers.happened(answers)
    saved = words.saved(
        household_in(answers), called, report.change, happened, report.persons, report.workers
    )
    left_over = choosing.left_over(answers)
    if not left_over:
        return saved
    following = (choosing.go_on_with(left_over, "/thaydoi"), *saved.choices)
    return dataclasses.replace(saved, choices=following)


FORM = Form(
    name="change",
    title=words.TITLE,
    questions=(
        choosing.household_question(words.TITLE),
        Question("group", _ask_group, read=_read_change, then=_after_group),
        Question("change", _ask_change, read=_read_change, then=_after_change),
        Question(DAY, _ask_day, read=_read_day, check=_check_day),
        Question("people", _ask_people, read=_read_people, when=lambda a: _rule(a).counted),
        Question(
            "place", _ask_place, read=_read_place, when=lambda a: _rule(a).place, skippable=True
        ),
        Question(
            "decision", _ask_decision, read=_read_decision, when=lambda a: _rule(a).decision,
            free=True,
        ),
        Question(
            "what", _ask_what, read=_read_note, free=True,
            when=lambda a: change_in(a) is Change.OTHER_CHANGE,
        ),
        Question(
            PERSONS, numbers.ask_persons, read=numbers.read_count, zero=True,
            when=numbers.edits(PERSONS), then=numbers.edited,
        ),
        Question(
            WORKERS, numbers.ask_workers, read=numbers.read_count, check=numbers.check_workers,
            zero=True, when=numbers.edits(WORKERS), then=numbers.edited,
        ),
        Question(
            NOTE, _ask_note, read=_read_note, when=numbers.edits(NOTE), then=numbers.edited,
            skippable=True, free=True,
        ),
        Question(
            "confirm", numbers.ask_confirm, read=numbers.read_confirm,
            then=numbers.after_confirm, seen=True, no=True,
        ),
    ),
    save=_save,
    still=choosing.still,
)  # fmt: skip
