"""The way of a concern (kiến nghị, phản ánh) from the door to the answer told at the door."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refusals import Reason, Refusal


class ConcernKind(StrEnum):
    """What sort of matter it is (glossary 5)."""

    FEEDBACK = "FEEDBACK"
    PROPOSAL = "PROPOSAL"
    QUESTION = "QUESTION"
    PRAISE = "PRAISE"
    REFER_ONLY = "REFER_ONLY"


class ConcernCategory(StrEnum):
    """What it is about; each has a usual addressee (glossary 5)."""

    LAND = "LAND"
    ROAD = "ROAD"
    IRRIGATION = "IRRIGATION"
    POWER = "POWER"
    WATER_SUPPLY = "WATER_SUPPLY"
    ENVIRONMENT = "ENVIRONMENT_C"
    POLICY = "POLICY"
    HEALTH = "HEALTH_C"
    EDUCATION = "EDUCATION"
    LOANS = "LOANS"
    EMPLOYMENT = "EMPLOYMENT"
    FARMING = "FARMING"
    ADMIN_PROC = "ADMIN_PROC"
    MERGER = "MERGER"
    SAFETY = "SAFETY_C"
    CULTURE = "CULTURE_C"
    PARTY_WORK = "PARTY_WORK"
    DISASTER = "DISASTER_C"
    TELECOM = "TELECOM"
    OTHER = "OTHER_C"


class ConcernLevel(StrEnum):
    """How pressing it is; deadlines hang on it (concerns.md 5.5)."""

    URGENT = "URGENT"
    NORMAL = "NORMAL"
    COMPLEX = "COMPLEX"


class ConcernStatus(StrEnum):
    """Where a concern stands (concerns.md 5.4)."""

    NEW = "NEW"
    TRIAGE = "TRIAGE"
    NEED_INFO = "NEED_INFO"
    IN_PROGRESS = "IN_PROGRESS"
    FORWARDED = "FORWARDED"
    RETURNED = "RETURNED"
    ANSWERED = "ANSWERED"
    FED_BACK = "FED_BACK"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"
    DECLINED = "DECLINED"
    REFERRED = "REFERRED"
    MERGED = "MERGED"
    WITHDRAWN = "WITHDRAWN"


class ConcernTarget(StrEnum):
    """Where a concern can be forwarded."""

    CELL = "CELL"
    VILLAGE = "VILLAGE"
    FRONT = "FRONT"
    UNION = "UNION"
    COMMUNE_PARTY = "COMMUNE_PARTY"
    COMMUNE_GOV = "COMMUNE_GOV"
    COMMUNE_POLICE = "COMMUNE_POLICE"
    SERVICE_FIRM = "SERVICE_FIRM"
    HIGHER = "HIGHER"


class Satisfaction(StrEnum):
    """What the household says when it hears the answer."""

    SATISFIED = "SATISFIED"
    PARTLY = "PARTLY"
    NOT_SATISFIED = "NOT_SATISFIED"
    NO_ANSWER = "NO_ANSWER"


class ReporterVisibility(StrEnum):
    """How the household is named when the concern is passed on."""

    NAMED = "NAMED"
    HOUSEHOLD_ONLY = "HOUSEHOLD_ONLY"
    HIDDEN = "HIDDEN"


class Part(StrEnum):
    """Who moves a concern on: the part somebody plays towards it, not a role in the party."""

    REPORTER = "REPORTER"  # the member who brought it, and will carry the answer back
    CELL = "CELL"  # secretary or deputy of the household's cell
    COMMUNE = "COMMUNE"  # the committee's office, once it was forwarded
    CLOCK = "CLOCK"


_S = ConcernStatus


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step."""

    before: ConcernStatus
    after: ConcernStatus
    by: Part


