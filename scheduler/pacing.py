"""Which slots a letter needs, and what a messenger's answer does to the pace of its account."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import FLOOD_PAUSE, retry_after, spread
from bot.domain.periods import day_of, month_of
from bot.domain.plans import Plan
from bot.messages import AccountRefused, Address, Outcome, QuotaSpent, Sent, TryLater, Urgency
from storage import quotas, rates
from storage.channels import Account
from storage.outbox import Due
from storage.rates import Slot, Standing
from storage.store import Session

AHEAD_FOR_ANSWERS = 2.0
AHEAD_FOR_BULK = 0.3  # bulk takes its slots late, so that an answer finds one soon
REFUSED_PAUSE = 60.0
QUOTA_PAUSE = 3600.0  # so often a letter or two find out whether there is a quota again
SLOWED = 0.8
SLOWED_FOR = timedelta(minutes=10)
SLOWEST = 5.0
_SOON = 0.02

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """How many letters a second, and how many at once after a pause."""

    rate: float
    burst: int

    @classmethod
    def of_account(cls, rate: float) -> "Pace":
        """A fifth of a second's letters at once: in no second more than 1.2 times the rate."""
        return cls(rate, max(1, round(rate / 5)))


ONE_CHAT = Pace(1, 3)


@dataclass(frozen=True, slots=True)
class Wait:
    """For how many seconds a letter has to wait; `of_chat` where it is its chat that is not free.

    Then others may go meanwhile, but no other to this chat.
    """

    seconds: float
    of_chat: bool


@dataclass
class Pacing:
    """The pace of each account, in letters a second, its plan, and how it fares at the moment."""

    paces: Mapping[Account, float]
    one_chat: Pace = ONE_CHAT
    plans: Mapping[Account, Plan] = field(default_factory=dict)
    _slowed: dict[Account, tuple[float, datetime]] = field(default_factory=dict, init=False)
    _unreached: dict[Account, int] = field(default_factory=dict, init=False)
    _spent: set[Account] = field(default_factory=set, init=False)

    async def willing(
        self, session: Session, accounts: Collection[Account], now: datetime
    ) -> list[Account]:
        """The accounts that may send at all."""
        keys = [rates.whole(account) for account in accounts]
        stands = await rates.standing(session, keys, now.timestamp())
        return [a for a in accounts if not _shut(stands.get(rates.whole(a)))]

    async def sparing(
        self, session: Session, accounts: Collection[Account], now: datetime
    ) -> list[Account]:
        """Those that have only the last of the month's messages left: they keep it for answers
        and what is urgent, until the month turns."""
        bound = [one for one in accounts if self._plan(one).monthly is not None]
        if not bound:
            return []
        sent = await quotas.sent(session, month_of(day_of(now)))
        return [one for one in bound if self._plan(one).keeps_the_rest(sent.get(one, 0))]

    def slots(self, due: Due, now: datetime) -> tuple[list[Slot], float]:
        """What a letter has to reserve, and how far ahead it may.

        Bulk leaves half of the burst to answers: it has whatever of the rate they do not use,
        makes up for a short halt, and yet an answer comes before the next few letters of bulk.
        """
        answers = due.urgency is Urgency.LIVE
        account = account_of(due.address)
        pace = self._pace(account, now)
        spared = 0 if answers else pace.burst // 2
        whole = Slot(rates.whole(account), pace.rate, pace.burst, spared=spared)
        chat = Slot(_chat(due.address), self.one_chat.rate, self.one_chat.burst, ahead=False)
        return [whole, chat], AHEAD_FOR_ANSWERS if answers else AHEAD_FOR_BULK

    async def until_free(
        self, session: Session, slots: Sequence[Slot], ahead: float, now: datetime
    ) -> Wait:
        """When it is worth asking again for slots that were too far off."""
        stands = await rates.standing(session, [s.key for s in slots], now.timestamp())
        longest = Wait(_SOON, of_chat=False)
        for slot in slots:
            if (stand := stands.get(slot.key)) is not None:
                early = ahead / 2 - slot.behind if slot.ahead and not stand.shut else 0
                if stand.seconds - early > longest.seconds:
                    longest = Wait(stand.seconds - early, of_chat=not slot.ahead)
        return longest

    async def shut_for(self, session: Session, due: Due, now: datetime) -> float:
        """For how many seconds account or chat is shut; 0 when neither is."""
        keys = [rates.whole(account_of(due.address)), _chat(due.address)]
        stands = await rates.standing(session, keys, now.timestamp())
        return max((stand.seconds for stand in stands.values() if stand.shut), default=0)

    async def heed(self, session: Session, due: Due, outcome: Outcome, now: datetime) -> None:
        """Shut what the messenger's answer says has to rest."""
        account = account_of(due.address)
        match outcome:
            case TryLater(flood=True):
                await self._rest_after_flood(session, due, outcome.after, now)
            case TryLater(reached=False):
                failures = self._unreached[account] = self._unreached.get(account, 0) + 1
                rest = retry_after(failures).total_seconds() * spread(due.id)
                await rates.block(session, rates.whole(account), rest, now.timestamp())
                log.warning(
                    "messenger_unreached", surface=account[0], account=account[1], failures=failures
                )
                return
            case AccountRefused():
                await rates.block(session, rates.whole(account), REFUSED_PAUSE, now.timestamp())
                log.error("account_refused", surface=account[0], account=account[1])
            case QuotaSpent():
                await rates.block(session, rates.whole(account), QUOTA_PAUSE, now.timestamp())
                if account not in self._spent:  # told once, and not by each letter that waits
                    log.error("quota_spent", surface=account[0], account=account[1])
                self._spent.add(account)
            case Sent():
                self._spent.discard(account)
            case _:
                pass
        self._unreached.pop(account, None)

    async def _rest_after_flood(
        self, session: Session, due: Due, after: float | None, now: datetime
    ) -> None:
        """The whole account rests, unless it was plainly this one chat that had too much."""
        account = account_of(due.address)
        rest = (FLOOD_PAUSE if after is None else after) + spread(due.id) - 0.7  # 0.1 to 0.5 more
        whole, chat = rates.whole(account), _chat(due.address)
        stands = await rates.standing(session, [whole, chat], now.timestamp())
        chat_alone = _ahead(stands.get(chat)) > 0 >= _ahead(stands.get(whole))
        await rates.block(session, chat if chat_alone else whole, rest, now.timestamp())
        log.warning(
            "flood", surface=account[0], account=account[1], seconds=rest, one_chat=chat_alone
        )
        if not chat_alone:
            factor = self._factor(account, now) * SLOWED
            self._slowed[account] = (factor, now + SLOWED_FOR)

    def _plan(self, account: Account) -> Plan:
        return self.plans.get(account, Plan())

    def _pace(self, account: Account, now: datetime) -> Pace:
        rate = self.paces[account]
        return Pace.of_account(max(min(SLOWEST, rate), rate * self._factor(account, now)))

    def _factor(self, account: Account, now: datetime) -> float:
        factor, until = self._slowed.get(account, (1.0, now))
        return factor if now < until else 1.0


def account_of(address: Address) -> Account:
    """The account that an address is written to from."""
    return address.surface, address.account


def _chat(address: Address) -> str:
    return ":".join(("chat", address.surface, address.account, address.external_id))


def _shut(stand: Standing | None) -> bool:
    return stand is not None and stand.shut


def _ahead(stand: Standing | None) -> float:
    return stand.seconds if stand is not None else 0
