"""Short answers mean what stands on the choices, and lists of numbers are known as such."""

import pytest

from bot.domain.concerns import ConcernCategory, ConcernKind, Satisfaction
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic

TABLES = {
    "how": short.HOW, "reasons": short.REASONS, "topics": short.TOPICS, "kinds": short.KINDS,
    "helps": short.HELP_KINDS, "status": short.HELP_STATUS, "kept": short.KEPT,
    "fields": short.FIELDS, "satisfaction": short.SATISFACTION, "added": short.ADDED,
    "heard": short.HEARD,
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_phrase_stands_once_and_as_it_is_looked_for(table: dict[str, tuple[str, ...]]) -> None:
    phrases = [phrase for said in table.values() for phrase in said]
    assert len(phrases) == len(set(phrases))
    assert [search_key(phrase) for phrase in phrases] == phrases


def test_only_what_can_be_chosen_is_meant() -> None:
    assert set(short.REASONS) <= set(NotDoneReason)
    assert set(short.TOPICS) <= set(Topic)
    assert set(short.HELP_KINDS) <= set(HelpKind)
    assert set(short.HELP_STATUS) <= set(HelpStatus)
    assert set(short.KINDS) <= set(ConcernKind)
    assert set(short.FIELDS) <= set(ConcernCategory)
    assert set(short.SATISFACTION) <= set(Satisfaction)
    assert set(short.HEARD) == {*Satisfaction, "NOT_TOLD"}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("3 5", [3, 5]), ("3,5", [3, 5]), ("3, 5 và 7", [3, 5, 7]), ("hộ 3 và 5", [3, 5]),
        ("3-7", [3, 4, 5, 6, 7]), ("từ 3 đến 5", [3, 4, 5]), ("3 – 5", [3, 4, 5]),
        ("3 3", [3]), ("ho 3", [3]), ("3\n5", [3, 5]),
        ("7-3", []), ("3-999", []), ("20/11", []), ("3 bt", []), ("ba tư", []), ("", []),
        ("٣ ٥", []), ("0912345678", []), ("1 " * 500, []),
    ],
)  # fmt: skip
def test_numbers_one_after_another_are_a_list(typed: str, numbers: list[int]) -> None:
    assert numbers_listed(typed) == numbers


def test_a_flood_means_nothing() -> None:
    assert short.meant("bt " * 10_000, short.said(short.HOW)) is None
