"""Every storage function that acts for somebody is tried on what is not theirs; one door only."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import select

import storage
from bot.domain.concerns import ConcernCategory, ConcernKind, ConcernStatus, Satisfaction
from bot.domain.households import Change, DatePrecision
from bot.domain.people import Actor, Role
from bot.domain.policies import Setting
from bot.domain.refusals import Refusal
from bot.domain.summaries import Span
from bot.domain.visits import VisitKind
from bot.messages import Address
from storage import (
    assignments,
    changes,
    concern_answers,
    concern_steps,
    concerns,
    contacts,
    corrections,
    days_off,
    household_pages,
    household_search,
    households,
    own_data,
    people,
    periods,
    progress,
    settings,
    standing_in,
    summary_lists,
    visits,
)
from storage.store import Session, Store
from storage.tables import AuditRow, Household, HouseholdGroup
from tests.conftest import NOW
from tests.storage import announcements_tried
from tests.storage.scope import Scope, laid_out
from tests.village import Village

TODAY = NOW.date()
FAR = ("same cell", "other cell", "other commune", "handed over")


@dataclass
class Reaching:
    """A member who reaches for something that is not theirs."""

    session: Session
    actor: Actor
    scope: Scope
    relation: str

    @property
    def household(self) -> int:
        return self.scope.households[self.relation]

    @property
    def concern(self) -> int:
        return self.scope.concerns[self.relation]

    @property
    def visit(self) -> int:
        return self.scope.visits[self.relation]

    @property
    def change(self) -> int:
        return self.scope.changes[self.relation]


async def _foreign_card(r: Reaching) -> households.Card:
    """The card of the thing, as its own member has it."""
    member = r.scope.village.people
    name = {"other cell": "Cúc", "other commune": "Phúc"}.get(r.relation, "An")
    actor = await people.actor_at(r.session, Address("console", "demo", name), TODAY)
    assert actor is not None
    assert actor.person_id == member[name]
    return await households.one_of(r.session, actor, r.household, TODAY)


async def _page_of(r: Reaching) -> object:
    page = await household_pages.page_of(r.session, r.actor, await _foreign_card(r), TODAY)
    return [*page.contacts, *page.promises, *page.concerns, *page.in_charge]


def _visit(r: Reaching) -> visits.Report:
    return visits.Report(r.household, TODAY, VisitKind.HOME)


def _replacing(r: Reaching) -> visits.Report:
    own = r.scope.households["own"]
    return visits.Report(own, TODAY, VisitKind.HOME, replaces_id=r.visit)


def _change(r: Reaching) -> changes.Report:
    return changes.Report(r.household, Change.DEATH, TODAY, DatePrecision.DAY)


def _raising(r: Reaching) -> concern_steps.Raising:
    ids = (r.scope.households["own"], r.household)
    return concern_steps.Raising(ids, ConcernKind.FEEDBACK, ConcernCategory.ROAD, "đường hư")


async def _page(r: Reaching) -> concerns.Page:
    """What every step on a concern begins with."""
    return await concerns.one_of(r.session, r.actor, r.concern, TODAY, to_change=True)


async def _hear(r: Reaching) -> object:
    return await concern_answers.hear(
        r.session, r.actor, await _page(r), r.household, Satisfaction.SATISFIED, "", TODAY, NOW
    )


async def _decide(r: Reaching) -> object:
    decision = concern_steps.Decision(ConcernStatus.ANSWERED, "xong")
    return await concern_steps.decide(r.session, r.actor, await _page(r), decision, TODAY, NOW)


async def _assign_group(r: Reaching) -> object:
    """A group of the household's cell; of one's own cell too, as a member leads none."""
    home = await r.session.get_one(Household, r.household)
    group = HouseholdGroup(cell_id=home.cell_id, name="Nhóm 1", since=TODAY)
    r.session.add(group)
    await r.session.flush()
    await assignments.assign_group(
        r.session, r.actor, group.id, r.actor.person_id, since=TODAY, now=NOW
    )
    return "assigned"


async def _group(r: Reaching) -> object:
    home = await r.session.get(Household, r.household)
    code = home.code if home is not None else "nobody's"
    return await assignments.group_nobodys(r.session, r.actor, [code], TODAY, NOW)


async def _set_of_area(r: Reaching) -> object:
    """The cell in whose area the household is; one's own too, as a member sets nothing there."""
    cell_id = (await r.session.get_one(Household, r.household)).cell_id
    await settings.change(r.session, r.actor, cell_id, Setting.DIGEST, False, NOW)
    return "set"


