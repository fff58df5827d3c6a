"""What else there is to say of a visit: help, a promise, a note; each comes back to the choice."""

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.money import read_money
from bot.domain.visits import HelpKind, HelpStatus, may_have_amount
from bot.messages import Choice, Json
from bot.texts import visit as words
from bot.texts.common import HELP_KINDS, HELP_STATUS
from handlers.answers import sensible, without
from handlers.questions import Answers, Asking, Condition, Question, Tidying
from handlers.turn import Turn
from storage import visits

LONGEST_NOTE = 1000
MORE = "!more"
"""The choice, among what was talked about, that leads here."""


def helps_in(answers: Answers) -> list[visits.Help]:
    """The help that was told so far."""
    told = answers.get("helps")
    found = []
    for one in told if isinstance(told, list) else []:
        assert isinstance(one, dict)
        amount = one["amount"]
        found.append(
            visits.Help(
                HelpKind(str(one["kind"])),
                HelpStatus(str(one["status"])),
                amount if isinstance(amount, int) else None,
            )
        )
    return found


async def _ask_more(turn: Turn, answers: Answers) -> Asking:
    lines = [words.help_line(h.kind, h.status, h.amount) for h in helps_in(answers)]
    return Asking(
        words.asks_more(lines, str(answers.get("promise") or ""), str(answers.get("note") or "")),
        (
            Choice(words.SAVE, "save"),
            Choice(words.ADD_HELP, "help"),
            Choice(words.ADD_PROMISE, "promise"),
            Choice(words.ADD_NOTE, "note"),
        ),
    )


async def _read_more(turn: Turn, answers: Answers, text: str) -> Json:
    """A sum said right after some help belongs to it; anything else is to be chosen."""
    helps = answers.get("helps")
    last = helps[-1] if isinstance(helps, list) and helps else None
    if not isinstance(last, dict) or last["amount"] is not None:
        raise Refusal(Reason.CHOOSE_ONE)
    try:
        return {"amount": read_money(text)}
    except Refusal as no_sum:
        raise Refusal(Reason.CHOOSE_ONE) from no_sum


def _after_more(answers: Answers) -> Answers:
    more, helps = answers["more"], answers.get("helps")
    if not isinstance(more, dict) or not isinstance(helps, list):
        return answers
    last = helps[-1]
    assert isinstance(last, dict)
    return {**without(answers, "more"), "helps": [*helps[:-1], {**last, **more}]}


async def _ask_help(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_HELP, tuple(Choice(label, k) for k, label in HELP_KINDS.items()))


async def _ask_status(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_STATUS, tuple(Choice(label, s) for s, label in HELP_STATUS.items()))


async def _ask_amount(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_AMOUNT)


async def _read_amount(turn: Turn, answers: Answers, text: str) -> Json:
    return read_money(text)


def _wants_amount(answers: Answers) -> bool:
    given = answers.get("help_status") == HelpStatus.GIVEN
    return given and may_have_amount(HelpKind(str(answers["help_kind"])))


def _after_help(answers: Answers) -> Answers:
    """The help is complete: put it with the others and go back to what else there is."""
    if "help_amount" not in answers and _wants_amount(answers):
        return answers
    one: dict[str, Json] = {
        "kind": answers["help_kind"],
        "status": answers["help_status"],
        "amount": answers.get("help_amount"),
    }
    helps = answers.get("helps")
    rest = without(answers, "help_kind", "help_status", "help_amount", "more")
    return {**rest, "helps": [*(helps if isinstance(helps, list) else []), one]}


async def _ask_promise_words(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_PROMISE)


async def _ask_due(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_DUE)


async def _read_due(turn: Turn, answers: Answers, text: str) -> Json:
    return read_day(text, turn.today, ahead=True).day.isoformat()


async def _ask_note(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_NOTE)


async def _read_words(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_NOTE)


def _back_to_more(*keys: str) -> Tidying:
    """After words were given (kept under their last part's name) the choice comes back."""

    def tidy(answers: Answers) -> Answers:
        kept = {key.removesuffix("_words"): answers.get(key) for key in keys}
        return {**without(answers, "more", *keys), **kept}

    return tidy


def _adds(what: str) -> Condition:
    return lambda answers: answers.get("more") == what


def _wants_more(answers: Answers) -> bool:
    content = answers.get("content")
    return isinstance(content, list) and MORE in content


QUESTIONS = (
    Question(
        "more", _ask_more, read=_read_more, then=_after_more, when=_wants_more,
        said=short.said({"save": short.NOTHING_MORE, **short.ADDED}),
    ),
    Question("help_kind", _ask_help, when=_adds("help"), said=short.said(short.HELP_KINDS)),
    Question(
        "help_status", _ask_status, when=_adds("help"), then=_after_help,
        said=short.said(short.HELP_STATUS),
    ),
    Question(
        "help_amount", _ask_amount, read=_read_amount, when=_adds("help"),
        then=_after_help, skippable=True,
    ),
    Question(
        "promise_words", _ask_promise_words, read=_read_words, when=_adds("promise"), free=True,
        aside=True,
    ),
    Question(
        "promise_due", _ask_due, read=_read_due, when=_adds("promise"), skippable=True,
        then=_back_to_more("promise_words", "promise_due"),
    ),
    Question(
        "note_words", _ask_note, read=_read_words, when=_adds("note"), free=True,
        skippable=True, then=_back_to_more("note_words"),
    ),
)  # fmt: skip
"""The end of the form of a visit."""
