"""Hours, days and numbers at which something begins or ends, each on its edge."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.announcements import (
    LARGEST_FILE,
    LONGEST_WORDS,
    MOST_LANGUAGES,
    PERHAPS_THERE,
    AnnouncementKind,
    Audience,
    Readers,
    at_any_hour,
    may_go_out,
)
from bot.domain.calendar import SWAPS, DayMark, DaysOff, MarkKind, in_tet, official
from bot.domain.counts import Counts
from bot.domain.delivery import Delivery, retry_after, spread, try_again_after
from bot.domain.digests import SEALED_AFTER, Evening
from bot.domain.households import HouseholdClass
from bot.domain.meetings import Meeting, MeetingDays, Period, Rhythm
from bot.domain.pace import STRANGERS_HOUR, Pace
from bot.domain.people import (
    DIGEST_READERS,
    GONE,
    IMPORTERS,
    Actor,
    ConsentState,
    MemberStatus,
    Post,
    Role,
)
from bot.domain.periods import day_after_month, day_of, month_before, next_daytime, start_of
from bot.domain.placing import Place, open_to, placed
from bot.domain.plans import SHOWS_ENOUGH, USUAL_A_MONTH, plan_of, usual
from bot.domain.policies import FOCUS_MONTHLY, LONGEST_CADENCE, Cadence, Settings, cadence_from
from bot.domain.quiet import LUNCH_FROM, LUNCH_UNTIL, ORDINARY, PushHours
from bot.domain.reminders import ESCALATIONS, STILL_GOOD, Planned, Step, hours_of
from bot.domain.uploads import FileKind, Wanted
from tests.hours import vietnam

OFF = DaysOff()
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))

DAYTIME = {
    "the first minute": ("07:00", "2026-11-21", "07:00"),
    "a minute before": ("06:59", "2026-11-21", "07:00"),
    "in the night": ("00:30", "2026-11-21", "07:00"),
    "the last minute": ("20:30", "2026-11-21", "20:30"),
    "a minute after": ("20:31", "2026-11-22", "07:00"),
    "at noon": ("12:00", "2026-11-21", "12:00"),
}


@pytest.mark.parametrize(("clock", "day", "next_clock"), DAYTIME.values(), ids=DAYTIME)
def test_an_answer_to_the_evening_waits_for_the_morning(
    clock: str, day: str, next_clock: str
) -> None:
    """vietnamese.md 7.2: 07:00 to 20:30."""
    assert next_daytime(vietnam("2026-11-21", clock)) == vietnam(day, next_clock)


@settings(max_examples=40)
@given(st.integers(0, 700 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)))
def test_a_moment_lies_in_its_vietnamese_day(moment: datetime) -> None:
    day = day_of(moment)
    assert start_of(day) <= moment < start_of(day + timedelta(days=1))
    later = next_daytime(moment)
    assert moment <= later < moment + timedelta(hours=11)
    assert next_daytime(later) == later


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("year", [2026, 2028])
def test_a_month_ends_where_the_next_begins(year: int, number: int) -> None:
    month = f"{year}-{number:02}"
    after = day_after_month(month)
    assert after.day == 1
    assert month_before(f"{after:%Y-%m}") == month
    assert (after - timedelta(days=1)).month == number


HOURS = {
    "as ordinary": (time(7), time(20, 30), LUNCH_FROM, LUNCH_UNTIL),
    "narrower": (time(8), time(19), LUNCH_FROM, LUNCH_UNTIL),
    "from lunch on only": (time(11, 30), time(20), LUNCH_FROM, LUNCH_UNTIL),
    "till lunch only": (time(7), time(13, 30), LUNCH_FROM, LUNCH_UNTIL),
    "a longer lunch": (time(7), time(20), time(11), time(14)),
}
NO_HOURS = {
    "before seven": (time(6, 59), time(20), LUNCH_FROM, LUNCH_UNTIL),
    "after half past eight": (time(7), time(20, 31), LUNCH_FROM, LUNCH_UNTIL),
    "beginning within lunch": (time(11, 31), time(20), LUNCH_FROM, LUNCH_UNTIL),
    "ending within lunch": (time(7), time(13, 29), LUNCH_FROM, LUNCH_UNTIL),
    "lunch that begins late": (time(7), time(20), time(11, 31), LUNCH_UNTIL),
    "lunch that ends early": (time(7), time(20), LUNCH_FROM, time(13, 29)),
    "lunch before the day": (time(8), time(20), time(7, 59), LUNCH_UNTIL),
    "lunch after the day": (time(7), time(14), LUNCH_FROM, time(14, 1)),
}
Hours = tuple[time, time, time, time]


@pytest.mark.parametrize("hours", HOURS.values(), ids=HOURS)
def test_a_commune_may_narrow_the_hours(hours: Hours) -> None:
    first, last, lunch, until = hours
    held = PushHours(*hours)
    assert held.hold(first) is not (first >= lunch)
    assert held.hold(last)
    assert not held.hold(lunch)
    assert held.hold(until)
    assert held.next(lunch) == until


@pytest.mark.parametrize("hours", NO_HOURS.values(), ids=NO_HOURS)
def test_no_commune_widens_them(hours: Hours) -> None:
    with pytest.raises(ValueError, match="ordinar"):
        PushHours(*hours)


@settings(max_examples=50)
@given(st.times())
def test_the_next_hour_holds_and_is_the_first(clock: time) -> None:
    found = ORDINARY.next(clock)
    if found is None:
        assert clock > ORDINARY.last
        return
    assert found >= clock
    assert ORDINARY.hold(found)
    assert (found == clock) is ORDINARY.hold(clock)


def test_hours_of_planning_keep_within_the_communes_evening() -> None:
    assert hours_of(Settings()) == (time(8), time(19), time(18))
    early = Settings(hours=PushHours(last=time(17, 30)))
    assert hours_of(early) == (time(8), time(17, 30), time(17, 30))


def test_a_reminder_is_good_for_a_day_and_a_digest_till_the_meeting_is_over() -> None:
    """reliability.md 3.4."""
    planned = Planned(NOON, Step.LIST, "2026-11", NOVEMBER)
    assert planned.good_until == NOON + timedelta(hours=24)
    assert timedelta(hours=24) == STILL_GOOD
    evening = Evening(vietnam("2026-12-09", "18:00"), Meeting(date(2026, 12, 10), NOVEMBER))
    assert evening.good_until == vietnam("2026-12-11", "00:00")
    assert timedelta(days=7) == SEALED_AFTER


def test_what_tells_of_others_is_known_as_such() -> None:
    assert set(ESCALATIONS) == {Step.SECRETARY, Step.ORGANISER, Step.CONCERN_ABOVE}


def test_a_cell_meets_on_the_tenth_unless_it_says_otherwise() -> None:
    """S4-03: cells on days 10 to 15, the committee on 7 to 9."""
    assert Rhythm().meets == MeetingDays(10, 10)


def test_the_swapped_days_are_those_of_the_decision_and_of_their_year_only() -> None:
    """vietnamese.md 7.1."""
    assert {
        date(2026, 1, 2): date(2026, 1, 10),
        date(2026, 8, 31): date(2026, 8, 22),
    } == SWAPS
    for year in (2025, 2027, 2028):
        assert all(day.year == year for day in official(year))


def test_between_two_days_the_later_counts_and_the_earlier_does_not() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert OFF.working_days_between(friday, monday) == 1
    assert OFF.working_days_between(date(2026, 11, 19), friday) == 1
    assert OFF.working_days_between(friday, date(2026, 11, 22)) == 0
    assert OFF.working_days_between(monday, monday) == 0
    worked = DaysOff({date(2026, 11, 22): DayMark(MarkKind.WORKED)})
    assert worked.working_days_between(friday, monday) == 2


def test_a_first_month_that_is_repeated_has_its_tet_once() -> None:
    """2148 is the only such year for which the formulas hold."""
    assert in_tet(date(2148, 1, 21))
    assert not in_tet(date(2148, 2, 20))


FOCUS = {
    HouseholdClass.POOR: 1,
    HouseholdClass.NEAR_POOR: 1,
    HouseholdClass.NEW_OUT_POVERTY: 3,
    HouseholdClass.AVERAGE: 3,
    HouseholdClass.NONE: 3,
    HouseholdClass.UNKNOWN: 3,
}


@pytest.mark.parametrize("of", HouseholdClass)
def test_focus_households_are_visited_monthly_the_others_quarterly(of: HouseholdClass) -> None:
    """S2-16: "mỗi tháng ít nhất 01 lần"."""
    assert FOCUS_MONTHLY.months(of, needs_help=False) == FOCUS[of]
    assert FOCUS_MONTHLY.months(of, needs_help=True) == 1
    assert Cadence().months(of, needs_help=False) == 1


@pytest.mark.parametrize("field", ["poor", "near_poor", "needing_help", "others"])
def test_a_household_is_visited_once_a_year_at_least_and_once_a_month_at_most(field: str) -> None:
    assert LONGEST_CADENCE == 12
    Cadence(**{field: 12})
    for months in (0, 13, -1):
        with pytest.raises(ValueError, match="once a year"):
            Cadence(**{field: months})


def test_what_a_commune_does_not_say_of_its_frequency_is_monthly() -> None:
    assert cadence_from(None) == Cadence()
    assert cadence_from("focus") == FOCUS_MONTHLY
    assert cadence_from({"others": 13}) == Cadence()
    assert not Settings().second_approver


def test_a_chat_that_is_nobodys_is_told_five_times_and_then_once_an_hour() -> None:
    """zalo.md: every letter counts in its account's month, and anybody may write to us."""
    pace, now, told = Pace(), NOON, []
    for minute in range(0, 240, 5):
        now = NOON + timedelta(minutes=minute)
        if pace.stranger_to_be_told(now):
            pace = pace.stranger_told(now)
            told.append(minute)
    assert told == [0, 5, 10, 15, 20, 60, 120, 180]


