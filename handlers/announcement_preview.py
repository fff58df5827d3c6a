"""An announcement that is being written: what the answers make of it, and how it will look."""

from datetime import datetime

from bot.domain.announcements import (
    AnnouncementKind,
    AnnouncementPart,
    Audience,
    Language,
    Readers,
)
from bot.domain.periods import day_of
from bot.texts import announcements as reading
from bot.texts import announcing as words
from handlers.questions import Answers
from handlers.turn import Turn
from storage import announcements, audiences, people, pushing
from storage.announcement_steps import Writing

WHOLE, SOME = "whole", "some"


def unit_in(answers: Answers) -> int:
    """In whose name it is written."""
    return int(str(answers["unit"]))


def translations_in(answers: Answers) -> dict[Language, str]:
    """The words in other languages, as far as there are any."""
    said = answers.get("translations")
    if not isinstance(said, dict):
        return {}
    return {Language(one): str(text) for one, text in said.items()}


def _audience(turn: Turn, answers: Answers) -> Audience:
    readers = Readers(str(answers["readers"]))
    unit_id = unit_in(answers)
    if unit_id != turn.actor.commune_id:
        return Audience(readers, (unit_id,))
    cells = answers.get("cells") if answers.get("part") == SOME else []
    return Audience(
        readers, tuple(int(str(one)) for one in cells) if isinstance(cells, list) else ()
    )


def may_be_urgent(turn: Turn, answers: Answers) -> bool:
    """A warning of danger may be, whoever writes it; anything else if the committee says so."""
    is_warning = answers["kind"] == AnnouncementKind.WARNING
    return is_warning or unit_in(answers) == turn.actor.commune_id


def writing_in(turn: Turn, answers: Answers) -> Writing:
    """The announcement that the answers make."""
    file, time, corrects = answers.get("file"), answers.get("time"), answers.get("corrects")
    return Writing(
        unit_id=unit_in(answers),
        words=str(answers["words"]),
        audience=_audience(turn, answers),
        kind=AnnouncementKind(str(answers["kind"])),
        translations=translations_in(answers),
        file_id=file if isinstance(file, int) else None,
        urgent=bool(answers.get("urgent")) and may_be_urgent(turn, answers),
        due_at=datetime.fromisoformat(time) if isinstance(time, str) else None,
        part=AnnouncementPart.CORRECTION if corrects else AnnouncementPart.FIRST,
        corrects_id=corrects if isinstance(corrects, int) else None,
    )


async def counted(turn: Turn, writing: Writing) -> audiences.Counted:
    """How many people it is for."""
    if writing.corrects_id is not None:
        return await audiences.who_got(turn.session, writing.corrects_id)
    return await audiences.counted(
        turn.session, turn.actor.commune_id, writing.audience, turn.today
    )


async def shown(turn: Turn, writing: Writing) -> str:
    """An announcement in full, as it will be read, with how it will go out."""
    session = turn.session
    unit = await people.unit(session, writing.unit_id)
    file = await announcements.file_in(session, writing.file_id) if writing.file_id else None
    first, on = "", None
    if writing.corrects_id is not None:
        page = await announcements.one_of(session, turn.actor, writing.corrects_id)
        first, on = page.words, day_of(page.told_at)
    reach = await counted(turn, writing)
    at = day_of(writing.due_at) if writing.due_at else turn.today
    cells = await audiences.codes_of(session, writing.audience.cells)
    of_cell = writing.audience.cells == (writing.unit_id,)
    return words.preview(
        reading.body(writing.part, writing.words, unit.name, at, first, on),
        to=words.whom(writing.audience.readers, cells, of_cell=of_cell),
        people=reach.people,
        reachable=reach.reachable,
        kind=writing.kind,
        at=writing.due_at,
        file_name=file.name if file else None,
        languages=tuple(writing.translations),
        urgent=writing.urgent,
    )


async def goes_at(turn: Turn, due_at: datetime | None, *, at_any_hour: bool) -> datetime:
    """When an announcement will go out, as nobody is disturbed in quiet time."""
    moment = max(due_at or turn.now, turn.now)
    if at_any_hour:
        return moment
    return await pushing.next_push(turn.session, turn.actor.commune_id, moment)
