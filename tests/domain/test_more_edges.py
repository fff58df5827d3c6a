"""Further edges of what people type: the last word that counts, and the first that does not."""

from datetime import date

import pytest

from bot.domain.calendar import official
from bot.domain.delivery import LEASE, LONGEST_SEND, OPEN, UNKNOWN_HOLDS_BACK, Delivery
from bot.domain.households import Change
from bot.domain.placing import Place, placed
from bot.domain.policies import Setting
from bot.domain.refusals import Refusal
from bot.domain.vietnamese.change_words import changes_said
from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.finding import Candidate, search
from bot.domain.vietnamese.hours import LONGEST_PHRASE, read_moment
from bot.domain.vietnamese.phones import read_phone
from bot.domain.vietnamese.places import LONGEST_PLACE, read_place
from bot.domain.vietnamese.setting_words import off_value, on_value
from bot.domain.vietnamese.text import search_key
from bot.texts.common import CHANGES
from tests.hours import vietnam

NOW = vietnam("2026-11-21", "09:00")


@pytest.mark.parametrize(
    "setting",
    [Setting.MONTH_LIST, Setting.ESCALATION, Setting.DIGEST, Setting.SECOND_APPROVER],
)
def test_whatever_is_on_or_off_is_switched_by_yes_or_no(setting: Setting) -> None:
    assert on_value(setting) is True
    assert off_value(setting) is False


@pytest.mark.parametrize(("between", "asked"), [(11, False), (12, True)])
def test_a_denial_reaches_over_eleven_words_between(between: int, asked: bool) -> None:
    said = " ".join(["không", *["có", "ai"] * between][: between + 1])
    assert looks_like_complaint(f"{said} khiếu nại") is asked


BESIDE = {
    "gia chong": Change.SPLIT,
    "cuoi vo": Change.JOIN,
    "don nha": Change.MOVE_IN,
    "chuyen ve": Change.RETURNED,
    "nhap khau": Change.BIRTH,
    "di lam": Change.JOB_NEW,
    "lam cong nhan": Change.JOB_NEW,
    "thoat ngheo": Change.CLASS_NEAR_EXIT,
    "sap nha": Change.HOUSING,
    "di lam xa": Change.AWAY_ABROAD,
}


@pytest.mark.parametrize(("typed", "also"), BESIDE.items(), ids=BESIDE)
def test_what_else_a_phrase_may_mean_is_offered_beside_it(typed: str, also: Change) -> None:
    found = changes_said(typed, CHANGES)
    assert also in found[1:]
    assert found[0] is not also


def test_the_longest_words_of_a_time_and_of_a_place() -> None:
    padded = "10h".ljust(LONGEST_PHRASE)
    assert read_moment(padded, NOW) == vietnam("2026-11-21", "10:00")
    with pytest.raises(Refusal):
        read_moment(padded + " ", NOW)
    assert read_place("Huế".ljust(LONGEST_PLACE)) == "Huế"


PHONES = {
    "as it is dialled": "0912 345 678",
    "as the world dials it": "+84 912 345 678",
    "without a plus": "84912345678",
    "with the zero left in": "84 0912345678",
    "from abroad": "0084912345678",
    "without its zero, by a spreadsheet": "912345678",
    "as a number with a fraction, by a spreadsheet": "912345678.0",
    "as text, by a spreadsheet": "'0912345678",
    "with dots": "0912.345.678",
    "with brackets": "(091) 2345678",
    "an old number with its country": "841692345678",
    "an old number with country and zero": "8401692345678",
}


@pytest.mark.parametrize("written", PHONES.values(), ids=PHONES)
def test_a_phone_number_is_one_however_it_is_written(written: str) -> None:
    """vietnamese.md 6.5."""
    same = "+84392345678" if "169" in written else "+84912345678"
    assert read_phone(written) == same


@pytest.mark.parametrize(
    "written", ["113", "1022", "0912345", "09123456789", "+1 202 555 0100", "", "0912345678 9",
                "một hai ba", "٠٩١٢٣٤٥٦٧٨"]
)  # fmt: skip
def test_what_is_no_number_of_a_person_in_vietnam_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_phone(written)


def test_tet_2030_is_off_by_the_vietnamese_moon_and_not_a_day_longer() -> None:
    """vietnamese.md 7.1: the Chinese calendar is a day late for the whole first month of 2030."""
    off = {day for day in official(2030) if day.month == 2}
    assert date(2030, 2, 1) in off
    assert date(2030, 2, 7) not in off


def test_where_two_messengers_would_do_nobody_is_sent_to_one() -> None:
    bounded = [Place("zalo_bot", "a", free=3), Place("telegram", "b", free=3)]
    assert placed([1, 1], bounded) == [None, None]
    same = [Place("zalo_bot", "a", free=1), Place("zalo_bot", "b", free=1)]
    assert placed([1, 1, 1], same) == [same[0], same[1], None]


def known(at: int, number: int, head: str, alias: str, group: str) -> Candidate:
    whole = f"{head} {alias} {group} ap Binh Hoa H{number:03}"
    return Candidate(at, number, search_key(whole), (head, alias), f"H{number:03}")


BOOK = (
    known(1, 3, "Nguyễn Văn Sáu", "Sáu Ghe", "Tổ 4"),
    known(2, 6, "Trần Thị Hạnh", "Tư Hạnh", "Tổ 6"),
    known(3, 8, "Lê Văn Bảy", "Bảy Mộc", "Tổ 4"),
)
FOUND = {
    "a number is that number": ("6", (2,), True),
    "a code": ("H003", (1,), True),
    "a code in small letters": ("h008", (3,), True),
    "a whole name": ("Lê Văn Bảy", (3,), True),
    "a calling name": ("tu hanh", (2,), True),
    "a title before it": ("bà Tư Hạnh", (2,), True),
    "a group in words": ("tổ bốn", (1, 3), False),
    "a group in digits": ("tổ 4", (1, 3), False),
    "nobody": ("Phạm Văn Xuân", (), False),
    "nothing": ("", (), False),
}


@pytest.mark.parametrize(("words", "ids", "certain"), FOUND.values(), ids=FOUND)
def test_whom_a_member_means(words: str, ids: tuple[int, ...], certain: bool) -> None:
    """vietnamese.md 6.1: by birth order, nickname or place; design: one rule at every door."""
    found = search(words, BOOK)
    assert (found.ids, found.certain) == (ids, certain)


def test_a_letter_is_lent_for_longer_than_any_sending_takes() -> None:
    """reliability.md 3: else two senders would have it at once; what waits or goes out is open."""
    assert LONGEST_SEND * 2 < LEASE
    assert UNKNOWN_HOLDS_BACK < LEASE
    assert {state for state in Delivery if state in OPEN} == {Delivery.QUEUED, Delivery.SENDING}
