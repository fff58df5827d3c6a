"""Carrying the answer back to the household; adding what was asked; taking a concern back."""

from bot.domain.concerns import ConcernStatus, Satisfaction
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.short_answers import LEAVES, SATISFACTION, said
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Choice, Json, Outgoing
from bot.texts import concerns as words
from bot.texts.common import STATUSES
from handlers import following, forms
from handlers.answers import message_in, remember_message, sensible
from handlers.following import ADD, TELL, WITHDRAW
from handlers.questions import Answers, Asking, Condition, Form, Question
from handlers.turn import Turn
from storage import concern_answers, concerns, households
from storage.concerns import Page, Whose

LONGEST_INFORMATION, LONGEST_REMARK = 1000, 300
_S = ConcernStatus


async def tell(turn: Turn) -> Outgoing:
    """Note that a household was told; or add what was asked for; or take a new concern back."""
    code, word = following.split_word(turn.words, (words.INFO_WORD, words.WITHDRAWAL_WORD))
    if not code:
        return await _what_to_tell(turn)
    page = await following.one_named(turn, code)
    mode = {words.INFO_WORD: ADD, words.WITHDRAWAL_WORD: WITHDRAW}.get(word, TELL)
    if mode == TELL and page.status is _S.NEED_INFO:
        mode = ADD
    if not following.open_to_reporter(page, mode):
        return words.moved_meanwhile(page.code, page.status, day_of(page.since))
    return await forms.begin(
        turn.saying(""), TELLING, {"concern": page.id, "code": page.code, "mode": mode}
    )


async def _what_to_tell(turn: Turn) -> Outgoing:
    waits = await concerns.to_feed_back(turn.session, turn.actor, turn.today)
    codes = {one.code: one for one in waits}
    if not codes:
        return Outgoing(words.NOTHING_TO_TELL, (Choice(words.TO_LIST, "/pa"),))
    choices = [
        Choice(f"{one.code} · {STATUSES[one.status].lower()}", f"/baoho {one.code}")
        for one in codes.values()
    ]
    return words.listed(words.to_tell(len(codes)), choices[:CHOICES_A_PAGE], "")


async def _ask_household(turn: Turn, answers: Answers) -> Asking | None:
    untold = following.untold(await following.chosen(turn, answers))
    if len(untold) < 2:
        return None
    options = tuple(
        Choice(words.household(one.code, one.number, one.name), str(one.household_id))
        for one in untold
    )
    return Asking(words.WHICH_TOLD, options, numbered=False)


async def _read_household(turn: Turn, answers: Answers, text: str) -> Json:
    """Of the few that wait one is told at a time; who is not surely meant is asked again."""
    untold = following.untold(await following.chosen(turn, answers))
    own = {card.id: card for card in await households.book(turn.session, turn.actor, turn.today)}
    cards = [own[one.household_id] for one in untold if one.household_id in own]
    found = households.among(cards, text)
    if not found.certain:
        raise Refusal(Reason.CHOOSE_ONE if found.ids else Reason.NOT_FOUND)
    return str(found.ids[0])


def _told_household(page: Page, answers: Answers) -> Whose | None:
    chosen = answers.get("household")
    untold = following.untold(page)
    fits = [one for one in untold if chosen is None or str(one.household_id) == chosen]
    return fits[0] if fits else None


async def _ask_satisfaction(turn: Turn, answers: Answers) -> Asking | None:
    page = await following.chosen(turn, answers)
    if not page.words:
        return None  # of a complaint nothing is asked
    one = _told_household(page, answers)
    whom = words.household(one.code, one.number, one.name) if one else words.WITHOUT.lower()
    labels = dict(words.SATISFACTION_CHOICES)
    if page.status is _S.CLOSED:
        labels = {Satisfaction.NOT_SATISFIED: labels[Satisfaction.NOT_SATISFIED]}
    options = tuple(Choice(label, said) for said, label in labels.items())
    return Asking(words.asks_satisfaction(page.code, whom, page.answer), options)


async def _ask_remark(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHY_NOT)


async def _read_remark(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return sensible(text, LONGEST_REMARK)


async def _ask_information(turn: Turn, answers: Answers) -> Asking:
    page = await following.chosen(turn, answers)
    return Asking(words.asks_information(page.code, page.note))


async def _read_information(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return sensible(text, LONGEST_INFORMATION)


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.asks_withdrawal(str(answers["code"])))


async def _read_sure(turn: Turn, answers: Answers, text: str) -> Json:
    if search_key(text) != words.WITHDRAW_WORD:
        raise Refusal(Reason.WORD_WANTED, word=words.WITHDRAW_WORD)
    return True


def _mode(mode: str) -> Condition:
    return lambda answers: answers.get("mode") == mode


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    page = await following.chosen(turn, answers, to_change=True)
    mode = str(answers["mode"])
    if not following.open_to_reporter(page, mode):
        return words.moved_meanwhile(page.code, page.status, day_of(page.since))
    inbox_id = message_in(answers)
    session, actor, today, now = turn.session, turn.actor, turn.today, turn.now
    if mode == WITHDRAW:
        await concern_answers.withdraw(session, actor, page.id, today, now)
        return words.withdrawn(page.code)
    if mode == ADD:
        text = str(answers["information"])
        await concern_answers.add_words(
            session, actor, page.id, text, today, now, inbox_id=inbox_id
        )
        return words.information_added(page.code)
    one = _told_household(page, answers)
    said = Satisfaction(str(answers.get("satisfaction") or Satisfaction.NO_ANSWER))
    moved = await concern_answers.hear(
        session, actor, page, one.household_id if one else None, said,
        str(answers.get("remark") or ""), today, now, inbox_id=inbox_id,
    )  # fmt: skip
    return words.told(moved.code, moved.status, moved.left)


TELLING = Form(
    name="telling",
    title=words.TELLING_TITLE,
    questions=(
        Question("household", _ask_household, read=_read_household, when=_mode(TELL), lists=True),
        Question("satisfaction", _ask_satisfaction, when=_mode(TELL), said=said(SATISFACTION)),
        Question(
            "remark", _ask_remark, read=_read_remark, free=True, skippable=True,
            when=lambda answers: answers.get("satisfaction") == Satisfaction.NOT_SATISFIED,
        ),
        Question(
            "information", _ask_information, read=_read_information, free=True, when=_mode(ADD)
        ),
        Question("sure", _ask_sure, read=_read_sure, said=LEAVES, when=_mode(WITHDRAW)),
    ),
    save=_save,
)  # fmt: skip
