"""Which households are due, and which visits fulfil that: one rule for all that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, false, func, or_

from bot.domain.households import HouseholdClass
from bot.domain.meetings import Period
from bot.domain.people import ConsentState
from bot.domain.policies import Cadence, due_since
from bot.domain.visits import VisitKind
from storage.spans import Columns
from storage.tables import HouseholdState, core

_state = core(HouseholdState)

KINDS = tuple(
    (which, needs_help)
    for which in (HouseholdClass.POOR, HouseholdClass.NEAR_POOR, HouseholdClass.NONE)
    for needs_help in (True, False)
)
"""What a policy tells apart; whatever is neither poor nor nearly so is as the last."""

SINCE = tuple(bindparam(f"since{place}_", type_=Date) for place, _ in enumerate(KINDS))
"""Places for the days of a `DueSince`, in statements that are built once."""


@dataclass(frozen=True, slots=True)
class DueSince:
    """The day for each of `KINDS`: the period's first where it is due in every period."""

    days: tuple[date, ...]

    @staticmethod
    def of(cadence: Cadence, period: Period) -> "DueSince":
        """As the policy has it."""
        return DueSince(tuple(due_since(cadence.months(*kind), period) for kind in KINDS))

    @property
    def places(self) -> dict[str, date]:
        """What is put into the places of `SINCE`."""
        return {one.key: day for one, day in zip(SINCE, self.days, strict=True)}

    def earlier_than(self, start: date) -> bool:
        """Whether some households are due less often than in every period."""
        return min(self.days) < start


def since(days: Sequence[ColumnElement[date]]) -> ColumnElement[date]:
    """The day that holds for a household, whose state the statement has joined; of `KINDS`."""
    poor = _state.c.household_class == HouseholdClass.POOR
    near = _state.c.household_class == HouseholdClass.NEAR_POOR
    needs = func.coalesce(_state.c.needs_help, false())
    which = (and_(poor, needs), poor, and_(near, needs), near, needs)
    *told_apart, others = days
    return case(*zip(which, told_apart, strict=True), else_=others)


def declined(home: Columns) -> ColumnElement[bool]:
    """Whether a household wants nothing written down, and so is nobody's duty (privacy.md 5.4)."""
    return or_(home.consent == ConsentState.REFUSED, home.consent == ConsentState.WITHDRAWN)


def at_home(visit: Columns) -> ColumnElement[bool]:
    """Whether a visit fulfils the duty: made at home, by whomever, and not taken back."""
    return and_(visit.kind == VisitKind.HOME, visit.withdrawn_at.is_(None))