def test_after_a_day_a_stranger_is_told_five_times_again() -> None:
    pace = Pace()
    for _ in range(5):
        assert pace.stranger_to_be_told(NOON)
        pace = pace.stranger_told(NOON)
    assert not pace.stranger_to_be_told(NOON)
    tomorrow = NOON + timedelta(days=1)
    for _ in range(5):
        assert pace.stranger_to_be_told(tomorrow)
        pace = pace.stranger_told(tomorrow)
    assert not pace.stranger_to_be_told(tomorrow)


def test_that_too_many_codes_were_wrong_is_said_once_an_hour() -> None:
    pace = Pace().tries_told(NOON)
    hour = timedelta(seconds=STRANGERS_HOUR)
    assert Pace().tries_to_be_told(NOON)
    assert not pace.tries_to_be_told(NOON + hour - timedelta(seconds=1))
    assert pace.tries_to_be_told(NOON + hour)
    assert pace.stranger_to_be_told(NOON)  # the two are told apart


def test_a_stranger_who_floods_is_told_once_an_hour_and_a_member_every_ten_seconds() -> None:
    pace = Pace().told(NOON)
    soon = NOON + timedelta(seconds=10)
    assert pace.to_be_told(soon)
    assert not pace.to_be_told(soon, stranger=True)
    assert pace.to_be_told(NOON + timedelta(hours=1), stranger=True)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (8, 60)]
)
def test_a_letter_waits_longer_after_each_failure(attempts: int, seconds: int) -> None:
    assert retry_after(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 1), (2, 5), (3, 25), (4, 125)])