async def _cell(r: Reaching) -> periods.Cell:
    """Where the thing is."""
    code = {"other cell": "06", "other commune": "01"}.get(r.relation, "05")
    (cell,) = await periods.cells(r.session, TODAY, ids=[r.scope.village.units[code]])
    return cell


_THIS_MONTH = Span(TODAY.replace(day=1), TODAY)


async def _left(r: Reaching) -> object:
    return await summary_lists.unvisited(
        r.session, r.actor, await _cell(r), Span(TODAY, TODAY), "2026-11", TODAY
    )


async def _changed(r: Reaching) -> object:
    cell = await _cell(r)
    return await summary_lists.changes(r.session, r.actor, cell.id, _THIS_MONTH, TODAY)


async def _helped(r: Reaching) -> object:
    cell = await _cell(r)
    return await summary_lists.helps(r.session, r.actor, cell.id, _THIS_MONTH, TODAY)


async def _raised(r: Reaching) -> object:
    cell = await _cell(r)
    return await summary_lists.concerns_of(r.session, r.actor, [cell.id], _THIS_MONTH, TODAY)


Call = Callable[[Reaching], Awaitable[object]]
TRIED: dict[str, Call] = {
    "assignments.assign_group": _assign_group,
    "assignments.group_nobodys": _group,
    "assignments.shared_out": lambda r: assignments.shared_out(r.session, r.actor, TODAY),
    "assignments.held_by": lambda r: assignments.held_by(
        r.session, r.actor, r.scope.village.people["An"], TODAY
    ),
    "assignments.in_charge": lambda r: assignments.in_charge(
        r.session, r.actor, r.household, TODAY
    ),
    "assignments.nobodys": lambda r: assignments.nobodys(r.session, r.actor, TODAY),
    "changes.record": lambda r: changes.record(r.session, r.actor, _change(r), "k", NOW),
    "changes.withdraw": lambda r: changes.withdraw(r.session, r.actor, r.change, NOW),
    "changes.own": lambda r: changes.own(r.session, r.actor, r.change, NOW),
    "concern_answers.withdraw": lambda r: concern_answers.withdraw(
        r.session, r.actor, r.concern, TODAY, NOW
    ),
    "concern_answers.add_words": lambda r: concern_answers.add_words(
        r.session, r.actor, r.concern, "thêm", TODAY, NOW
    ),
    "concern_answers.hear": _hear,
    "concern_steps.record": lambda r: concern_steps.record(
        r.session, r.actor, _raising(r), "k", TODAY, NOW
    ),
    "concern_steps.take_up": lambda r: concern_steps.take_up(
        r.session, r.actor, r.concern, TODAY, NOW
    ),
    "concern_steps.decide": _decide,
    "concerns.one_of": lambda r: concerns.one_of(r.session, r.actor, r.concern, TODAY),
    "concerns.find": lambda r: concerns.find(
        r.session, r.actor, next(t for t in r.scope.things
        if (t.kind, t.relation) == ("concern", r.relation)).ways["pa"], TODAY
    ),
    "concerns.listed": lambda r: concerns.listed(r.session, r.actor, TODAY),
    "concerns.waiting": lambda r: concerns.waiting(r.session, r.actor, TODAY),
    "concerns.to_feed_back": lambda r: concerns.to_feed_back(r.session, r.actor, TODAY),
    "concerns.pages": lambda r: concerns.pages(
        r.session, r.actor, TODAY, concerns.visible_to(r.actor, TODAY)
    ),
    "contacts.member_of": lambda r: contacts.member_of(r.session, r.actor, "DV-Phúc", NOW),
    "contacts.members": lambda r: contacts.members(
        r.session, r.actor, list(r.scope.village.people.values()), NOW
    ),
    "contacts.still_led": lambda r: contacts.still_led(r.session, r.actor, ["DV-Phúc"]),
    "contacts.secretaries": lambda r: contacts.secretaries(
        r.session, r.actor, list(r.scope.village.units.values()), NOW
    ),
    "corrections.reported": lambda r: corrections.reported(r.session, r.actor, NOW),
    "corrections.one_of": lambda r: corrections.one_of(
        r.session, r.actor, f"visit:{r.visit}", NOW
    ),
    "corrections.take_back": lambda r: corrections.take_back(
        r.session, r.actor, f"change:{r.change}", NOW
    ),
    "corrections.reword": lambda r: corrections.reword(
        r.session, r.actor, f"concern:{r.concern}", "khác", 1, NOW
    ),
    "days_off.change": lambda r: days_off.change(r.session, r.actor, TODAY, None, NOW),
    "household_pages.page_of": _page_of,
    "households.book": lambda r: households.book(r.session, r.actor, TODAY),
    "households.in_area": lambda r: households.in_area(r.session, r.actor, TODAY),
    "households.one_of": lambda r: households.one_of(r.session, r.actor, r.household, TODAY),
    "households.own_one": lambda r: households.own_one(r.session, r.actor, r.household, TODAY),
    "households.all_own": lambda r: households.all_own(
        r.session, r.actor, [r.scope.households["own"], r.household], TODAY
    ),
    "household_search.find_cards": lambda r: household_search.find_cards(
        r.session, r.actor, "Ba Quyền Sáu Phụng Tám Thế Chín Rết", TODAY
    ),
    "own_data.account": lambda r: own_data.account(r.session, r.actor, TODAY),
    "own_data.report_counts": lambda r: own_data.report_counts(r.session, r.actor),
    "own_data.own_reports": lambda r: own_data.own_reports(r.session, r.actor, NOW),
    "own_data.unlink_here": lambda r: own_data.unlink_here(r.session, r.actor, NOW),
    "own_data.withdraw_consent": lambda r: own_data.withdraw_consent(
        r.session, r.actor, "1", NOW
    ),
    "settings.change": _set_of_area,
    "periods.confirmed": lambda r: periods.confirmed(r.session, r.actor, TODAY, "MEETING"),
    "periods.current_of": lambda r: periods.current_of(r.session, r.actor, TODAY),
    "periods.period_of": lambda r: periods.period_of(r.session, r.actor, "2026-10"),
    "periods.overseen_by": lambda r: periods.overseen_by(r.session, r.actor, TODAY),
    "standing_in.members": lambda r: standing_in.members(r.session, r.actor, TODAY),
    "standing_in.with_a_book": lambda r: standing_in.with_a_book(r.session, r.actor, TODAY),
    "standing_in.acting_for": lambda r: standing_in.acting_for(
        r.session, r.actor, r.scope.village.people["An"], TODAY
    ),
    "standing_in.within_reach": lambda r: standing_in.within_reach(
        r.session, r.actor, [r.household], TODAY
    ),
    "standing_in.lately": lambda r: standing_in.lately(r.session, r.actor, NOW),
    "standing_in.of_cells": lambda r: standing_in.of_cells(r.session, r.actor, TODAY),
    "standing_in.named": lambda r: standing_in.named(
        r.session, r.actor, r.scope.village.people["An"], TODAY
    ),
    "standing_in.name": lambda r: standing_in.name(
        r.session, r.actor, r.scope.village.people["An"], r.actor.person_id, NOW
    ),
    "summary_lists.changes": _changed,
    "summary_lists.concerns_of": _raised,
    "summary_lists.helps": _helped,
    "summary_lists.unvisited": _left,
    "visits.record": lambda r: visits.record(r.session, r.actor, _visit(r), "k", NOW),
    "visits.withdraw": lambda r: visits.withdraw(r.session, r.actor, r.visit, NOW),
    "visits.history": lambda r: visits.history(r.session, r.actor, r.household, TODAY),
    "visits.open_promises": lambda r: visits.open_promises(r.session, r.actor, TODAY),
    "visits.own": lambda r: visits.own(r.session, r.actor, r.visit, NOW),
    "progress.so_far": lambda r: progress.so_far(r.session, r.actor, TODAY),
    **announcements_tried.TRIED,
    "visits.today_by": lambda r: visits.today_by(r.session, r.actor, r.household, NOW),
}  # fmt: skip
"""Each function with the actor of the matrix, reaching for what is not theirs."""

