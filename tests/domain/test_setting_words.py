"""Settings as people type them, and as they are offered to be tapped."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import UnitLevel
from bot.domain.policies import RULES, Setting, Settings, fits, settings_from
from bot.domain.vietnamese.setting_words import off_value, on_value, read_setting
from bot.messages import LONGEST_LABEL
from bot.texts import settings as words

HOURS = {
    "8": "08:00",
    "8h": "08:00",
    "8 giờ": "08:00",
    "8g": "08:00",
    "lúc 8h": None,
    "8:30": "08:30",
    "8h30": "08:30",
    "8 giờ 30": "08:30",
    "8 giờ 30 phút": "08:30",
    "8 giờ rưỡi": "08:30",
    "7h tối": "19:00",
    "7 giờ tối": "19:00",
    "2h chiều": "14:00",
    "8h sáng": "08:00",
    "19h": "19:00",
    "25h": None,
    "8h75": None,
    "8h sáng mai": None,
    "8h 9h": None,
    "sáng": None,
    "": None,
}
SPANS = {
    "7h-19h": "07:00-19:00",
    "7h30 - 18h": "07:30-18:00",
    "từ 7h đến 19h": "07:00-19:00",
    "7h tới 19h": "07:00-19:00",
    "7h sáng đến 7h tối": "07:00-19:00",
    "07:00 đến 20:30": "07:00-20:30",
    "7 19": "07:00-19:00",
    "7h": None,
    "7h 9h 11h": None,
    "cả ngày": None,
}
NUMBERS: dict[tuple[Setting, str], object] = {
    (Setting.NUDGE_DAYS, "5 và 1"): [5, 1],
    (Setting.NUDGE_DAYS, "5, 1"): [5, 1],
    (Setting.NUDGE_DAYS, "3 ngày"): [3],
    (Setting.NUDGE_DAYS, "5 3 1"): None,
    (Setting.NUDGE_DAYS, "sớm"): None,
    (Setting.GAP_DAYS, "2"): 2,
    (Setting.GAP_DAYS, "trước 2 ngày"): 2,
    (Setting.GAP_DAYS, "2 3"): None,
    (Setting.FREQUENCY, "1 1 1 3"): {"poor": 1, "near_poor": 1, "needing_help": 1, "others": 3},
    (Setting.FREQUENCY, "1, 2, 1, 6"): {"poor": 1, "near_poor": 2, "needing_help": 1, "others": 6},
    (Setting.FREQUENCY, "3"): None,
    (Setting.MEETING_DAYS, "Cuối Tháng"): "cuối tháng",
    (Setting.MEETING_DAYS, "ngày 3 hàng tháng"): "3",
    (Setting.MEETING_DAYS, "thứ hai"): None,
    (Setting.PERIOD, "theo tháng"): None,
    (Setting.DIGEST, "2"): None,
}


@pytest.mark.parametrize(("typed", "hour"), HOURS.items(), ids=HOURS)
def test_an_hour_is_read_as_people_type_it(typed: str, hour: str | None) -> None:
    assert read_setting(Setting.PUSH_HOUR, typed) == hour


@pytest.mark.parametrize(("typed", "span"), SPANS.items(), ids=SPANS)
def test_two_hours_are_a_span(typed: str, span: str | None) -> None:
    assert read_setting(Setting.HOURS, typed) == span


@pytest.mark.parametrize(
    ("setting", "typed", "stored"),
    [(*asked, stored) for asked, stored in NUMBERS.items()],
    ids=[typed for _, typed in NUMBERS],
)
def test_numbers_are_taken_when_there_are_as_many_as_wanted(
    setting: Setting, typed: str, stored: object
) -> None:
    assert read_setting(setting, typed) == stored


@given(st.sampled_from(Setting), st.text(max_size=30))
def test_no_words_make_the_reader_fail(setting: Setting, typed: str) -> None:
    read_setting(setting, typed)


@given(st.sampled_from(Setting), st.sampled_from(sorted({*HOURS, *SPANS, "1", "31", "0 0"})))
def test_what_is_read_can_be_judged(setting: Setting, typed: str) -> None:
    stored = read_setting(setting, typed)
    if stored is not None and fits(setting, stored):
        found = settings_from(UnitLevel.CELL, {setting.value: stored})
        assert found.hours.hold(found.push_hour)


@pytest.mark.parametrize("setting", Setting)
def test_a_no_turns_off_what_can_be_off(setting: Setting) -> None:
    stored = off_value(setting)
    assert stored is None or fits(setting, stored)
    assert (on_value(setting) is True) is (stored is False)


@pytest.mark.parametrize("setting", Setting)
def test_all_that_is_offered_can_be_set_and_be_shown(setting: Setting) -> None:
    assert words.offered(setting)
    for label, stored in words.offered(setting):
        assert fits(setting, stored), label
        meets = str(stored) if setting is Setting.MEETING_DAYS else ""
        found = settings_from(UnitLevel.CELL, {setting.value: stored}, meets=meets)
        line = words.line(setting, found)
        assert len(line) <= LONGEST_LABEL
        assert not line.endswith("…"), line


@pytest.mark.parametrize("setting", Setting)
def test_every_setting_is_asked_for_politely(setting: Setting) -> None:
    asked = words.asks_value(setting, Settings())
    for said in (asked, words.LIKE[setting], words.NAMES[setting]):
        assert said == unicodedata.normalize("NFC", said)
        assert "!" not in said
    assert len(asked.splitlines()) <= 6
    assert set(words.NAMES) == set(RULES)
