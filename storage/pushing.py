"""When the people of a commune may be written to without having asked."""

from datetime import datetime

from bot.domain import quiet
from storage import days_off, settings
from storage.store import Session


async def next_push(session: Session, commune_id: int, moment: datetime) -> datetime:
    """The moment itself, or the next that is not quiet in the commune."""
    marks = await days_off.of_commune(session, commune_id)
    hours = (await settings.settings_of(session, commune_id)).hours
    return quiet.next_push(moment, marks, hours)
