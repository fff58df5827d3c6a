"""The lines of a report of several households: read back as one, and saved in one go."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.concerns import ConcernLevel, ReporterVisibility
from bot.domain.counts import fitting, suggestions
from bot.domain.households import DatePrecision
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.vietnamese.sentence_days import day_told
from bot.domain.vietnamese.sentence_matter import ChangeSaid
from bot.messages import Choice, Outgoing
from bot.texts import reporting as words
from bot.texts import visit as visit_words
from handlers import report_answers
from handlers.checklist import TO_TICK
from handlers.report_answers import Waiting
from handlers.report_lines import Line, told_of
from storage import changes, concern_steps, concerns, progress, visits
from storage.concern_steps import Raising
from storage.households import Card
from storage.store import Session

MOST_TO_TELL = 5
"""So many answers that households wait to hear are offered right after the report."""

Cards = Mapping[int, Card]


def groups(lines: Sequence[Line], cards: Cards, answers: Waiting, today: date) -> list[str]:
    """Households of which the same is told, each group in a line, as they are read back.

    Also those of which something is still to be asked.
    """
    told: dict[tuple[object, ...], list[str]] = {}
    heads: dict[tuple[object, ...], tuple[Line, list[str]]] = {}
    for line in lines:
        if line.unknown:
            continue
        card = cards.get(line.household or 0)
        what = [*_what(line, card, today), *report_answers.read_back(answers, line)]
        key = (line.day, tuple(what))
        called = words.called(card.number, card.name) if card else f"“{line.said}”"
        told.setdefault(key, []).append(called)
        heads.setdefault(key, (line, what))
    return [
        words.group(names, heads[key][0].day, today, heads[key][1]) for key, names in told.items()
    ]


def _what(line: Line, card: Card | None, today: date) -> list[str]:
    matter, what = line.matter, []
    if matter.kind is not None:
        what.append(visit_words.what_was_done(matter.kind, matter.reason, matter.nothing_new))
    if matter.topics:
        what.append(visit_words.topics(matter.topics).lower())
    what += [visit_words.help_line(h.kind, h.status, h.amount).lower() for h in matter.helps]
    what += [words.wish(one.words, one.category) for one in matter.concerns]
    what += [
        words.change(
            one.change,
            one.people,
            one.place,
            day_told(one.words, today),
            _counts_said(one, card) if card else "",
        )
        for one in matter.changes
    ]
    if matter.promise:
        what.append(words.promise(matter.promise.words, matter.promise.due))
    if matter.note:
        what.append(words.note(matter.note))
    if line.kept is not None:
        what.append(words.kept(line.kept))
    return what


def _counts_said(change: ChangeSaid, card: Card) -> str:
    persons, workers = _counts(change, card)
    return words.counts(persons, workers)


def _counts(change: ChangeSaid, card: Card) -> tuple[int | None, int | None]:
    """What the numbers are afterwards, where the rule leaves no choice."""
    before = fitting(card.persons, card.workers)
    found = suggestions(change.change, change.people or 1, before)
    if len(found) != 1 or found[0] == before:
        return None, None
    return found[0].persons, found[0].workers


async def save(
    session: Session,
    actor: Actor,
    lines: Sequence[Line],
    cards: Cards,
    effect_key: str,
    inbox_id: int | None,
    now: datetime,
    shown: Sequence[str] = (),
) -> Outgoing:
    """Write each line down, once for each `effect_key`; the receipt for all of them.

    `shown` is how they are read back in it, where they were not before.
    """
    codes: list[str] = []
    told: list[int] = []
    for line in lines:
        assert line.household is not None
        key = f"{effect_key}:{line.household}"
        visit_id = await visits.record(session, actor, _visit(line), key, now)
        told += [visit_id] if visit_id is not None else []
        codes += await _concerns(session, actor, line, key, inbox_id, now)
        await _changes(session, actor, line, _card(line, cards), key, now)
    month = await progress.so_far(session, actor, day_of(now))
    again = set(await visits.told_twice(session, told))
    to_tell = await _still_to_tell(session, actor, lines, cards, now)
    follow = [
        Choice(visit_words.tell_answer(code), f"/baoho {code}") for code in to_tell[:MOST_TO_TELL]
    ]
    if month.left:
        follow.append(Choice(visit_words.NEXT_HOUSEHOLD, "/thamho"))
    if len(month.left) > 1:
        follow.append(TO_TICK)
    return words.saved(
        len(lines), codes, month.visited, month.due,
        _numbers([one for one in lines if one.household in again], cards),
        _numbers([one for one in lines if _sealed(one, cards)], cards), follow, shown,
    )  # fmt: skip


async def _still_to_tell(
    session: Session, actor: Actor, lines: Sequence[Line], cards: Cards, now: datetime
) -> list[str]:
    """The codes of what these households still wait for, once it is noted what they have heard."""
    waiting = [card for card in told_of(lines, cards) if card.unheard]
    if not waiting:
        return []
    await report_answers.tell(session, actor, waiting, lines, now)
    left = await concerns.open_for(session, [card.id for card in waiting])
    return list(dict.fromkeys(one.code for one in left))


def _card(line: Line, cards: Cards) -> Card:
    assert line.household is not None  # a line without one is never saved
    return cards[line.household]


def _sealed(line: Line, cards: Cards) -> bool:
    """Whether the report of that day's month has been closed: what comes now is an addition."""
    through = _card(line, cards).sealed_through
    return through is not None and line.day is not None and line.day <= through


def _numbers(lines: Sequence[Line], cards: Cards) -> list[str]:
    named = (_card(line, cards) for line in lines)
    return [str(card.number) if card.number is not None else card.name for card in named]


def _visit(line: Line) -> visits.Report:
    matter = line.matter
    assert line.household is not None
    assert line.day is not None
    assert matter.kind is not None
    promise = matter.promise
    return visits.Report(
        household_id=line.household,
        visited_on=line.day,
        kind=matter.kind,
        reason=matter.reason,
        nothing_new=matter.nothing_new,
        topics=matter.topics,
        note=matter.note,
        helps=tuple(visits.Help(one.kind, one.status, one.amount) for one in matter.helps),
        promise=promise.words if promise else "",
        promise_due=promise.due if promise else None,
        promise_kept=True if line.kept else None,
    )


async def _concerns(
    session: Session, actor: Actor, line: Line, key: str, inbox_id: int | None, now: datetime
) -> list[str]:
    codes = []
    for at, said in enumerate(line.matter.concerns):
        assert line.household is not None
        raising = Raising(
            household_ids=(line.household,), kind=said.kind, category=said.category,
            words=said.words, level=ConcernLevel.NORMAL,
            visibility=ReporterVisibility.HOUSEHOLD_ONLY, inbox_id=inbox_id,
        )  # fmt: skip
        raised = await concern_steps.record(
            session, actor, raising, f"{key}:{at}", day_of(now), now
        )
        codes.append(raised.code)
    return codes


async def _changes(
    session: Session, actor: Actor, line: Line, card: Card, key: str, now: datetime
) -> None:
    for at, said in enumerate(line.matter.changes):
        assert line.household is not None
        assert line.day is not None
        persons, workers = _counts(said, card)
        since = day_told(said.words, day_of(now))
        report = changes.Report(
            household_id=line.household,
            change=said.change,
            happened_on=since.day if since else line.day,
            precision=since.precision if since else DatePrecision.DAY,
            people=said.people or 1,
            place=said.place or "",
            note=said.words,
            persons=persons,
            workers=workers,
        )
        await changes.record(session, actor, report, f"{key}:{at}", now)
