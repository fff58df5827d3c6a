"""Which moment people mean by "8h sáng mai", "14h30 15/12" or "chiều thứ sáu"."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.households import DatePrecision
from bot.domain.periods import VIETNAM, day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.date_words import phrase_of
from bot.domain.vietnamese.dates import read_day

LONGEST_PHRASE = 80
_CLOCK = re.compile(
    r"(?:^|(?<= ))(?:(?:luc|vao|khoang) )*(\d{1,2}) ?(?:gio|h|g|:(?=\d))"
    r"(?: ?(\d{1,2})(?: ?(?:phut|p))?(?= |$)| (ruoi)| kem (\d{1,2})(?: phut)?)?"
    r"(?: (?:buoi )?(sang|trua|chieu|toi|dem|khuya))?(?= |$)"
)
_PART = re.compile(r"(?:^|(?<= ))(?:buoi )?(sang|trua|chieu|toi|dem|khuya)(?= |$)")
_USUAL = {"sang": time(8), "trua": time(13, 30), "chieu": time(14)} | dict.fromkeys(
    ("toi", "dem", "khuya"), time(19)
)
_EXACT = (DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.LUNAR)


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: time | None
    part: str
    rest: str


def read_moment(text: str, now: datetime) -> datetime:
    """The moment that is meant, in UTC, always to come.

    An hour without a day is today's, or tomorrow's when it is past; a day without an hour is
    meant in the morning.
    """
    if len(text) > LONGEST_PHRASE:
        raise Refusal(Reason.NOT_AN_HOUR)
    today = day_of(now)
    said = _clock(phrase_of(text))
    if _CLOCK.search(said.rest) or not (said.hour or said.part or said.rest):
        raise Refusal(Reason.NOT_AN_HOUR)
    try:
        read = read_day(said.rest, today, ahead=True) if said.rest else None
    except Refusal as unread:
        raise Refusal(Reason.NOT_AN_HOUR) from unread
    if read is not None and read.precision not in _EXACT:
        raise Refusal(Reason.NOT_AN_HOUR)
    hour = said.hour or _USUAL.get(said.part, time(8))
    moment = datetime.combine(read.day if read else today, hour, VIETNAM)
    if read is None and moment <= now:
        moment += timedelta(days=1)
    if moment <= now:
        raise Refusal(Reason.PAST_HOUR)
    if moment > now + timedelta(days=366):
        raise Refusal(Reason.NOT_AN_HOUR)
    return moment.astimezone(now.tzinfo)


def _clock(phrase: str) -> _Clock:
    """The hour, the part of the day, and what is left over for the day."""
    found = _CLOCK.search(phrase)
    hour, part, rest = None, "", phrase
    if found is not None:
        rest = _joined(phrase, found)
        part = found[5] or ""
        hour = (int(found[1]), int(found[2] or (30 if found[3] else 0)), int(found[4] or 0))
    of_day = _PART.search(rest)
    if of_day is not None:
        part = part or of_day[1]
        rest = _joined(rest, of_day)
    return _Clock(_time(hour, part) if hour else None, part, rest)


def _joined(phrase: str, found: re.Match[str]) -> str:
    return " ".join((phrase[: found.start()] + " " + phrase[found.end() :]).split())


def _time(said: tuple[int, int, int], part: str) -> time:
    hour, minute, short_of = said
    afternoon = part in ("chieu", "toi") or (part in ("dem", "khuya") and hour > 4)
    if hour < 12 and (afternoon or (part == "trua" and hour < 4)):
        hour += 12
    minutes = hour * 60 + minute - short_of
    if minute > 59 or short_of > 59 or not 0 <= minutes < 24 * 60:
        raise Refusal(Reason.NOT_AN_HOUR)
    return time(minutes // 60, minutes % 60)
