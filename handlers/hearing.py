"""What a message comes to: the notice first, then the open form, else a command or a sentence."""

import re
from dataclasses import replace

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.asked_for import asks_how
from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.labels import number_typed
from bot.domain.vietnamese.numbers import numbers_listed, one_first, several_first
from bot.domain.vietnamese.text import search_key
from bot.messages import LONGEST_TEXT, Choice, Outgoing
from bot.texts import forms as form_words
from bot.texts import guide as guide_words
from bot.texts import menus
from bot.texts.refusals import reason
from handlers import (
    buttons,
    concern,
    forms,
    holding,
    just_shown,
    linking,
    newest,
    reporting,
    sentence,
    standing_in,
    typed,
    visit,
)
from handlers.commands import FORMS, Command, command_in, others_command, report_in, still_theirs
from handlers.questions import Form, no_words
from handlers.refusing import not_theirs
from handlers.report_lines import has_words, only_raises
from handlers.turn import Turn
from storage.drafts import Draft

_NAMED = re.compile(r"(?:cac )?(?:ho|nha) (?:so )?\d")
"""How a report begins that is none of the answers to an open question."""


async def answer(turn: Turn) -> Outgoing:
    """What the message comes to: consent first, then the open form, else a command or sentence."""
    if turn.actor.consent is not ConsentState.GIVEN:
        return await linking.consent_first(turn)
    if turn.incoming.unreadable:
        return await _not_read(turn)
    if turn.incoming.contact is not None:
        return menus.menu(turn.actor, menus.ALREADY_LINKED)
    form, begun = FORMS.get(turn.draft.form), turn.draft.effect_key
    if form is None or await still_theirs(turn, form):
        return _beside_what_waits(turn, begun, await _heard(turn, form))
    await forms.give_up(turn, form)
    turn.draft.offered = ()
    if _is_command(turn):
        return await _heard(turn, None)
    return _beside_what_waits(turn, begun, not_theirs(reason(Reason.NOT_FOUND)))


async def _heard(turn: Turn, form: Form | None) -> Outgoing:
    incoming, draft = turn.incoming, turn.draft
    if incoming.voice:
        return await _not_heard(turn, form)
    action = buttons.meant(incoming, draft)
    if action is not None and action.startswith("/"):
        return await _run_line(turn, action)
    if action is not None and form is not None:
        draft.asking = False
        return await forms.take(turn, form, "", action)
    if incoming.choice is not None:
        return await _tapped_elsewhere(turn, form)
    if incoming.document is not None or incoming.photo is not None:
        return await _file(turn, form)
    if not incoming.text:
        raise Refusal(Reason.TEXT_EMPTY)
    return await _of_what_came(turn, form) or await _typed(turn, form)


async def _not_read(turn: Turn) -> Outgoing:
    """A document, where none can be sent and one is asked for: the way to hand it in, once more."""
    form, draft = FORMS.get(turn.draft.form), turn.draft
    if form is not None and draft.asking and not draft.held:
        question = form.open_question(draft.answers)
        wanted = question.file if question is not None and not question.unasked else None
        carried = wanted is None or turn.accounts.take(turn.incoming.address, wanted.kind)
        if not carried and await still_theirs(turn, form):
            return await forms.go_on(turn, form, reason(Reason.UNREADABLE))
    raise Refusal(Reason.UNREADABLE)


async def _not_heard(turn: Turn, form: Form | None) -> Outgoing:
    """How to dictate instead; the question that is open stands below it as it stood."""
    if form is None or not turn.draft.asking:
        raise Refusal(Reason.VOICE)
    if turn.draft.held:
        question = holding.asked(turn.draft)
        return replace(question, text=f"{reason(Reason.VOICE)}\n{question.text}")
    return await forms.go_on(turn, form, reason(Reason.VOICE))


def _is_command(turn: Turn) -> bool:
    said = turn.incoming.choice or turn.incoming.text
    return said.startswith("/") or command_in(said, turn.actor)[0] is not None


async def _tapped_elsewhere(turn: Turn, form: Form | None) -> Outgoing:
    """A button that is a command, or one that is stale or somebody else's."""
    choice = turn.incoming.choice or ""
    if choice.startswith("/"):
        command, words = command_in(choice, turn.actor)
        return await _run(turn.saying(words), command, choice)
    if form is None:
        return menus.menu(turn.actor, menus.OLD_BUTTON)
    here = turn.draft.message == turn.incoming.tapped  # tapped twice, before the answer was seen
    lead = "" if here else f"{menus.OLD_BUTTON} "
    return await forms.go_on(turn, form, f"{lead}{form_words.resumed(form.title)}")


async def _file(turn: Turn, form: Form | None) -> Outgoing:
    question = form.open_question(turn.draft.answers) if form is not None else None
    wanted = question is not None and question.file and not question.unasked
    if form is None or not (turn.draft.asking or wanted):
        return await newest.again(turn, menus.FILE_FOR_WHAT)
    return await forms.take_file(turn, form)


