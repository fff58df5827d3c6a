"""The accounts at work: joined and left while the program runs, each by itself."""

from collections.abc import Collection, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot import accounts
from bot.accounts import KINDS, Ours
from bot.domain.plans import Plan
from bot.domain.uploads import FileKind
from bot.http import Door
from bot.messengers.base import ApiRefused
from bot.settings import Settings
from bot.starting import Unfit, now
from handlers.respond import Reader
from scheduler.postman import Send
from storage import channels
from storage.channels import WEBHOOK, Account, Channel
from storage.store import Store

log = structlog.get_logger()


class Readers(dict[Account, Reader]):
    """How what came in is read: also of accounts that are not at work, so that it is handled."""

    def __missing__(self, account: Account) -> Reader:
        kind = KINDS[account[0]]
        return lambda account, _, raw, received_at: kind.read(account, raw, received_at)


@dataclass
class Switchboard:
    """What the parts of the program know of accounts; they hold these very mappings.

    An account that is left is no longer heard, and nothing more is sent from it but what is on
    its way at that moment. What came in from it is still handled.
    """

    settings: Settings
    store: Store
    messengers: dict[Account, Ours] = field(default_factory=dict)
    readers: Readers = field(default_factory=Readers)
    senders: dict[Account, Send] = field(default_factory=dict)
    rates: dict[Account, float] = field(default_factory=dict)
    plans: dict[Account, Plan] = field(default_factory=dict)
    links: dict[Account, str] = field(default_factory=dict)
    without_files: set[Account] = field(default_factory=set)
    takes: dict[Account, Collection[FileKind]] = field(default_factory=dict)
    polled: dict[Account, Ours] = field(default_factory=dict)
    doors: list[Door] = field(default_factory=list)
    _joined: dict[Account, Channel] = field(default_factory=dict)
    _refused: dict[Account, Channel] = field(default_factory=dict)
    _left: list[Ours] = field(default_factory=list)

    async def begin(self) -> None:
        """Join what there is; Unfit when that is nothing."""
        firsts = accounts.firsts(self.settings)
        async with self.store.begin() as session:
            await channels.welcome_back(session, [one.key for one in firsts if one.account], now())
            further = await channels.every(session)
        troubles = self._agree(accounts.together(self.settings, further))
        if not self.messengers:
            raise accounts.none_fits([unfit for _, unfit in troubles])
        for channel, unfit in troubles:
            accounts.left_out(channel, unfit)

    async def look(self) -> None:
        """See which accounts were added, changed or removed meanwhile."""
        async with self.store.reading() as session:
            further = await channels.every(session)
        before = self._joined.keys() | set()
        for channel, unfit in self._agree(accounts.together(self.settings, further)):
            accounts.left_out(channel, unfit)
        for surface, account in self._joined.keys() - before:
            log.info("account joined", surface=surface, account=account)

    async def learn(self) -> bool:
        """Ask how an invitation points to each account; False when one could not be asked."""
        for key, messenger in list(self.messengers.items()):
            if key not in self.links:
                try:
                    me = await messenger.me()
                except ApiRefused as refused:
                    log.warning("account not reached", account=key[1], why=str(refused))
                    continue
                if self.messengers.get(key) is messenger:  # it may have left while it was asked
                    self.links[key] = accounts.link_told(self._joined[key], me)
        return self.links.keys() >= self.messengers.keys()

    async def close(self) -> None:
        """Let go of all connections."""
        for messenger in (*self.messengers.values(), *self._left):
            await messenger.close()

    def _agree(self, wanted: Sequence[Channel]) -> list[tuple[Channel, Unfit]]:
        """Be what is wanted; which accounts do not fit, and why, said of each once."""
        there = {one.key: one for one in wanted}
        for key in [one for one, known in self._joined.items() if there.get(one) != known]:
            self._leave(key)
        troubles = []
        for key, channel in there.items():
            if key in self._joined or self._refused.get(key) == channel:
                continue
            try:
                self._join(channel)
            except Unfit as unfit:
                self._refused[key] = channel
                troubles.append((channel, unfit))
        return troubles

    def _join(self, channel: Channel) -> None:
        key = channel.key
        if channel.mode == WEBHOOK:
            accounts.secret_of(channel)
        messenger = accounts.built(self.settings, channel)
        self._joined[key] = channel
        self.messengers[key] = messenger
        self.readers[key], self.senders[key] = messenger.read, messenger.send
        self.rates[key] = accounts.rate_of(self.settings, channel.surface)
        self.plans[key] = channel.plan
        self.takes[key] = messenger.takes
        if not messenger.carries_files:
            self.without_files.add(key)
        if channel.name:
            self.links[key] = accounts.link_of(channel, channel.name)
        door = accounts.door_of(channel, messenger)
        if door is None:
            self.polled[key] = messenger
        else:
            self.doors.append(door)

    def _leave(self, key: Account) -> None:
        messenger = self.messengers.pop(key)
        del self._joined[key]
        of_account: tuple[MutableMapping[Account, Any], ...] = (
            self.polled, self.links, self.senders, self.plans, self.rates, self.takes,
        )  # fmt: skip
        for known in of_account:
            known.pop(key, None)
        self.doors[:] = [door for door in self.doors if door.messenger is not messenger]
        self._left.append(messenger)
        log.info("account left", surface=key[0], account=key[1])
