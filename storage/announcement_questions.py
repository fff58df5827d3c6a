"""What readers ask about an announcement, and what they are answered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from bot.domain.announcements import AnnouncementPart, Stage
from bot.domain.people import CELL_LEADS, OFFICE, Actor, Role
from bot.domain.refusals import Reason, Refusal
from storage import announcements, audit, people
from storage.announcements import Page, managed_by
from storage.store import Session
from storage.tables import Announcement, AnnouncementQuestion, Person


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is kept; whoever may answer hears of it, the author before the others."""

    id: int
    fresh: bool
    hearers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as those see it who may answer."""

    id: int
    announcement_id: int
    asker_id: int
    asker: str
    words: str
    asked_at: datetime
    answer: str


async def ask(
    session: Session, actor: Actor, announcement_id: int, words: str, effect_key: str,
    today: date, now: datetime,
) -> Asked:  # fmt: skip
    """Keep a reader's question, once for each effect key."""
    page = await announcements.one_of(session, actor, announcement_id)
    if not page.received or page.part is AnnouncementPart.WITHDRAWAL:
        raise Refusal(Reason.NOT_FOUND)
    if page.stage is Stage.WITHDRAWN:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    there = await session.scalar(
        select(AnnouncementQuestion.id).where(AnnouncementQuestion.effect_key == effect_key)
    )
    if there is not None:
        return Asked(there, fresh=False, hearers=())
    row = AnnouncementQuestion(
        announcement_id=page.id, person_id=actor.person_id, words=words, asked_at=now,
        effect_key=effect_key,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.note(session, actor.person_id, "asked", "announcement", page.id, now)
    return Asked(row.id, fresh=True, hearers=await _hearers(session, actor, page, today))


async def _hearers(session: Session, actor: Actor, page: Page, today: date) -> tuple[int, ...]:
    """Who may answer by now: of the author it is asked too, as their role may have ended."""
    of_cell = page.unit_id != page.commune_id
    leads = await people.holders(session, page.unit_id, CELL_LEADS if of_cell else OFFICE, today)
    posting = await people.holders(session, page.unit_id, (Role.ANNOUNCER,), today)
    others = [one for one in leads if one not in (page.author_id, actor.person_id)]
    return tuple([page.author_id] * (page.author_id in (*leads, *posting)) + others)


async def one_of(session: Session, actor: Actor, question_id: int) -> Question:
    """A question about what the actor's unit writes; others are not there."""
    found = await _found(session, actor, AnnouncementQuestion.id == question_id)
    if not found:
        raise Refusal(Reason.NOT_FOUND)
    return found[0]


async def about(session: Session, actor: Actor, announcement_id: int) -> list[Question]:
    """The questions about an announcement of the actor's unit, unanswered first."""
    return await _found(session, actor, AnnouncementQuestion.announcement_id == announcement_id)


async def answer(
    session: Session, actor: Actor, question_id: int, words: str, now: datetime
) -> Question:
    """Answer a question that has no answer yet."""
    asked = await one_of(session, actor, question_id)
    row = await session.get_one(
        AnnouncementQuestion, question_id, with_for_update=True, populate_existing=True
    )
    if row.answered_at is not None:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    row.answer, row.answered_at, row.answered_by = words, now, actor.person_id
    await session.flush()
    await audit.note(session, actor.person_id, "answered", "announcement", row.announcement_id, now)
    return asked


async def _found(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[Question]:
    q = AnnouncementQuestion
    rows = await session.execute(
        select(q.id, q.announcement_id, q.person_id, Person.name, q.words, q.asked_at, q.answer)
        .join(Announcement, Announcement.id == q.announcement_id)
        .join(Person, Person.id == q.person_id)
        .where(managed_by(actor), which)
        .order_by(q.answered_at.is_not(None), q.id)
    )
    return [Question(*row) for row in rows]
