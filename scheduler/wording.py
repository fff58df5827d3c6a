"""A push at its stamp: it waits, falls away, or takes with it all that waits for the same reader.

So a person gets at most one letter a day that they have not asked for and that can wait: what is
planned while it waits becomes a part of it, and what comes after it goes out on the next day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import pushes
from bot.domain.calendar import DaysOff
from bot.domain.people import Role
from bot.domain.periods import day_of
from bot.domain.policies import Settings
from bot.domain.reminders import ESCALATIONS, Skipped
from bot.messages import CHOICES_A_PAGE, Letter, Outgoing, Urgency
from bot.texts import bundles
from bot.texts.bundles import Beside, Told
from scheduler import reminding
from storage import days_off, drafts, jobs, outbox, pushing, rewording, settings, spreading, telling
from storage.store import Session
from storage.telling import Reader, ToTell


@dataclass(frozen=True, slots=True)
class _Push:
    """A push that is about to go out: to whom, what waits with it, and under which rules."""

    reader: Reader
    own: Settings
    off: DaysOff
    now: datetime
    stamped: tuple[Letter, ...]  # the letter, and all that goes out with it

    @property
    def today(self) -> date:
        """The day on which it goes out."""
        return day_of(self.now)

    @property
    def reminding(self) -> list[Letter]:
        """Those whose words are made now."""
        return sorted((one for one in self.stamped if one.reminds), key=lambda one: one.id)

    @property
    def written(self) -> list[Letter]:
        """Those that have their words, digests first."""
        rest = (one for one in self.stamped if not one.reminds)
        return sorted(rest, key=lambda one: (one.urgency.priority, one.id))


async def stamped(session: Session, letter_id: int, owner: str, now: datetime) -> Letter | None:
    """The letter, about to be sent; None when it may not go out, or has nothing left to say.

    It may come back under the id of another that goes out with it. What it offers may be chosen
    by number from then on, if nobody asked for it: then it stands below what was asked before.
    """
    letter = await outbox.stamp(session, letter_id, owner, now)
    if letter is not None and (letter.urgency.pushes or letter.reminds):
        letter = await _pushed(session, letter, owner, now)
    if letter is not None and letter.choices and not letter.answers:
        await drafts.came(session, letter, now)
    return letter


async def _pushed(session: Session, letter: Letter, owner: str, now: datetime) -> Letter | None:
    letter_id = letter.id
    reader = await telling.reader_of(session, letter_id, day_of(now))
    if reader is None:
        return letter
    await pushing.alone_with(session, reader.person_id)
    own = await settings.settings_of(session, reader.unit_id)
    off = await days_off.of_commune(session, reader.commune_id)
    push = _Push(reader, own, off, now, (letter,))
    had_one = await pushing.had_one(session, reader.person_id, letter_id, now)
    until = pushes.waits_until(
        now, own, off, had_one=had_one,
        evening=None if had_one or not reader.leads else await _evening(session, push),
        announces=letter.urgency is Urgency.BULK and not letter.reminds,
    )  # fmt: skip
    if until is not None:
        return await _put_back(session, push, until, had_one=had_one)
    others = await pushing.gathered(session, reader.person_id, letter_id, owner, now)
    return await _worded(session, replace(push, stamped=(letter, *others)))


# --- When ----------------------------------------------------------------------------------------


async def _evening(session: Session, push: _Push) -> datetime | None:
    """When the last is due of what will be written to the reader today and is not there yet."""
    reader, found = push.reader, []
    for unit_id, role in await telling.leading(session, reader.person_id, push.today):
        own = await settings.settings_of(session, unit_id)
        of_cell = role is Role.CELL_SECRETARY
        found += pushes.coming(unit_id, own, push.off, push.today, of_cell=of_cell)
    done = await jobs.done(session, [one.job for one in found]) if found else set()
    return max((one.at for one in found if one.job not in done), default=None)


async def _put_back(
    session: Session, push: _Push, until: datetime, *, had_one: bool
) -> Letter | None:
    """Let it wait; but a word about others that would be too late then goes out by itself."""
    (letter,) = push.stamped
    if had_one and letter.reminds:
        found = await telling.open_for(session, push.reader.person_id, letter.id, push.now)
        pressing = [one for one in found if one.step in ESCALATIONS and one.good_until <= until]
        outgoing = await _reminders(session, push, pressing, Beside()) if pressing else None
        if outgoing is not None:
            urgent = replace(outgoing, urgency=Urgency.URGENT)
            await rewording.reword(session, letter.id, urgent)
            return replace(
                letter, text=urgent.text, choices=urgent.choices, numbered=urgent.numbered
            )
    await rewording.put_back(session, letter.id, until)
    return None


# --- What ----------------------------------------------------------------------------------------


async def _worded(session: Session, push: _Push) -> Letter | None:
    """All that is left to say, in one letter."""
    (first, *others), own = push.stamped, push.reminding
    beside = await _beside(session, push.written) if others else Beside()
    outgoing = None
    if own:
        found = await telling.open_for(session, push.reader.person_id, own[0].id, push.now)
        outgoing = await _reminders(session, push, found, beside)
    live = push.written
    if outgoing is not None:
        await rewording.reword(session, own[0].id, outgoing)
        live = [*own, *live]
    else:
        for one in own:
            await outbox.let_drop(session, one.id, "nothing left to remind of", push.now)
    if not live:
        return None
    main, *rest = live
    strangers = [one.id for one in live if one.address != first.address]
    if strangers:  # somebody's letters may lie in several chats
        await rewording.into_chat(session, strangers, first.address)
    if len(push.written) == len(live) == 1:
        return replace(main, address=first.address)
    said = bundles.together(outgoing, beside)
    if rest:
        await rewording.as_one(session, [one.id for one in live], said)
    return replace(
        main, address=first.address, text=said.text, choices=said.choices,
        numbered=said.numbered, attachment=said.attachment, carries=tuple(one.id for one in rest),
    )  # fmt: skip


async def _reminders(
    session: Session, push: _Push, found: Sequence[ToTell], beside: Beside
) -> Outgoing | None:
    """What there is to remind of, noted as told; what no longer holds is noted as needless."""
    reader = push.reader
    told = await reminding.told(
        session, reader, found, push.own, push.off, push.today,
        room=CHOICES_A_PAGE - len(beside.choices), after_digest=beside.has_digest,
    )  # fmt: skip
    if told.needless:
        await telling.skip(session, told.needless, Skipped.NOTHING_LEFT)
    if told.outgoing is not None:
        await telling.tell(session, told.told, push.reminding[0].id, push.now)
    return told.outgoing


async def _beside(session: Session, written: Sequence[Letter]) -> Beside:
    """What has its words already, as parts of one letter."""
    said = await spreading.announced_in(session, [one.id for one in written])
    with_file = next((one for one in written if one.attachment), None)
    told = []
    for one in written:
        if (about := said.get(one.id)) is None:
            continue
        corrected_on = day_of(about.corrected_at) if about.corrected_at else None
        file_elsewhere = one.attachment is not None and one is not with_file
        told.append(
            Told(
                about.id, about.part, day_of(about.told_at), about.words, about.corrected,
                corrected_on, has_more=about.has_languages or file_elsewhere,
            )
        )  # fmt: skip
    return Beside(
        tuple(
            Outgoing(one.text, one.choices, urgency=one.urgency)
            for one in written if one.id not in said
        ),
        tuple(told),
        with_file.attachment if with_file else None,
    )  # fmt: skip
