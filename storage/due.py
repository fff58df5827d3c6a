"""From which day on a visit at home makes a household not due: one rule for all that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, false, func

from bot.domain.households import HouseholdClass
from bot.domain.meetings import Period
from bot.domain.policies import Cadence, due_since
from storage.tables import HouseholdState, core

_state = core(HouseholdState)

KINDS = tuple(
    (which, needs_help)
    for which in (HouseholdClass.POOR, HouseholdClass.NEAR_POOR, HouseholdClass.NONE)
    for needs_help in (True, False)
)
"""What a policy tells apart; whatever is neither poor nor nearly so is as the last."""


@dataclass(frozen=True, slots=True)
class DueSince:
    """The day for each of `KINDS`: the period's first where it is due in every period."""

    days: tuple[date, ...]

    @staticmethod
    def of(cadence: Cadence, period: Period) -> "DueSince":
        """As the policy has it."""
        return DueSince(tuple(due_since(cadence.months(*kind), period) for kind in KINDS))

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