ALL_OF_ONE = {
    "assignments.shared_out", "concerns.find", "concerns.listed", "concerns.pages",
    "concerns.to_feed_back", "concerns.waiting", "corrections.reported", "households.book",
    "household_search.find_cards", "households.in_area", "own_data.account", "own_data.own_reports",
    "own_data.report_counts", "own_data.unlink_here", "own_data.withdraw_consent",
    "periods.confirmed", "periods.current_of", "periods.period_of",
    "summary_lists.changes", "summary_lists.concerns_of", "summary_lists.unvisited",
    "visits.open_promises", "progress.so_far", "visits.today_by",
}  # fmt: skip
"""These name nothing, or bring but a number of one's own: they may return something.

Only words of what is not theirs may not be in it.
"""


def _modules() -> list[ModuleType]:
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(storage.__path__, "storage.")
        if ".migrations" not in found.name
    ]


def _acting() -> set[str]:
    return {
        f"{module.__name__.removeprefix('storage.')}.{name}"
        for module in _modules()
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "actor" in inspect.signature(function).parameters
    }


def test_every_function_that_takes_an_actor_is_tried() -> None:
    assert _acting() == set(TRIED)


@pytest.mark.parametrize("relation", FAR)
async def test_reaching_for_what_is_not_ones_own_finds_and_changes_nothing(
    store: Store, village: Village, relation: str
) -> None:
    async with store.begin() as session:
        scope = await laid_out(session, village, NOW, Role.MEMBER)
        actor = await people.actor_at(session, Address("console", "demo", "asker"), TODAY)
        assert actor is not None
        reaching = Reaching(session, actor, scope, relation)
        secrets = [one for thing in scope.forbidden() for one in thing.secrets]
        audited = len((await session.scalars(select(AuditRow.id))).all())
        for name, call in {**TRIED, "visits.record replacing": _record_replacing}.items():
            aside = await session.begin_nested()
            found = await _found(call, reaching)
            if name not in ALL_OF_ONE:
                assert not found, (name, found)
                after = len((await session.scalars(select(AuditRow.id))).all())
                assert after == audited, name
            assert not [one for one in secrets if one in _shown(found)], name
            await aside.rollback()


