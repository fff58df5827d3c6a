"""Counts for whoever watches over the program: no names, no words, no addresses among them."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from storage import inbox, invites, outbox
from storage.store import Store


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

    def looked(self, moment: datetime) -> None:
        """The clock has looked for what is due."""
        self._looked.set(moment.timestamp())

    async def measure(self, store: Store, now: datetime) -> None:
        """Look once."""
        async with store.reading() as session:
            waiting = await inbox.counts(session)
            oldest = await inbox.oldest_waiting(session)
            letters = await outbox.counts(session, now)
            tries = await invites.tries_in_hour(session, now)
        for state, number in waiting.items():
            self._inbox.labels(state).set(number)
        for state, number in letters.items():
            self._outbox.labels(state).set(number)
        self._oldest.set((now - oldest).total_seconds() if oldest else 0)
        self._tries.set(tries)
