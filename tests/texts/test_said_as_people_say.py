"""Days, counts and choices in the words in which the conversations say them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.announcements import Readers
from bot.domain.counts import Counts
from bot.domain.households import Change, DatePrecision, HouseholdClass
from bot.domain.meetings import MeetingDays, Period, calendar_month
from bot.domain.policies import FOCUS_MONTHLY, Cadence, Setting, Settings
from bot.domain.summaries import Additions, Coverage
from bot.texts import (
    announcements,
    announcing,
    change,
    digest,
    household_page,
    households,
    month,
    picture,
    settings,
    upload_page,
)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
FIFTH = date(2026, 11, 5)
NOVEMBER = calendar_month("2026-11")
TO_MEETING = Period("2026-11", date(2026, 11, 10), date(2026, 12, 9))

WHEN = {
    DatePrecision.HOUR: "ngày 05/11/2026",
    DatePrecision.DAY: "ngày 05/11/2026",
    DatePrecision.WEEK: "khoảng ngày 05/11/2026",
    DatePrecision.MONTH: "khoảng tháng 11/2026",
    DatePrecision.QUARTER: "khoảng quý 4/2026",
    DatePrecision.YEAR: "trong năm 2026",
    DatePrecision.LUNAR: "ngày 05/11/2026 (đã đổi từ âm lịch)",
}


@pytest.mark.parametrize("precision", DatePrecision)
def test_a_day_is_said_as_exactly_as_it_is_known(precision: DatePrecision) -> None:
    """vietnamese.md 6.4: anything approximate or lunar is confirmed."""
    assert change.when(FIFTH, precision, True) == WHEN[precision]
    unsure = change.when(FIFTH, precision, False)
    exact = precision in (DatePrecision.HOUR, DatePrecision.DAY)
    assert unsure == WHEN[precision] + (" (xin xem lại ngày)" if exact else "")


COUNTED: dict[str, tuple[Counts, Sequence[Counts], str]] = {
    "fewer people": (
        Counts(5, 2), [Counts(4, 2)],
        "Số khẩu còn 4; lao động tại địa phương giữ nguyên 2.",
    ),
    "more people": (
        Counts(5, None), [Counts(6, None)],
        "Số khẩu tăng lên 6; lao động tại địa phương chưa rõ.",
    ),
    "as many": (
        Counts(5, 2), [Counts(5, 1)],
        "Số khẩu giữ nguyên 5; lao động tại địa phương còn 1.",
    ),
    "nothing known": (
        Counts(None, None), [Counts(None, None)],
        "Số khẩu chưa rõ; lao động tại địa phương chưa rõ.",
    ),
    "a choice": (
        Counts(5, 2), [Counts(4, 2), Counts(4, 1)],
        "Số khẩu và lao động: đồng chí chọn số đúng bên dưới.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "found", "said"), COUNTED.values(), ids=COUNTED)
def test_what_a_change_does_to_the_numbers(
    before: Counts, found: Sequence[Counts], said: str
) -> None:
    """vietnamese.md 9.2, example 5."""
    assert change.counts_after(before, found) == said


def test_what_happened_is_read_back_in_one_line() -> None:
    away = change.what_happened(Change.AWAY_DOMESTIC, "05/11/2026", 2, "Đồng Nai", "", "")
    assert away == "Đi làm ăn xa trong nước: 02 người (Đồng Nai), 05/11/2026"
    decided = change.what_happened(Change.CLASS_EXIT, "05/11/2026", 1, "", "45/QĐ-UBND", "mừng")
    assert decided == "Thoát nghèo, 05/11/2026, quyết định 45/QĐ-UBND; mừng"


def test_a_period_is_called_by_its_month_and_by_its_days_where_they_differ() -> None:
    assert month.called(NOVEMBER, TODAY) == "Tháng 11"
    assert month.called(TO_MEETING, TODAY) == "Tháng 11 (từ 10/11 đến 9/12)"
    assert month.called(calendar_month("2025-11"), TODAY) == "Tháng 11/2025"
    assert (month.days(NOVEMBER), month.days(TO_MEETING)) == ("", "từ 10/11 đến 9/12")


@pytest.mark.parametrize(
    ("visited", "due", "said"),
    [
        pytest.param(3, 8, "đã thăm 3/8 hộ, còn 9 ngày", id="some"),
        pytest.param(8, 8, "đã thăm 8/8 hộ, đã đủ. Cảm ơn đồng chí", id="all"),
        pytest.param(0, 0, "không có hộ nào cần thăm", id="nothing due"),
    ],
)
def test_how_far_a_month_is(visited: int, due: int, said: str) -> None:
    assert month.progress(NOVEMBER, visited, due, TODAY) == f"Tháng 11: {said}."


def test_what_was_done_beside_the_duty_is_said_apart() -> None:
    """Glossary 4: "nắm tình hình bằng cách khác", and an attempt."""
    assert month.beside(0, 0, 0, 0) == ""
    assert month.beside(1, 0, 0, 0) == "Nắm tình hình bằng cách khác 1 hộ."
    assert month.beside(0, 2, 0, 0) == "Đến nhưng vắng nhà 2 hộ."
    assert "3 hộ chưa đến kỳ; cùng giúp 4 hộ" in month.beside(1, 2, 3, 4)


SINCE: dict[str, tuple[date | None, frozenset[str], str]] = {
    "never": (None, frozenset(), "chưa thăm lần nào"),
    "long ago": (date(2026, 10, 1), frozenset(), "51 ngày chưa thăm"),
    "visited": (date(2026, 11, 20), frozenset({"visited"}), "đã thăm hôm qua"),
    "not due": (date(2026, 10, 1), frozenset({"not_due"}), "chưa đến kỳ, 51 ngày"),
    "only helping": (None, frozenset({"helping"}), "cùng giúp, chưa thăm lần nào"),
    "wants nothing written": (None, frozenset({"declined"}), "không ghi chép"),
}


@pytest.mark.parametrize(("last", "true", "said"), SINCE.values(), ids=SINCE)
def test_two_clocks_this_month_and_days_since_the_last_visit(
    last: date | None, true: frozenset[str], said: str
) -> None:
    """requirements 1.6; privacy.md 5.4: who declines shows as "không ghi chép"."""
    named = ("visited", "not_due", "helping", "declined")
    found = households.since_visit(last, TODAY, **{one: one in true for one in named})
    assert found == said


def test_a_household_page_says_what_is_not_known() -> None:
    assert household_page.people(5, 2, "làm ruộng") == "5 khẩu · 2 lao động · làm ruộng"
    assert household_page.people(None, None, "") == "số khẩu chưa ghi · lao động chưa ghi"
    assert household_page.in_charge([]) == "Phụ trách: chưa có ai"
    assert household_page.in_charge(["An", "Bình"]) == "Phụ trách: An, Bình"


CLASSES = {
    HouseholdClass.POOR: "Hộ nghèo",
    HouseholdClass.NEAR_POOR: "Hộ cận nghèo",
    HouseholdClass.NEW_OUT_POVERTY: "Hộ mới thoát nghèo",
    HouseholdClass.AVERAGE: "Hộ có mức sống trung bình",
    HouseholdClass.NONE: "",
    HouseholdClass.UNKNOWN: "",
}


@pytest.mark.parametrize("of", HouseholdClass)
def test_a_class_is_said_only_where_there_is_one(of: HouseholdClass) -> None:
    assert household_page.standing(of, False, False) == CLASSES[of]
    flagged = household_page.standing(HouseholdClass.POOR, True, True)
    assert flagged == "Hộ nghèo · gia đình chính sách · đang cần giúp đỡ"


def test_who_is_written_to_is_said_before_it_goes_out() -> None:
    whole = announcing.whom(Readers.EVERYBODY, [], of_cell=False)
    assert whole == "tất cả mọi người, toàn Đảng bộ"
    leads = announcing.whom(Readers.LEADS, ["05", "06"], of_cell=False)
    assert leads == "bí thư, phó bí thư chi bộ, 2 chi bộ (05, 06)"
    assert announcing.moment(NOW) == "09:30 thứ bảy 21/11/2026"


SET = {
    Setting.PERIOD: "theo tháng dương lịch",
    Setting.MEETING_DAYS: "ngày 10",
    Setting.MONTH_LIST: "có",
    Setting.NUDGE_DAYS: "5 và 1 ngày làm việc",
    Setting.GAP_DAYS: "2 ngày",
    Setting.PUSH_HOUR: "08:00",
    Setting.HOURS: "07:00 đến 20:30",
    Setting.ESCALATION: "có",
    Setting.DIGEST: "có",
    Setting.SECOND_APPROVER: "không",
    Setting.FREQUENCY: "mọi hộ hằng tháng",
}


@pytest.mark.parametrize("setting", Setting)
def test_what_holds_when_nobody_has_set_anything(setting: Setting) -> None:
    """requirements 1.6, the calendar's defaults."""
    assert settings.value(setting, Settings()) == SET[setting]
    assert settings.line(setting, Settings()).endswith(f": {SET[setting]}")


