"""The guided path through the practice room: what to try next, and what has been tried by now."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.announcements import AnnouncementKind, Readers, Stage
from bot.domain.concerns import ConcernStatus, Satisfaction
from bot.domain.people import Actor
from bot.domain.periods import day_of
from bot.domain.reminders import Step as Rung
from bot.domain.reminders import ladder
from bot.room.clock import morning_of
from bot.texts import announcements as announcement_words
from bot.texts import announcing as announcing_words
from bot.texts import concerns as concern_words
from bot.texts import room_path as words
from bot.texts.room_path import StepWords
from storage import announcements, concerns, households, people, periods, sample
from storage.sample import progress as practised
from storage.sample.progress import Counts
from storage.store import Session

Marks = Counts
"""How far everything was when the path was begun."""

MEMBER, SECRETARY, OFFICE = "member", "secretary", "office"
NEXT_DAY, DAY_1, EVE = "next_day", "day_1", "eve"
_ANSWER = "traloi"  # of pending.STEPS
_SATISFIED = concern_words.SATISFACTION_CHOICES[Satisfaction.SATISFIED]
_WRITING = (
    "/soanthongbao", "1", words.ANNOUNCEMENT, announcing_words.WHOLE,
    announcing_words.READERS[Readers.EVERYBODY], announcing_words.KINDS[AnnouncementKind.OTHER],
    announcing_words.SEND_NOW, announcing_words.SEND_WORD,
)  # fmt: skip
"""An announcement to everybody, answer by answer; of the office's units the commune is first."""
_ANSWERABLE = (ConcernStatus.NEW, ConcernStatus.TRIAGE, ConcernStatus.IN_PROGRESS)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try: on which phone, what to type one after the other, or where time goes."""

    said: StepWords
    phone: str
    say: str | None = None
    then: tuple[str, ...] = ()
    clock: str | None = None
    done: bool = False


async def marks(session: Session) -> Marks:
    """To be kept while the path is open."""
    return await practised.counts(session)


async def steps(session: Session, now: datetime, since: Marks | None) -> list[Step]:
    """The path as it is now; what was done before it was begun does not count."""
    cast, today = await sample.cast(session), day_of(now)
    member = await _actor(session, cast.member, today)
    secretary = await _actor(session, cast.secretary, today)
    found = await practised.counts(session)
    before = since or found
    number = await _household(session, member, today)
    waits, unheard = (await _to_answer(session, secretary, today),
                      await _to_tell(session, member, today))  # fmt: skip
    unread = await _to_pass_on(session, member)
    return [
        _typed(words.report(number), MEMBER, found.visits > before.visits,
               f"/thamho {number}, {words.TODAY}, {words.FINE}"),
        _typed(words.concern(number), MEMBER, found.concerns > before.concerns,
               f"/phananh {number}", words.CONCERN, concern_words.SEND),
        _typed(words.answer(waits), SECRETARY, found.answers > before.answers,
               *((f"/xuly {waits} {_ANSWER}", words.ANSWER) if waits else ())),
        _typed(words.tell(unheard), MEMBER, found.tellings > before.tellings,
               *((f"/baoho {unheard}", _SATISFIED) if unheard else ())),
        _timed(words.month_list(), MEMBER, found.lists > before.lists,
               await _way_to_list(session, secretary, now)),
        _timed(words.digest(), SECRETARY, found.digests > before.digests, EVE),
        _typed(words.announce(), OFFICE, found.announcements > before.announcements,
               *_WRITING),
        _typed(words.pass_on(unread), MEMBER, found.passings_on > before.passings_on,
               *((f"/thongbao {unread} {announcement_words.READ_WORD}",
                  announcement_words.ALL_TOLD) if unread else ())),
    ]  # fmt: skip


def _typed(said: StepWords, phone: str, done: bool, *lines: str) -> Step:
    return Step(said, phone, next(iter(lines), None), lines[1:], None, done)


def _timed(said: StepWords, phone: str, done: bool, clock: str) -> Step:
    return Step(said, phone, clock=clock, done=done)


async def _actor(session: Session, person_id: int, today: date) -> Actor:
    chats = await people.addresses_of(session, [person_id])
    actor = await people.actor_at(session, chats[person_id], today)
    assert actor is not None
    return actor


async def _household(session: Session, member: Actor, today: date) -> int:
    """One of which nothing else is asked, by its number; in the book those due are first."""
    book = await households.book(session, member, today)
    return next((card.number for card in book if card.number and not card.promised), 1)


async def _to_answer(session: Session, secretary: Actor, today: date) -> str:
    """The newest concern that may be answered right away."""
    found, _ = await concerns.waiting(session, secretary, today)
    codes = [(one.id, one.code) for one in found if one.status in _ANSWERABLE]
    return max(codes, default=(0, ""))[1]


async def _to_tell(session: Session, member: Actor, today: date) -> str:
    """The newest answer that one household waits for."""
    found = await concerns.to_feed_back(session, member, today)
    alone = Counter(one.code for one in found if one.status is ConcernStatus.ANSWERED)
    codes = [(one.id, one.code) for one in found if alone[one.code] == 1]
    return max(codes, default=(0, ""))[1]


async def _to_pass_on(session: Session, member: Actor) -> int:
    """The newest announcement that the member has not passed on to everybody."""
    came, _ = await announcements.listed(session, member, 1)
    for one in came:
        page = await announcements.one_of(session, member, one.id)
        if page.passed_on_at is None and page.stage is Stage.SENT:
            return one.id
    return 0


async def _way_to_list(session: Session, secretary: Actor, now: datetime) -> str:
    """The first of a month, or from there on the working day on which the list comes."""
    (cell,) = await periods.cells(session, day_of(now), ids=secretary.cells_led)
    day = day_of(now)
    while not any(rung.step is Rung.LIST and rung.at > now
                  for rung in ladder(cell.settings, cell.days_off, day)):  # fmt: skip
        day += _DAY
    return DAY_1 if morning_of(day.replace(day=1)) > now else NEXT_DAY
