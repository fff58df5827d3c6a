"""A cell's facts as they are kept with its seal: plain values, no names, readable for ever."""

from dataclasses import asdict
from datetime import date
from typing import Any

from bot.domain.concern_facts import ConcernFacts
from bot.domain.concerns import ConcernStatus
from bot.domain.households import Change
from bot.domain.summaries import (
    CellFacts,
    ChangeRow,
    Coverage,
    HelpRow,
    MemberRow,
    Passing,
    Span,
    Strength,
)
from bot.domain.visits import HelpKind, HelpStatus, VisitKind

VERSION = 1


def packed(facts: CellFacts) -> dict[str, Any]:
    """As JSON holds it; the seal's own time and what came later stand beside it."""
    plain = asdict(facts)
    del plain["sealed_at"], plain["additions"], plain["span"]
    return plain | {
        "version": VERSION,
        "start": facts.span.start.isoformat(),
        "last": facts.span.last.isoformat(),
    }


def unpacked(kept: dict[str, Any]) -> CellFacts:
    """The way back from `packed`."""
    concerns = kept["concerns"]
    return CellFacts(
        cell_id=kept["cell_id"],
        span=Span(date.fromisoformat(kept["start"]), date.fromisoformat(kept["last"])),
        households=kept["households"],
        not_due=kept["not_due"],
        members=tuple(_row(one) for one in kept["members"]),
        elsewhere=tuple(_row(one) for one in kept["elsewhere"]),
        contacts=tuple((VisitKind(kind), times) for kind, times in kept["contacts"]),
        helps=tuple(
            HelpRow(**{**one, "kind": HelpKind(one["kind"]), "status": HelpStatus(one["status"])})
            for one in kept["helps"]
        ),
        changes=tuple(
            ChangeRow(**{**one, "change": Change(one["change"])}) for one in kept["changes"]
        ),
        concerns=ConcernFacts(
            **{
                **concerns,
                "by_status": tuple((ConcernStatus(s), n) for s, n in concerns["by_status"]),
                "days": tuple(concerns["days"]),
            }
        ),
        strength=Strength(**kept["strength"]),
        passing=Passing(**kept["passing"]),
    )


def _row(one: dict[str, Any]) -> MemberRow:
    own = one.get("own", True)  # seals of before did not say so
    return MemberRow(one["person_id"], Coverage(**one["coverage"]), one["households"], own)
