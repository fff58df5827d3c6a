"""Sums as people type them (vietnamese.md 6.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.money import LARGEST_SUM, read_money, sum_within
from bot.domain.vietnamese.numbers import NUMBER_WORDS, read_words

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NEAR_MONEY = st.text("0123456789.,- trkđtyỷệngàrưỡilítxịmộbahainăm", max_size=30)


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("30tr", 30_000_000),
        ("30 tr", 30_000_000),
        ("30TR", 30_000_000),
        ("30trđ", 30_000_000),
        ("30 triệu", 30_000_000),
        ("30 trieu dong", 30_000_000),
        ("30 củ", 30_000_000),
        ("30 chai", 30_000_000),
        ("1tr2", 1_200_000),
        ("1 triệu 2", 1_200_000),
        ("1tr250", 1_250_000),
        ("triệu rưỡi", 1_500_000),
        ("trieu ruoi", 1_500_000),
        ("triệu hai", 1_200_000),
        ("2 triệu rưỡi", 2_500_000),
        ("2tr rưỡi", 2_500_000),
        ("2 tỷ 3", 2_300_000_000),
        ("2 tỉ 350", 2_350_000_000),
        ("2 tỷ 300 triệu", 2_300_000_000),
        ("1 triệu 250 nghìn", 1_250_000),
        ("1 triệu 50 nghìn", 1_050_000),
        ("500k", 500_000),
        ("500 ngàn", 500_000),
        ("500 nghìn đồng", 500_000),
        ("5 lít", 500_000),
        ("5 xị", 500_000),
        ("4,2 tỷ", 4_200_000_000),
        ("30.000.000", 30_000_000),
        ("30,000,000", 30_000_000),
        ("30.000.000đ", 30_000_000),
        ("30.000.000 VNĐ", 30_000_000),
        ("1.250.000,00", 1_250_000),
        ("30000000", 30_000_000),
        ("50000", 50_000),
        ("2,5 triệu", 2_500_000),
        ("2.5tr", 2_500_000),
        ("1.500k", 1_500_000),
        ("1.500 triệu", 1_500_000_000),
        ("5 trăm ngàn", 500_000),
        ("năm trăm nghìn", 500_000),
        ("3 chục triệu", 30_000_000),
        ("chục triệu", 10_000_000),
        ("ba mươi triệu", 30_000_000),
        ("hai mươi lăm triệu", 25_000_000),
        ("một trăm linh năm triệu", 105_000_000),
        ("hai triệu rưỡi", 2_500_000),
        ("một tỷ hai", 1_200_000_000),
        ("nửa triệu", 500_000),
        ("khoảng 30 triệu", 30_000_000),
        ("vay 30tr.", 30_000_000),
        ("500 đồng", 500),
        ("100 tỷ", 100_000_000_000),
        ("0", 0),
        ("không", 0),
    ],
    ids=str,
)
def test_sums_are_read_as_they_are_typed(typed: str, dong: int) -> None:
    assert read_money(typed) == dong


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("30", "30 triệu"),
        ("100", "100 triệu"),
        ("500", "500 nghìn"),
        ("1500", "1500 nghìn"),
        ("2,5", "2,5 triệu"),
        ("ba mươi", "30 triệu"),
        ("1tr50", "1.500.000 đồng"),
        ("1 triệu 25", "1.250.000 đồng"),
    ],
    ids=str,
)
def test_a_sum_that_may_mean_several_is_asked_with_a_guess(typed: str, guess: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_money(typed)
    assert refused.value.reason is Reason.NOT_MONEY
    assert refused.value.details == {"guess": guess}


@pytest.mark.parametrize("guess", ["30 triệu", "500 nghìn", "2,5 triệu", "1.500.000 đồng"])
def test_every_guess_can_be_typed_back(guess: str) -> None:
    assert read_money(guess) > 0


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "-5tr",
        "-30.000.000",
        "30tr30tr",
        "1 nghìn 2 triệu",
        "1.2.3",
        "1,2.3 tỷ",
        "1.00.000",
        "rưỡi",
        "triệu rưỡi rưỡi",
        "30tr/tháng",
        "30 triệu 5 6",
        "500 đồng 5",
        "vài triệu",
        "nhiều lắm",
        "0912 345 678 chị Hạnh",
        "0,0001k",
        "½ triệu",
        "một hai ba triệu",
        "đồng hồ",
        "30 triệu và con bò",
        "x" * 500,
    ],
    ids=lambda typed: str(typed)[:20],
)
def test_what_is_no_sum_is_refused_without_a_guess(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_money(typed)
    assert refused.value.reason is Reason.NOT_MONEY
    assert refused.value.details == {}


@pytest.mark.parametrize("typed", ["101 tỷ", "100.000.000.001", "1 nghìn tỷ", "9" * 60])
def test_more_than_a_commune_can_mean_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_money(typed)
    assert refused.value.reason is Reason.NUMBER_TOO_LARGE


@given(st.integers(10_000, LARGEST_SUM))
def test_a_sum_written_plainly_reads_back(dong: int) -> None:
    assert read_money(str(dong)) == dong
    assert read_money(f"{dong:,}") == dong
    assert read_money(f"{dong:,} đồng".replace(",", ".")) == dong


@given(st.integers(1, 999), st.integers(1, 9))
def test_millions_with_a_digit_after_them_read_back(millions: int, more: int) -> None:
    dong = millions * 1_000_000 + more * 100_000
    assert read_money(f"{millions}tr{more}") == dong
    assert read_money(f"{millions},{more} triệu") == dong


@given(ANY_TEXT | NEAR_MONEY)
def test_any_text_is_a_sum_or_refused(text: str) -> None:
    try:
        dong = read_money(text)
    except Refusal:
        return
    assert 0 <= dong <= LARGEST_SUM


def test_every_number_below_a_hundred_can_be_said() -> None:
    assert set(NUMBER_WORDS.values()) == set(range(100))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tram", 100),
        ("mot tram", 100),
        ("hai tram linh nam", 205),
        ("ba tram le bay", 307),
        ("chin tram chin muoi chin", 999),
        ("muoi tram", None),
        ("hai tram linh muoi", None),
        ("hai tram linh", None),
        ("hai tram nam", None),
        ("", None),
        ("ca heo tram", None),
    ],
    ids=str,
)
def test_hundreds_in_words(words: str, value: int | None) -> None:
    assert read_words(words) == value


@pytest.mark.parametrize(
    ("told", "dong"),
    [
        ("xin vay 50 triệu nuôi tôm", 50_000_000),
        ("duoc vay 30tr roi", 30_000_000),
        ("giải ngân 1tr5 hôm qua", 1_500_000),
        ("tặng phần quà 300k", 300_000),
        ("hỗ trợ 2 triệu rưỡi sửa nhà", 2_500_000),
        ("trao 5 trăm nghìn", 500_000),
        ("nhận 1.500.000 tiền hỗ trợ", 1_500_000),
        ("vay 20 củ mua bò", 20_000_000),
        ("tặng 2 chai dầu ăn", None),
        ("cho 5 lít xăng", None),
        ("làm 30 m đường", None),
        ("3 người, 5 tuổi", None),
        ("", None),
    ],
)
def test_a_sum_is_found_within_what_is_told(told: str, dong: int | None) -> None:
    assert sum_within(told) == dong


@given(ANY_TEXT)
def test_any_text_holds_a_sum_or_none(text: str) -> None:
    found = sum_within(text)
    assert found is None or 0 <= found <= LARGEST_SUM
