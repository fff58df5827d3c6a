"""Which moment people mean when they say when something is to go out."""

from datetime import UTC, datetime

import pytest

from bot.domain.periods import VIETNAM
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.hours import read_moment

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # Saturday 21/11/2026, 09:00 in Vietnam

SAID = {
    "8h sáng mai": "22/11 08:00",
    "8h": "22/11 08:00",  # past today
    "10h": "21/11 10:00",
    "10 giờ": "21/11 10:00",
    "19:30": "21/11 19:30",
    "9h kém 15 ngày mai": "22/11 08:45",
    "7 giờ rưỡi tối mai": "22/11 19:30",
    "tối nay 7h": "21/11 19:00",
    "2 giờ chiều nay": "21/11 14:00",
    "1 giờ trưa mai": "22/11 13:00",
    "11 giờ trưa mai": "22/11 11:00",
    "1 giờ đêm mai": "22/11 01:00",
    "10 giờ đêm nay": "21/11 22:00",
    "12h trưa mai": "22/11 12:00",
    "14h30 15/12": "15/12 14:30",
    "14h 30 mai": "22/11 14:30",
    "14 giờ 5 phút 23/11": "23/11 14:05",
    "20h ngày 25/11/2026": "25/11 20:00",
    "thứ hai 8h": "23/11 08:00",
    "chiều thứ sáu": "27/11 14:00",
    "sáng mai": "22/11 08:00",
    "tối chủ nhật": "22/11 19:00",
    "mai": "22/11 08:00",
    "15/12": "15/12 08:00",
    "lúc 7g ngày kia": "23/11 07:00",
    "khoảng 8h mai nhé": "22/11 08:00",
    "8H SANG MAI": "22/11 08:00",
}
NOT_SAID = (
    "", "   ", "8", "abc", "25h mai", "8h75 mai", "0h kém 15 mai", "tháng sau", "tuần tới 8h",
    "khi nào cũng được", "8h 8h",
    "8h đến 10h mai", "32/12 8h", "8h ngày 21/11/2029", "x" * 200, "8h" * 41,
)  # fmt: skip
PAST = ("8h sáng nay", "hôm qua 8h", "8h 20/11/2026", "20/11/2026")


@pytest.mark.parametrize("said", SAID)
def test_an_hour_is_read_as_people_say_it(said: str) -> None:
    moment = read_moment(said, NOW)
    assert f"{moment.astimezone(VIETNAM):%d/%m %H:%M}" == SAID[said]
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("said", NOT_SAID)
def test_what_is_no_hour_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_moment(said, NOW)
    assert refused.value.reason is Reason.NOT_AN_HOUR


@pytest.mark.parametrize("said", PAST)
def test_an_hour_that_is_past_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_moment(said, NOW)
    assert refused.value.reason is Reason.PAST_HOUR
