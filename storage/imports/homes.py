"""Comparing a workbook's households, and who has them in charge, with what is known."""

import asyncio
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import lru_cache

from bot.domain.households import AssignmentKind
from bot.domain.imports import Column, HouseholdRow, Problem, ProblemKind, Sheet, Workbook
from bot.domain.vietnamese.text import search_key
from storage.imports import doubles
from storage.imports.changes import AssignmentNow, Changes, Group, HomeNow
from storage.imports.known import (
    Condition,
    Key,
    Known,
    KnownAssignment,
    KnownHousehold,
)
from storage.imports.people import Places
from storage.imports.spelling import Spellings

_BETWEEN_BREATHS = 250
_COLUMNS = {
    "household_class": Column.CLASS,
    "needs_help": Column.NEEDS_HELP,
    "policy_family": Column.POLICY_FAMILY,
    "persons": Column.PERSONS,
    "workers": Column.WORKERS,
    "occupation": Column.OCCUPATION,
}
_MAIN, _HELPING = AssignmentKind.MAIN, AssignmentKind.HELPING


class Homes:
    """Goes through the households of one workbook."""

    def __init__(
        self, workbook: Workbook, known: Known, people: set[Key], changes: Changes, today: date
    ) -> None:
        self.workbook, self.known, self.people = workbook, known, people
        self.spellings = Spellings(people)
        self.changes, self.today = changes, today
        self.placed: list[doubles.Place] = []
        self.present = {c for c in Column if workbook.has(Sheet.HOUSEHOLDS, c)}
        self.next_number = {
            person: max(book.values(), default=0) + 1 for person, book in known.numbers.items()
        }

    async def compare(self, places: Places) -> None:
        """Households, their condition, their assignments and the numbers in books."""
        listed = set()
        for at, row in enumerate(self.workbook.households):
            if at % _BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)  # others have messages to answer
            cell = places.find(row.row, Sheet.HOUSEHOLDS, row.cell, self.changes)
            if cell is not None:
                listed.add((cell[0], row.code))
                self._compare_row(row, (cell[0], row.code), cell)
        if Sheet.HOUSEHOLDS in self.workbook.columns:
            self.changes.gone[Sheet.HOUSEHOLDS] = tuple(
                key[1]
                for key, home in self.known.households.items()
                if key not in listed and home.until is None
            )
        self._keep_charges_of_others()
        self.changes.doubles = await doubles.doubles([*self._only_known(listed), *self.placed])

    def _only_known(self, listed: set[Key]) -> Iterator[doubles.Place]:
        """Households that the workbook does not name."""
        for key, home in self.known.households.items():
            if key not in listed and home.until is None:
                yield self._placed(key[1], None, home, fresh=False)

    @staticmethod
    def _placed(
        code: str, row: int | None, home: KnownHousehold | HomeNow, *, fresh: bool
    ) -> doubles.Place:
        told = doubles.listed(
            home.head, home.alias, home.address, home.landmark, home.group, fresh=fresh
        )
        return doubles.Place(home.cell, code, row, told)

    def _compare_row(self, row: HouseholdRow, key: Key, cell: Key) -> None:
        home = self.known.households.get(key)
        now = self._home(row, cell, home)
        since = min(self.today, row.since or self.today)
        fresh = home is None or _place_of(home) != _place_of(now) or home.until is not None
        self.placed.append(self._placed(row.code, row.row, now, fresh=fresh))
        if home is None:
            self.changes.homes_new.append((key, now, since))
            self.changes.conditions_new.append((key, self._condition(row), since))
            self.changes.count("households", "new")
        else:
            if fresh:
                self.changes.homes_changed.append((home.id, now))
            changed = self._follow_condition(row, key, home.id)
            self.changes.count("households", "changed" if fresh or changed else "same")
        self._assign(row, key, home)

    def _home(self, row: HouseholdRow, cell: Key, home: KnownHousehold | None) -> HomeNow:
        alias, address, landmark = row.alias, row.address, ""
        group, called = self._group(row, cell), row.group
        if home is not None:  # what the workbook has no column for stays
            landmark = home.landmark
            alias = alias if Column.ALIAS in self.present else home.alias
            address = address if Column.ADDRESS in self.present else home.address
            if Column.GROUP not in self.present and home.cell == cell:
                group = home.group
                called = self.known.group_names[group] if group else ""
        return HomeNow(row.code, row.head, alias, address, landmark, cell, group, called)

    def _group(self, row: HouseholdRow, cell: Key) -> Key | None:
        """A group of neighbours is created when it is first named: "3" and "Tổ 3" are one."""
        if not row.group or not (name := _group_code(row.group)):
            return None
        key = (cell[0], f"{cell[1]}/{name}")
        if key not in self.known.groups:
            self.changes.groups_new.setdefault(key, Group(cell, row.group))
        return key

    @staticmethod
    def _condition(row: HouseholdRow) -> Condition:
        return Condition(
            row.household_class, row.needs_help, row.policy_family,
            row.persons, row.workers, row.occupation,
        )  # fmt: skip

    def _follow_condition(self, row: HouseholdRow, key: Key, household_id: int) -> bool:
        """Take over what this workbook says otherwise than the last one did.

        What a member has reported since then stands: the workbook does not know of it.
        """
        stated = self._condition(row)
        if household_id not in self.known.states:
            self.changes.conditions_new.append((key, stated, self.today))
            return True
        state_id, current = self.known.states[household_id]
        before = self.known.imported.get(household_id, current)
        values = [
            getattr(stated, name)
            if column in self.present and getattr(stated, name) != getattr(before, name)
            else getattr(current, name)
            for name, column in _COLUMNS.items()
        ]
        now = Condition(*values)
        if now == current:
            return False
        self.changes.conditions_over.append(state_id)
        self.changes.conditions_new.append((key, now, self.today))
        return True

    def _assign(self, row: HouseholdRow, key: Key, home: KnownHousehold | None) -> None:
        """An empty cell takes a household from nobody; a name in it may."""
        if row.since is not None and row.since > self.today:
            problem = Problem(ProblemKind.FUTURE_DAY, Sheet.HOUSEHOLDS, row.row, Column.SINCE)
            self.changes.problems.append(problem)
        held = self.known.assignments.get(home.id, []) if home else []
        mains = [a for a in held if a.kind is _MAIN]
        if mains:
            self.changes.in_charge[key] = mains[0].person
        main = self._person(row, Column.MEMBER, row.member, key)
        helper = self._person(row, Column.HELPER, row.helper, key)
        if main is not None:
            self.changes.in_charge[key] = main
            self._replace(row, key, main, _MAIN, mains)
        helpers = [a for a in held if a.kind is _HELPING]
        if helper is not None:
            self._replace(row, key, helper, _HELPING, helpers)
        elif main is not None:  # nobody is in charge and helping besides
            doubled = [a for a in helpers if a.person == main]
            self.changes.assignments_over += [(a.id, max(self.today, a.since)) for a in doubled]

    def _person(self, row: HouseholdRow, column: Column, code: str, key: Key) -> Key | None:
        if not code:
            return None
        person = (key[0], code)
        if person in self.people:
            return person
        if meant := self.spellings.meant(*person):
            return key[0], meant
        if not self.changes.doubts(Sheet.MEMBERS, code):
            kind, details = ProblemKind.UNKNOWN_MEMBER, (code, *self.spellings.zeros_lost(*person))
            problem = Problem(kind, Sheet.HOUSEHOLDS, row.row, column, details)
            self.changes.problems.append(problem)
        return None

    def _replace(
        self,
        row: HouseholdRow,
        key: Key,
        person: Key,
        kind: AssignmentKind,
        held: list[KnownAssignment],
    ) -> None:
        same = next((a for a in held if a.person == person), None)
        if same is not None:
            self._amend(row, same)
            return
        since = row.since or self.today
        self.changes.assignments_over += [(a.id, max(since, a.since)) for a in held]
        self.changes.assignments_new.append(AssignmentNow(key, person, kind, since, row.basis))
        self.changes.count("assignments", "changed" if held else "new")
        book = self.known.numbers.setdefault(person, {})
        if key not in book:
            number = self.next_number.get(person, 1)
            self.next_number[person] = number + 1
            book[key] = number
            self.changes.numbers_new.append((person, key, number))

    def _amend(self, row: HouseholdRow, held: KnownAssignment) -> None:
        """The same person still has it: a better date or paper is put right where it stands."""
        since, basis = row.since or held.since, row.basis or held.basis
        if (since, basis) == (held.since, held.basis):
            self.changes.count("assignments", "same")
        else:
            self.changes.assignments_amended.append((held.id, since, basis))
            self.changes.count("assignments", "changed")

    def _keep_charges_of_others(self) -> None:
        for key, home in self.known.households.items():
            for held in self.known.assignments.get(home.id, []):
                if held.kind is _MAIN:
                    self.changes.in_charge.setdefault(key, held.person)


@lru_cache(maxsize=10_000)
def _group_code(name: str) -> str:
    return search_key(name).removeprefix("to ").replace(" ", "-")


def _place_of(home: KnownHousehold | HomeNow) -> tuple[object, ...]:
    return home.head, home.alias, home.address, home.cell, home.group


assert tuple(_COLUMNS) == tuple(f.name for f in fields(Condition))
