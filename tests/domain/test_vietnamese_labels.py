"""Choices that are typed instead of tapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.labels import match_choice, match_choices

ANY_TEXT = st.text(st.characters(exclude_categories=()))
LABELS = ("Đúng", "Sửa", "Bỏ qua", "Thăm trực tiếp tại nhà", "Thăm qua điện thoại", "Bỏ phiếu")


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        pytest.param("2", 1, id="number"),
        pytest.param(" 2. ", 1, id="with-dot"),
        pytest.param("2)", 1, id="with-bracket"),
        pytest.param("(2)", 1, id="in-brackets"),
        pytest.param("số 2", 1, id="said-as-number"),
        pytest.param("so 2", 1, id="without-diacritics"),
        pytest.param("chọn số 2", 1, id="chosen"),
        pytest.param("câu 2", 1, id="as-answer"),
        pytest.param("２", 1, id="full-width"),
        pytest.param("02", 1, id="leading-zero"),
        pytest.param("Đúng", 0, id="label"),
        pytest.param("dung", 0, id="label-without-diacritics"),
        pytest.param("ĐÚNG.", 0, id="label-shouted"),
        pytest.param("Thăm trực", 3, id="beginning"),
        pytest.param("tham q", 4, id="shorter-beginning"),
        pytest.param("bỏ q", 2, id="beginning-of-one-only"),
        pytest.param("tham", None, id="beginning-of-two"),
        pytest.param("bo", None, id="too-short"),
        pytest.param("su", None, id="two-letters"),
        pytest.param("0", None, id="zero-is-cancel"),
        pytest.param("7", None, id="beyond"),
        pytest.param("-1", None, id="negative"),
        pytest.param("2 3", None, id="two-numbers"),
        pytest.param("²", 1, id="superscript"),
        pytest.param("٢", None, id="arabic-digit"),
        pytest.param("", None, id="empty"),
        pytest.param("...", None, id="only-dots"),
        pytest.param("nhà", None, id="middle-of-a-label"),
        pytest.param("dduungs", 0, id="telex-left-over"),
        pytest.param("thaem truwcj", None, id="two-slips-are-no-label"),
        pytest.param("boor qua", 2, id="telex-in-one-word"),
        pytest.param("đúng rồi", None, id="more-than-the-label"),
    ],
)
def test_a_choice_is_known_by_number_label_or_beginning(typed: str, index: int | None) -> None:
    assert match_choice(typed, LABELS) == index


def test_diacritics_decide_between_labels_that_differ_by_them_only() -> None:
    labels = ("Bà Hà", "Bà Hạ")
    assert match_choice("bà hạ", labels) == 1
    assert match_choice("ba ha", labels) is None


def test_a_number_that_is_also_another_label_is_not_guessed() -> None:
    assert match_choice("3", ("3", "5", "7")) is None
    assert match_choice("7", ("3", "5", "7")) == 2
    assert match_choice("2", ("1", "2", "3")) == 1


def test_nothing_is_chosen_when_nothing_is_offered() -> None:
    assert match_choice("1", ()) is None
    assert match_choices("1 2", ()) == []


@pytest.mark.parametrize(
    ("typed", "indexes"),
    [
        pytest.param("1 3 5", [0, 2, 4], id="spaces"),
        pytest.param("1,3", [0, 2], id="comma"),
        pytest.param("1, 3; 5", [0, 2, 4], id="mixed-marks"),
        pytest.param("1-3", [0, 1, 2], id="range"),
        pytest.param("1 – 3", [0, 1, 2], id="range-with-spaces"),
        pytest.param("1-2, 5", [0, 1, 4], id="range-and-more"),
        pytest.param("1 và 3", [0, 2], id="and"),
        pytest.param("3\n1", [2, 0], id="own-order"),
        pytest.param("1 1 3", [0, 2], id="twice-is-once"),
        pytest.param("2", [1], id="one"),
        pytest.param("đúng, bỏ qua", [0, 2], id="labels"),
        pytest.param("dung va 2", [0, 1], id="label-and-number"),
        pytest.param("bỏ qua", [2], id="label-with-a-space"),
        pytest.param("1 9", [], id="one-beyond"),
        pytest.param("3-1", [], id="range-backwards"),
        pytest.param("1-9", [], id="range-beyond"),
        pytest.param("đúng, gì đó", [], id="one-unknown"),
        pytest.param("", [], id="empty"),
    ],
)
def test_several_choices_are_all_known_or_none(typed: str, indexes: list[int]) -> None:
    assert match_choices(typed, LABELS) == indexes


def test_a_flood_of_text_chooses_nothing() -> None:
    assert match_choice("1" + " " * 10 + "x" * 100_000, LABELS) is None
    assert match_choices("1 " * 50_000, LABELS) == []


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=5))
def test_any_text_is_a_choice_or_none(text: str, labels: list[str]) -> None:
    one = match_choice(text, labels)
    assert one is None or 0 <= one < len(labels)
    assert all(0 <= index < len(labels) for index in match_choices(text, labels))
