"""What may be told of a household in a sentence."""

from dataclasses import dataclass
from datetime import date

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.households import Change
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind


@dataclass(frozen=True, slots=True)
class HelpSaid:
    """Help that was given or is to come; the sum in đồng where one was named."""

    kind: HelpKind
    status: HelpStatus
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseSaid:
    """What the visitor promised, in the words that were typed."""

    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ConcernSaid:
    """What a household asks for or complains of, in the words that were typed."""

    words: str
    kind: ConcernKind
    category: ConcernCategory


@dataclass(frozen=True, slots=True)
class ChangeSaid:
    """What happened to a household; `people` and `place` where they were said."""

    words: str
    change: Change
    people: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """All that was said of some households; no `kind` where nothing tells how they were met."""

    kind: VisitKind | None = None
    reason: NotDoneReason | None = None
    fine: bool = False
    topics: tuple[Topic, ...] = ()
    helps: tuple[HelpSaid, ...] = ()
    promise: PromiseSaid | None = None
    concerns: tuple[ConcernSaid, ...] = ()
    changes: tuple[ChangeSaid, ...] = ()
    note: str = ""

    @property
    def told(self) -> bool:
        """Whether anything at all was said, beyond the household's name."""
        return self != Matter()

    @property
    def understood(self) -> bool:
        """Whether more is told than words that fit nothing."""
        otherwise = self.kind not in (None, VisitKind.HOME)
        told = self.topics or self.helps or self.promise or self.concerns or self.changes
        return self.fine or otherwise or bool(told)
