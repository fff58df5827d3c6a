"""What may be told of a household in a sentence."""

from dataclasses import dataclass, replace
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
    """All that was said of some households; no `kind` where nothing tells how they were met.

    `elsewhere`: they were met, but not at home, so that it is to be asked.
    """

    kind: VisitKind | None = None
    reason: NotDoneReason | None = None
    fine: bool = False
    topics: tuple[Topic, ...] = ()
    helps: tuple[HelpSaid, ...] = ()
    promise: PromiseSaid | None = None
    concerns: tuple[ConcernSaid, ...] = ()
    changes: tuple[ChangeSaid, ...] = ()
    note: str = ""
    elsewhere: bool = False

    @property
    def told(self) -> bool:
        """Whether anything at all was said, beyond the household's name."""
        return self != Matter()

    @property
    def nothing_new(self) -> bool:
        """Whether all is well and there is nothing else to write down."""
        more = self.topics or self.helps or self.concerns or self.changes or self.note
        return self.fine and not more and self.promise is None

    @property
    def understood(self) -> bool:
        """Whether more is told than words that fit nothing."""
        otherwise = self.kind not in (None, VisitKind.HOME)
        told = self.topics or self.helps or self.promise or self.concerns or self.changes
        return self.fine or otherwise or bool(told)


def joined(one: Matter, more: Matter) -> Matter:
    """Both together, told of the same households."""
    weak = one.kind in (None, VisitKind.HOME) or (
        one.kind is VisitKind.NOT_DONE and more.kind is VisitKind.HOME
    )
    elsewhere = one.elsewhere or more.elsewhere
    kind = (more.kind or one.kind) if weak else one.kind
    return Matter(
        kind=None if elsewhere and kind is VisitKind.HOME else kind,
        reason=one.reason or more.reason,
        fine=one.fine or more.fine,
        topics=_topics((*one.topics, *more.topics)),
        helps=(*one.helps, *more.helps),
        promise=one.promise or more.promise,
        concerns=_together(one.concerns, more.concerns),
        changes=(*one.changes, *more.changes),
        note=", ".join(filter(None, (one.note, more.note))),
        elsewhere=elsewhere,
    )


def _topics(told: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Whoever says of what was spoken has not spoken of policy at large too."""
    found = tuple(dict.fromkeys(told))
    exact = tuple(one for one in found if one is not Topic.PROPAGANDA)
    return exact if set(exact) - {Topic.CARE} else found


def _together(
    before: tuple[ConcernSaid, ...], more: tuple[ConcernSaid, ...]
) -> tuple[ConcernSaid, ...]:
    """What is wished for because of what was complained of is the same matter."""
    if not before or not more:
        return before or more
    last, new = before[-1], more[0]
    if last.category is ConcernCategory.OTHER:
        last = replace(last, category=new.category)
    if new.category not in (last.category, ConcernCategory.OTHER, ConcernCategory.POLICY):
        return (*before, *more)
    return (*before[:-1], replace(last, words=f"{last.words}, {new.words}"), *more[1:])


def _about_the_disaster(said: ConcernSaid) -> ConcernSaid:
    """ "Tốc mái nhà, cần giúp gấp": what is asked for without saying for what."""
    vague = said.category is ConcernCategory.OTHER
    return replace(said, category=ConcernCategory.DISASTER) if vague else said


def settled(matter: Matter) -> Matter:
    """Whoever tells of a household has met it, at home where nothing else is said."""
    if matter.kind is VisitKind.NOT_DONE:
        return replace(matter, fine=False)
    if any(one.change is Change.DISASTER for one in matter.changes):
        told = tuple(map(_about_the_disaster, matter.concerns))
        matter = replace(matter, concerns=told)
    if matter.kind is None and matter.told and not matter.elsewhere:
        return replace(matter, kind=VisitKind.HOME)
    return matter
