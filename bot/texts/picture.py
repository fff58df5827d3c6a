"""The words on a month's picture, and those beside it that say the same."""

from collections.abc import Sequence

from bot.domain.concern_facts import ConcernFacts
from bot.domain.periods import first_day
from bot.domain.summaries import Coverage
from bot.messages import LONGEST_TEXT
from bot.texts.common import shortened

COVERAGE, TREND, CONCERNS = (
    "Số hộ đã thăm trên số cần thăm",
    "Tỷ lệ hộ đã thăm từng tháng",
    "Phản ánh, kiến nghị",
)
VISITED, OTHERWISE, LEFT = "đã thăm", "nắm bằng cách khác", "chưa thăm"
MOST_SAID = 15


def title(where: str, month: str, *, provisional: bool) -> str:
    """Above the picture."""
    state = " – số liệu tạm" if provisional else ""
    return f"{where} – tháng {first_day(month):%m/%Y}{state}"


def short_month(month: str) -> str:
    """Below a point of the trend: 9/2026."""
    return f"{first_day(month).month}/{first_day(month):%Y}"


def share(covered: int, due: int) -> str:
    """Beside a bar."""
    return f"{covered}/{due}" if due else "–"


def row_label(name: str) -> str:
    """Left of a bar."""
    return shortened(name, 26)


def more(count: int) -> str:
    """What did not fit on the picture."""
    return f"và {count} dòng nữa"


def concern_bars(said: ConcernFacts) -> list[tuple[str, int]]:
    """The states of concerns, in the order in which they are passed through."""
    return [
        ("mới trong kỳ", said.new),
        ("đang xử lý", said.in_work),
        ("trong đó quá hạn", said.overdue),
        ("đã trả lời, chưa báo hộ", said.untold),
        ("đã báo hộ trong kỳ", said.told),
    ]


def beside(
    heading: str,
    rows: Sequence[tuple[str, Coverage]],
    said: ConcernFacts,
    months: Sequence[tuple[str, Coverage]],
) -> str:
    """All that the picture shows, in words."""
    lines = [heading]
    if rows:
        shown = "; ".join(
            f"{name} {share(done.visited, done.due)}" for name, done in rows[:MOST_SAID]
        )
        rest = f"; {more(len(rows) - MOST_SAID)}" if len(rows) > MOST_SAID else ""
        lines.append(f"{COVERAGE}: {shown}{rest}.")
    trend = ", ".join(f"tháng {short_month(month)} {percent(done)}" for month, done in months)
    lines.append(f"{TREND}: {trend}.")
    bars = "; ".join(f"{name}: {count}" for name, count in concern_bars(said))
    lines.append(f"{CONCERNS}: {bars}.")
    return "\n".join(lines)[:LONGEST_TEXT]


def percent(coverage: Coverage) -> str:
    """How much of what was due was visited."""
    share_of = coverage.percent
    return "–" if share_of is None else f"{share_of} %"


def file_name(month: str) -> str:
    """What the picture is called."""
    return f"tong-hop-{month}.png"
