"""Numbers, sums and hours on the edge between what is read and what is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.hours import LONGEST_PHRASE, read_moment
from bot.domain.vietnamese.labels import is_number, match_choice, match_choices
from bot.domain.vietnamese.money import LARGEST_SUM, read_money, sum_within
from bot.domain.vietnamese.numbers import NUMBER_WORDS, numbers_listed, read_words, several_first
from bot.domain.vietnamese.phones import read_phone
from bot.domain.vietnamese.text import plain, sort_key
from tests.hours import vietnam

WORDS = {
    "không": 0, "một": 1, "bốn": 4, "tư": 4, "mười": 10, "chục": 10, "mười một": 11,
    "mười bốn": 14, "mười tư": 14, "mười lăm": 15, "mười nhăm": 15, "mười năm": 15,
    "hai chục": 20, "một chục": 10, "hai mươi": 20, "hai mươi mốt": 21, "hai mốt": 21,
    "hai tư": 24, "hai lăm": 25, "hai nhăm": 25, "ba mươi tư": 34, "ba hai": 32,
    "chín mươi chín": 99, "chín chín": 99, "chín chục": 90,
    "trăm": 100, "một trăm": 100, "một trăm linh một": 101, "một trăm lẻ năm": 105,
    "hai trăm mười": 210, "chín trăm chín mươi chín": 999,
}  # fmt: skip


@pytest.mark.parametrize(("said", "number"), WORDS.items(), ids=WORDS)
def test_a_number_in_words_is_read(said: str, number: int) -> None:
    """vietnamese.md 6.5: mười lăm, hai mốt, linh/lẻ, chục, tư."""
    assert read_words(plain(said)) == number


@pytest.mark.parametrize(
    "said",
    ["hai ba", "ba bốn", "hai năm", "bốn năm", "một trăm lẻ mười", "một trăm năm",
     "mười trăm", "trăm linh không", "hai hai trăm", "trăm trăm", "linh một", "", "ruộng"],
)  # fmt: skip
def test_what_may_be_two_numbers_or_none_is_none(said: str) -> None:
    """ "Hai ba" is two or three, "hai năm" two years: asked, not guessed."""
    assert read_words(plain(said)) is None


def test_every_number_below_a_hundred_can_be_said_in_words() -> None:
    assert set(NUMBER_WORDS.values()) == set(range(100))


SPANS = {
    "three to seven": ("3-7", [3, 4, 5, 6, 7]),
    "the longest": ("1-50", list(range(1, 51))),
    "one too long": ("1-51", []),
    "of one": ("3-3", []),
    "four digits": ("1000", []),
    "with và": ("3 và 5", [3, 5]),
    "with số": ("hộ số 3, số 5", [3, 5]),
}


@pytest.mark.parametrize(("typed", "numbers"), SPANS.values(), ids=SPANS)
def test_from_one_number_to_another(typed: str, numbers: list[int]) -> None:
    assert numbers_listed(typed) == numbers


@pytest.mark.parametrize(
    ("typed", "several"),
    [("3 5 bt hôm qua", True), ("hộ 3, 5", True), ("3 và 5 ổn", True), ("3-7 trừ 5", True),
     ("3, 15/11", False), ("3 15.11", False), ("3 bt", False), ("bt 3 5", False), ("3", False)],
)  # fmt: skip
def test_whether_words_begin_with_several_households(typed: str, several: bool) -> None:
    assert several_first(typed) is several


SUMS = {
    "1tr2": 1_200_000, "1tr250": 1_250_000, "1tr009": 1_009_000, "1tr050": 1_050_000,
    "1tr2,0": 1_200_000, "2 tỷ 3": 2_300_000_000,
    "triệu rưỡi": 1_500_000, "nửa triệu": 500_000, "30 củ": 30_000_000, "5 lít": 500_000,
    "500 ngàn": 500_000, "4,2 tỷ": 4_200_000_000, "30.000.000": 30_000_000,
    "30,000,000": 30_000_000, "2,5 triệu": 2_500_000, "10000": 10_000, "0": 0, "không": 0,
    "không có": 0, "ko": 0, "chưa có": 0, "100 tỷ": LARGEST_SUM, "hai trăm nghìn": 200_000,
    "5 trăm ngàn": 500_000, "1 triệu 250 nghìn": 1_250_000, "khoảng 30 triệu": 30_000_000,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "dong"), SUMS.items(), ids=SUMS)
def test_a_sum_is_read_as_people_write_it(typed: str, dong: int) -> None:
    """vietnamese.md 6.5."""
    assert read_money(typed) == dong
    assert read_money(plain(typed)) == dong


ASKED: dict[str, tuple[Reason, str | None]] = {
    "30": (Reason.NOT_MONEY, "30 triệu"),
    "100": (Reason.NOT_MONEY, "100 triệu"),
    "101": (Reason.NOT_MONEY, "101 nghìn"),
    "9999": (Reason.NOT_MONEY, "9999 nghìn"),
    "2,5": (Reason.NOT_MONEY, "2,5 triệu"),
    "1tr50": (Reason.NOT_MONEY, "1.500.000 đồng"),
    "100 tỷ 1": (Reason.NUMBER_TOO_LARGE, None),
    "1 nghìn 2 triệu": (Reason.NOT_MONEY, None),
    "rưỡi": (Reason.NOT_MONEY, None),
    "1,23 đồng": (Reason.NOT_MONEY, None),
    "nhiều lắm": (Reason.NOT_MONEY, None),
    "": (Reason.NOT_MONEY, None),
    "1tr1000": (Reason.NOT_MONEY, None),
    "5 đồng 3": (Reason.NOT_MONEY, None),
}


@pytest.mark.parametrize("typed", ASKED)
def test_what_may_mean_several_sums_is_asked_with_the_likeliest(typed: str) -> None:
    reason, guess = ASKED[typed]
    with pytest.raises(Refusal) as said:
        read_money(typed)
    assert said.value.reason is reason
    assert said.value.details.get("guess") == guess


@pytest.mark.parametrize(
    ("text", "dong"),
    [("giúp vay 30 triệu nuôi tôm", 30_000_000), ("mua 5 lít dầu", None), ("đường dài 30 m", None),
     ("hỗ trợ 500.000 hôm qua", 500_000), ("hộ 3 có 5 người", None), ("góp 5 xị", 500_000)],
)  # fmt: skip
def test_a_sum_within_a_sentence_is_taken_only_where_it_is_sure(text: str, dong: int) -> None:
    assert sum_within(text) == dong


NOW = vietnam("2026-11-21", "09:00")  # a Saturday
MOMENTS = {
    "an hour to come": ("10h", ("2026-11-21", "10:00")),
    "an hour that is past is tomorrow's": ("8h", ("2026-11-22", "08:00")),
    "this very minute is past": ("9h", ("2026-11-22", "09:00")),
    "an afternoon": ("2h chiều", ("2026-11-21", "14:00")),
    "eleven in the evening": ("11h đêm", ("2026-11-21", "23:00")),
    "noon": ("12h trưa", ("2026-11-21", "12:00")),
    "one at noon": ("1h trưa", ("2026-11-21", "13:00")),
    "four at night is the morning's": ("4h khuya", ("2026-11-22", "04:00")),
    "half past": ("10 giờ rưỡi", ("2026-11-21", "10:30")),
    "quarter to": ("11 giờ kém 15", ("2026-11-21", "10:45")),
    "the last minute": ("23h59", ("2026-11-21", "23:59")),
    "a day without an hour": ("ngày mai", ("2026-11-22", "08:00")),
    "an evening": ("tối nay", ("2026-11-21", "19:00")),
    "a year away": ("8h 21/11/2027", ("2027-11-21", "08:00")),
}


@pytest.mark.parametrize(("typed", "moment"), MOMENTS.values(), ids=MOMENTS)
def test_a_moment_is_always_to_come(typed: str, moment: tuple[str, str]) -> None:
    assert read_moment(typed, NOW) == vietnam(*moment)


NO_MOMENTS = {
    "no hour of a day": ("24h", Reason.NOT_AN_HOUR),
    "sixty minutes": ("10h60", Reason.NOT_AN_HOUR),
    "sixty minutes short": ("10 giờ kém 60", Reason.NOT_AN_HOUR),
    "before the day": ("0 giờ kém 5", Reason.NOT_AN_HOUR),
    "two hours": ("8h 9h", Reason.NOT_AN_HOUR),
    "a month": ("tháng 12", Reason.NOT_AN_HOUR),
    "a day that is past": ("8h 20/11/2026", Reason.PAST_HOUR),
    "more than a year away": ("8h 23/11/2027", Reason.NOT_AN_HOUR),
    "nothing": ("", Reason.NOT_AN_HOUR),
    "too many words": ("8h " + " " * LONGEST_PHRASE, Reason.NOT_AN_HOUR),
}


@pytest.mark.parametrize(("typed", "reason"), NO_MOMENTS.values(), ids=NO_MOMENTS)
def test_what_is_no_moment_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as said:
        read_moment(typed, NOW)
    assert said.value.reason is reason


@settings(max_examples=30)
@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 300))
def test_any_hour_of_any_day_within_a_year_is_read(hour: int, minute: int, ahead: int) -> None:
    day = date(2026, 11, 21) + timedelta(days=ahead)
    typed = f"{hour}h{minute:02} {day:%d/%m/%Y}"
    assert read_moment(typed, NOW) == vietnam(day.isoformat(), f"{hour:02}:{minute:02}")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", True), ("(3)", True), ("số 3", True), ("câu 3.", True), ("#3", True), ("3 5", False),
     ("ba", False), ("", False), ("1234", False), ("3" + " " * 499, True),
     ("3" + " " * 500, False)],
)  # fmt: skip
def test_whether_only_a_place_in_a_list_was_typed(typed: str, number: bool) -> None:
    assert is_number(typed) is number


LABELS = ("Tại nhà", "Gọi điện", "Gặp tại cuộc họp", "Hà", "Hạ")


@pytest.mark.parametrize(
    ("typed", "index"),
    [("1", 0), ("5", 4), ("6", None), ("0", None), ("tai nha", 0), ("gọi", 1), ("g", None),
     ("Hà", 3), ("Hạ", 4), ("ha", None), ("", None), ("gap tai cuoc hop", 2), ("gặp", 2)],
)  # fmt: skip
def test_the_choice_that_was_meant_or_none(typed: str, index: int | None) -> None:
    assert match_choice(typed, LABELS) == index
    assert match_choice(typed, ()) is None


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [("1, 3", [0, 2]), ("1-3", [0, 1, 2]), ("3-1", []), ("1-6", []), ("1 và 1", [0]),
     ("gọi, 1", [1, 0]), ("1, xyz", []), ("1" * 501, [])],
)  # fmt: skip
def test_several_choices_in_the_order_in_which_they_were_typed(
    typed: str, chosen: list[int]
) -> None:
    assert match_choices(typed, LABELS) == chosen


OLD_PREFIXES = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076",
    "0128": "078", "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OLD_PREFIXES.items(), ids=OLD_PREFIXES)
def test_a_number_of_before_2018_is_the_one_of_today(old: str, new: str) -> None:
    """vietnamese.md 6.5."""
    assert read_phone(f"{old}1234567") == f"+84{new[1:]}1234567"
    assert read_phone(f"+84{old[1:]}1234567") == f"+84{new[1:]}1234567"


def test_people_are_listed_by_given_name_then_surname_then_middle_name() -> None:
    """vietnamese.md 6.3: people notice."""
    listed = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Bá Bình", "Nguyễn Văn Bình", "Trần An Bình",
              "Lê Dũng", "Lê Đào", "Phạm Thị Hoa", "Phạm Thị Hòa"]  # fmt: skip
    assert sorted(sorted(listed), key=sort_key) == listed