def test_a_message_that_failed_with_us_waits_longer_each_time(attempts: int, seconds: int) -> None:
    assert try_again_after(attempts) == timedelta(seconds=seconds)


def test_letters_that_failed_together_come_back_apart() -> None:
    shares = [round(spread(letter), 6) for letter in range(1, 400)]
    assert all(0.8 <= share <= 1.2 for share in shares)
    assert len({round(share, 2) for share in shares}) > 35
    assert 0.98 < sum(shares) / len(shares) < 1.02


def test_after_which_states_somebody_may_have_the_letter() -> None:
    assert set(Delivery) - set(PERHAPS_THERE) == {
        Delivery.QUEUED, Delivery.SENDING, Delivery.FAILED, Delivery.EXPIRED, Delivery.CALL_NEEDED,
    }  # fmt: skip


@pytest.mark.parametrize("kind", AnnouncementKind)
def test_only_a_warning_that_is_urgent_comes_at_night(kind: AnnouncementKind) -> None:
    assert at_any_hour(kind, urgent=True) is (kind is AnnouncementKind.WARNING)
    assert not at_any_hour(kind, urgent=False)


def test_an_announcement_holds_what_every_messenger_carries() -> None:
    assert (LONGEST_WORDS, MOST_LANGUAGES, LARGEST_FILE) == (3200, 4, 5_242_880)
    jpeg = b"\xff\xd8\xff"
    assert may_go_out("a.jpg", jpeg + bytes(LARGEST_FILE - 3))
    assert not may_go_out("a.jpg", jpeg + bytes(LARGEST_FILE - 2))


