"""Questions about an announcement: from its readers to its author, and the answers back."""

from bot.domain.announcements import AnnouncementPart, Stage
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.messages import Choice, Json, Outgoing
from bot.texts import announcement_questions as words
from bot.texts.announcements import QUESTIONS_WORD
from handlers import announcements as reading
from handlers import announcing, forms, telling
from handlers.answers import sensible
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import announcement_questions, announcement_steps, announcements
from storage.announcement_steps import Writing

LONGEST_QUESTION, LONGEST_ANSWER = 500, 1000
_ASKER, _ALL = "asker", "all"


async def ask(turn: Turn) -> Outgoing:
    """Ask about the announcement that is named, or answer a question that came."""
    number, verb, rest = reading.split(turn.words)
    if not number and verb == words.ANSWER_WORD:
        return await _answer(turn, reading.split(rest)[0])
    if not number:
        return await reading.show(turn.saying(""))
    page = await announcements.one_of(turn.session, turn.actor, number)
    if verb == QUESTIONS_WORD and page.manages:
        return await _listed(turn, number)
    if not page.received or page.part is AnnouncementPart.WITHDRAWAL:
        raise Refusal(Reason.NOT_FOUND)
    if page.stage is Stage.WITHDRAWN:
        raise Refusal(Reason.MOVE_NOT_ALLOWED)
    return await forms.begin(turn.saying(""), ASKING, {"id": number})


async def _listed(turn: Turn, announcement_id: int) -> Outgoing:
    """The questions about an announcement of one's unit."""
    found = await announcement_questions.about(turn.session, turn.actor, announcement_id)
    lines = [(one.id, one.words, bool(one.answer)) for one in found]
    return words.listed(announcement_id, lines, len(found))


async def _answer(turn: Turn, number: int) -> Outgoing:
    asked = await announcement_questions.one_of(turn.session, turn.actor, number)
    if asked.answer:
        return words.done_before(asked.words, asked.answer)
    return await forms.begin(turn.saying(""), ANSWERING, {"id": number})


async def _ask_question(turn: Turn, answers: Answers) -> Asking:
    page = await announcements.one_of(turn.session, turn.actor, _id(answers))
    return Asking(words.asks_question(day_of(page.told_at), page.words))


async def _read_question(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_QUESTION)


async def _save_question(turn: Turn, answers: Answers) -> Outgoing:
    session, actor = turn.session, turn.actor
    page = await announcements.one_of(session, actor, _id(answers))
    said = str(answers["words"])
    asked = await announcement_questions.ask(
        session, actor, page.id, said, turn.draft.effect_key, turn.today, turn.now
    )
    letter = words.question_came(asked.id, day_of(page.told_at), page.words, said)
    for person_id in asked.hearers:  # whoever is reached first
        if await telling.tell(turn, person_id, letter, f"question:{asked.id}:{person_id}"):
            return words.asked(reached=True)
    return words.asked(reached=False)


async def _ask_answer(turn: Turn, answers: Answers) -> Asking:
    asked = await announcement_questions.one_of(turn.session, turn.actor, _id(answers))
    return Asking(words.asks_answer(asked.words))


async def _read_answer(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_ANSWER)


async def _ask_for_whom(turn: Turn, answers: Answers) -> Asking:
    options = (Choice(words.TO_ASKER, _ASKER), Choice(words.TO_ALL, _ALL, words.TO_ALL_WORD))
    return Asking(words.FOR_WHOM, options)


async def _save_answer(turn: Turn, answers: Answers) -> Outgoing:
    session, actor, said = turn.session, turn.actor, str(answers["words"])
    asked = await announcement_questions.answer(session, actor, _id(answers), said, turn.now)
    page = await announcements.one_of(session, actor, asked.announcement_id)
    on = day_of(page.told_at)
    told = await telling.tell(
        turn,
        asked.asker_id,
        words.answer_came(page.id, on, asked.words, said),
        f"answer:{asked.id}",
    )
    to_all = answers["whom"] == _ALL and page.stage is Stage.SENT
    if not to_all:
        return words.answered(told=told, to_all=False)
    writing = Writing(
        unit_id=page.unit_id,
        words=words.for_all(asked.words, said),
        audience=page.audience,
        kind=page.kind,
        part=AnnouncementPart.ANSWER,
        corrects_id=page.corrects_id or page.id,
    )
    written = await announcement_steps.write(
        session, actor, writing, turn.draft.effect_key, turn.now
    )
    if written.wants_approval:
        return await announcing.announced(turn, written, None, at_any_hour=False)
    return words.answered(told=told, to_all=True)


def _id(answers: Answers) -> int:
    return int(str(answers["id"]))


async def _may_ask(turn: Turn, answers: Answers) -> bool:
    try:
        page = await announcements.one_of(turn.session, turn.actor, _id(answers))
    except Refusal:
        return False
    return page.received and page.stage is not Stage.WITHDRAWN


async def _may_answer(turn: Turn, answers: Answers) -> bool:
    try:
        await announcement_questions.one_of(turn.session, turn.actor, _id(answers))
    except Refusal:
        return False
    return True


ASKING = Form(
    name="asking",
    title=words.ASKING_TITLE,
    questions=(Question("words", _ask_question, read=_read_question, free=True),),
    save=_save_question,
    still=_may_ask,
)
ANSWERING = Form(
    name="answering",
    title=words.ANSWERING_TITLE,
    questions=(
        Question("words", _ask_answer, read=_read_answer, free=True, public=True),
        Question("whom", _ask_for_whom),
    ),
    save=_save_answer,
    still=_may_answer,
)
