"""On which day a visit was: offered, read from words, and asked about where it is not sure."""

from datetime import date, timedelta

from bot.domain.households import DatePrecision
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.dates import read_day
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import check_day
from bot.messages import Choice, Json
from bot.texts import visit as words
from handlers import choosing
from handlers.answers import household_in, without
from handlers.questions import Answers, Asking
from handlers.turn import Turn

OTHER = "other"
_EXACT = (DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.LUNAR)


async def ask(turn: Turn, answers: Answers) -> Asking:
    """The last three days, or the one that may have been meant."""
    today = turn.today
    guess = answers.get("guess")
    if isinstance(guess, str):
        return Asking(
            words.asks_sure_day(date.fromisoformat(guess)),
            (Choice(words.RIGHT, guess), Choice(words.OTHER_DAY, OTHER)),
        )
    labels = (words.TODAY, words.YESTERDAY, words.DAY_BEFORE)
    return Asking(
        words.asks_day(household_in(answers)),
        tuple(
            Choice(label, (today - timedelta(days=back)).isoformat())
            for back, label in enumerate(labels)
        ),
    )


async def read(turn: Turn, answers: Answers, text: str) -> Json:
    """The day in ISO's form; after a question mark where it is not sure."""
    guess = answers.get("guess")
    if isinstance(guess, str) and search_key(text) in short.YES:
        return guess
    said = read_day(text, turn.today)
    if said.precision not in _EXACT:
        raise Refusal(Reason.DATE_UNCLEAR)
    return said.day.isoformat() if said.certain else f"?{said.day.isoformat()}"


async def check(turn: Turn, answers: Answers, value: Json) -> Answers:
    """Refuses a day to come, and one on which the household was not theirs."""
    said = str(value)
    if said == OTHER:
        return {}
    card = await choosing.chosen(turn, answers)
    assert card.assigned_since is not None
    on = date.fromisoformat(said.removeprefix("?"))
    check_day(on, turn.today, card.assigned_since)
    return {}


def after(answers: Answers) -> Answers:
    """A day that is not sure becomes a guess, and the question is put once more."""
    said = str(answers["day"])
    rest = without(answers, "day", "guess")
    if said == OTHER:
        return rest
    if said.startswith("?"):
        return {**rest, "guess": said[1:]}
    return {**rest, "day": said}
