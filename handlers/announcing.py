"""Writing an announcement: words, whom for, what goes with it, when; shown before it is sent."""

from datetime import datetime

from bot.domain.announcements import (
    LONGEST_WORDS,
    MOST_LANGUAGES,
    AnnouncementKind,
    AnnouncementPart,
    Language,
    Stage,
    may_go_out,
)
from bot.domain.refusals import Reason, Refusal
from bot.domain.uploads import Wanted
from bot.domain.vietnamese.hours import read_moment
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import announcements as reading
from bot.texts import announcing as words
from handlers import announcement_preview as preview
from handlers import forms, telling, uploading
from handlers.announcement_preview import SOME, WHOLE
from handlers.answers import sensible, without
from handlers.questions import Answers, Asking, Condition, Form, Question, Tidying
from handlers.turn import Turn
from storage import announcement_steps, announcements, audiences, forgetting, people
from storage.announcement_steps import Written

_SEND, _TIME, _FILE, _NO_FILE, _LANGUAGE = "send", "time", "file", "no file", "language"
_WORDS, _READERS, _URGENT, _AT_TIME = "words", "readers", "urgent", "at time"

_UNSENT = (Stage.SCHEDULED, Stage.TO_APPROVE, Stage.RETURNED)


async def begin(turn: Turn) -> Outgoing:
    """Begin to write; words after the command are the announcement's."""
    units = announcements.units_writing(turn.actor)
    known: Answers = {"unit": units[0]} if len(units) == 1 else {}
    return await forms.begin(turn, FORM, known)


async def change(turn: Turn, announcement_id: int) -> Outgoing:
    """Change what is not sent yet, or begin the correction of what is."""
    page = await announcements.one_of(turn.session, turn.actor, announcement_id)
    if not page.manages or page.part is AnnouncementPart.WITHDRAWAL:
        raise Refusal(Reason.NOT_FOUND)
    if page.stage is Stage.WITHDRAWN:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    known: Answers = {
        "unit": page.unit_id,
        "part": SOME if page.audience.cells else WHOLE,
        "cells": list(page.audience.cells),
        "readers": page.audience.readers.value,
        "kind": page.kind.value,
        "urgent": page.urgent,
    }
    if page.stage is Stage.SENT:
        known["corrects"] = page.corrects_id or page.id
        return await forms.begin(turn.saying(""), FORM, known)
    known |= {
        "words": page.words,
        "translations": {one.value: said for one, said in page.translations.items()},
        "edits": page.id,
    }
    if page.file_id is not None:
        known |= {"file": page.file_id, "kept": page.file_id}
    if page.due_at is not None and page.due_at > turn.now:
        known["time"] = page.due_at.isoformat()
    return await forms.begin(turn.saying(""), FORM, known)


# --- The questions ---------------------------------------------------------------------------


async def _ask_unit(turn: Turn, answers: Answers) -> Asking:
    units = announcements.units_writing(turn.actor)
    named = [await people.unit(turn.session, one) for one in units]
    options = tuple(Choice(words.cell(unit.code, unit.name), str(unit.id)) for unit in named)
    return Asking(words.IN_WHOSE_NAME, options)


async def _check_unit(turn: Turn, answers: Answers, value: Json) -> Answers:
    if int(str(value)) not in announcements.units_writing(turn.actor):
        raise Refusal(Reason.NOT_FOUND)
    return {}


async def _ask_words(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.CORRECT_WORDS if "corrects" in answers else words.WHICH_WORDS)


async def _read_words(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_WORDS)


async def _ask_part(turn: Turn, answers: Answers) -> Asking | None:
    if preview.unit_in(answers) != turn.actor.commune_id:
        return None
    options = (Choice(words.WHOLE, WHOLE), Choice(words.SOME_CELLS, SOME))
    return Asking(words.WHICH_PART, options)


async def _ask_cells(turn: Turn, answers: Answers) -> Asking:
    cells = await audiences.cells_of(turn.session, turn.actor.commune_id, turn.today)
    options = tuple(Choice(words.cell(cell.code, cell.name), str(cell.id)) for cell in cells)
    return Asking(words.WHICH_CELLS, options, numbered=False)


async def _read_cells(turn: Turn, answers: Answers, text: str) -> Json:
    """Codes, one after another; or the name of one."""
    cells = await audiences.cells_of(turn.session, turn.actor.commune_id, turn.today)
    by_code = {_code(cell.code): cell.id for cell in cells}
    typed = [_code(one) for one in text.replace(",", " ").replace(";", " ").split()]
    if typed and all(one in by_code for one in typed):
        return [by_code[one] for one in dict.fromkeys(typed)]
    key = search_key(text)
    named = [cell.id for cell in cells if key and key in search_key(cell.name)]
    if len(named) != 1:
        raise Refusal(Reason.CHOOSE_ONE)
    return [*named]


