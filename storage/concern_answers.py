"""A member's part in a concern: taking it back, adding words, telling the household."""

from datetime import date, datetime

from sqlalchemy import delete, select, update

from bot.domain.concerns import ConcernStatus, Part, Satisfaction, verdict, way
from bot.domain.people import Actor
from bot.domain.refusals import Reason, Refusal
from storage import audit, concerns
from storage.concern_steps import Moved, go, holders
from storage.store import Session
from storage.tables import Concern, ConcernHousehold

_S = ConcernStatus


async def withdraw(
    session: Session, actor: Actor, concern_id: int, today: date, now: datetime
) -> Moved:
    """Take a concern back that nobody has looked at yet."""
    return await _by_reporter(session, actor, concern_id, _S.WITHDRAWN, "", None, today, now)


async def add_words(
    session: Session,
    actor: Actor,
    concern_id: int,
    text: str,
    today: date,
    now: datetime,
    *,
    inbox_id: int | None = None,
) -> Moved:
    """Answer what the cell asked; the concern goes back to it."""
    return await _by_reporter(session, actor, concern_id, _S.TRIAGE, text, inbox_id, today, now)


async def _by_reporter(
    session: Session,
    actor: Actor,
    concern_id: int,
    after: ConcernStatus,
    note: str,
    inbox_id: int | None,
    today: date,
    now: datetime,
) -> Moved:
    page = await concerns.one_of(session, actor, concern_id, today, to_change=True)
    if Part.REPORTER not in page.parts:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    steps = way(page.status, after, Part.REPORTER)
    concern = await session.get_one(Concern, concern_id)
    move = await go(
        session, concern, steps, Part.REPORTER, actor.person_id, now, note=note, inbox_id=inbox_id
    )
    await audit.note(session, actor.person_id, after.lower(), "concern", concern_id, now)
    return Moved(concern_id, concern.code, concern.status, move.id)


async def hear(
    session: Session,
    actor: Actor,
    page: concerns.Page,
    household_id: int | None,
    said: Satisfaction,
    remark: str,
    today: date,
    now: datetime,
    *,
    inbox_id: int | None = None,
) -> Moved:
    """A household was told, and said something. Once all were, the concern moves on.

    The page is one that was read `to_change`.
    """
    if page.status in (_S.FED_BACK, _S.CLOSED) and not _changes(page, household_id, said):
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    if Part.REPORTER not in page.parts:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    part_of_way = _S.REOPENED if page.status is _S.CLOSED else _S.FED_BACK
    if page.status is not _S.FED_BACK:
        way(page.status, part_of_way, Part.REPORTER)
    if page.whose:
        await _told(session, actor, page, household_id, said, remark, now)
    await audit.note(session, actor.author_id, "told", "concern", page.id, now)
    concern = await session.get_one(Concern, page.id)
    return await _moved_on(session, actor, concern, said, remark, inbox_id, today, now)


def _changes(page: concerns.Page, household_id: int | None, said: Satisfaction) -> bool:
    """After the telling only an objection counts, or what was not asked then."""
    if said is Satisfaction.NOT_SATISFIED:
        return bool(page.words)
    asked = [one.satisfaction for one in page.whose if one.household_id == household_id]
    unsure = asked in ([Satisfaction.NO_ANSWER], [])
    return page.status is _S.FED_BACK and unsure and said is not Satisfaction.NO_ANSWER


async def _told(
    session: Session,
    actor: Actor,
    page: concerns.Page,
    household_id: int | None,
    said: Satisfaction,
    remark: str,
    now: datetime,
) -> None:
    if household_id not in [one.household_id for one in page.own]:
        raise Refusal(Reason.NOT_FOUND)
    await session.execute(
        update(ConcernHousehold)
        .where(
            ConcernHousehold.concern_id == page.id, ConcernHousehold.household_id == household_id
        )
        .values(told_at=now, told_by=actor.person_id, satisfaction=said, remark=remark)
    )


async def _moved_on(
    session: Session,
    actor: Actor,
    concern: Concern,
    said: Satisfaction,
    remark: str,
    inbox_id: int | None,
    today: date,
    now: datetime,
) -> Moved:
    """Where it goes after a telling; a household that nobody is assigned to holds up nothing."""
    links = list(
        await session.scalars(
            select(ConcernHousehold)
            .where(ConcernHousehold.concern_id == concern.id)
            .execution_options(populate_existing=True)
        )
    )
    unheard = [link.household_id for link in links if link.told_at is None]
    left = len({one.household_id for one in await holders(session, unheard, today)})
    if left:
        return Moved(concern.id, concern.code, concern.status, 0, left=left)
    opinions = [link.satisfaction for link in links if link.satisfaction is not None] or [said]
    after = verdict(opinions) if concern.words else _S.CLOSED
    if after is concern.status:
        return Moved(concern.id, concern.code, concern.status, 0)
    remarks = "\n".join(link.remark for link in links if link.remark) or remark
    steps = way(concern.status, after, Part.REPORTER)
    move = await go(
        session, concern, steps, Part.REPORTER, actor.author_id, now,
        note=remarks if after is _S.REOPENED else "", inbox_id=inbox_id,
    )  # fmt: skip
    if not concern.words:  # a complaint: the household knows where to go, we forget whose it was
        await session.execute(
            delete(ConcernHousehold).where(ConcernHousehold.concern_id == concern.id)
        )
    return Moved(concern.id, concern.code, concern.status, move.id)
