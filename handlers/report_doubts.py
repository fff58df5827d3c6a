"""What is not clear in a report of several households, and what each answer to it does."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.concerns import Satisfaction
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messages import CHOICES_A_PAGE, Choice
from bot.texts import guarding as guarding_words
from bot.texts import reporting as words
from handlers import report_answers
from handlers.report_answers import Waiting
from handlers.report_guarding import left_out, offered, taken
from handlers.report_lines import NOT_TOLD, Line, fits
from storage.households import Card

BESIDE = "|"
"""Between what one answer does to several households."""
_HOW = {
    "fine": Matter(VisitKind.HOME, fine=True),
    "phone": Matter(VisitKind.PHONE),
    "absent": Matter(VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask, with the choices that settle it.

    `said` are other words for them, by what each does. `household` is the number of the one that
    it is about, by which it can be told apart from what is asked of others; `what` is asked of it,
    `about` which words. `parts` are the same of single households, where all are asked at once.
    `by_book`: the choices are households, and their numbers are typed.
    """

    text: str
    choices: tuple[Choice, ...]
    said: Mapping[str, str] = field(default_factory=dict)
    household: int | None = None
    what: str = ""
    name: str = ""
    about: str = ""
    parts: tuple["Doubt", ...] = ()
    by_book: bool = False


def doubts(
    lines: Sequence[Line],
    cards: dict[int, Card],
    promises: dict[int, str],
    unheard: Waiting,
    today: date,
    *,
    discreet: bool = False,
    at_once: bool = False,
) -> list[Doubt]:
    """All that has to be asked before the report can be shown back.

    What hangs on the households waits until they are known, unless all is asked `at_once`.
    """
    found = [*_guarded(lines, cards), *_how(lines, cards), *_days(lines, cards, today)]
    unclear = [at for at, line in enumerate(lines) if line.household is None and line.may]
    if at_once or not (found or unclear):
        more = [*_promises(lines, cards, promises), *_unheard(lines, cards, unheard)]
        more += _looked_after(lines, cards, discreet, at_once=at_once)
        place = {_number(line, cards): at for at, line in enumerate(lines)}
        more.sort(key=lambda doubt: place[doubt.household])  # all of one household together
        found += more
    if at_once and len(unclear) == 1 and not found:
        return [_by_book(unclear[0], lines[unclear[0]], cards)]
    return [*(_which(at, lines[at], cards, by_name=at_once) for at in unclear), *found]


def on_a_page(found: Sequence[Doubt]) -> list[Doubt]:
    """As much as is asked at once; the rest comes up next."""
    kept: list[Doubt] = []
    room = CHOICES_A_PAGE
    for doubt in found:
        if len(doubt.choices) > room:
            break
        kept.append(doubt)
        room -= len(doubt.choices)
    return kept


def choices_of(found: Sequence[Doubt]) -> list[Choice]:
    """All choices of doubts that are asked together; of whom, where two would read alike."""
    labels = Counter(choice.label for doubt in found for choice in doubt.choices)
    return [
        replace(choice, label=words.of_household(choice.label, doubt.household))
        if labels[choice.label] > 1 and doubt.household is not None
        else choice
        for doubt in found
        for choice in doubt.choices
    ]


def settled(lines: Sequence[Line], action: str) -> list[Line]:
    """The lines after one answer, which may speak of several households."""
    first, _, others = action.partition(BESIDE)
    if others:
        return settled(settled(lines, first), others)
    what, places, value = action.split(":")
    change = _CHANGES[what](value)
    wanted = {int(place) for place in places.split(",")}
    return [change(line) if at in wanted else line for at, line in enumerate(lines)]


def on_day(lines: Sequence[Line], cards: dict[int, Card], on: date, today: date) -> list[Line]:
    """A day that was typed goes to all whose day is asked for."""
    open_days = _without_day(lines, cards, today)
    return [
        replace(line, day=on, day_said=True) if at in open_days else line
        for at, line in enumerate(lines)
    ]


def _action(what: str, places: Sequence[int], value: str) -> str:
    return f"{what}:{','.join(map(str, places))}:{value}"


def _name(line: Line, cards: dict[int, Card]) -> str:
    card = cards.get(line.household or 0)
    return words.called(card.number, card.name) if card is not None else line.said


def _number(line: Line, cards: dict[int, Card]) -> int | None:
    card = cards.get(line.household or 0)
    return card.number if card is not None else None


def _which(at: int, line: Line, cards: dict[int, Card], *, by_name: bool = False) -> Doubt:
    """Among other choices that are typed by their place a household has no number (`by_name`)."""
    may = [cards[one] for one in line.may if one in cards]
    names = Counter(card.name for card in may)
    choices = [
        Choice(
            words.which_by_name(card.name, card.code if names[card.name] > 1 else "")
            if by_name
            else words.which(card.number, card.name),
            _action("which", [at], str(card.id)),
        )
        for card in may
    ]
    none = Choice(words.NONE_OF_THESE, _action("which", [at], "0"))
    return Doubt(words.asks_which(line.said), (*choices, none))


