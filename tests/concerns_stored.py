"""How storage tests move concerns, as people of the village."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from sqlalchemy import select, update

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
    Satisfaction,
)
from bot.domain.households import AssignmentKind
from bot.domain.people import Actor
from bot.domain.refusals import Refusal
from bot.messages import Address
from storage import concern_answers, concern_steps, concerns, people
from storage.concern_steps import Decision, Moved, Raised, Raising
from storage.concerns import Page
from storage.store import Session, Store
from storage.tables import (
    Assignment,
    ConcernMove,
)
from tests.conftest import NOW
from tests.village import Village

S = ConcernStatus
TODAY = date(2026, 11, 21)
EVERYBODY = ("An", "Bình", "Cúc", "Dũng", "Giang", "Hà", "Én", "Lâm", "Khoa", "Oanh", "Phúc")


async def actor(session: Session, name: str) -> Actor:
    found = await people.actor_at(session, Address("console", "demo", name), TODAY)
    assert found is not None
    return found


@asynccontextmanager
async def acting(store: Store, name: str) -> AsyncIterator[tuple[Session, Actor]]:
    async with store.begin() as session:
        yield session, await actor(session, name)


def raising(
    *household_ids: int,
    words: str = "Đèn đường hư",
    visibility: ReporterVisibility = ReporterVisibility.HOUSEHOLD_ONLY,
) -> Raising:
    return Raising(
        household_ids, ConcernKind.FEEDBACK, ConcernCategory.POWER, words, visibility=visibility
    )


async def recorded(
    store: Store, name: str, *household_ids: int, key: str = "", words: str = "Đèn đường hư"
) -> Raised:
    async with acting(store, name) as (session, who):
        told = raising(*household_ids, words=words)
        return await concern_steps.record(session, who, told, key or "one", TODAY, NOW)


async def decided(
    store: Store,
    name: str,
    concern_id: int,
    after: ConcernStatus,
    note: str = "",
    target: ConcernTarget | None = None,
) -> Moved:
    async with acting(store, name) as (session, who):
        decision = Decision(after, note, target)
        page = await concerns.one_of(session, who, concern_id, TODAY, to_change=True)
        return await concern_steps.decide(session, who, page, decision, TODAY, NOW)


async def heard(
    store: Store, name: str, concern_id: int, household_id: int | None, said: Satisfaction
) -> Moved:
    async with acting(store, name) as (session, who):
        page = await concerns.one_of(session, who, concern_id, TODAY, to_change=True)
        return await concern_answers.hear(session, who, page, household_id, said, "", TODAY, NOW)


async def readers(store: Store, concern_id: int) -> dict[str, Page]:
    pages = {}
    async with store.reading() as session:
        for name in EVERYBODY:
            try:
                who = await actor(session, name)
                pages[name] = await concerns.one_of(session, who, concern_id, TODAY)
            except Refusal:
                continue
    return pages


async def moves(store: Store, concern_id: int) -> list[ConcernStatus]:
    async with store.reading() as session:
        rows = await session.scalars(
            select(ConcernMove.after)
            .where(ConcernMove.concern_id == concern_id)
            .order_by(ConcernMove.id)
        )
        return list(rows)


async def hand_over(store: Store, village: Village, household: str, to: str) -> None:
    async with store.begin() as session:
        household_id = village.households[household]
        await session.execute(
            update(Assignment).where(Assignment.household_id == household_id).values(until=TODAY)
        )
        if to:
            session.add(
                Assignment(
                    person_id=village.people[to], household_id=household_id,
                    kind=AssignmentKind.MAIN, since=TODAY,
                )
            )  # fmt: skip