MOVES: tuple[Move, ...] = tuple(
    Move(before, after, by)
    for before, by, afters in (
        (_S.NEW, Part.CELL, (_S.TRIAGE,)),
        (_S.NEW, Part.REPORTER, (_S.WITHDRAWN,)),
        (
            _S.TRIAGE,
            Part.CELL,
            (_S.IN_PROGRESS, _S.FORWARDED, _S.NEED_INFO, _S.REFERRED, _S.MERGED, _S.DECLINED),
        ),
        (_S.NEED_INFO, Part.REPORTER, (_S.TRIAGE,)),
        (_S.IN_PROGRESS, Part.CELL, (_S.ANSWERED, _S.FORWARDED)),
        (_S.FORWARDED, Part.COMMUNE, (_S.ANSWERED, _S.RETURNED)),
        (_S.FORWARDED, Part.CELL, (_S.ANSWERED,)),
        (_S.RETURNED, Part.CELL, (_S.TRIAGE,)),
        (_S.ANSWERED, Part.REPORTER, (_S.FED_BACK,)),
        (_S.DECLINED, Part.REPORTER, (_S.FED_BACK,)),
        (_S.REFERRED, Part.REPORTER, (_S.FED_BACK,)),
        (_S.FED_BACK, Part.CLOCK, (_S.CLOSED,)),
        (_S.FED_BACK, Part.REPORTER, (_S.CLOSED, _S.REOPENED)),
        (_S.CLOSED, Part.REPORTER, (_S.REOPENED,)),
        (_S.REOPENED, Part.CELL, (_S.IN_PROGRESS, _S.FORWARDED)),
    )
    for after in afters
)
"""The whole state machine as data (concerns.md 5.4).

FORWARDED may also be answered by the cell: where the addressee answers on paper, the secretary
types the answer in. The household's own "yes" closes at once; without it the clock does.
"""

AWAITING_CELL = (_S.NEW, _S.TRIAGE, _S.IN_PROGRESS, _S.RETURNED, _S.REOPENED)
AWAITING_REPORTER = (_S.NEED_INFO, _S.ANSWERED, _S.DECLINED, _S.REFERRED)
ENDED = (_S.CLOSED, _S.WITHDRAWN, _S.MERGED)
PASSED_THROUGH = (_S.TRIAGE, _S.IN_PROGRESS, _S.FED_BACK)
"""States that a decision may pass in one go: they say only that somebody has begun, or has told."""

COMMUNE_TARGETS = (
    ConcernTarget.COMMUNE_PARTY,
    ConcernTarget.COMMUNE_GOV,
    ConcernTarget.COMMUNE_POLICE,
    ConcernTarget.FRONT,
    ConcernTarget.UNION,
    ConcernTarget.HIGHER,
)
"""What goes by way of the committee's office; the rest the cell asks itself."""

WITH_COMMUNE = (
    _S.FORWARDED, _S.RETURNED, _S.ANSWERED, _S.FED_BACK, _S.CLOSED, _S.REOPENED,
)  # fmt: skip
"""States in which the commune may read what was forwarded to it."""


def check_move(before: ConcernStatus, after: ConcernStatus, by: Part) -> None:
    """Refuse a step that the table does not have."""
    if Move(before, after, by) not in MOVES:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)


def way(before: ConcernStatus, after: ConcernStatus, by: Part) -> tuple[ConcernStatus, ...]:
    """The shortest way to a state, each step of the table and by the same part; refuses others."""
    found = _shortest(before, after, by)
    if not found:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return found


def part_for(before: ConcernStatus, after: ConcernStatus, parts: Collection[Part]) -> Part | None:
    """Whichever of somebody's parts can bring a concern there; None when none can."""
    able = (part for part in Part if part in parts and _shortest(before, after, part))
    return next(able, None)


def _shortest(before: ConcernStatus, after: ConcernStatus, by: Part) -> tuple[ConcernStatus, ...]:
    ways: list[tuple[ConcernStatus, ...]] = [()]
    seen = {before}
    while ways:
        done = ways.pop(0)
        here = done[-1] if done else before
        steps = [move.after for move in MOVES if move.before is here and move.by is by]
        if after in steps:
            return (*done, after)
        for step in steps:
            if step in PASSED_THROUGH and step not in seen:
                seen.add(step)
                ways.append((*done, step))
    return ()


def verdict(said: Sequence[Satisfaction]) -> ConcernStatus:
    """Where a concern goes once every household has heard: one that is not satisfied re-opens it.

    The households' own yes closes it; where somebody was not asked, the clock does.
    """
    if Satisfaction.NOT_SATISFIED in said:
        return _S.REOPENED
    return _S.FED_BACK if Satisfaction.NO_ANSWER in said else _S.CLOSED


def code_of(cell_code: str, month: str, number: int) -> str:
    """A concern's code, as in PA-05-202611-003 (concerns.md 5.2)."""
    return f"PA-{cell_code}-{month.replace('-', '')}-{number:03d}"
