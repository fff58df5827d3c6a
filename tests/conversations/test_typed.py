"""Which choice a typed word or number means, with buttons and without, and for how long."""

from datetime import datetime, timedelta

import pytest

from bot.domain.people import Actor, ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Choice, Incoming
from handlers import typed
from handlers.turn import Accounts, Turn
from handlers.typed import LIVES
from storage.drafts import Draft
from storage.inbox import Waiting
from storage.session import Session
from tests.conftest import NOW
from tests.hours import vietnam

HERE = Address("console", "demo", "Lâm")
LAM = Actor(8, "Bùi Lâm", 1, None, ConsentState.GIVEN, (), addressed_at=8)
APPROVE = Choice("Duyệt, cho gửi", "/duyet 12", "DUYET 12")
BACK, WITHDRAW = (
    Choice("Trả lại để sửa", "/tralai 12"),
    Choice("Thu hồi", "/thuhoi 12", "THU HOI 12"),
)
SEE = Choice("Xem nội dung", "/xem 12")
OFFERED = (APPROVE, BACK, WITHDRAW, SEE)
TWINS = (Choice("Hộ số 3", "/ho 3"), Choice("Hộ số 4", "/ho 4"))


def turn(*, buttons: bool = False, now: datetime = NOW, draft: Draft | None = None) -> Turn:
    """Lâm writes something; what is read here asks no database."""
    return Turn(
        Session.__new__(Session), LAM, Incoming(HERE, "e", now, text="", buttons=buttons),
        Waiting(1, HERE, "e", b"", now, 0, "", None), draft or Draft(), now, Accounts({}),
    )  # fmt: skip


def meant(text: str, *, buttons: bool) -> Choice | None:
    return typed.of(turn(buttons=buttons), text, OFFERED)


# --- Numbers, labels, words of their own


@pytest.mark.parametrize(
    ("text", "with_buttons", "without"),
    [
        pytest.param("1", APPROVE, BACK, id="the first"),
        pytest.param("2", BACK, SEE, id="the second"),
        pytest.param("3", WITHDRAW, None, id="the third"),
        pytest.param("4", SEE, None, id="the fourth"),
        pytest.param("5", None, None, id="one too many"),
        pytest.param("0", None, None, id="none"),
        pytest.param("số 2", BACK, SEE, id="in words"),
        pytest.param("duyet 12", APPROVE, APPROVE, id="its word"),
        pytest.param("  DUYỆT   12 ", APPROVE, APPROVE, id="its word, as people write it"),
        pytest.param("thu hồi 12", WITHDRAW, WITHDRAW, id="the other word"),
        pytest.param("duyet 13", None, None, id="the word of another"),
        pytest.param("duyet", APPROVE, None, id="half its word"),
        pytest.param("Duyệt, cho gửi", APPROVE, None, id="its label"),
        pytest.param("tra lai de sua", BACK, BACK, id="a label"),
        pytest.param("xem", SEE, SEE, id="the beginning of one"),
        pytest.param("không rõ", None, None, id="something else"),
        pytest.param("", None, None, id="nothing"),
    ],
)
def test_a_grave_choice_has_no_number_where_nothing_can_be_tapped(
    text: str, with_buttons: Choice | None, without: Choice | None
) -> None:
    assert meant(text, buttons=True) == with_buttons
    assert meant(text, buttons=False) == without


@pytest.mark.parametrize("buttons", [True, False])
def test_where_nothing_is_offered_nothing_is_meant(*, buttons: bool) -> None:
    for text in ("1", "duyet 12", "", "xem"):
        assert typed.of(turn(buttons=buttons), text, ()) is None


def test_what_two_labels_begin_with_is_neither() -> None:
    assert typed.of(turn(), "hộ số", TWINS) is None
    assert typed.of(turn(), "hộ số 4", TWINS) == TWINS[1]


# --- In a form


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("Duyệt, cho gửi", "DUYET 12", id="its label"),
        pytest.param("duyet cho gui", "DUYET 12", id="without diacritics"),
        pytest.param("thu hồi", "THU HOI 12", id="the other"),
    ],
)
def test_who_types_the_label_of_a_grave_choice_is_told_its_word(text: str, word: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.chosen(turn(), text, OFFERED)
    assert (refused.value.reason, refused.value.details) == (Reason.WORD_WANTED, {"word": word})


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        pytest.param("1", BACK, id="a number"),
        pytest.param("3", None, id="a number that only counts with buttons"),
        pytest.param("９", None, id="a number that nothing has"),
        pytest.param("thu hoi 12", WITHDRAW, id="its word"),
        pytest.param("trả lại để sửa", BACK, id="a label"),
        pytest.param("chưa biết", None, id="something else"),
    ],
)
def test_whatever_else_is_typed_in_a_form_is_taken_or_left(
    text: str, choice: Choice | None
) -> None:
    assert typed.chosen(turn(), text, OFFERED) == choice


def test_where_it_can_be_tapped_its_label_is_enough() -> None:
    for one in OFFERED:
        assert typed.chosen(turn(buttons=True), one.label, OFFERED) == one


def test_a_number_is_no_label_of_a_grave_choice() -> None:
    one = Choice("12", "/duyet 12", "DUYET 12")
    assert typed.chosen(turn(), "12", (one, BACK)) is None
    assert typed.chosen(turn(), "1", (one, BACK)) == BACK


# --- A list of another day


def asked(at: datetime | None, *, asking: bool = True, numbered: bool = True) -> Draft:
    return Draft(form="visit", asking=asking, numbered=numbered, offered=(BACK, SEE), changed_at=at)


EVENING, MORNING = vietnam("2026-11-21", "23:50"), vietnam("2026-11-22", "00:10")


@pytest.mark.parametrize(
    ("text", "now", "places", "another"),
    [
        pytest.param("1", MORNING, True, True, id="after midnight"),
        pytest.param("1", MORNING, False, False, id="after midnight, where it means the same"),
        pytest.param("1", EVENING + timedelta(minutes=9), True, False, id="before midnight"),
        pytest.param("1", EVENING + LIVES, False, False, id="a day later"),
        pytest.param("1", EVENING + LIVES, True, True, id="a day later is another day"),
        pytest.param("1", EVENING + LIVES + timedelta(seconds=1), False, True, id="after a day"),
        pytest.param("1 2", MORNING, True, True, id="several numbers"),
        pytest.param("3", MORNING, True, False, id="a number that it has not"),
        pytest.param("trả lại để sửa", MORNING, True, False, id="a label means the same"),
        pytest.param("trả lại để sửa", EVENING + 9 * LIVES, True, False, id="also later"),
        pytest.param("ba hộ", MORNING, True, False, id="words"),
    ],
)
def test_a_number_is_for_the_list_of_the_same_day(
    text: str, now: datetime, *, places: bool, another: bool
) -> None:
    at = turn(now=now, draft=asked(EVENING))
    assert typed.of_another_day(at, text, places=places) is another


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(asked(None), id="never asked"),
        pytest.param(asked(EVENING, asking=False), id="a list of commands"),
        pytest.param(asked(EVENING, numbered=False), id="a number is an answer itself"),
        pytest.param(Draft(), id="nothing is open"),
    ],
)
def test_where_no_question_has_numbers_none_is_of_another_day(draft: Draft) -> None:
    at = turn(now=EVENING + 3 * LIVES, draft=draft)
    for places in (True, False):
        assert typed.of_another_day(at, "1", places=places) is False
