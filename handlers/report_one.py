"""A visit whose household is known, told in words: saved at once, or shown back first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentences import LONGEST
from bot.domain.visits import NotDoneReason, Topic, VisitKind
from bot.messages import Json, Outgoing
from handlers import forms, reporting
from handlers.answers import remember_message, sensible
from handlers.questions import Answers
from handlers.report_guarding import kept_out
from handlers.report_lines import NOT_TOLD, Line, packed
from handlers.turn import Turn
from storage.households import Card

_MET: Mapping[str, tuple[VisitKind, NotDoneReason | None]] = {
    short.FINE: (VisitKind.HOME, None),
    short.ABSENT: (VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH),
}


async def begin(turn: Turn, card: Card, words: str, told: Mapping[str, Json]) -> Outgoing:
    """Take words about one household, with what was told in answers beside them (`told`).

    What raises a concern or reports a change is a report of its own, and is shown back first.
    """
    text = f"{card.number}: {words}"
    lines = await reporting.lines_in(turn, text, bare=True)
    if "how" in told and [line.household for line in lines] != [card.id]:
        lines = [_noted(turn, card, words)]
    if not lines:
        raise Refusal(Reason.CHOOSE_ONE)
    answers: Answers = {"lines": packed(lines)}
    if len(lines) == 1:
        line = _answered(lines[0], told)
        if card.promised:
            line = replace(line, kept=told.get("kept") == "kept")
        more = line.matter.concerns or line.matter.changes or line.guarded
        answers = {"lines": packed([line]), "answered": not more}
    remember_message(turn, answers)
    return await forms.begin(turn.saying(""), reporting.FORM, answers)


def _noted(turn: Turn, card: Card, words: str) -> Line:
    """Words that say nothing more exactly are a note."""
    matter, guarded = kept_out(Matter(note=sensible(words, LONGEST)))
    return Line(words, card.id, (), turn.today, False, matter, guarded=guarded)


def _answered(line: Line, told: Mapping[str, Json]) -> Line:
    """The line with the answers; all of them were asked of this household alone."""
    line = replace(line, looked_after=True, heard=NOT_TOLD, matter=_matter(line.matter, told))
    on = told.get("day")
    return line if on is None else replace(line, day=date.fromisoformat(str(on)), day_said=True)


def _matter(matter: Matter, told: Mapping[str, Json]) -> Matter:
    how = told.get("how")
    if how is None:
        return matter
    kind, reason = _MET.get(str(how)) or (VisitKind(str(how)), None)
    if kind is VisitKind.NOT_DONE and reason is None:
        said = told.get("reason")
        reason = NotDoneReason(str(said)) if said else matter.reason or NotDoneReason.OTHER_REASON
    chosen = told.get("content")
    topics = [Topic(str(one)) for one in chosen] if isinstance(chosen, list) else []
    return replace(
        matter,
        kind=kind,
        reason=reason,
        fine=how == short.FINE,
        topics=tuple(dict.fromkeys((*topics, *matter.topics))),
    )
