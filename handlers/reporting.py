"""A sentence that reports several households: shown back, put right, saved with one yes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.labels import match_choice, match_choices
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentences import LONGEST, Part, names_nobody, read
from bot.domain.vietnamese.text import search_key
from bot.messages import LONGEST_TEXT, Choice, Json, Outgoing
from bot.texts import menus
from bot.texts import reporting as words
from handlers import checklist, forms, report_answers, report_saving
from handlers.acting import FOR, acting, ask_whom, told_too
from handlers.answers import message_in, remember_message, without
from handlers.questions import Answers, Asking, Form, Question
from handlers.report_answers import Waiting
from handlers.report_doubts import Doubt, choices_of, doubts, on_a_page, on_day, settled
from handlers.report_lines import (
    Line,
    lines_of,
    of_nobody,
    on_another_day,
    packed,
    tells,
    told_again,
    told_of,
    unpacked,
)
from handlers.report_spoken import (
    answers_in,
    asked_anew,
    of_another_matter,
    of_whom,
    without_bare,
)
from handlers.report_together import together
from handlers.turn import Turn
from storage import households, visits
from storage.households import Card

_SAVE, _CORRECT, _DROPPED = "save", "correct", "dropped"
_SAID = dict.fromkeys(("sua", "sua lai", "sua ho", "can sua"), _CORRECT)
_CORRECTING = re.compile(r"^(?:sua|doi|chinh)(?: lai)?(?: ho| so)* (?=\S)")
_LEAVING_OUT = re.compile(r"^(?:bo|xoa|khong ghi)(?: ho| so)* (\d{1,3}(?: \d{1,3})*)$")


async def start(turn: Turn, text: str, *, bare: bool = False) -> Outgoing | None:
    """Begin a report where the words are one; None where they are not.

    `bare`: also where several households are only named.
    """
    if not turn.actor.holds(Role.MEMBER):
        return None
    if numbers := of_another_matter(text):
        cards = (await _cards(turn)).values()
        named = [card for card in cards if card.number in numbers]
        if named:
            return await report_answers.of_another_matter(turn.session, named)
    parts = _read(turn, await _cards(turn), text, bare=bare)
    lines = _lines(parts, turn.today, bare=bare)
    if not lines:
        if names_nobody(text, turn.today):
            return menus.menu(turn.actor, words.NAME_EACH)
        unknown = of_nobody(parts)
        return menus.menu(turn.actor, words.in_no_book(unknown)) if unknown else None
    answers: Answers = {"lines": packed(lines)}
    remember_message(turn, answers)
    return await forms.begin(turn.saying(""), FORM, answers)


async def told_for(turn: Turn, person_id: int, text: str) -> Answers:
    """What a report for another member begins with; without words their list is shown."""
    answers: Answers = {FOR: person_id}
    lines = await lines_in(await acting(turn, answers), text, bare=True) if text else []
    return {**answers, "lines": packed(lines)} if lines else answers


async def _check_whom(turn: Turn, answers: Answers, value: Json) -> Answers:
    return await told_for(turn, int(str(value)), str(answers["told"]))


async def lines_in(turn: Turn, text: str, *, bare: bool = False) -> list[Line]:
    """What a report of these words would say of each household; empty where they are none."""
    return _lines(_read(turn, await _cards(turn), text, bare=bare), turn.today, bare=bare)


def _lines(parts: Sequence[Part], today: date, *, bare: bool) -> list[Line]:
    looked_up = bare and not any(tells(part) for part in parts)
    lines = lines_of(parts, today)
    return [] if not _is_report(parts) or (looked_up and len(lines) < 2) else lines


async def tick(turn: Turn) -> Outgoing:
    """Begin a report by ticking households; words after the command tell of some at once."""
    return await forms.begin(turn, FORM)


def _is_report(parts: Sequence[Part]) -> bool:
    """At least one household that is there, or may be, and something told of it."""
    return any(named.ids for part in parts for named in part.households)


async def _cards(turn: Turn) -> dict[int, Card]:
    return {one.id: one for one in await households.book(turn.session, turn.actor, turn.today)}


def _read(turn: Turn, cards: dict[int, Card], text: str, *, bare: bool = False) -> list[Part]:
    book = Book(households.candidates(cards.values()))
    return read(text, book, turn.today, bare=bare)


async def still(turn: Turn, answers: Answers) -> bool:
    """Whether any of what is told of is still the actor's own.

    The rest falls out, and what is left is shown anew before another word counts.
    """
    try:
        turn = await acting(turn, answers)
    except Refusal:
        return False
    lines = unpacked(answers.get("lines"))
    ids = [line.household for line in lines if line.household]
    if not ids or await households.all_own(turn.session, turn.actor, ids, turn.today):
        return True
    own = await _cards(turn)
    kept = [line for line in lines if not line.household or line.household in own]
    if all(line.unknown for line in kept):
        return False
    answers |= {"lines": packed(kept), "fallen_out": len(lines) - len(kept)}
    turn.draft.trail, turn.draft.asking, turn.draft.offered = [], False, ()
    return True


async def _open(turn: Turn, lines: Sequence[Line]) -> list[Doubt]:
    cards = await _cards(turn)
    promised = [one.id for one in cards.values() if one.promised]
    told = {line.household for line in lines}
    promises: dict[int, str] = {}
    if told & set(promised):
        for one in await visits.open_promises(turn.session, turn.actor, turn.today):
            promises.setdefault(one.household_id, one.words)
    if turn.actor.discreet:
        promises = dict.fromkeys(promises, "")
    unheard: Waiting = {}
    if not turn.actor.discreet:
        unheard = await report_answers.waiting(turn.session, told_of(lines, cards))
    at_once = not turn.incoming.buttons
    found = doubts(
        lines, cards, promises, unheard, turn.today,
        discreet=turn.actor.discreet, at_once=at_once,
    )  # fmt: skip
    return on_a_page(together(found) if at_once else found)


async def _ask_doubts(turn: Turn, answers: Answers) -> Asking | None:
    lines = unpacked(answers["lines"])
    found = await _open(turn, lines)
    if not found:
        return None
    answers["answered"] = False  # what was answered before is no yes to what is asked now
    options, asked = tuple(choices_of(found)), {one.text: len(one.choices) for one in found}
    text = words.asks([*asked]) if turn.incoming.buttons else await _echo(turn, answers, asked)
    if said := answers.get("of_whom"):
        text = f"{said}\n{text}"
    return Asking(text, options, numbered=not found[0].by_book)


async def _read_doubts(turn: Turn, answers: Answers, text: str) -> Json:
    """Several numbers at once, a day, or a sentence that says it anew."""
    lines = unpacked(answers["lines"])
    found = await _open(turn, lines)
    if meant := answers_in(found, text):
        return [*meant]
    if (number := of_whom(found, text)) is not None:
        return {"of_whom": words.whose_is(text, number)}
    if found and found[0].by_book and numbers_listed(text):
        raise Refusal(Reason.NOT_FOUND)
    choices = choices_of(found)
    chosen = match_choices(text, [choice.label for choice in choices])
    if chosen:
        return [choices[at].action for at in chosen]
    if again := await _put_right(turn, lines, text):
        return again
    try:
        said = read_day(text, turn.today)
    except Refusal as no_day:
        raise Refusal(Reason.CHOOSE_ONE) from no_day
    return {
        "lines": packed(on_day(lines, await _cards(turn), said.day, turn.today)),
        "answered": said.certain,
    }


def _after_doubts(answers: Answers) -> Answers:
    """One thing is settled; what else there is to ask is asked again."""
    value = {"correcting": True} if answers["doubts"] == _CORRECT else answers["doubts"]
    rest = without(answers, "doubts", "of_whom")
    if value is None:
        return answers
    if isinstance(value, dict):
        return {**rest, "answered": False, **value}
    lines = unpacked(answers["lines"])
    actions = [str(one) for one in (value if isinstance(value, list) else [value])]
    for action in sorted(actions, key=lambda one: not one.startswith("how:")):
        lines = settled(lines, action)
    return {**rest, "lines": packed(lines), "answered": True}


async def _echo(turn: Turn, answers: Answers, asked: Mapping[str, int] | None = None) -> str:
    """The report as it was understood, with what is still asked of it."""
    cards, lines = await _cards(turn), unpacked(answers["lines"])
    groups = await _groups(turn, lines, cards)
    if not groups:
        raise Refusal(Reason.NOT_FOUND)
    unknown = [line.said for line in lines if line.unknown]
    one, not_read = _an_example(lines, cards), answers.get("not_read") is True
    if asked:
        text = words.asks_beside(groups, unknown, asked, one, not_read=not_read)
    else:
        wanting = [_called(one, cards) for one in lines if one.household and one.wanting]
        text = words.shown_back(groups, unknown, wanting, one, not_read=not_read)
    if answers.get("fallen_out"):
        text = f"{words.FALLEN_OUT}\n{text}"
    if len(text) > LONGEST_TEXT:
        raise Refusal(Reason.TEXT_TOO_LONG, most=LONGEST // 2)
    return text


async def _groups(turn: Turn, lines: Sequence[Line], cards: dict[int, Card]) -> list[str]:
    unheard = await report_answers.waiting(turn.session, told_of(lines, cards))
    return report_saving.groups(lines, cards, unheard, turn.today)


def _called(line: Line, cards: dict[int, Card]) -> str:
    return str(cards[line.household or 0].number)


def _an_example(lines: Sequence[Line], cards: dict[int, Card]) -> str:
    """A household of this report, by its number; one that is not clear, as it was called."""
    known = [_called(line, cards) for line in lines if line.household]
    return (known or [line.said for line in lines if not line.unknown] or [lines[0].said])[-1]


async def _ask_confirm(turn: Turn, answers: Answers) -> Asking | None:
    if _answered_in_full(turn, answers):
        return None
    return Asking(
        await _echo(turn, answers), (Choice(words.SAVE, _SAVE), Choice(words.CORRECT, _CORRECT))
    )


def _answered_in_full(turn: Turn, answers: Answers) -> bool:
    """Whether all was shown together with what was asked, and the answers leave nothing open.

    So it is only where each message counts; there it was said that answering saves.
    """
    if turn.incoming.buttons or answers.get("answered") is not True:
        return False
    lines = unpacked(answers["lines"])
    return any(line.household for line in lines) and not any(line.wanting for line in lines)


async def _read_confirm(turn: Turn, answers: Answers, text: str) -> Json:
    """Yes; "sửa 7 đi vắng"; "bỏ 7"; or the household told anew."""
    key = search_key(text)
    if key in short.YES or key in short.SEND:
        return _SAVE
    if key in short.NO and "correcting" not in answers:
        return _CORRECT
    chosen = match_choice(text, (words.SAVE, words.CORRECT))
    if chosen is not None and "correcting" not in answers:
        return (_SAVE, _CORRECT)[chosen]
    lines = unpacked(answers["lines"])
    if again := await _put_right(turn, lines, text):
        return again
    moved = on_another_day(lines, _corrected_to(text), turn.today)
    return {"lines": packed(moved), "not_read": False} if moved else {"not_read": True}


async def _put_right(turn: Turn, lines: Sequence[Line], text: str) -> Answers | None:
    """What is left of a report once one household is left out of it, or told otherwise."""
    cards = await _cards(turn)
    left_out = _LEAVING_OUT.fullmatch(search_key(text))
    if left_out is not None:
        numbers = left_out[1].split()
        ids = {one.id for one in cards.values() if str(one.number) in numbers}
        unknown = [line for line in lines if line.unknown and line.said in numbers]
        kept = [line for line in lines if line.household not in ids and line not in unknown]
        gone = {"confirm": _DROPPED} if all(line.unknown for line in kept) else {}
        return {"lines": packed(kept), **gone}
    said = _corrected_to(text)
    if otherwise := await _answered_otherwise(turn, lines, said):
        return {"lines": packed(otherwise), "not_read": False}
    again = lines_of(_read(turn, cards, said), turn.today)
    if not any(line.household or line.unknown for line in again):
        again = _of_the_only_one(turn, cards, lines, said)
    return {"lines": packed(told_again(lines, again)), "not_read": False} if again else None


def _of_the_only_one(
    turn: Turn, cards: dict[int, Card], lines: Sequence[Line], said: str
) -> list[Line]:
    """Below a report of one household "khỏe" is said of it; words of no known kind are of none."""
    if len(lines) != 1 or lines[0].household is None:
        return []
    again = lines_of(_read(turn, cards, f"{_called(lines[0], cards)} {said}"), turn.today)
    if [line.household for line in again] != [lines[0].household]:
        return []
    told = again[0].matter
    return again if told.told and not told.note and not again[0].guarded else []


def _corrected_to(text: str) -> str:
    correcting = _CORRECTING.match(search_key(text))
    return " ".join(text.split()[len(correcting[0].split()) :]) if correcting else text


async def _answered_otherwise(turn: Turn, lines: Sequence[Line], said: str) -> list[Line]:
    """The lines with what became of a promise or an answer put right; none where it is not that."""
    asked = await _open(turn, [asked_anew(line) for line in lines])
    meant = answers_in([without_bare(one) for one in asked], said)
    for action in meant:
        lines = settled(lines, action)
    return [*lines] if meant else []


def _after_confirm(answers: Answers) -> Answers:
    value = answers["confirm"]
    if value in (_SAVE, _DROPPED):
        return answers
    rest = {**without(answers, "confirm", "doubts"), "answered": False}
    if value == _CORRECT:
        return {**rest, "correcting": True}
    assert isinstance(value, dict)
    return {**rest, **value}


async def _ask_correction(turn: Turn, answers: Answers) -> Asking:
    lines = unpacked(answers["lines"])
    return Asking(words.which_to_correct(_an_example(lines, await _cards(turn))))


def _after_correction(answers: Answers) -> Answers:
    value = answers["correction"]
    rest = without(answers, "correction", "correcting")
    if value == _DROPPED:
        return {**rest, "confirm": _DROPPED}
    return {**rest, **value} if isinstance(value, dict) else rest


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    if answers["confirm"] == _DROPPED:
        return menus.menu(turn.actor, words.NOTHING_LEFT)
    cards = await _cards(turn)
    lines = [line for line in unpacked(answers["lines"]) if line.household is not None]
    if not lines:
        raise Refusal(Reason.NOT_FOUND)
    shown = await _groups(turn, lines, cards) if _answered_in_full(turn, answers) else []
    saved = await report_saving.save(
        turn.session, turn.actor, lines, cards, turn.draft.effect_key, message_in(answers),
        turn.now, shown,
    )  # fmt: skip
    return saved if turn.actor.typed_by is None else await told_too(turn, saved, len(lines))


FORM = Form(
    name="reporting",
    title=words.TITLE,
    questions=(
        Question(
            "whom", ask_whom, check=_check_whom,
            then=lambda answers: without(answers, "whom", "among", "told", "called"),
            when=lambda answers: "among" in answers,
        ),
        checklist.QUESTION,
        Question(
            "correction", _ask_correction, read=_read_confirm, then=_after_correction, free=True,
            when=lambda answers: answers.get("correcting") is True,
        ),
        Question(
            "doubts", _ask_doubts, _read_doubts, then=_after_doubts, free=True, no=True, said=_SAID
        ),
        Question(
            "confirm", _ask_confirm, _read_confirm, then=_after_confirm, free=True, no=True,
            said=_SAID,
        ),
    ),
    save=_save,
    still=still,
    acts=acting,
)  # fmt: skip