def _code(typed: str) -> str:
    return typed.strip().casefold().lstrip("0")


async def _check_cells(turn: Turn, answers: Answers, value: Json) -> Answers:
    known = await audiences.cells_of(turn.session, turn.actor.commune_id, turn.today)
    chosen = [int(str(one)) for one in value] if isinstance(value, list) else []
    if not chosen or not {cell.id for cell in known}.issuperset(chosen):
        raise Refusal(Reason.CHOOSE_ONE)
    return {}


async def _ask_readers(turn: Turn, answers: Answers) -> Asking:
    of_cell = preview.unit_in(answers) != turn.actor.commune_id
    labels = words.OF_A_CELL if of_cell else words.READERS
    return Asking(words.WHICH_READERS, tuple(Choice(label, one) for one, label in labels.items()))


async def _ask_kind(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_KIND, tuple(Choice(label, one) for one, label in words.KINDS.items()))


async def _ask_next(turn: Turn, answers: Answers) -> Asking:
    """The announcement as it will be read, and what may still be changed."""
    timed = "time" in answers
    options = [Choice(words.KEEP_TIME, _AT_TIME)] if timed else []
    options += [Choice(words.SEND_NOW, _SEND), Choice(words.AT_A_TIME, _TIME)]
    options.append(Choice(words.OTHER_FILE if "file" in answers else words.ADD_FILE, _FILE))
    if "file" in answers:
        options.append(Choice(words.NO_FILE, _NO_FILE))
    if len(preview.translations_in(answers)) < MOST_LANGUAGES:
        options.append(Choice(words.ADD_LANGUAGE, _LANGUAGE))
    options.append(Choice(words.OTHER_WORDS, _WORDS))
    if "corrects" not in answers:
        options.append(Choice(words.OTHER_READERS, _READERS))
    if preview.may_be_urgent(turn, answers):
        kind, urgent = AnnouncementKind(str(answers["kind"])), bool(answers.get("urgent"))
        options.append(Choice(words.urgency(kind, urgent=urgent), _URGENT))
    return Asking(await preview.shown(turn, preview.writing_in(turn, answers)), tuple(options[:9]))


async def _check_next(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, int):
        return await _check_file(turn, answers, value)
    return {}


def _after_next(answers: Answers) -> Answers:
    """Anything but sending changes the announcement, and it is shown once more."""
    value = answers["next"]
    rest = without(answers, "next")
    if isinstance(value, int):
        return {**rest, "file": value}
    match value:
        case "send":
            return without(answers, "time")
        case "at time":
            return answers
        case "no file":
            return without(rest, "file")
        case "words":
            return without(rest, "words")
        case "readers":
            return without(rest, "part", "cells", "readers")
        case "urgent":
            return {**rest, "urgent": not answers.get("urgent")}
        case _:
            return {**rest, "adding": value}


async def _ask_time(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_TIME)


async def _read_time(turn: Turn, answers: Answers, text: str) -> Json:
    return read_moment(text, turn.now).isoformat()


async def _ask_file(turn: Turn, answers: Answers) -> Asking:
    elsewhere = await uploading.way_in(turn, Wanted.FOR_ALL)
    return Asking("\n".join(filter(None, (words.WHICH_FILE, elsewhere))))


async def _no_file(turn: Turn, answers: Answers, text: str) -> Json:
    raise Refusal(Reason.FILE_NOT_FOR_ALL)


async def _check_file(turn: Turn, answers: Answers, value: Json) -> Answers:
    file = await announcements.file_in(turn.session, value) if isinstance(value, int) else None
    if file is None or not may_go_out(file.name, file.content):
        raise Refusal(Reason.FILE_NOT_FOR_ALL)
    return {}


async def _ask_language(turn: Turn, answers: Answers) -> Asking:
    there = preview.translations_in(answers)
    return Asking(
        words.WHICH_LANGUAGE,
        tuple(Choice(label, one) for one, label in reading.LANGUAGES.items() if one not in there),
    )


async def _ask_translation(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.asks_translation(Language(str(answers["language"]))))


def _added(key: str) -> Tidying:
    """What was added is in its place, and the announcement is shown once more."""

    def tidy(answers: Answers) -> Answers:
        value = answers[f"new_{key}"]
        rest = without(answers, f"new_{key}", "adding")
        return rest if value is None else {**rest, key: value}

    return tidy


