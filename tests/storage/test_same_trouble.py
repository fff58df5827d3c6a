"""Asking for what is not theirs costs what asking for nothing costs: time tells nobody apart."""

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.messages import Address
from storage import people
from storage.store import Store
from storage.tables import Concern, Household, HouseholdChange, Table, Visit
from tests.conftest import NOW
from tests.storage.scope import laid_out
from tests.storage.test_one_door import TRIED, Reaching, _found
from tests.village import Village
from tests.wire import counted

TODAY = NOW.date()
ABSENT = 10**9
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


@pytest.mark.parametrize("relation", ["same cell", "other cell", "other commune", "handed over"])
async def test_not_yours_and_not_there_cost_the_same_statements(
    store: Store, village: Village, relation: str
) -> None:
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
    apart = {}
    for name, call in TRIED.items():
        if name in NAMED_OTHERWISE or name.split(".")[0] not in ASKED:
            continue
        told = []
        for which in (relation, "nowhere"):
            for kind in KINDS:
                getattr(scope, kind)["nowhere"] = ABSENT
            async with counted(store) as cost, store.begin() as session:
                actor = await people.actor_at(session, Address("console", "demo", "asker"), TODAY)
                assert actor is not None
                await _found(call, Reaching(session, actor, scope, which))
                await session.rollback()
            told.append(cost.statements)
        if told[0] != told[1]:
            apart[name] = told
    assert apart == {}


async def test_what_is_counted_here_is_there(store: Store, village: Village) -> None:
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
        for kind, table in KINDS.items():
            ids = set(await session.scalars(select(table.__table__.c.id)))
            assert set(getattr(scope, kind).values()) <= ids
            assert ABSENT not in ids
