"""One message of one person: everything that a handler is given."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.uploads import FileKind
from bot.messages import Address, Incoming, Outgoing
from storage.drafts import Draft
from storage.inbox import Waiting
from storage.store import Session


@dataclass(frozen=True, slots=True)
class Accounts:
    """What conversations may know of the messengers: how an invitation points to each.

    `links` gives the address under which a code is redeemed by tapping, with {code} in it;
    `pages` the one under which our pages are reached, empty where they are not; `takes` what
    people can send there beside words, all of it where nothing is said.
    """

    links: Mapping[tuple[str, str], str]
    pages: str = ""
    takes: Mapping[tuple[str, str], Collection[FileKind]] = field(default_factory=dict)

    def take(self, address: Address, kind: FileKind) -> bool:
        """Whether such a file can be sent in this chat."""
        return kind in self.takes.get((address.surface, address.account), tuple(FileKind))


@dataclass(frozen=True, slots=True)
class Turn:
    """What a handler gets. It answers with an Outgoing; it never sends and never commits."""

    session: Session
    actor: Actor
    incoming: Incoming
    waiting: Waiting
    draft: Draft
    now: datetime
    accounts: Accounts
    words: str = ""  # what stands after the command

    @property
    def today(self) -> date:
        """The day in Vietnam on which the person wrote."""
        return day_of(self.now)

    def saying(self, words: str) -> "Turn":
        """The same turn with other words after the command."""
        return replace(self, words=words)


Handler = Callable[[Turn], Awaitable[Outgoing]]
