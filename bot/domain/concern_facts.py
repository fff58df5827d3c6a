"""How the concerns of a period stood: what came, what waits for whom, and how long it took."""

from dataclasses import dataclass
from statistics import median

from bot.domain.concerns import ConcernStatus
from bot.domain.figures import summed

_S = ConcernStatus
IN_WORK = (_S.NEW, _S.TRIAGE, _S.NEED_INFO, _S.IN_PROGRESS, _S.FORWARDED, _S.RETURNED, _S.REOPENED)
UNTOLD = (_S.ANSWERED, _S.DECLINED, _S.REFERRED)


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """Concerns of a cell's area: what came in the period, and how all stood at its end."""

    new: int = 0
    by_status: tuple[tuple[ConcernStatus, int], ...] = ()  # at the end; closed ones are past
    overdue: int = 0
    answered: int = 0  # in the period
    told: int = 0  # answers that reached the household in the period
    closed: int = 0  # in the period
    days: tuple[int, ...] = ()  # from raised to told, of those told in the period

    @property
    def in_work(self) -> int:
        """Open, and nobody has answered yet."""
        return sum(count for status, count in self.by_status if status in IN_WORK)

    @property
    def untold(self) -> int:
        """Answered, and the household has not heard: where things stall."""
        return sum(count for status, count in self.by_status if status in UNTOLD)

    @property
    def median_days(self) -> float | None:
        """Half of the answers were told within so many days (R14)."""
        return median(self.days) if self.days else None

    def __add__(self, other: "ConcernFacts") -> "ConcernFacts":
        return ConcernFacts(
            new=self.new + other.new,
            by_status=summed((*self.by_status, *other.by_status)),
            overdue=self.overdue + other.overdue,
            answered=self.answered + other.answered,
            told=self.told + other.told,
            closed=self.closed + other.closed,
            days=tuple(sorted((*self.days, *other.days))),
        )


NO_CONCERNS = ConcernFacts()