@pytest.mark.parametrize(
    "audience", [Audience(), Audience(Readers.LEADS, (3, 1)), Audience(Readers.MEMBERS, (7,))]
)
def test_an_audience_is_stored_and_read_again(audience: Audience) -> None:
    assert Audience.unpacked(audience.packed()) == audience
    assert Audience.unpacked({}) == Audience()


def test_a_photo_is_carried_as_one_and_all_else_as_a_document() -> None:
    assert {wanted: wanted.kind for wanted in Wanted} == {
        Wanted.PHOTO: FileKind.PHOTO,
        Wanted.WORKBOOK: FileKind.DOCUMENT,
        Wanted.FOR_ALL: FileKind.DOCUMENT,
    }


def actor(*posts: Post, typed_by: int | None = None) -> Actor:
    return Actor(1, "An", 1, 5, ConsentState.GIVEN, posts, 1, typed_by)


def test_who_acts_where_and_who_really_wrote() -> None:
    both = actor(Post(Role.CELL_DEPUTY, 9), Post(Role.CELL_SECRETARY, 5), Post(Role.MEMBER, 2))
    assert both.cells_led == (5, 9)
    assert both.units_as(Role.MEMBER) == (2,)
    assert both.holds(Role.ADMIN, Role.MEMBER)
    assert not both.holds(Role.ADMIN)
    assert not actor().holds(Role.MEMBER)
    assert both.author_id == 1
    assert actor(typed_by=7).author_id == 7
    assert not actor().discreet


READS_DIGEST = {
    Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.CELL_COMMITTEE, Role.COMMUNE_OVERSEER,
    Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER,
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_who_is_told_a_months_figures_and_who_brings_lists(role: Role) -> None:
    """glossary 2, ROLE: what each may."""
    assert (role in DIGEST_READERS) is (role in READS_DIGEST)
    assert (role in IMPORTERS) is (role in (Role.COMMUNE_OFFICE, Role.ADMIN))


@pytest.mark.parametrize("status", MemberStatus)
def test_who_has_gone_is_given_no_household(status: MemberStatus) -> None:
    gone = (MemberStatus.MOVED, MemberStatus.LEFT, MemberStatus.DECEASED)
    assert (status in GONE) is (status in gone)


@pytest.mark.parametrize(
    ("persons", "workers"), [(0, 0), (30, 30), (5, 5), (None, 30), (30, None), (None, None)]
)
def test_a_household_has_up_to_thirty_people(persons: int | None, workers: int | None) -> None:
    assert Counts(persons, workers).persons == persons


@pytest.mark.parametrize(("persons", "workers"), [(31, 0), (-1, None), (None, 31), (4, 5), (3, -1)])
def test_no_household_has_more_workers_than_people(persons: int | None, workers: int) -> None:
    with pytest.raises(ValueError, match=r"household|among"):
        Counts(persons, workers)


def test_what_of_a_month_is_usual_needs_five_people_to_show() -> None:
    assert usual(100, SHOWS_ENOUGH) == 20.0
    assert usual(500, 5) == 100.0
    assert usual(500, 4) == USUAL_A_MONTH
    assert plan_of("zalo_bot").seats == 50
    assert plan_of("zalo_bot").monthly == 3000
    assert plan_of("terminal").monthly is None


HERE, THERE = Place("zalo_bot", "a", 1, free=2), Place("telegram", "b")


def test_whoever_has_an_account_chosen_may_come_to_it_and_others_to_all() -> None:
    assert open_to([1, 1], [HERE, THERE], [HERE, None]) == [[HERE], [HERE]]
    full = Place("zalo_bot", "a", 1, free=1)
    assert open_to([1, 1], [full, THERE], [full, None]) == [[full], [THERE]]
    assert open_to([2], [HERE, THERE], [None]) == [[THERE]]


def test_the_account_of_whoever_hands_out_codes_decides_where_two_would_do() -> None:
    all_communes = Place("zalo_bot", "z")
    assert placed([1], [all_communes, THERE], own=("telegram", "b")) == [THERE]
    assert placed([1], [all_communes, THERE]) == [None]
    two = [Place("zalo_bot", "x"), Place("zalo_bot", "y")]
    assert placed([1], two) == [None]
    assert placed([1], two, own=("zalo_bot", "y")) == [two[1]]
