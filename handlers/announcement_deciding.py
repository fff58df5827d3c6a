"""Approving an announcement as the second person, and taking one back."""

from bot.domain.announcements import Stage
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import announcing as words
from handlers import announcement_preview as preview
from handlers import announcements as reading
from handlers import announcing, forms, telling
from handlers.answers import sensible
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import announcement_steps, announcements, audiences
from storage.announcements import Page

LONGEST_NOTE = 500
_APPROVE, _RETURN = "approve", "return"


async def write(turn: Turn) -> Outgoing:
    """Write a new announcement; or change, approve or take back the one that is named."""
    number, verb, _ = reading.split(turn.words)
    if not number:
        return await announcing.begin(turn)
    match verb:
        case words.EDIT_WORD:
            return await announcing.change(turn, number)
        case words.APPROVE_WORD:
            return await _approve(turn, number)
        case words.WITHDRAW_WORD:
            return await _withdraw(turn, number)
    raise Refusal(Reason.NOT_FOUND)


async def _approve(turn: Turn, number: int) -> Outgoing:
    page = await announcements.one_of(turn.session, turn.actor, number)
    if not page.approves:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return await forms.begin(turn.saying(""), APPROVING, {"id": page.id})


async def _withdraw(turn: Turn, number: int) -> Outgoing:
    page = await announcements.one_of(turn.session, turn.actor, number)
    if not page.manages:
        raise Refusal(Reason.NOT_FOUND)
    if page.stage is Stage.WITHDRAWN:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return await forms.begin(turn.saying(""), WITHDRAWING, {"id": page.id})


async def _page(turn: Turn, answers: Answers) -> Page:
    return await announcements.one_of(turn.session, turn.actor, int(str(answers["id"])))


async def _ask_decision(turn: Turn, answers: Answers) -> Asking:
    page = await _page(turn, answers)
    cells = await audiences.codes_of(turn.session, page.audience.cells)
    of_cell = page.audience.cells == (page.unit_id,)
    if page.corrects_id is not None:
        reach = await audiences.who_got(turn.session, page.corrects_id)
    else:
        reach = await audiences.counted(turn.session, page.commune_id, page.audience, turn.today)
    shown = words.preview(
        reading.in_words(page),
        to=words.whom(page.audience.readers, cells, of_cell=of_cell),
        people=reach.people,
        reachable=reach.reachable,
        kind=page.kind,
        at=page.due_at if page.due_at and page.due_at > turn.now else None,
        file_name=await announcements.file_name(turn.session, page),
        languages=tuple(page.translations),
        urgent=page.urgent,
    )
    approve = Choice(words.APPROVE, _APPROVE, words.approve_word(page.id))
    options = (approve, Choice(words.SEND_BACK, _RETURN))
    return Asking(words.asks_approval(shown), options)


async def _ask_note(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHY_BACK)


async def _read_note(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_NOTE)


async def _save_decision(turn: Turn, answers: Answers) -> Outgoing:
    page = await _page(turn, answers)
    session, actor, now = turn.session, turn.actor, turn.now
    key = f"approval:{page.id}:{turn.draft.effect_key}"
    if answers["decision"] == _RETURN:
        note = str(answers["note"])
        await announcement_steps.send_back(session, actor, page.id, note, now)
        letter = words.returned_to_author(page.id, note)
        await telling.tell(turn, page.author_id, letter, key)
        return words.sent_back()
    await announcement_steps.approve(session, actor, page.id, now)
    await telling.tell(turn, page.author_id, words.approved_to_author(page.id), key)
    return words.approved(
        await preview.goes_at(turn, page.due_at, at_any_hour=page.at_any_hour), now
    )


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    page = await _page(turn, answers)
    on, sent = day_of(page.told_at), page.stage is Stage.SENT
    return Asking(words.asks_withdrawal(on, page.words, sent=sent))


async def _read_sure(turn: Turn, answers: Answers, text: str) -> Json:
    if search_key(text) != words.TAKE_BACK_WORD:
        raise Refusal(Reason.WORD_WANTED, word=words.TAKE_BACK_WORD)
    return True


async def _save_withdrawal(turn: Turn, answers: Answers) -> Outgoing:
    page = await _page(turn, answers)
    stood = await announcement_steps.withdraw(turn.session, turn.actor, page.id, turn.now)
    return words.withdrawn(sent=stood is Stage.SENT)


async def _may_approve(turn: Turn, answers: Answers) -> bool:
    try:
        return (await _page(turn, answers)).approves
    except Refusal:
        return False


async def _may_manage(turn: Turn, answers: Answers) -> bool:
    try:
        return (await _page(turn, answers)).manages
    except Refusal:
        return False


APPROVING = Form(
    name="approving",
    title=words.APPROVING_TITLE,
    questions=(
        Question("decision", _ask_decision),
        Question(
            "note", _ask_note, read=_read_note, free=True, public=True,
            when=lambda answers: answers.get("decision") == _RETURN,
        ),
    ),
    save=_save_decision,
    still=_may_approve,
)  # fmt: skip
WITHDRAWING = Form(
    name="withdrawing",
    title=words.WITHDRAWING_TITLE,
    questions=(Question("sure", _ask_sure, read=_read_sure),),
    save=_save_withdrawal,
    still=_may_manage,
)