def _by_book(at: int, line: Line, cards: dict[int, Card]) -> Doubt:
    """Where nothing else is asked a number is the one in the book, of whichever household."""
    doubt = _which(at, line, cards)
    ways: dict[str, Sequence[str]] = {doubt.choices[-1].action: short.NO}
    names = Counter(cards[one].name for one in line.may if one in cards)
    for card in cards.values():
        alone = card.id in line.may and names[card.name] == 1
        called = [search_key(card.name)] if alone else []
        ways[_action("which", [at], str(card.id))] = [*called, *_typed(card.number)]
    asked = words.asks_which_number(line.said)
    return replace(doubt, text=asked, said=short.said(ways), by_book=True)


def _typed(number: int | None) -> list[str]:
    leads = ("", "so ", "ho ", "ho so ")
    return [] if number is None else [f"{lead}{number}" for lead in leads]


def _guarded(lines: Sequence[Line], cards: dict[int, Card]) -> list[Doubt]:
    """What is not to be written down, once for all of whom the same was said."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.guarded and not line.unknown:
            found.setdefault(offered(line.matter, line.guarded), []).append(at)
    return [
        Doubt(
            guarding_words.asks_of_household(
                ", ".join(_name(lines[at], cards) for at in places), said
            ),
            tuple(
                Choice(choice.label, _action("guard", places, choice.action))
                for choice in guarding_words.choices(said)
            ),
        )
        for said, places in found.items()
    ]


def _how(lines: Sequence[Line], cards: dict[int, Card]) -> list[Doubt]:
    unsaid = [at for at, one in enumerate(lines) if one.matter.kind is None and not one.unknown]
    outside = [at for at in unsaid if lines[at].matter.told]
    found = [_at_home(lines, cards, outside)] if outside else []
    places = [at for at in unsaid if at not in outside]
    if not places:
        return found
    labels = {"fine": words.FINE_AT_HOME, "phone": words.BY_PHONE, "absent": words.ABSENT}
    choices = tuple(Choice(label, _action("how", places, how)) for how, label in labels.items())
    asked = words.asks_how([_name(lines[at], cards) for at in places])
    ways = (short.HOW[short.FINE], short.HOW[VisitKind.PHONE], short.HOW[short.ABSENT])
    return [*found, Doubt(asked, choices, _said(choices, *ways))]


def _at_home(lines: Sequence[Line], cards: dict[int, Card], places: Sequence[int]) -> Doubt:
    """Whoever was met outside was not visited, unless somebody came to the house too."""
    labels = {words.AT_HOME_TOO: VisitKind.HOME, words.ONLY_OUTSIDE: VisitKind.VIA_OTHER}
    choices = tuple(Choice(label, _action("met", places, on)) for label, on in labels.items())
    asked = words.asks_at_home([_name(lines[at], cards) for at in places])
    ways = (short.HOW[VisitKind.HOME], ("khong den", "khong ghe", "chi gap ngoai"))
    return Doubt(asked, choices, _said(choices, *ways))


def _said(choices: Sequence[Choice], *ways: Sequence[str]) -> dict[str, str]:
    return short.said({one.action: said for one, said in zip(choices, ways, strict=True)})


def _without_day(lines: Sequence[Line], cards: dict[int, Card], today: date) -> list[int]:
    return [
        at
        for at, line in enumerate(lines)
        if not line.unknown
        and (line.day is None or line.day > today or not _may_be(line, cards, today))
    ]


def _may_be(line: Line, cards: dict[int, Card], today: date) -> bool:
    card = cards.get(line.household or 0)
    return card is None or fits(line, card, today)


def _days(lines: Sequence[Line], cards: dict[int, Card], today: date) -> list[Doubt]:
    """Those of whom the same day may be meant are asked about together."""
    asked: dict[date | None, list[int]] = {}
    for at in _without_day(lines, cards, today):
        asked.setdefault(_guess(lines[at], cards, today), []).append(at)
    return [_day(lines, cards, places, guess, today) for guess, places in asked.items()]


def _guess(line: Line, cards: dict[int, Card], today: date) -> date | None:
    guess = line.guess if line.day is None else None
    if guess is None or guess > today:
        return None
    return guess if _may_be(replace(line, day=guess), cards, today) else None


def _day(
    lines: Sequence[Line],
    cards: dict[int, Card],
    places: Sequence[int],
    guess: date | None,
    today: date,
) -> Doubt:
    days = {today: words.TODAY, today - timedelta(days=1): words.YESTERDAY}
    if guess is not None:
        days = {guess: words.that_day(guess, today)} | days
    choices = (Choice(label, _action("day", places, on.isoformat())) for on, label in days.items())
    names = [_name(lines[at], cards) for at in places]
    asked = words.asks_day(names, guess, today)
    named = (lines[at].day or lines[at].guess for at in places)
    to_come = [on for on in named if on is not None and on > today]
    if to_come:
        asked = f"{words.not_yet(to_come[0], today)} {asked}"
    return Doubt(asked, tuple(choices))


def _promises(
    lines: Sequence[Line], cards: dict[int, Card], promises: dict[int, str]
) -> list[Doubt]:
    found = []
    for at, line in enumerate(lines):
        if line.household in promises and line.kept is None:
            asked = words.asks_promise(_name(line, cards), promises[line.household])
            choices = (
                Choice(words.KEPT, _action("kept", [at], "1")),
                Choice(words.NOT_KEPT, _action("kept", [at], "0")),
            )
            ways = (short.KEPT["kept"], short.KEPT["open"])
            quoted = words.promised(promises[line.household])
            found.append(
                Doubt(
                    asked, choices, _said(choices, *ways), _number(line, cards), words.PROMISED,
                    _name(line, cards), quoted,
                )
            )  # fmt: skip
    return found


def _unheard(lines: Sequence[Line], cards: dict[int, Card], unheard: Waiting) -> list[Doubt]:
    """An answer is to be carried back to whoever was met (S2-11)."""
    found = []
    for at, line in enumerate(lines):
        waits = unheard.get(line.household, ()) if line.household is not None else ()
        if waits and line.matter.kind is VisitKind.HOME and not line.heard:
            told = [(one.code, one.answer) for one in waits]
            asked = words.asks_heard(_name(line, cards), told)
            ids = " ".join(str(one.id) for one in waits)
            said = {
                one: _action("heard", [at], f"{one} {ids}") for one in (*Satisfaction, NOT_TOLD)
            }
            choices = [
                *(Choice(words.HEARD[one], said[one]) for one in report_answers.opinions(waits)),
                Choice(words.NOT_TOLD, said[NOT_TOLD]),
            ]
            ways = {said[one]: short.HEARD[one] for one in (*Satisfaction, NOT_TOLD)}
            found.append(
                Doubt(
                    asked, tuple(choices), short.said(ways), _number(line, cards), words.UNHEARD,
                    _name(line, cards), words.answers(told),
                )
            )  # fmt: skip
    return found


def _looked_after(
    lines: Sequence[Line], cards: dict[int, Card], discreet: bool, *, at_once: bool
) -> list[Doubt]:
    """Whoever needs help is never passed over among many (product.md, two tiers of S2-18).

    Asked `at_once`, also those of whom it is not known yet how they were met.
    """
    found = []
    for at, line in enumerate(lines):
        may_be_fine = line.matter.nothing_new or (at_once and not line.matter.told)
        if line.household is None or line.looked_after or not may_be_fine:
            continue
        if cards[line.household].needs_help:
            asked = words.asks_after(_name(line, cards), discreet=discreet)
            choices = (
                Choice(words.NO_NEED, _action("after", [at], "0")),
                Choice(words.NEEDS_MORE, _action("after", [at], "1")),
            )
            ways = ((*short.NO, *short.NOTHING_MORE, *short.HOW[short.FINE]), short.YES)
            found.append(
                Doubt(
                    asked, choices, _said(choices, *ways), _number(line, cards), words.AFTER,
                    _name(line, cards), "" if discreet else words.NEEDS_CARE,
                )
            )  # fmt: skip
    return found


def _chosen_household(value: str) -> Callable[[Line], Line]:
    """One of those that may be meant; 0 where it was none of them."""
    return lambda line: replace(line, household=int(value) or None, may=())


def _chosen_how(value: str) -> Callable[[Line], Line]:
    return lambda line: replace(line, matter=_HOW[value])


def _chosen_met(value: str) -> Callable[[Line], Line]:
    """At home or not; all else that was told stands."""
    return lambda line: replace(line, matter=replace(line.matter, kind=VisitKind(value)))


def _chosen_day(value: str) -> Callable[[Line], Line]:
    return lambda line: replace(line, day=date.fromisoformat(value), day_said=True)


def _chosen_kept(value: str) -> Callable[[Line], Line]:
    return lambda line: replace(line, kept=value == "1")


def _chosen_heard(value: str) -> Callable[[Line], Line]:
    """What was said, and to which answers: one that comes later was not spoken of."""
    heard, *ids = value.split()
    return lambda line: replace(line, heard=heard, answers=tuple(map(int, ids)))


def _chosen_after(value: str) -> Callable[[Line], Line]:
    """More to be told of it than that all is well: then it is no longer nothing new."""
    well = value == "0"
    return lambda line: replace(
        line, looked_after=True, matter=replace(line.matter, fine=well and line.matter.fine)
    )


def _chosen_words(value: str) -> Callable[[Line], Line]:
    """Neutral words, none, or none until it is told anew."""
    if value == guarding_words.NEUTRAL:
        return lambda line: replace(line, matter=taken(line.matter), guarded=())
    anew = value == guarding_words.ANEW
    return lambda line: replace(
        line, matter=left_out(line.matter, line.guarded), guarded=(), rewriting=anew
    )


_CHANGES: dict[str, Callable[[str], Callable[[Line], Line]]] = {
    "guard": _chosen_words,
    "which": _chosen_household,
    "how": _chosen_how,
    "met": _chosen_met,
    "day": _chosen_day,
    "kept": _chosen_kept,
    "heard": _chosen_heard,
    "after": _chosen_after,
}
