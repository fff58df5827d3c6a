"""Sentences as members type them, read as they were meant; the first were there before the rules.

`sentences.txt` was written by whoever wrote the rules, and is read right to the letter.
`sentences_judged.txt` was written by others still, and judged before any rule was made for it.
`sentences_unseen.txt` is what rules of household, day and kind are never made from: it has the
shares that are promised.
`sentences_of_others.txt` was written by somebody who did not know the rules: there shares are to
be reached, and what is read otherwise stands in `sentences_read_otherwise.txt`, so that no rule
makes unseen worse what was right.
"""

import pytest

from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentences import LONGEST, read
from tests.domain.corpus import BOOK, HERE, TODAY, Case, Judged, by_household, cases, judged

OWN = list(cases("sentences.txt"))
OTHERS = list(cases("sentences_of_others.txt"))
JUDGED = list(cases("sentences_judged.txt"))
UNSEEN = list(cases("sentences_unseen.txt"))
REPORTS = [case for case in OTHERS if case.wanted]
NO_REPORTS = [case for case in OTHERS if not case.wanted]


def typed(case: Case) -> str:
    return case.typed.replace("\n", " / ")


@pytest.fixture(scope="module")
def readings() -> dict[str, Judged]:
    """Each report of the others as it is read."""
    return {typed(case): judged(case, read(case.typed, BOOK, TODAY)) for case in REPORTS}


@pytest.mark.parametrize("case", OWN, ids=typed)
def test_a_sentence_is_read_as_it_was_meant(case: Case) -> None:
    parts = read(case.typed, BOOK, TODAY)
    found = by_household(parts)
    assert not judged(case, parts).wrong
    for wanted in case.wanted:
        for number in wanted.households:
            named, _ = found[next(one for one in number.split("/") if one in found)]
            assert named.certain == ("/" not in number and bool(named.ids))


def test_there_are_sentences_enough() -> None:
    assert len(OWN) + len(OTHERS) >= 400
    assert len({case.typed for case in (*OWN, *OTHERS)}) == len(OWN) + len(OTHERS)


@pytest.mark.parametrize(
    ("aspect", "share"),
    [("first", 0.97), ("among_three", 0.98), ("day", 0.95), ("kind", 0.95)],
)
def test_of_sentences_of_others_most_are_read_right(
    readings: dict[str, Judged], aspect: str, share: float
) -> None:
    wrong = [one for one, found in readings.items() if not all(getattr(found, aspect))]
    assert len(wrong) <= (1 - share) * len(readings), "\n".join(wrong)


@pytest.mark.parametrize(
    ("aspect", "share"),
    [("first", 0.98), ("among_three", 0.98), ("day", 0.97), ("kind", 0.97)],
)
def test_of_sentences_that_were_judged_most_are_read_right(aspect: str, share: float) -> None:
    reports = [case for case in JUDGED if case.wanted]
    found = {typed(case): judged(case, read(case.typed, BOOK, TODAY)) for case in reports}
    wrong = [one for one, each in found.items() if not all(getattr(each, aspect))]
    assert len(wrong) <= (1 - share) * len(found), "\n".join(wrong)


@pytest.mark.parametrize(
    ("aspect", "share"),
    [("first", 0.90), ("among_three", 0.98), ("day", 0.95), ("kind", 0.95)],
)
def test_of_unseen_sentences_the_promised_share_of_households_is_read_right(
    aspect: str, share: float
) -> None:
    reports = [case for case in UNSEEN if case.wanted]
    found = [judged(case, read(case.typed, BOOK, TODAY)) for case in reports]
    right = [one for each in found for one in getattr(each, aspect)]
    assert len(right) > 100
    assert sum(right) >= share * len(right)


def test_what_is_no_report_is_never_read_as_one() -> None:
    unread = [*NO_REPORTS, *(case for case in JUDGED if not case.wanted)]
    wrong = [typed(case) for case in unread if read(case.typed, BOOK, TODAY)]
    assert not wrong, "\n".join(wrong)


def test_what_was_read_right_is_read_right_still(readings: dict[str, Judged]) -> None:
    known = {}
    for line in (HERE / "sentences_read_otherwise.txt").read_text("utf-8").splitlines():
        aspects, _, text = line.partition(" | ")
        known[text] = set(aspects.split())
    worse = {
        text: found.wrong - known.get(text, set())
        for text, found in readings.items()
        if found.wrong - known.get(text, set())
    }
    assert not worse


def test_what_is_too_long_to_be_looked_over_is_no_report() -> None:
    assert read("3 bt\n" * LONGEST, BOOK, TODAY) == []


def test_without_a_book_nothing_is_read() -> None:
    assert read("3 5 bt, nhà chú Bảy khoẻ", Book([]), TODAY) == []
