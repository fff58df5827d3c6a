"""The cells of the organisation, as the clock goes through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from bot.domain.people import UnitLevel
from storage.spans import holds_on
from storage.store import Session
from storage.tables import Unit


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell and its commune."""

    id: int
    commune_id: int


async def cells(session: Session, day: date) -> Sequence[Cell]:
    """All cells that there are on a day, commune by commune."""
    rows = await session.execute(
        select(Unit.id, Unit.commune_id)
        .where(Unit.level == UnitLevel.CELL, holds_on(Unit, day))
        .order_by(Unit.commune_id, Unit.id)
    )
    return [Cell(cell_id, commune) for cell_id, commune in rows if commune is not None]


async def any_unit(session: Session) -> bool:
    """Whether there is any organisation at all."""
    return await session.scalar(select(Unit.id).limit(1)) is not None
