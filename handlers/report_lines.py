"""What a sentence was read as, one line a household, as a draft remembers it until it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.households import Change, DatePrecision
from bot.domain.refusals import Refusal
from bot.domain.vietnamese.dates import DayRead, read_day
from bot.domain.vietnamese.sentence_matter import (
    ChangeSaid,
    ConcernSaid,
    HelpSaid,
    Matter,
    PromiseSaid,
)
from bot.domain.vietnamese.sentences import Part
from bot.domain.visits import (
    HelpKind,
    HelpStatus,
    NotDoneReason,
    Topic,
    VisitKind,
    check_day,
)
from bot.messages import Json
from handlers.report_guarding import kept_out, shown
from storage.households import Card

NOT_TOLD = "NOT_TOLD"
"""Of answers that are still to be carried back."""
_SENTENCE = 4  # words
EXACT = (DatePrecision.DAY, DatePrecision.HOUR)


@dataclass(frozen=True, slots=True)
class Line:
    """One household of a report: who, when, how, what. What is not clear yet is None.

    `may` are the households that may be meant, where `household` is not sure.
    """

    said: str
    household: int | None
    may: tuple[int, ...]
    day: date | None
    day_said: bool
    matter: Matter
    kept: bool | None = None  # the promise of last time
    heard: str = ""  # what the household said to the answers that it waited for, or NOT_TOLD
    answers: tuple[int, ...] = ()  # the concerns that these were
    looked_after: bool = False  # asked about on its own, as one that needs help
    guarded: tuple[str, ...] = ()  # of what was said, what is put in neutral words, to be asked
    guess: date | None = None  # a day that may be meant, where `day` is not sure
    rewriting: bool = False  # was to be written down otherwise, and will be told anew

    @property
    def wanting(self) -> bool:
        """Whether more was announced than has been told by now."""
        bare = self.matter == Matter(VisitKind.HOME)
        return self.rewriting or (self.looked_after and bare)

    @property
    def unknown(self) -> bool:
        """Whether it names nobody of the book."""
        return self.household is None and not self.may


def lines_of(parts: Sequence[Part], today: date) -> list[Line]:
    """One line for each household that was named, the first telling of each before all others."""
    found: dict[object, Line] = {}
    for part in parts:
        day, guess = _day_of(part, today)
        for named in part.households:
            sure = named.ids[0] if named.certain else None
            said_day = part.day is not None
            said, (matter, guarded) = shown(named.said), kept_out(part.matter)
            may = () if sure else named.ids
            line = Line(said, sure, may, day, said_day, matter, guarded=guarded, guess=guess)
            key = sure if sure is not None else named.said
            found[key] = replace(line, said=found[key].said) if key in found else line
    return list(found.values())


def tells(part: Part) -> bool:
    """Whether it is no look-up: "hộ 3 vay 5 triệu trả xong rồi" is more than a name or a place."""
    sentence = len(part.matter.note.split()) >= _SENTENCE and part.households[0].said.isdigit()
    return part.matter.understood or part.day is not None or sentence


def of_nobody(parts: Sequence[Part]) -> list[str]:
    """ "99 bt": numbers in no book, of which it is told how they were met, and of nobody else."""
    named = [one for part in parts if part.matter.understood for one in part.households]
    unknown = [one.said for one in named if not one.ids and one.said.isdigit()]
    return unknown if len(unknown) == len(named) else []


def _day_of(part: Part, today: date) -> tuple[date | None, date | None]:
    """The day that is surely meant, or else one that may be, or that is still to come.

    A week or a month is no day.
    """
    said = part.day
    if said is None:
        return today, None
    if said.day > today:
        return None, said.day
    if said.precision in EXACT and (said.certain or part.carried):
        return said.day, None
    return None, said.day if said.precision in (*EXACT, DatePrecision.LUNAR) else None


def told_again(lines: Sequence[Line], newer: Sequence[Line]) -> list[Line]:
    """The lines with what was said anew of some households in the place of what was said before."""
    again = {line.household: line for line in newer if line.household is not None}
    known = {line.household for line in lines}
    unknown = {line.said for line in lines if line.unknown}
    kept = [
        _corrected(line, again[line.household]) if line.household in again else line
        for line in lines
    ]
    return [
        *kept,
        *(
            line
            for line in newer
            if line.household not in known and not (line.unknown and line.said in unknown)
        ),
    ]


def _corrected(line: Line, anew: Line) -> Line:
    """What was not spoken of again stays as it was."""
    if anew.day_said:
        line = replace(line, day=anew.day, guess=anew.guess)
    if not anew.matter.told:
        return line
    return replace(line, matter=anew.matter, guarded=anew.guarded, rewriting=False)


def on_another_day(lines: Sequence[Line], text: str, today: date) -> list[Line]:
    """The lines with a day that was said alone: for those of which none had been named, or all."""
    try:
        said = read_day(text, today)
    except Refusal:
        return []
    if said.precision not in EXACT or said.day > today:
        return []
    unsaid = any(not line.day_said for line in lines)
    return [line if unsaid and line.day_said else dated(line, said) for line in lines]


def dated(line: Line, said: DayRead) -> Line:
    """The line with a day that was said alone; asked about where it is not sure."""
    day, guess = (said.day, None) if said.certain else (None, said.day)
    return replace(line, day=day, guess=guess, day_said=True)


def has_words(line: Line) -> bool:
    """Whether it says more than how and when somebody was met."""
    told = line.matter
    free = told.note or told.concerns or told.changes or told.helps or told.promise
    return bool(free or line.guarded)


def only_raises(line: Line) -> bool:
    """Whether it says what the household asks for or complains of, and nothing of a visit."""
    said = replace(line.matter, concerns=())
    return bool(line.matter.concerns) and said == Matter(VisitKind.HOME) and not line.day_said


def fits(line: Line, card: Card, today: date) -> bool:
    """Whether the visit can have been on that day."""
    if line.day is None or card.assigned_since is None:
        return False
    try:
        check_day(line.day, today, card.assigned_since)
    except Refusal:
        return False
    return True


def told_of(lines: Sequence[Line], cards: Mapping[int, Card]) -> list[Card]:
    """The households of these lines."""
    named = (line.household for line in lines if line.household is not None)
    return [cards[household] for household in named if household in cards]


def packed(lines: Sequence[Line]) -> list[Json]:
    """Lines as a draft stores them."""
    return [_packed(line) for line in lines]


def _packed(line: Line) -> Json:
    matter = line.matter
    promise = matter.promise
    return {
        "said": line.said,
        "household": line.household,
        "may": list(line.may),
        "day": line.day.isoformat() if line.day else None,
        "day_said": line.day_said,
        "kept": line.kept,
        "heard": line.heard,
        "answers": list(line.answers),
        "looked_after": line.looked_after,
        "guess": line.guess.isoformat() if line.guess else None,
        "guarded": list(line.guarded),
        "rewriting": line.rewriting,
        "kind": matter.kind,
        "reason": matter.reason,
        "fine": matter.fine,
        "topics": list(matter.topics),
        "helps": [asdict(one) for one in matter.helps],
        "promise": promise.words if promise else "",
        "due": promise.due.isoformat() if promise and promise.due else None,
        "concerns": [asdict(one) for one in matter.concerns],
        "changes": [asdict(one) for one in matter.changes],
        "note": matter.note,
    }


def unpacked(stored: Json) -> list[Line]:
    """The way back from `packed`."""
    return [_unpacked(one) for one in _list(stored)]


def _any(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _list(value: Json | None) -> list[dict[str, Json]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _unpacked(stored: Mapping[str, Json]) -> Line:
    may, household, day = stored["may"], stored["household"], stored["day"]
    kept = stored["kept"]
    return Line(
        said=str(stored["said"]),
        household=household if isinstance(household, int) else None,
        may=tuple(one for one in may if isinstance(one, int)) if isinstance(may, list) else (),
        day=date.fromisoformat(str(day)) if day else None,
        day_said=stored["day_said"] is True,
        matter=_matter(stored),
        kept=kept if isinstance(kept, bool) else None,
        heard=str(stored.get("heard") or ""),
        answers=tuple(one for one in _any(stored.get("answers")) if isinstance(one, int)),
        looked_after=stored["looked_after"] is True,
        guess=date.fromisoformat(str(stored["guess"])) if stored.get("guess") else None,
        guarded=tuple(map(str, _any(stored.get("guarded")))),
        rewriting=stored.get("rewriting") is True,
    )


def _matter(stored: Mapping[str, Json]) -> Matter:
    topics, due = stored["topics"], stored["due"]
    promise = str(stored["promise"])
    return Matter(
        kind=VisitKind(str(stored["kind"])) if stored["kind"] else None,
        reason=NotDoneReason(str(stored["reason"])) if stored["reason"] else None,
        fine=stored["fine"] is True,
        topics=tuple(Topic(str(one)) for one in topics) if isinstance(topics, list) else (),
        helps=tuple(map(_help, _list(stored["helps"]))),
        promise=PromiseSaid(promise, date.fromisoformat(str(due)) if due else None)
        if promise
        else None,
        concerns=tuple(
            ConcernSaid(
                str(one["words"]),
                ConcernKind(str(one["kind"])),
                ConcernCategory(str(one["category"])),
            )
            for one in _list(stored["concerns"])
        ),
        changes=tuple(map(_change, _list(stored["changes"]))),
        note=str(stored["note"]),
    )


def _help(stored: Mapping[str, Json]) -> HelpSaid:
    amount = stored["amount"]
    return HelpSaid(
        HelpKind(str(stored["kind"])),
        HelpStatus(str(stored["status"])),
        amount if isinstance(amount, int) else None,
    )


def _change(stored: Mapping[str, Json]) -> ChangeSaid:
    people, place = stored["people"], stored["place"]
    return ChangeSaid(
        str(stored["words"]),
        Change(str(stored["change"])),
        people if isinstance(people, int) else None,
        str(place) if place else None,
    )
