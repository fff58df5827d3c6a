"""Noting to which households an announcement was carried: one by one, several, or all."""

from bot.domain.refusals import Reason, Refusal
from bot.messages import Json, Outgoing
from bot.texts import announcements as words
from bot.texts.households import which
from handlers import announcements as reading
from handlers import choosing, forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import announcements, households, passing_on
from storage.households import Card

_KEY = "households"


async def tell(turn: Turn) -> Outgoing:
    """Ask which households were told; or note all of one's own at once."""
    number, verb, _ = reading.split(turn.words)
    if not number:
        return await reading.show(turn.saying(""))
    page = await announcements.one_of(turn.session, turn.actor, number)
    if not page.received:
        raise Refusal(Reason.NOT_FOUND)
    if page.read_at is None:
        return words.read_first(number)
    cards = await passing_on.untold(turn.session, turn.actor, number, turn.today)
    if not cards:
        return words.all_told()
    if verb == words.ALL_WORD:
        return await _noted(turn, number, [card.id for card in cards])
    return await forms.begin(turn.saying(""), FORM, {"id": number})


async def _noted(turn: Turn, number: int, household_ids: list[int]) -> Outgoing:
    left = await passing_on.pass_on(
        turn.session, turn.actor, number, household_ids, turn.today, turn.now
    )
    return words.passed_on(number, len(household_ids), left)


async def _untold(turn: Turn, answers: Answers) -> list[Card]:
    number = int(str(answers["id"]))
    return await passing_on.untold(turn.session, turn.actor, number, turn.today)


async def _ask(turn: Turn, answers: Answers) -> Asking:
    cards = choosing.offered(await _untold(turn, answers), answers)
    options = tuple(choosing.option(turn, card) for card in cards)
    text = words.WHICH_TOLD
    if "narrowed" in answers:
        text = which(words.PASSING_TITLE, missed=choosing.missed(answers), narrowed=True)
    return Asking(text, options, numbered=False)


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    """Numbers or names of one's book, one after another."""
    cards = await _untold(turn, answers)
    found = choosing.all_meant(households.candidates(cards), text)
    return choosing.ticked_too(answers, _KEY, found)


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict):
        return forms.ticked(answers, _KEY)
    known = {card.id for card in await _untold(turn, answers)}
    chosen = [int(str(one)) for one in value] if isinstance(value, list) else []
    if not chosen:
        raise Refusal(Reason.CHOOSE_ONE)
    if not known.issuperset(chosen):
        raise Refusal(Reason.NOT_FOUND)
    return {}


def _after(answers: Answers) -> Answers:
    return choosing.narrowing(answers[_KEY], _KEY, answers)


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    chosen = answers[_KEY]
    ids = [int(str(one)) for one in chosen] if isinstance(chosen, list) else []
    return await _noted(turn, int(str(answers["id"])), ids)


async def _still(turn: Turn, answers: Answers) -> bool:
    try:
        return bool(await _untold(turn, answers))
    except Refusal:
        return False


FORM = Form(
    name="passing on",
    title=words.PASSING_TITLE,
    questions=(
        Question(_KEY, _ask, read=_read, check=_check, then=_after, several=True, lists=True),
    ),
    save=_save,
    still=_still,
)
