"""A person's own account: what is stored about it, taking a copy, and leaving."""

from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.short_answers import LEAVES
from bot.domain.vietnamese.text import search_key
from bot.messages import Attachment, Json, Outgoing
from bot.texts import account as words
from bot.texts import linking as notice
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import own_data

UNLINK, WITHDRAW = "unlink", "withdraw"


async def show(turn: Turn) -> Outgoing:
    """Who the chat is linked to, in which roles, since when."""
    return words.account(await own_data.account(turn.session, turn.actor, turn.today))


async def my_data(turn: Turn) -> Outgoing:
    """What is stored about the person; with words a copy of it, or how to have it mended."""
    match search_key(turn.words):
        case "xuat" | "xuat du lieu" | "tai ve":
            return await _copy(turn)
        case "sua" | "xoa" | "sua xoa":
            return words.how_to_correct(turn.actor.holds(Role.MEMBER))
    return words.my_data(
        await own_data.account(turn.session, turn.actor, turn.today),
        await own_data.report_counts(turn.session, turn.actor),
    )


async def unlink(turn: Turn) -> Outgoing:
    """Begin to leave: this chat only, or with consent withdrawn altogether."""
    withdraws = search_key(turn.words) in words.WITHDRAWING_TYPED
    return await forms.begin(turn.saying(""), FORM, {"what": WITHDRAW if withdraws else UNLINK})


async def _copy(turn: Turn) -> Outgoing:
    account = await own_data.account(turn.session, turn.actor, turn.today)
    reports = await own_data.own_reports(turn.session, turn.actor, turn.now)
    text = words.copy_of(account, reports, turn.today)
    attachment = Attachment(
        words.copy_name(turn.today), text.encode("utf-8-sig"), "text/plain; charset=utf-8"
    )
    return words.copy_sent(attachment)


async def _ask_word(turn: Turn, answers: Answers) -> Asking:
    if answers["what"] == WITHDRAW:
        account = await own_data.account(turn.session, turn.actor, turn.today)
        return Asking(words.sure_to_withdraw(account.addresses))
    return Asking(words.sure_to_unlink(turn.actor.name))


async def _read_word(turn: Turn, answers: Answers, text: str) -> Json:
    return search_key(text)


async def _check_word(turn: Turn, answers: Answers, value: Json) -> Answers:
    word = words.WITHDRAW_WORD if answers["what"] == WITHDRAW else words.UNLINK_WORD
    if value != word:
        raise Refusal(Reason.WORD_WANTED, word=word)
    return {}


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    turn.draft.forget()
    turn.draft.left = True
    if answers["what"] == WITHDRAW:
        await own_data.withdraw_consent(turn.session, turn.actor, notice.NOTICE_VERSION, turn.now)
        return words.withdrawn()
    await own_data.unlink_here(turn.session, turn.actor, turn.now)
    return words.unlinked()


FORM = Form(
    "account",
    words.FORM_TITLE,
    (Question("word", _ask_word, _read_word, _check_word, said=LEAVES),),
    _save,
)