def _translated(answers: Answers) -> Answers:
    language, said = str(answers.get("language") or ""), answers["translation"]
    rest = without(answers, "language", "translation", "adding")
    there: dict[str, Json] = {
        one.value: said for one, said in preview.translations_in(answers).items()
    }
    return {**rest, "translations": {**there, language: said}} if said and language else rest


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    writing = preview.writing_in(turn, answers)
    counted = await preview.counted(turn, writing)
    goes_at = await preview.goes_at(turn, writing.due_at, at_any_hour=writing.at_any_hour)
    return Asking(words.asks_sure(counted.people, goes_at if goes_at > turn.now else None))


async def _read_sure(turn: Turn, answers: Answers, text: str) -> Json:
    if search_key(text) != words.SEND_WORD:
        raise Refusal(Reason.WORD_WANTED, word=words.SEND_WORD)
    return True


def _adding(what: str) -> Condition:
    return lambda answers: answers.get("adding") == what


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    writing, edits = preview.writing_in(turn, answers), answers.get("edits")
    key = turn.draft.effect_key
    if isinstance(edits, int):
        written = await announcement_steps.reword(
            turn.session, turn.actor, edits, writing, turn.now
        )
    else:
        written = await announcement_steps.write(turn.session, turn.actor, writing, key, turn.now)
    if not written.fresh:
        return words.already_saved(written.id)
    return await announced(turn, written, writing.due_at, at_any_hour=writing.at_any_hour)


async def announced(
    turn: Turn, written: Written, due_at: datetime | None, *, at_any_hour: bool
) -> Outgoing:
    """Ask for approval where it is wanted, and say when it goes out."""
    asked = [
        await telling.tell(
            turn,
            person_id,
            words.to_approve(written.id),
            f"approval:{written.id}:{turn.draft.effect_key}:{person_id}",
        )
        for person_id in written.approvers
    ]
    return words.saved(
        written.id,
        goes_at=await preview.goes_at(turn, due_at, at_any_hour=at_any_hour),
        now=turn.now,
        wants_approval=written.wants_approval,
        asked=sum(asked),
    )


async def _given_up(turn: Turn, answers: Answers) -> None:
    """A file of what is not sent is not kept; that of an announcement stays with it."""
    file = answers.get("file")
    if isinstance(file, int) and file != answers.get("kept"):
        await forgetting.files(turn.session, [file])


async def _still(turn: Turn, answers: Answers) -> bool:
    """Whether it may still be written: in that name, and of one that stands as it stood."""
    unit = answers.get("unit")
    if unit is not None and int(str(unit)) not in announcements.units_writing(turn.actor):
        return False
    changed = answers.get("edits") or answers.get("corrects")
    if not isinstance(changed, int):
        return True
    try:
        page = await announcements.one_of(turn.session, turn.actor, changed)
    except Refusal:
        return False
    return page.stage in (_UNSENT if "edits" in answers else (Stage.SENT,))


FORM = Form(
    name="announcing",
    title=words.TITLE,
    questions=(
        Question("unit", _ask_unit, check=_check_unit),
        Question("words", _ask_words, read=_read_words, free=True, public=True),
        Question("part", _ask_part),
        Question(
            "cells", _ask_cells, read=_read_cells, check=_check_cells, several=True, lists=True,
            when=lambda answers: answers.get("part") == SOME,
        ),
        Question("readers", _ask_readers),
        Question("kind", _ask_kind),
        Question(
            "new_time", _ask_time, read=_read_time, then=_added("time"), skippable=True,
            when=_adding(_TIME),
        ),
        Question(
            "new_file", _ask_file, read=_no_file, check=_check_file, then=_added("file"),
            skippable=True, file=Wanted.FOR_ALL, when=_adding(_FILE),
        ),
        Question(
            "language", _ask_language, when=_adding(_LANGUAGE), skippable=True,
            then=lambda answers: without(answers, "language", "adding")
            if answers["language"] is None else answers,
        ),
        Question(
            "translation", _ask_translation, read=_read_words, then=_translated, free=True,
            public=True, skippable=True, when=_adding(_LANGUAGE),
        ),
        Question("next", _ask_next, check=_check_next, then=_after_next, file=Wanted.FOR_ALL),
        Question("sure", _ask_sure, read=_read_sure),
    ),
    save=_save,
    given_up=_given_up,
    still=_still,
)  # fmt: skip
