"""Since when something is so, as a sentence about a change tells it."""

from datetime import date

import pytest

from bot.domain.households import DatePrecision
from bot.domain.vietnamese.sentence_days import day_told

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("sinh con ngày 5/11", date(2026, 11, 5), DatePrecision.DAY),
        ("chau nghi hoc hom qua", date(2026, 11, 20), DatePrecision.DAY),
        ("có 2 người đi làm Bình Dương từ tháng 10", date(2026, 10, 1), DatePrecision.MONTH),
        ("mới sinh em bé tuần trước", date(2026, 11, 14), DatePrecision.WEEK),
    ],
)
def test_a_day_is_read_with_how_exactly_it_is_known(
    text: str, day: date, precision: DatePrecision
) -> None:
    told = day_told(text, TODAY)
    assert told is not None
    assert (told.day, told.precision) == (day, precision)


@pytest.mark.parametrize(
    "text",
    [
        "đi Nhật 2 năm", "con thứ hai đi làm xa", "con gái lấy chồng tháng sau", "tách hộ 3 người",
        "chuyển đến 3 người", "",
    ],
)  # fmt: skip
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert day_told(text, TODAY) is None
