"""A month in one picture for a phone: coverage row by row, six months, concerns by state."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.summaries import Coverage, MonthFacts
from bot.texts import picture as words

if TYPE_CHECKING:  # a second of start and 60 MB: only who draws pays for it
    from matplotlib.axes import Axes

Trend = Sequence[tuple[str, Coverage]]
MEDIA_TYPE = "image/png"
WIDTH = 1080
MOST_ROWS = 40
_DPI = 150
_ROW, _TREND, _STATES, _FRAME = 0.36, 2.1, 2.3, 1.5  # inches

# Told apart by people who see no red or green (Okabe and Ito), and by their lightness.
_BLUE, _ORANGE, _GREY, _INK = "#0072B2", "#E69F00", "#D5D5D5", "#222222"


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: a cell, or a member in the order of the book; never the order of success."""

    name: str
    coverage: Coverage


def draw(title: str, rows: Sequence[Row], facts: MonthFacts, months: Trend) -> bytes:
    """A PNG, 1080 pixels wide: of this month the rows and concerns, of the months the coverage."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    shown = rows[:MOST_ROWS]
    bars = max(1.0, _ROW * len(shown) + 0.5) if shown else 0.0
    height = bars + _TREND + _STATES + _FRAME
    with rc_context({"font.family": "DejaVu Sans", "font.size": 11, "text.color": _INK}):
        layout = ConstrainedLayoutEngine(h_pad=0.14, hspace=0.02)
        figure = Figure(figsize=(WIDTH / _DPI, height), dpi=_DPI, layout=layout)
        FigureCanvasAgg(figure)
        figure.suptitle(title, fontsize=15, fontweight="bold", wrap=True)
        ratios = [*([bars] if shown else []), _TREND, _STATES]
        panels = list(figure.subplots(len(ratios), 1, height_ratios=ratios, squeeze=False)[:, 0])
        if shown:
            _coverage(panels[0], shown, len(rows) - len(shown))
        _trend(panels[-2], months)
        _states(panels[-1], words.concern_bars(facts.concerns))
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _coverage(axes: "Axes", rows: Sequence[Row], hidden: int) -> None:
    places = range(len(rows))
    visited = [row.coverage.visited for row in rows]
    otherwise = [row.coverage.otherwise for row in rows]
    left = [row.coverage.unvisited - row.coverage.otherwise for row in rows]
    both = [a + b for a, b in zip(visited, otherwise, strict=True)]
    axes.barh(places, visited, color=_BLUE, label=words.VISITED)
    axes.barh(places, otherwise, left=visited, color=_ORANGE, hatch="///", label=words.OTHERWISE)
    axes.barh(places, left, left=both, color=_GREY, label=words.LEFT)
    most = max([row.coverage.due for row in rows] + [1])
    for place, row in zip(places, rows, strict=True):
        said = words.share(row.coverage.visited, row.coverage.due)
        axes.text(row.coverage.due + most * 0.015, place, said, va="center", fontsize=11)
    axes.set_yticks(list(places), [words.row_label(row.name) for row in rows])
    axes.set_xlim(0, most * 1.16)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    note = f" ({words.more(hidden)})" if hidden else ""
    _plain(axes, words.COVERAGE + note)
    axes.legend(
        loc="upper center", bbox_to_anchor=(0.4, -0.02), ncols=3, frameon=False, fontsize=10
    )


def _trend(axes: "Axes", months: Trend) -> None:
    places = range(len(months))
    shares = [coverage.percent for _, coverage in months]
    known = [
        (place, share) for place, share in zip(places, shares, strict=True) if share is not None
    ]
    axes.plot([p for p, _ in known], [s for _, s in known], color=_BLUE, marker="o", linewidth=2.5)
    for place, (_, coverage) in zip(places, months, strict=True):
        share = coverage.percent or 0
        axes.annotate(
            words.percent(coverage), (place, share), textcoords="offset points", xytext=(0, 9),
            ha="center", fontsize=11,
        )  # fmt: skip
    axes.set_xticks(list(places), [words.short_month(month) for month, _ in months])
    axes.set_xlim(-0.5, len(months) - 0.5)
    axes.set_ylim(0, 125)
    _plain(axes, words.TREND, numbers=True)


def _states(axes: "Axes", bars: Sequence[tuple[str, int]]) -> None:
    places = range(len(bars))
    counts = [count for _, count in bars]
    most = max([*counts, 1])
    colours = [_BLUE, _BLUE, _ORANGE, _ORANGE, _BLUE]
    axes.barh(places, counts, color=colours)
    for place, count in zip(places, counts, strict=True):
        axes.text(count + most * 0.015, place, str(count), va="center", fontsize=11)
    axes.set_yticks(list(places), [name for name, _ in bars])
    axes.set_xlim(0, most * 1.12)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    _plain(axes, words.CONCERNS)


def _plain(axes: "Axes", title: str, *, numbers: bool = False) -> None:
    """No frame, no ticks where the numbers stand beside the bars."""
    axes.set_title(title, loc="left", fontsize=12.5, fontweight="bold")
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    if numbers:
        axes.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"])
        axes.grid(axis="y", color="#E5E5E5")
    else:
        axes.set_xticks([])
