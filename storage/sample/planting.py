"""Filling an empty database with the sample commune, and naming the people one can be in it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from urllib.parse import quote

from sqlalchemy import column, func, insert, select, table, update

from bot.domain.people import ConsentState
from bot.texts.linking import NOTICE_VERSION
from storage.sample.changes import changed
from storage.sample.commune import CAST_CODES, COMMUNE_CODE, Commune, laid_out
from storage.sample.concerns import raised
from storage.sample.history import visited
from storage.sample.homes import settled
from storage.secrecy import seal_phone
from storage.store import Session
from storage.tables import Demo, LinkedAddress, Person, Table, Unit, core

SURFACE, ACCOUNT = "console", "demo"


@dataclass(frozen=True, slots=True)
class Cast:
    """Three people whom one can be in the terminal: person ids."""

    member: int
    secretary: int
    office: int


async def plant(session: Session, *, seed: int = 7, today: date, now: datetime) -> None:
    """Fill an empty, migrated database. The same seed and day give the same commune."""
    commune = laid_out(Random(seed), today)  # noqa: S311 - a made-up world, nothing secret
    rng = Random(f"{seed}:{today}")  # noqa: S311
    homes = settled(Random(seed + 1), commune)  # noqa: S311
    history = visited(rng, commune, homes, today)
    concerns = raised(rng, commune, homes, history)
    changes = changed(rng, commune, homes, history)
    _phones(session, commune)
    for rows in (
        commune.units, commune.people, commune.roles, _cast_addresses(commune, now),
        homes.households, homes.assignments, homes.numbers, history.visits, history.help,
        history.promises, concerns.concerns, concerns.households, concerns.moves,
        changes.changes, changes.states, [Demo(id=1, seed=seed, clock=now)],
    ):  # fmt: skip
        await _write(session, rows)
    session.expunge_all()


async def cast(session: Session) -> Cast:
    """Who can be played in the terminal; raises LookupError in a database without a sample."""
    query = (
        select(Person.code, Person.id)
        .join(Unit, Unit.id == Person.commune_id)
        .where(Unit.code == COMMUNE_CODE, Person.code.in_(CAST_CODES.values()))
    )
    found = {row.code: row.id for row in await session.execute(query)}
    if len(found) < len(CAST_CODES):
        raise LookupError("this database has no sample commune")
    return Cast(**{part: found[code] for part, code in CAST_CODES.items()})


async def is_here(session: Session) -> bool:
    """Whether this is a demo database: it says so itself."""
    return await session.scalar(select(Demo.id).limit(1)) is not None


def is_sample_file(file: Path) -> bool:
    """Whether a file is a demo database, asked without changing a byte of it."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as plain:
            return plain.execute("SELECT id FROM demo LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


async def set_clock(session: Session, now: datetime) -> None:
    """Move the sample world's present."""
    await session.execute(update(Demo).values(clock=now))


def _phones(session: Session, commune: Commune) -> None:
    """A few numbers that can be nobody's: no network has the prefix 010."""
    for place, person in enumerate((commune.member, commune.secretary, commune.office), 1):
        person.phone, person.phone_index = seal_phone(
            session, COMMUNE_CODE, person.code, f"+8410000000{place}"
        )


def _cast_addresses(commune: Commune, now: datetime) -> list[LinkedAddress]:
    addresses = []
    for place, (part, code) in enumerate(CAST_CODES.items(), 1):
        person = next(person for person in commune.people if person.code == code)
        person.consent, person.consent_at = ConsentState.GIVEN, now
        person.consent_version = NOTICE_VERSION
        addresses.append(
            LinkedAddress(
                id=place, surface=SURFACE, account=ACCOUNT, external_id=part,
                person_id=person.id, linked_at=now,
            )
        )  # fmt: skip
    return addresses


async def _write(session: Session, rows: Sequence[Table]) -> None:
    """One kind of row at a time, past the session, which would keep book of every row."""
    kind = core(type(rows[0]))
    alike: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in rows:
        said = {key: value for key, value in vars(row).items() if not key.startswith("_")}
        alike.setdefault(tuple(sorted(said)), []).append(said)
    for some in alike.values():
        await session.execute(insert(kind), some)
    name = rows[0].__tablename__
    if session.get_bind().dialect.name == "postgresql" and hasattr(rows[0], "id"):
        # ids were given, so the next one must be told to the sequence
        last = select(func.max(column("id"))).select_from(table(name)).scalar_subquery()
        await session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))
