"""The village of tests.village, met over Telegram."""

from sqlalchemy import update

from storage.store import Session
from storage.tables import LinkedAddress
from tests.village import Village

BOT = "700001"
PEOPLE = ("An", "Bình", "Cúc", "Dũng", "Giang", "Hà", "Én", "Lâm", "Khoa", "Oanh", "Phúc")
AN, BINH, CUC, DUNG = range(21, 25)


async def moved_to_telegram(session: Session, village: Village) -> None:
    """Everybody writes from a chat of their own, numbered from 21 in the order of the story."""
    for chat, first in enumerate(PEOPLE, 21):
        await session.execute(
            update(LinkedAddress)
            .where(LinkedAddress.person_id == village.people[first])
            .values(surface="telegram", account=BOT, external_id=str(chat))
        )