async def _record_replacing(r: Reaching) -> object:
    if r.relation == "handed over":
        return None  # one's own report of then may still be replaced
    return await visits.record(r.session, r.actor, _replacing(r), "k", NOW)


async def _found(call: Call, reaching: Reaching) -> object:
    try:
        return await call(reaching)
    except Refusal:
        return None


def _shown(found: object) -> str:
    """All that a result holds, rows of tables included."""
    if isinstance(found, (list, tuple)):
        return " ".join(_shown(one) for one in found)
    return f"{found!r} {getattr(found, '__dict__', '')}"


ELSEWHERE = {
    "storage/households.py": "the door itself",
    "storage/assignments.py": "joined to what the door lets through",
    "storage/changes.py": "locks, and the cell of a household that the door has let through",
    "storage/concern_steps.py": "the cells of households that the door has let through",
    "storage/concerns.py": "names only where the door says so, else codes",
    "storage/imports/known.py": "an import compares all households of its commune",
    "storage/imports/sample_rows.py": "an import asks whether a code of the template is anybody's",
}
"""Where households are selected, and why that is no second door."""


def test_households_are_selected_nowhere_else() -> None:
    root = Path(storage.__file__).parent.parent
    selecting = {
        str(path.relative_to(root))
        for folder in ("bot", "handlers", "scheduler", "storage")
        for path in (root / folder).rglob("*.py")
        if _selects_households(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert selecting <= set(ELSEWHERE)


def _selects_households(tree: ast.AST) -> bool:
    return any(
        "Household" in {_root(argument) for argument in call.args}
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _last_name(call.func) in ("select", "get", "get_one")
    )


def _root(expression: ast.expr) -> str:
    while isinstance(expression, (ast.Attribute, ast.Call)):
        expression = expression.value if isinstance(expression, ast.Attribute) else expression.func
    return expression.id if isinstance(expression, ast.Name) else ""


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
