"""Days, sums and names as everything else says them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.vietnamese.money import read_money
from bot.texts.common import (
    day,
    dialled,
    from_to,
    mention,
    money,
    place,
    short_day,
    shortened,
    spoken_day,
    thousands,
)

TODAY = date(2026, 11, 21)  # a Saturday

SUMS = {
    "nothing": (0, "0 đồng"),
    "below a thousand": (500, "500 đồng"),
    "half a million": (500_000, "500.000 đồng"),
    "a million": (1_000_000, "1 triệu đồng"),
    "a million and two tenths": (1_200_000, "1,2 triệu đồng"),
    "a million and a quarter loses nothing": (1_250_000, "1.250.000 đồng"),
    "just below a million": (999_999, "999.999 đồng"),
    "thirty million": (30_000_000, "30 triệu đồng"),
    "a billion": (1_000_000_000, "1 tỷ đồng"),
    "4,2 billion": (4_200_000_000, "4,2 tỷ đồng"),
    "a billion and one million": (1_001_000_000, "1001 triệu đồng"),
    "ten billion and ten": (10_000_000_010, "10.000.000.010 đồng"),
}


@pytest.mark.parametrize(("dong", "said"), SUMS.values(), ids=SUMS)
def test_a_sum_is_said_in_the_largest_unit_that_loses_nothing(dong: int, said: str) -> None:
    assert money(dong) == said


@settings(max_examples=60)
@given(st.integers(10_000, 100_000_000_000))
def test_a_sum_that_is_said_can_be_typed_again(dong: int) -> None:
    assert read_money(money(dong)) == dong


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (2767, "2.767"), (1_234_567, "1.234.567")],
)
def test_thousands_are_parted_by_dots(count: int, said: str) -> None:
    """vietnamese.md 6.6: 1.234.567,5."""
    assert thousands(count) == said


DAYS = {
    "today": (TODAY, "hôm nay", "hôm nay"),
    "yesterday": (date(2026, 11, 20), "hôm qua", "hôm qua"),
    "the day before": (date(2026, 11, 19), "19/11", "thứ năm 19/11"),
    "tomorrow": (date(2026, 11, 22), "22/11", "chủ nhật 22/11"),
    "a Monday": (date(2026, 11, 9), "09/11", "thứ hai 09/11"),
    "a Tuesday": (date(2026, 11, 10), "10/11", "thứ ba 10/11"),
    "a Wednesday": (date(2026, 11, 11), "11/11", "thứ tư 11/11"),
    "a Friday": (date(2026, 11, 13), "13/11", "thứ sáu 13/11"),
    "a Saturday": (date(2026, 11, 14), "14/11", "thứ bảy 14/11"),
    "last year": (date(2025, 12, 31), "31/12/2025", "thứ tư 31/12/2025"),
    "next year": (date(2027, 1, 1), "01/01/2027", "thứ sáu 01/01/2027"),
}


@pytest.mark.parametrize(("value", "short", "spoken"), DAYS.values(), ids=DAYS)
def test_a_day_is_said_as_people_say_it(value: date, short: str, spoken: str) -> None:
    assert short_day(value, TODAY) == short
    assert spoken_day(value, TODAY) == spoken


def test_at_the_turn_of_the_year_yesterday_is_yesterday() -> None:
    assert short_day(date(2026, 12, 31), date(2027, 1, 1)) == "hôm qua"
    assert short_day(date(2026, 12, 30), date(2027, 1, 1)) == "30/12/2026"


def test_a_whole_date_has_its_zeros_and_a_span_has_none() -> None:
    """vietnamese.md 9.2 and style: 05/11/2026; từ 10/11 đến 9/12."""
    assert day(date(2026, 11, 5)) == "05/11/2026"
    assert from_to(date(2026, 11, 10), date(2026, 12, 9)) == "từ 10/11 đến 9/12"


CUT = {
    "what fits stays": ("Đường vào tổ 4 bị ngập", 22, "Đường vào tổ 4 bị ngập"),
    "cut at the end of a word": ("Đường vào tổ 4 bị ngập", 21, "Đường vào tổ 4 bị…"),
    "no comma is left at the end": ("Đường ngập sâu, trẻ đi học", 18, "Đường ngập sâu…"),
    "no full stop either": ("Đèn hư. Mong xã xem", 12, "Đèn hư…"),
    "no dash": ("Chi bộ ấp 5 – Bình Hòa", 16, "Chi bộ ấp 5…"),
    "lines become one": ("Đèn hư\n\nđã  lâu", 40, "Đèn hư đã lâu"),
    "a word longer than all is cut within": ("x" * 50, 10, "xxxxxxxxx…"),
    "a question mark is left": ("Có đèn không? Mong xã xem", 17, "Có đèn không?…"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "most", "said"), CUT.values(), ids=CUT)
def test_what_is_cut_ends_with_a_word_and_shows_that_there_is_more(
    text: str, most: int, said: str
) -> None:
    assert shortened(text, most) == said


@settings(max_examples=60)
@given(st.text(max_size=120), st.integers(5, 80))
def test_whatever_is_cut_fits(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert len(cut) <= most
    assert "\n" not in cut
    assert shortened(cut, most) == cut


def test_a_household_is_named_by_its_number_and_what_it_is_called() -> None:
    """privacy.md 5.5: number and calling name for its own member."""
    assert mention(7, "Tư Hạnh") == "Số 7 · Tư Hạnh"
    assert mention(None, "Tư Hạnh") == "Tư Hạnh"
    assert mention(0, "Tư Hạnh") == "Số 0 · Tư Hạnh"


@pytest.mark.parametrize(
    ("phone", "said"),
    [("+84912345678", "0912 345 678"), ("0912345678", "0912 345 678"), ("+842963812345",
     "0296 381 2345"), ("113", "113"), ("", "")],
    ids=["a mobile", "as it is dialled", "a house's", "an emergency", "none"],
)  # fmt: skip
def test_a_phone_number_is_said_as_it_is_dialled(phone: str, said: str) -> None:
    assert dialled(phone) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [("Tổ 4, ấp Bình Hòa", "Tổ 4"), ("Số 12, đường Kênh Ba", "nhà số 12"), ("", ""),
     ("Sông Hậu, ấp 5", "Sông Hậu")],
    ids=["a group", "a house's number is no number of the book", "none", "begins like Số"],
)  # fmt: skip
def test_where_a_household_is_in_short(address: str, said: str) -> None:
    assert place(address) == said


@settings(max_examples=30)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-40, 400))
def test_no_day_but_two_is_called_by_a_word(today: date, back: int) -> None:
    assert short_day(today - timedelta(days=back), today).startswith("hôm") is (back in (0, 1))
