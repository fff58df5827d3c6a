"""What holds on a day: rows go from `since` until the first day on which they no longer do."""

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from storage.tables import Assignment, HouseholdGroupPlace, RoleHeld, Unit

Dated = type[Assignment] | type[HouseholdGroupPlace] | type[RoleHeld] | type[Unit]


def holds_on(dated: Dated, day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a row holds on the day."""
    return and_(dated.since <= day, or_(dated.until.is_(None), dated.until > day))