async def _typed(turn: Turn, form: Form | None) -> Outgoing:
    text, draft = turn.incoming.text, turn.draft
    if form is not None and (said := await _said_to(turn, form)) is not None:
        return said
    if (report := await _report_of(turn, form, text)) is not None:
        return report
    command, words = command_in(text, turn.actor, in_form=form is not None)
    if command is not None and not (form is not None and _names_household(text, form, draft)):
        return await _run(turn.saying(words), command, text)
    if not draft.asking and (chosen := await _of_a_list(turn, form)) is not None:
        return chosen
    if form is not None:
        return await _typed_into(turn, form, text)
    if text.startswith("/"):
        raise _refused(turn, text, Reason.NOT_UNDERSTOOD)
    if line := menus.action_called(text, turn.actor):
        return await _run_line(turn, line)
    return await _sentence(turn)


async def _said_to(turn: Turn, form: Form) -> Outgoing | None:
    """What is for the open form whatever else it may mean: its labels, and how to answer it."""
    draft = turn.draft
    if _is_label(turn, form):
        return await forms.take(turn, form, turn.incoming.text, None)
    if not _asks_how(turn, form):
        return None
    listed = draft.numbered and bool(draft.offered)
    lead = form_words.how_to_answer(form.title, listed=listed)
    return await forms.ask_again(turn, form, lead)


async def _of_what_came(turn: Turn, form: Form | None, *, begun: bool = False) -> Outgoing | None:
    """What was chosen of a letter that came by itself, and stands below everything else."""
    match await newest.chosen(turn, form, begun=begun):
        case Choice(action=line):
            return await _run_line(turn, line)
        case Outgoing() as question:
            turn.draft.asking = False
            return question
    return None


async def _of_a_list(turn: Turn, form: Form | None) -> Outgoing | None:
    """What was chosen where commands are offered: of the newest letter, else of the last answer.

    0 leads back from there, also to a form that waits.
    """
    draft = turn.draft
    if search_key(turn.incoming.text) == "0" and (form or draft.offered):
        if form is None:
            return menus.menu(turn.actor)
        return await forms.go_on(turn, form, form_words.resumed(form.title))
    came = await _of_what_came(turn, form, begun=True)
    line = _line_meant(turn) if came is None else None
    if line is None:
        return came
    if draft.numbered and typed.too_old(turn):
        return await newest.again(turn, menus.OLD_LIST)
    return await _run_line(turn, line)


async def _sentence(turn: Turn) -> Outgoing:
    """What is no command: a report, or what is begun like one, or whatever else was said."""
    text = turn.incoming.text
    if others_command(text, turn.actor) is not None:
        raise _refused(turn, text, Reason.NOT_UNDERSTOOD)
    complains, (begun, words) = looks_like_complaint(text), report_in(text, turn.actor)
    said = words if begun is not None and begun.handler is concern.start else text
    if not complains and (told := await just_shown.told(turn, said)) is not None:
        return told
    if begun is None or complains:
        return await sentence.read(turn)
    if begun.handler is concern.start and await concern.meant(turn.saying(words)):
        return await _run(turn.saying(words), begun, text)
    if not await reporting.lines_in(turn, text) and await reporting.lines_in(turn, words):
        text = words  # "tham 3 nha bi ngap": of house 3, and not of three
    return await reporting.start(turn, text) or guide_words.about_report(begun.name, words)


async def _for_another(turn: Turn, form: Form | None, text: str) -> Outgoing | None:
    """ "Thay đ/c Ba: 1 3 5 bt" begins a report for him; what is open waits until it is over."""
    said = standing_in.said_for(text)
    if said is None or turn.draft.held:
        return None
    if form is None:
        return await standing_in.report(turn, said)
    question = form.open_question(turn.draft.answers)
    noted = question is not None and question.free and form is not reporting.FORM
    if noted or not said.sure:
        return None  # words of a note may begin so
    waits = bool(turn.draft.answers)
    if waits:
        turn.draft.put_aside()
    report = await standing_in.report(turn, said)
    lead = form_words.waits(form.title)
    return _with_lead(report, lead) if waits and report is not None else report


async def _report_of(turn: Turn, form: Form | None, text: str) -> Outgoing | None:
    """ "Hộ 3 5" and "hộ 3 bình thường" report; "hộ 3" looks it up."""
    if (for_another := await _for_another(turn, form, text)) is not None:
        return for_another
    if form is not None:
        return await _report_within(turn, form, text)
    command, words = command_in(text, turn.actor)
    if command is None or command.name != "/hodan" or not words or text.startswith("/"):
        return None
    return await reporting.start(turn, text, bare=True)


async def _report_within(turn: Turn, form: Form, text: str) -> Outgoing | None:
    """ "Hộ 3 5 bt" begins a report whatever is asked, and what is open waits until it is over.

    "3 5" and "2 hom qua bt" do so where a visit asks for its household; nothing of that has been
    said yet.
    """
    draft, question = turn.draft, form.open_question(turn.draft.answers)
    begins = several_first(text) or one_first(text)
    first = begins and form is visit.FORM and not draft.answers
    if form is reporting.FORM or draft.held or not (first or _NAMED.match(search_key(text))):
        return None
    if question is not None and question.lists and numbers_listed(text) and not first:
        return None
    lines = await reporting.lines_in(turn, text, bare=True)
    if not lines or (question is not None and question.free and any(map(has_words, lines))):
        return None
    if question is not None and question.ahead is not None and all(map(only_raises, lines)):
        return None  # "ho 3 xin sua cong", where a concern asks whose it is
    if not first:
        draft.put_aside()
    report = await reporting.start(turn, text, bare=True)
    return report if first or report is None else _with_lead(report, form_words.waits(form.title))


