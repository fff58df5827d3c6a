"""Whole sentences that ask to be shown something, and those that do not."""

import pytest

from bot.domain.vietnamese.asked_for import _SENTENCES, Shown, asked_for


@pytest.mark.parametrize("shown", Shown)
def test_each_sentence_asks_for_one_thing_with_or_without_particles(shown: Shown) -> None:
    for one in _SENTENCES[shown]:
        assert asked_for(one) is shown, one
        assert asked_for(f"Cho tôi xin {one} với nhé ạ?") is shown, one


@pytest.mark.parametrize(
    "said",
    [
        "", "toi", "phan anh", "ho minh", "ho tro", "ho con", "ba tu hanh", "tham 3 binh thuong",
        "ho 3 khong biet lam don", "nha so 7 chua tham", "toi chua tham so 7", "da tham so 3 roi",
        "luu", "xong", "khong", "hỏi ai cũng nói đường ngập, không biết làm sao " * 3,
    ],
)  # fmt: skip
def test_what_reports_answers_or_names_asks_for_nothing(said: str) -> None:
    assert asked_for(said) is None
