"""What communes and cells have set for themselves, with the defaults under it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, and_, bindparam, delete, or_, select, update
from sqlalchemy.orm import aliased

from bot.domain.people import Actor, UnitLevel
from bot.domain.policies import (
    RULES,
    Setting,
    Settings,
    Stored,
    fits,
    level_set_by,
    settings_from,
)
from bot.domain.refusals import Reason, Refusal
from storage import audit
from storage.store import Selected, Session, insert_or_ignore
from storage.tables import Policy, Unit, core

_LEVELS = (UnitLevel.COMMUNE, UnitLevel.CELL)
_policies = core(Policy)


def _of_one() -> Selected:
    """Built once: whatever is planned or sent for somebody asks for it."""
    unit = core(Unit).alias()
    return (
        select(
            unit.c.level, unit.c.meeting_days,
            _policies.c.unit_id, _policies.c.name, _policies.c.value,
        )
        .select_from(unit)
        .outerjoin(
            _policies,
            or_(_policies.c.unit_id == unit.c.id, _policies.c.unit_id == unit.c.commune_id),
        )
        .where(
            unit.c.id == bindparam("unit_", type_=unit.c.id.type),
            or_(*(unit.c.level == level for level in _LEVELS)),
        )
    )  # fmt: skip


_OF_ONE = _of_one()


async def settings_of(session: Session, unit_id: int) -> Settings:
    """What holds in a commune or cell; one statement."""
    rows = await session.rows(_OF_ONE, {"unit_": unit_id})
    level, meets = None, ""
    said: defaultdict[bool, dict[str, object]] = defaultdict(dict)
    for row in rows:
        level, meets = row.level, row.meeting_days
        if row.name is not None:
            said[row.unit_id == unit_id][row.name] = row.value
    if level is None:
        raise LookupError("settings are those of a commune or a cell")
    return settings_from(level, _for_all(said[False]), said[True], meets=meets)


async def settings_of_units(session: Session, commune_id: int | None = None) -> dict[int, Settings]:
    """What holds in every commune and cell, or in those of one commune; two statements."""
    units = select(Unit.id, Unit.level, Unit.commune_id, Unit.meeting_days).where(
        Unit.level.in_(_LEVELS)
    )
    rows = select(_policies.c.unit_id, _policies.c.name, _policies.c.value)
    if commune_id is not None:
        units = units.where(Unit.commune_id == commune_id)
        owner = aliased(Unit)
        rows = rows.join(
            owner, and_(owner.id == _policies.c.unit_id, owner.commune_id == commune_id)
        )
    said: dict[int | None, dict[str, object]] = {}
    for unit_id, name, value in await session.execute(rows):
        said.setdefault(unit_id, {})[name] = value
    found: dict[int, Settings] = {}
    alike: dict[tuple[object, ...], Settings] = {}  # in most units nobody has set anything
    for unit_id, level, commune, meets in await session.execute(units):
        over = said.get(commune, {}) if level is UnitLevel.CELL else {}
        own = said.get(unit_id, {})
        key = (level, meets, *((unit_id,) if over or own else ()))
        if key not in alike:
            alike[key] = settings_from(level, _for_all(over), own, meets=meets)
        found[unit_id] = alike[key]
    return found


def frequency_of(commune: BindParameter[int]) -> ScalarSelect[Any]:
    """How often a commune has its households visited, as it is stored; for a larger statement."""
    return (
        select(_policies.c.value)
        .where(_policies.c.unit_id == commune, _policies.c.name == Setting.FREQUENCY.value)
        .scalar_subquery()
    )


def period_kind_of(cell: BindParameter[int]) -> ScalarSelect[Any]:
    """How a cell counts its periods, as it is stored; for a larger statement."""
    return (
        select(_policies.c.value)
        .where(_policies.c.unit_id == cell, _policies.c.name == Setting.PERIOD.value)
        .scalar_subquery()
    )


async def own(session: Session, unit_id: int) -> dict[str, object]:
    """What a unit has set itself, by the names of its policies."""
    rows = await session.execute(
        select(_policies.c.name, _policies.c.value).where(_policies.c.unit_id == unit_id)
    )
    return {row.name: row.value for row in rows}


async def change(
    session: Session,
    actor: Actor,
    unit_id: int,
    setting: Setting,
    value: Stored | None,
    now: datetime,
) -> None:
    """Set something for one's own commune or cell; with None what stands above holds again."""
    level = level_set_by(actor, unit_id)
    if level is None or level not in RULES[setting].levels:
        raise Refusal(Reason.NOT_FOUND)
    if value is not None and not fits(setting, value):
        raise ValueError("no value of this setting")
    if setting is Setting.MEETING_DAYS:
        unit = update(Unit).where(Unit.id == unit_id)
        await session.execute(unit.values(meeting_days=value or ""))
    else:
        await put(session, unit_id, setting, value, now)
    await audit.note(session, actor.person_id, f"set {setting}", "unit", unit_id, now)


async def put(
    session: Session, unit_id: int, setting: Setting, value: Stored | None, now: datetime
) -> None:
    """Write one policy; whoever calls says so in the audit."""
    where = and_(_policies.c.unit_id == unit_id, _policies.c.name == setting.value)
    if value is None:
        await session.execute(delete(_policies).where(where))
        return
    row = {"unit_id": unit_id, "name": setting.value, "value": value, "changed_at": now}
    await session.execute(insert_or_ignore(session, _policies).values(**row))
    await session.execute(update(_policies).where(where).values(value=value, changed_at=now))


def _for_all(of_commune: Mapping[str, object]) -> dict[str, object]:
    """What a commune sets for its cells; how it meets itself is its own."""
    return {
        setting.value: of_commune[setting.value]
        for setting, rule in RULES.items()
        if UnitLevel.COMMUNE in rule.levels and setting.value in of_commune
    }
