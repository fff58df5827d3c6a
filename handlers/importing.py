"""Taking in the office's workbook from the chat: a dry run first, then a typed confirmation."""

import hashlib
from dataclasses import asdict, replace

from bot.domain.imports import Frequency, Plan, Workbook
from bot.domain.refusals import Reason, Refusal
from bot.domain.uploads import Wanted
from bot.domain.vietnamese.short_answers import BLANK, LEAVES, said
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import import_steps as words
from bot.texts import importing
from bot.workbook import keeping
from bot.workbook.reading import read_workbook
from bot.workbook.template import template
from handlers import forms, uploading
from handlers.answers import without
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import imports, imports_pending, people

_BLANK, _AGAIN = "blank", "again"
_SAID = {**said({_BLANK: BLANK}), **LEAVES}


async def read_ahead(content: bytes) -> Json:
    """What a workbook says, as it can be stored: takes seconds, so no transaction may be open."""
    lines: list[Json] = [*keeping.packed(await read_workbook(content))]
    return lines


async def start(turn: Turn) -> Outgoing:
    """Ask for the workbook."""
    return await forms.begin(turn.saying(""), FORM)


async def _ask_file(turn: Turn, answers: Answers) -> Asking:
    elsewhere = await uploading.way_in(turn, Wanted.WORKBOOK)
    text = words.send_workbook(elsewhere) if elsewhere else words.SEND_WORKBOOK
    return Asking(text, (Choice(words.GET_BLANK, _BLANK),))


async def _no_file(turn: Turn, answers: Answers, text: str) -> Json:
    if turn.accounts.take(turn.incoming.address, Wanted.WORKBOOK.kind):
        raise Refusal(Reason.FILE_WANTED)
    return _AGAIN  # with the way to the page where files are handed in


def _asked_again(answers: Answers) -> Answers:
    return without(answers, "file") if answers["file"] == _AGAIN else answers


async def _check_file(turn: Turn, answers: Answers, value: Json) -> Answers:
    """The dry run. Its outcome is what the form knows from here on; the file itself is gone."""
    if value in (_BLANK, _AGAIN):
        return {}
    if not isinstance(value, int):
        raise Refusal(Reason.FILE_WANTED)
    import_id = await imports_pending.take_up(turn.session, value, turn.actor.person_id)
    if import_id is None:
        return {}
    return await _dry_run(turn, import_id) or {}


async def _dry_run(turn: Turn, import_id: int) -> Answers | None:
    """What importing would do now; None when the reading is forgotten."""
    workbook = await _workbook(turn, import_id)
    if workbook is None:
        return None
    plan = await _plan(turn, workbook)
    if not _importable(plan):
        return {"import": import_id}
    return {
        "import": import_id,
        "digest": _digest(plan),
        "shown": importing.dry_run_short(plan),
        "first": plan.first,
        "recommended": plan.recommended,
        "wanted": words.word(plan),
    }


async def _workbook(turn: Turn, import_id: int) -> Workbook | None:
    reading = await imports_pending.reading_of(turn.session, import_id, turn.actor.person_id)
    if not isinstance(reading, list):
        return None
    return keeping.unpacked(str(line) for line in reading)


async def _plan(turn: Turn, workbook: Workbook) -> Plan:
    return await imports.plan(turn.session, workbook, turn.today, within=await _commune_code(turn))


async def _commune_code(turn: Turn) -> str:
    return (await people.unit(turn.session, turn.actor.commune_id)).code


def _importable(plan: Plan) -> bool:
    return not plan.problems and (plan.first or not plan.counts.nothing_changes)


def _digest(plan: Plan) -> str:
    """Names a dry run, so that what is confirmed is what was shown."""
    shown = asdict(plan)
    shown["gone"] = sorted((sheet, sorted(codes)) for sheet, codes in plan.gone.items())
    return hashlib.sha256(repr(shown).encode()).hexdigest()


async def _ask_frequency(turn: Turn, answers: Answers) -> Asking:
    return Asking(
        words.asks_frequency(str(answers["shown"])),
        words.frequency_choices(str(answers["recommended"])),
    )


async def _check_frequency(turn: Turn, answers: Answers, value: Json) -> Answers:
    if value not in tuple(Frequency):
        raise Refusal(Reason.CHOOSE_ONE)
    return {}


async def _ask_word(turn: Turn, answers: Answers) -> Asking:
    return Asking(
        words.sure(
            str(answers["shown"]),
            _frequency(answers),
            str(answers["wanted"]),
            changed=bool(answers.get("changed")),
        )
    )


async def _read_word(turn: Turn, answers: Answers, text: str) -> Json:
    return search_key(text)


async def _check_word(turn: Turn, answers: Answers, value: Json) -> Answers:
    if value != answers["wanted"]:
        raise Refusal(Reason.WORD_WANTED, word=str(answers["wanted"]))
    return {}


def _frequency(answers: Answers) -> Frequency | None:
    chosen = answers.get("frequency")
    return Frequency(chosen) if isinstance(chosen, str) else None


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    if answers["file"] == _BLANK:
        asked = await forms.begin(turn.saying(""), FORM)
        text = words.blank(await uploading.way_in(turn, Wanted.WORKBOOK))
        return replace(asked, text=text, attachment=words.blank_file(template()))
    import_id = answers.get("import")
    if not isinstance(import_id, int):
        return words.not_a_workbook()
    workbook = await _workbook(turn, import_id)
    if workbook is None:
        return words.forgotten()
    plan = await _plan(turn, workbook)
    if not _importable(plan):
        await imports_pending.drop(turn.session, import_id, turn.actor.person_id)
        return words.not_taken(plan, turn.today)
    if _digest(plan) != answers["digest"]:
        return await _show_again(turn, answers, import_id)
    return await _take_in(turn, answers, import_id, workbook, plan)


async def _show_again(turn: Turn, answers: Answers, import_id: int) -> Outgoing:
    """Somebody changed what is known since the dry run: nothing is written, it is shown anew."""
    known = await _dry_run(turn, import_id) or {}
    kept: Answers = {key: answers[key] for key in ("file", "frequency") if key in answers}
    return await forms.begin(turn.saying(""), FORM, {**kept, **known, "changed": True})


async def _take_in(
    turn: Turn, answers: Answers, import_id: int, workbook: Workbook, plan: Plan
) -> Outgoing:
    counts = await imports.apply(
        turn.session,
        workbook,
        plan,
        today=turn.today,
        now=turn.now,
        frequency=_frequency(answers) if plan.first else None,
        person_id=turn.actor.person_id,
        within=await _commune_code(turn),
    )
    await imports_pending.done(
        turn.session, import_id, turn.actor.person_id, asdict(counts), turn.now
    )
    return words.done(plan, turn.today)


async def _given_up(turn: Turn, answers: Answers) -> None:
    import_id = answers.get("import")
    if isinstance(import_id, int):
        await imports_pending.drop(turn.session, import_id, turn.actor.person_id)


FORM = Form(
    imports_pending.FORM,
    words.TITLE,
    (
        Question(
            "file",
            _ask_file,
            _no_file,
            _check_file,
            then=_asked_again,
            file=Wanted.WORKBOOK,
            said=_SAID,
        ),
        Question(
            "frequency",
            _ask_frequency,
            check=_check_frequency,
            when=lambda answers: answers.get("first") is True,
        ),
        Question(
            "word",
            _ask_word,
            _read_word,
            _check_word,
            when=lambda answers: "wanted" in answers,
            said=LEAVES,
        ),
    ),
    _save,
    given_up=_given_up,
)