async def _typed_into(turn: Turn, form: Form, text: str) -> Outgoing:
    """Words for the open form: only where its question is the last thing that was said.

    After something else in between they may be meant otherwise, so the question is put again.
    Where nothing is answered yet, a report told whole ("tham 7, hom qua") takes the form's place.
    """
    if text.startswith("/"):
        raise _refused(turn, text, Reason.NO_SUCH_COMMAND)
    begun, words = report_in(text, turn.actor)
    if begun is not None and not turn.draft.answers:
        return await _run(turn.saying(words), begun, text)
    if turn.draft.asking:
        return await forms.take(turn, form, text, None)
    way = form_words.WAYS_TYPED.get(search_key(text))
    if way == forms.CANCEL:
        return await forms.give_up(turn, form)
    return await forms.go_on(turn, form, form_words.resumed(form.title))


def _is_label(turn: Turn, form: Form) -> bool:
    """Whether an answer on offer was typed out, or said: then it is no command of the same name."""
    text, draft = turn.incoming.text, turn.draft
    if not draft.asking or text.startswith("/"):
        return False
    key, question = search_key(text), form.open_question(draft.answers)
    if question is not None and key in question.said and not draft.held:
        return True
    if not draft.numbered:
        return False
    return any(key in (search_key(one.label), search_key(one.word)) for one in draft.offered)


def _asks_how(turn: Turn, form: Form) -> bool:
    """Whether somebody asks how to answer; where words are wanted, they may be those."""
    draft = turn.draft
    question = None if draft.held else form.open_question(draft.answers)
    free = question is not None and question.free and not question.no
    chosen = question is None or question.read is no_words
    return draft.asking and asks_how(turn.incoming.text, free=free, chosen=chosen)


def _names_household(text: str, form: Form, draft: Draft) -> bool:
    """Whether "ho 12" answers the question which household: then it looks nothing up."""
    question = form.open_question(draft.answers) if draft.asking else None
    return question is not None and question.lists and bool(numbers_listed(text))


def _line_meant(turn: Turn) -> str | None:
    """The command behind what was typed under a list of commands.

    In a list of households a number is the one in the book, on this page or not, and never a
    place in the list.
    """
    text, draft = turn.incoming.text, turn.draft
    number = number_typed(text)
    if draft.offered and not draft.numbered and number is not None:
        return newest.by_number(draft.offered, number).action
    found = typed.of(turn, text, draft.offered)
    return None if found is None else found.action


async def _run_line(turn: Turn, line: str) -> Outgoing:
    command, words = command_in(line, turn.actor)
    return await _run(turn.saying(words), command, line)


def _refused(turn: Turn, text: str, reason: Reason) -> Refusal:
    """No to what is no command here; what others do is said to be theirs, and nothing of it."""
    theirs = others_command(text, turn.actor)
    if theirs is None:
        return Refusal(reason)
    return Refusal(Reason.OTHERS_COMMAND, whose=menus.whose(theirs.roles))


async def _run(turn: Turn, command: Command | None, line: str) -> Outgoing:
    """Run a command beside an open form, which waits; a second form asks what becomes of it."""
    if command is None:
        raise _refused(turn, line, Reason.NOT_UNDERSTOOD)
    draft = turn.draft
    form = FORMS.get(draft.form)
    if form is not None and command.opens_form and draft.answers:
        draft.asking = False
        return form_words.another_open(form.title, f"{command.name} {turn.words}".strip())
    draft.asking = False
    answer = await command.handler(turn)
    if command.lists and not draft.asking and answer.attachment is None:
        draft.line, draft.listed = line, True
    if form is not None and draft.form == form.name and not draft.asking:
        return _beside(answer, form)
    return answer


def _beside(answer: Outgoing, form: Form) -> Outgoing:
    """With the way back to a form that waits."""
    ways = (*answer.ways, Choice(form_words.GO_ON, "/tiep"))
    return replace(answer, text=form_words.beside(answer.text, form.title), ways=ways)


def _beside_what_waits(turn: Turn, begun: str, answer: Outgoing) -> Outgoing:
    """The end of what came in between leads back to what was put aside for it.

    That may be a form of the same kind: one's own report, beneath one for somebody else.
    """
    draft, led_back = turn.draft, any(way.action == "/tiep" for way in answer.ways)
    waits = FORMS.get(draft.form)
    if not begun or waits is None or draft.effect_key == begun or draft.asking or led_back:
        return answer
    return _beside(answer, waits)


def _with_lead(answer: Outgoing, lead: str) -> Outgoing:
    """Under one more line, where there is room for it."""
    text = f"{lead}\n{answer.text}"
    return replace(answer, text=text) if len(text) <= LONGEST_TEXT else answer
