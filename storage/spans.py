"""What holds on a day: rows go from `since` until the first day on which they no longer do."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, and_, or_
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from storage.tables import Assignment, HouseholdGroupPlace, RoleHeld, StandIn, Unit

Columns = ReadOnlyColumnCollection[str, Column[Any]]  # as SQLAlchemy types the columns of a table
Dated = (
    type[Assignment]
    | type[HouseholdGroupPlace]
    | type[RoleHeld]
    | type[StandIn]
    | type[Unit]
    | Columns
)


def holds_on(dated: Dated, day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a row holds on the day."""
    return and_(dated.since <= day, or_(dated.until.is_(None), dated.until > day))
