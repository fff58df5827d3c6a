"""Counts for whoever watches over the program: no names, no words, no addresses among them."""

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from bot.domain.periods import day_of, month_of
from bot.domain.plans import Plan
from storage import backlog, channels, inbox, invites, quotas, rates
from storage.channels import Account
from storage.store import Store

_OF_AN_ACCOUNT = ["surface", "account"]


class Gauges:
    """How much waits, measured in the database once a minute rather than at each look."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._inbox = Gauge(
            "gandan_inbox_messages", "Messages by state", ["state"], registry=registry
        )
        self._oldest = Gauge(
            "gandan_inbox_oldest_seconds", "Age of the oldest waiting message", registry=registry
        )
        self._outbox = Gauge(
            "gandan_outbox_letters", "Letters by state", ["state"], registry=registry
        )
        self._tries = Gauge(
            "gandan_wrong_codes_hour", "Wrong linking codes in the last hour", registry=registry
        )
        self._looked = Gauge(
            "gandan_clock_looked_timestamp_seconds", "When the clock last looked", registry=registry
        )
        self._sent = Gauge(
            "gandan_messages_month", "Messages sent this month", _OF_AN_ACCOUNT, registry=registry
        )
        self._monthly = Gauge(
            "gandan_messages_month_limit", "Messages of the plan", _OF_AN_ACCOUNT, registry=registry
        )
        self._taken = Gauge(
            "gandan_seats_taken", "People linked to an account", _OF_AN_ACCOUNT, registry=registry
        )
        self._seats = Gauge(
            "gandan_seats_limit", "People of the plan", _OF_AN_ACCOUNT, registry=registry
        )
        self._rests = Gauge(
            "gandan_account_rests_seconds", "Until its messenger is asked to take letters again",
            _OF_AN_ACCOUNT, registry=registry,
        )  # fmt: skip

    def looked(self, moment: datetime) -> None:
        """The clock has looked for what is due."""
        self._looked.set(moment.timestamp())

    async def measure(
        self, store: Store, now: datetime, plans: Mapping[Account, Plan] | None = None
    ) -> None:
        """Look once; `plans` are those of the accounts at work."""
        async with store.reading() as session:
            waiting = await inbox.counts(session)
            oldest = await inbox.oldest_waiting(session)
            letters = await backlog.counts(session, now)
            tries = await invites.tries_in_hour(session, now)
            sent = await quotas.sent(session, month_of(day_of(now)))
            taken = await channels.seats_taken(session)
            rests = await rates.shut_accounts(session, now.timestamp())
        for state, number in waiting.items():
            self._inbox.labels(state).set(number)
        for state, number in letters.items():
            self._outbox.labels(state).set(number)
        self._oldest.set((now - oldest).total_seconds() if oldest else 0)
        self._tries.set(tries)
        self._show_accounts(plans or {}, sent, taken, rests)

    def _show_accounts(
        self,
        plans: Mapping[Account, Plan],
        sent: Mapping[Account, int],
        taken: Mapping[Account, int],
        rests: Mapping[Account, float],
    ) -> None:
        """Those at work and all that ever sent this month; a month that turns begins at 0."""
        for gauge in (self._sent, self._monthly, self._taken, self._seats, self._rests):
            gauge.clear()
        for account in plans.keys() | sent.keys() | taken.keys():
            self._sent.labels(*account).set(sent.get(account, 0))
            self._taken.labels(*account).set(taken.get(account, 0))
            self._rests.labels(*account).set(rests.get(account, 0))
        for account, plan in plans.items():
            if plan.monthly is not None:
                self._monthly.labels(*account).set(plan.monthly)
            if plan.seats is not None:
                self._seats.labels(*account).set(plan.seats)