def test_days_of_meeting_and_frequencies_in_words() -> None:
    assert settings.meeting_days(MeetingDays(31, 31)) == "cuối tháng"
    assert settings.meeting_days(MeetingDays(10, 12)) == "ngày 10 đến 12"
    assert settings.cadence(Cadence(1, 2, 1, 6)) == "theo diện hộ, 1-2-1-6 tháng"
    assert settings.cadence(FOCUS_MONTHLY).endswith("khác mỗi quý")


def test_figures_of_the_digest_and_the_picture() -> None:
    assert digest.visited_of(Coverage(visited=3, untouched=1)) == "3/4"
    assert digest.added(Additions()) == ""
    assert "1 lượt thăm, 2 biến động, 3 phản ánh" in digest.added(Additions(1, 2, 3))
    assert (digest.number(3.0), digest.number(3.25)) == ("3", "3,25")
    assert (picture.share(3, 8), picture.share(0, 0)) == ("3/8", "–")
    assert picture.percent(Coverage(visited=1, untouched=1)) == "50 %"
    assert picture.percent(Coverage()) == "–"
    assert picture.title("Ấp 5", "2026-11", provisional=True).endswith("số liệu tạm")


def test_a_list_of_announcements_says_what_is_unread_and_since_when() -> None:
    assert announcements.line("Đo huyết áp", NOW, TODAY, unread=True) == "● hôm nay · Đo huyết áp"
    earlier = NOW - timedelta(days=9)
    assert announcements.line("Đo huyết áp", earlier, TODAY, unread=False) == "12/11 · Đo huyết áp"
    assert announcements.written_here(2).endswith("(2 chờ duyệt)")
    assert "chờ duyệt" not in announcements.written_here(0)


@pytest.mark.parametrize(
    ("size", "said"), [(900, "1 KB"), (1_234_567, "1,2 MB"), (20_000_000, "20,0 MB")]
)
def test_how_large_a_file_is(size: int, said: str) -> None:
    assert said in upload_page.received("ds.xlsx", size)
