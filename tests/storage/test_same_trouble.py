"""Asking for what is not theirs costs what asking for nothing costs: time tells nobody apart."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.messages import Address
from storage import people
from storage.store import Store
from storage.tables import Concern, Household, HouseholdChange, Table, Visit
from tests.conftest import NOW
from tests.storage.scope import Scope, laid_out
from tests.storage.test_one_door import TRIED, Reaching, _found
from tests.village import Village
from tests.wire import counted

TODAY = NOW.date()
ABSENT = 10**9
ASKER = Address("console", "demo", "asker")
TRIES = 20
MOST_APART = 0.005  # seconds
ROUNDS = 3
KINDS: dict[str, type[Table]] = {
    "households": Household, "concerns": Concern, "visits": Visit, "changes": HouseholdChange,
}  # fmt: skip
ASKED = (
    "assignments", "changes", "concern_answers", "concern_steps", "concerns", "corrections",
    "households", "visits",
)  # fmt: skip
NAMED_OTHERWISE = {
    "assignments.assign_group",  # a group, made in the test
    "concerns.find",  # by its code, which is none of the ids that are swapped here
}


def _is_asked(name: str) -> bool:
    return name not in NAMED_OTHERWISE and name.split(".")[0] in ASKED


@pytest.mark.parametrize("relation", ["same cell", "other cell", "other commune", "handed over"])
async def test_not_yours_and_not_there_cost_the_same_statements(
    store: Store, village: Village, relation: str
) -> None:
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
    apart = {}
    for name, call in TRIED.items():
        if not _is_asked(name):
            continue
        told = []
        for which in (relation, "nowhere"):
            for kind in KINDS:
                getattr(scope, kind)["nowhere"] = ABSENT
            async with counted(store) as cost, store.begin() as session:
                actor = await people.actor_at(session, ASKER, TODAY)
                assert actor is not None
                await _found(call, Reaching(session, actor, scope, which))
                await session.rollback()
            told.append(cost.statements)
        if told[0] != told[1]:
            apart[name] = told
    assert apart == {}


@pytest.mark.faults(only_full=True)
@pytest.mark.parametrize("relation", ["same cell", "other commune"])
async def test_not_yours_and_not_there_take_the_same_time(
    store: Store, village: Village, relation: str
) -> None:
    """The medians of many tries, one kind after the other (reliability.md S1).

    What is apart once is tried again: a machine that was busy then is so for each no more than for
    the other, and what differs by itself is apart each time.
    """
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
    for kind in KINDS:
        getattr(scope, kind)["nowhere"] = ABSENT
    apart = {name: MOST_APART for name in TRIED if _is_asked(name)}
    for _ in range(ROUNDS):
        found = await _apart(store, scope, list(apart), relation)
        apart = {name: seconds for name, seconds in found.items() if seconds >= MOST_APART}
    assert apart == {}


async def _apart(
    store: Store, scope: Scope, names: Sequence[str], relation: str
) -> dict[str, float]:
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for tried in range(TRIES):
        for name in names:
            for which in (relation, "nowhere") if tried % 2 else ("nowhere", relation):
                async with store.begin() as session:
                    actor = await people.actor_at(session, ASKER, TODAY)
                    assert actor is not None
                    began = perf_counter()
                    await _found(TRIED[name], Reaching(session, actor, scope, which))
                    took[name, which].append(perf_counter() - began)
                    await session.rollback()
    return {
        name: abs(median(took[name, relation]) - median(took[name, "nowhere"])) for name in names
    }


async def test_what_is_counted_here_is_there(store: Store, village: Village) -> None:
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
        for kind, table in KINDS.items():
            ids = set(await session.scalars(select(table.__table__.c.id)))
            assert set(getattr(scope, kind).values()) <= ids
            assert ABSENT not in ids
