"""How rows travel from the child process that reads them to us: a JSON array a line."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from bot.domain.calendar import MarkKind
from bot.domain.households import HouseholdClass
from bot.domain.imports import (
    CellRow,
    Column,
    CommitteeRow,
    DayRow,
    HouseholdRow,
    MemberRow,
    Problem,
    ProblemKind,
    Sheet,
)
from bot.domain.people import CellKind, MemberStatus, Role

Sent = CommitteeRow | CellRow | MemberRow | HouseholdRow | DayRow | Problem
DONE = "done"
_as_json = json.JSONEncoder(default=str, separators=(",", ":")).encode

_KINDS: dict[str, type[Sent]] = {
    "committee": CommitteeRow,
    "cell": CellRow,
    "member": MemberRow,
    "household": HouseholdRow,
    "day": DayRow,
    "problem": Problem,
}
_TAGS = {kind: tag for tag, kind in _KINDS.items()}
_TAKEN = {kind: attrgetter(*(f.name for f in fields(kind))) for kind in _TAGS}


Made = TypeVar("Made")


def _or_none(made: Callable[[str], Made]) -> Callable[[str | None], Made | None]:
    return lambda raw: None if raw is None else made(raw)


# What JSON does not know by itself, by place in the row: from and to anything, as json has it.
_MADE: dict[type[Sent], dict[int, Callable[[Any], Any]]] = {
    CommitteeRow: {},
    CellRow: {3: CellKind},
    MemberRow: {4: lambda raw: tuple(map(Role, raw)), 6: _or_none(MemberStatus)},
    HouseholdRow: {10: HouseholdClass, 15: _or_none(date.fromisoformat)},
    DayRow: {1: date.fromisoformat, 2: MarkKind},
    Problem: {0: ProblemKind, 1: _or_none(Sheet), 3: _or_none(Column), 4: tuple},
}


def packed(row: Sent, note: bool = False) -> str:
    """A row as a line."""
    kind = type(row)
    tag = "note" if note else _TAGS[kind]
    return _as_json([tag, *_TAKEN[kind](row)])


def packed_columns(sheet: Sheet, columns: frozenset[Column]) -> str:
    """Which columns a sheet has, as a line."""
    return _as_json(["columns", sheet, *sorted(columns)])


def unpacked(line: bytes) -> tuple[str, Sent | tuple[Sheet, frozenset[Column]] | None]:
    """A line's tag and what it holds; raises ValueError or TypeError for what is none of ours."""
    tag, *held = json.loads(line)
    if tag == DONE:
        return DONE, None
    if tag == "columns":
        return tag, (Sheet(held[0]), frozenset(map(Column, held[1:])))
    kind = Problem if tag == "note" else _KINDS[tag]
    for place, make in _MADE[kind].items():
        held[place] = make(held[place])
    return tag, kind(*held)
