"""Closing a month: whose, which, and what it means."""

import pytest

from bot.domain.summaries import MonthFacts
from bot.messages import LONGEST_LABEL
from bot.texts import sealing

LONG = "Chi bộ Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai, xã Bình Hòa Hưng"
CELLS = [(LONG, "TH01"), ("Chi bộ ấp 5", "05")]


def test_a_cell_with_a_long_name_can_be_chosen_like_any_other() -> None:
    """A workbook takes names of up to 120 characters, a label holds 60."""
    for said in (sealing.which_cell(CELLS, ""), sealing.not_yours(CELLS, "2026-11")):
        assert [choice.action.split()[1] for choice in said.choices] == ["TH01", "05"]
        assert all(len(choice.label) <= LONGEST_LABEL for choice in said.choices)
        assert "Trường Tiểu học" in said.choices[0].label
        assert said.choices[1].label.endswith("Chi bộ ấp 5")


def test_a_code_that_is_a_month_too_is_asked_about_once_for_each_month() -> None:
    said = sealing.cell_or_month("10", LONG, "10", "2026-11", "2026-10")
    assert "“10” vừa là mã của" in said.text
    assert [choice.action for choice in said.choices] == [
        "/chotthang 10 2026-11", "/chotthang 10 2026-10",
    ]  # fmt: skip
    same = sealing.cell_or_month("11", LONG, "11", "2026-11", "2026-11")
    assert [choice.action for choice in same.choices] == ["/chotthang 11 2026-11"]


def test_whose_code_it_is_not_hears_which_cells_are_theirs() -> None:
    many = [(f"Chi bộ ấp {n}", f"{n:02}") for n in range(1, 12)]
    said = sealing.not_yours(many, "")
    assert "nên hệ thống chưa chốt gì" in said.text
    assert "Chi bộ ấp 3 (mã 03)" in said.text
    assert "ấp 4" not in said.text
    assert said.choices == ()
    assert len(sealing.not_yours(many, "2026-10").choices) == 9
    assert "tháng 10" in sealing.not_yours(many, "2026-10").text


@pytest.mark.parametrize(
    ("month", "word"), [("2026-11", "chot thang 11"), ("2027-01", "chot thang 1")]
)
def test_before_a_month_is_closed_its_name_is_typed(month: str, word: str) -> None:
    assert sealing.seal_word(month) == word
    said = sealing.asks_seal("Chi bộ ấp 5", MonthFacts(month, ()), word)
    assert f"gõ “{word}”" in said
    assert "báo cáo đến sau được ghi là bổ sung" in said
