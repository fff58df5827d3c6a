"""Messengers are named where they are built; below that in one table of data, and in no rule."""

import re
from pathlib import Path

from bot.accounts import KINDS
from bot.domain.plans import FALLING_BACK, PLANS

ROOT = Path(__file__).parent.parent
BELOW = (
    "bot/domain",
    "bot/texts",
    "bot/reports",
    "bot/workbook",
    "handlers",
    "scheduler",
    "storage",
)
NAMED = re.compile(rf"""["'](?:{"|".join(KINDS)})["']""")


def test_below_the_adapters_only_the_table_of_plans_names_a_messenger() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for folder in BELOW
        for file in (ROOT / folder).rglob("*.py")
        if NAMED.search(file.read_text(encoding="utf-8"))
    }
    assert found == {"bot/domain/plans.py"}


def test_the_table_of_plans_names_just_the_messengers_that_there_are() -> None:
    assert set(FALLING_BACK) == set(KINDS)
    assert set(PLANS) <= set(KINDS)
