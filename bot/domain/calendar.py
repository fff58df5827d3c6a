"""Which days people rest and which they work: Sundays, holidays, swaps, Tết, a commune's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.vietnamese.lunar import lunar_of, solar_of

SWAPS = {
    date(2026, 1, 2): date(2026, 1, 10),
    date(2026, 8, 31): date(2026, 8, 22),
}
"""Days given off by the yearly decision, and the day that is worked instead (vietnamese.md 7.1)."""

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_TET_EVE, _TET_DAYS = 28, 5  # silence from the 28th of the last lunar month to the 5th of the first
_TET_OFF = 4  # the law gives new year's eve and four days after, whatever else is decided


class MarkKind(StrEnum):
    """What a marked day is, against what it would be."""

    OFF = "OFF"
    WORKED = "WORKED"


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day that is off or worked, and what it is called."""

    kind: MarkKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The holidays of Vietnam, and over them what was decided since or holds only here."""

    marks: Mapping[date, DayMark] = field(default_factory=dict)

    def is_off(self, day: date) -> bool:
        """Whether nobody is to be disturbed and no meeting held: a Sunday or a holiday."""
        mark = self._mark(day)
        return mark.kind is MarkKind.OFF if mark else day.weekday() == _SUNDAY

    def is_working(self, day: date) -> bool:
        """Whether offices are open. Saturdays are neither off nor working."""
        mark = self._mark(day)
        return mark.kind is MarkKind.WORKED if mark else day.weekday() < _SATURDAY

    def name_of(self, day: date) -> str:
        """What a marked day is called; empty for any other."""
        mark = self._mark(day)
        return mark.name if mark else ""

    def working_days_before(self, day: date, count: int) -> date:
        """So many working days earlier; with 0 the day itself, or else the last before it."""
        return self._counted(day, count, -_DAY)

    def working_days_after(self, day: date, count: int) -> date:
        """So many working days later; with 0 the day itself, or else the next after it."""
        return self._counted(day, count, _DAY)

    def working_days_between(self, earlier: date, later: date) -> int:
        """How many working days there are after the earlier day, up to the later one."""
        days = (later - earlier).days
        return sum(self.is_working(earlier + _DAY * (step + 1)) for step in range(days))

    def not_off_by(self, day: date) -> date:
        """The day itself, or the last before it that is not off."""
        while self.is_off(day):
            day -= _DAY
        return day

    def _counted(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("working days are counted in one direction")
        while count or not self.is_working(day):
            day += step
            count -= count > 0 and self.is_working(day)
        return day

    def _mark(self, day: date) -> DayMark | None:
        return self.marks.get(day) or official(day.year).get(day)


def in_tet(day: date) -> bool:
    """Whether the silence around Tết holds: from 28 tháng Chạp to mùng 5."""
    if day.month > 2:  # what the moon says costs more than the rest of the calendar
        return False
    lunar = lunar_of(day)
    if lunar.month == 1:
        return lunar.day <= _TET_DAYS and not lunar.leap
    return lunar.month == 12 and lunar.day >= _TET_EVE


@lru_cache(maxsize=64)
def official(year: int) -> Mapping[date, DayMark]:
    """The days of a year that are off, or worked instead, for the whole country."""
    from holidays import country_holidays  # takes as long as the rest of the workbook's reader

    names = {
        day: name.split(";")[0]
        for day, name in country_holidays("VN", years=year, language="vi").items()
    }
    given = [*(day for day in SWAPS if day.year == year), *_days_of_tet(year)]
    off = {day: names.get(day) or _nearest(names, day) for day in given}
    worked = [day for day in SWAPS.values() if day.year == year]
    return {
        **{day: DayMark(MarkKind.OFF, name) for day, name in (names | off).items()},
        **dict.fromkeys(worked, DayMark(MarkKind.WORKED)),
    }


def _days_of_tet(year: int) -> Iterator[date]:
    first = solar_of(1, 1, year)  # by the Vietnamese meridian, which the library need not follow
    yield from (first + _DAY * step for step in range(-1, _TET_OFF))


def _nearest(names: Mapping[date, str], day: date) -> str:
    """A day given off beside a holiday is called by it."""
    return names[min(names, key=lambda named: abs(named - day))]
