"""Following a concern: where it stands, and what the reader may do next."""

from bot.domain.concerns import ConcernStatus, Part, part_for
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Attachment, Choice, Outgoing
from bot.texts import concerns as words
from bot.texts import pending as pending_words
from bot.texts.common import TO_MENU
from handlers.questions import Answers
from handlers.turn import Turn
from storage import concerns
from storage.concerns import Page, Whose

TELL, ADD, WITHDRAW = "tell", "add", "withdraw"
_S = ConcernStatus
_TOLD = (_S.FED_BACK, _S.CLOSED)
_TO_TELL = (_S.ANSWERED, _S.DECLINED, _S.REFERRED)


async def show(turn: Turn) -> Outgoing:
    """One's concerns, or the one that the words name."""
    rest, last = split_word(turn.words, (words.PHOTO_WORD,))
    page_number = _page_number(turn.words)
    if not turn.words or page_number:
        return await _all(turn, page_number or 1)
    found = await concerns.find(turn.session, turn.actor, rest, turn.today)
    if not found:
        raise Refusal(Reason.NOT_FOUND)
    if len(found) > 1:
        return words.listed(words.several_found(turn.words, len(found)), lines(found), "")
    if not last:
        return view(turn, found[0])
    file = await concerns.photo_of(turn.session, found[0])
    return view(turn, found[0], Attachment(file.name, file.content, file.media_type))


async def one_named(turn: Turn, code: str) -> Page:
    """The one concern that words name; absent, not yours and several are one refusal."""
    found = await concerns.find(turn.session, turn.actor, code, turn.today)
    if len(found) != 1:
        raise Refusal(Reason.NOT_FOUND)
    return found[0]


async def chosen(turn: Turn, answers: Answers, *, to_change: bool = False) -> Page:
    """The concern that a form is about, as it stands now."""
    concern_id = answers["concern"]
    assert isinstance(concern_id, int)
    return await concerns.one_of(
        turn.session, turn.actor, concern_id, turn.today, to_change=to_change
    )


def split_word(text: str, last_words: tuple[str, ...]) -> tuple[str, str]:
    """A code, and one of the known words after it."""
    tokens = text.split()
    last = search_key(tokens[-1]) if tokens else ""
    return (" ".join(tokens[:-1]), last) if last in last_words else (text, "")


def _page_number(text: str) -> int:
    tokens = search_key(text).split()
    if len(tokens) == 2 and tokens[0] == words.PAGE_WORD and tokens[1].isdecimal():
        return int(tokens[1][:4])
    return 0


async def _all(turn: Turn, page: int) -> Outgoing:
    found, total = await concerns.listed(turn.session, turn.actor, turn.today, page)
    if not found:
        return Outgoing(words.NOTHING_HERE, (Choice(TO_MENU, "/menu"),))
    more = f"/pa {words.PAGE_WORD} {page + 1}" if total > CHOICES_A_PAGE else ""
    return words.listed(words.of_mine(total), lines(found), more)


def lines(found: list[Page]) -> tuple[Choice, ...]:
    """Concerns to choose from."""
    return tuple(
        Choice(
            words.label(one.code, one.category, one.level, one.status, office=at_office(one)),
            f"/pa {one.code}",
        )
        for one in found
    )


def at_office(page: Page) -> bool:
    """Whether the reader is the office that it was forwarded to, and not also the cell."""
    return Part.COMMUNE in page.parts and Part.CELL not in page.parts


def view(turn: Turn, page: Page, photo: Attachment | None = None) -> Outgoing:
    """A concern as this actor may read it, with the steps that this actor may take."""
    return words.page(
        code=page.code,
        kind=page.kind,
        category=page.category,
        level=page.level,
        whose=[words.household(one.code, one.number, one.name) for one in page.whose],
        text=page.words,
        added=page.added,
        answer=page.answer,
        note=page.note,
        status=page.status,
        since=day_of(page.since),
        today=turn.today,
        target=page.target,
        named=page.named,
        office=at_office(page),
        choices=_next_steps(page, photo is not None),
        photo=photo,
    )


def _next_steps(page: Page, shows_photo: bool) -> list[Choice]:
    choices = []
    if Part.REPORTER in page.parts:
        choices += [
            Choice(label, f"/baoho {page.code} {word}".strip())
            for mode, label, word in (
                (TELL, words.TELL_AGAIN if page.status in _TOLD else words.TELL, ""),
                (ADD, words.ADD_WORDS, words.INFO_WORD),
                (WITHDRAW, words.WITHDRAW, words.WITHDRAWAL_WORD),
            )
            if open_to_reporter(page, mode)
        ]
    choices += [
        Choice(label, f"/xuly {page.code} {word}") for word, after, label in steps_open(page)
    ]
    if page.photo_id is not None and not shows_photo:
        choices.append(Choice(words.SEE_PHOTO, f"/pa {page.code} {words.PHOTO_WORD}"))
    return choices or [Choice(words.TO_LIST, "/pa")]


def steps_open(page: Page) -> list[tuple[str, ConcernStatus, str]]:
    """What those who decide may do now: the word for it, where it leads, its label."""
    parts = page.parts - {Part.REPORTER}
    return [
        (word, after, label)
        for word, (after, label) in pending_words.STEPS.items()
        if part_for(page.status, after, parts) is not None
    ]


def open_to_reporter(page: Page, mode: str) -> bool:
    """Whether the actor may tell the answer, add words, or take it back now."""
    if Part.REPORTER not in page.parts:
        return False
    match mode:
        case "add":
            return page.status is _S.NEED_INFO
        case "withdraw":
            return page.status is _S.NEW
    again = page.status in _TOLD and bool(page.words)
    return again or (page.status in _TO_TELL and (not page.whose or bool(untold(page))))


def untold(page: Page) -> list[Whose]:
    """The own households that may still be told, or may still object."""
    return [one for one in page.own if page.status in _TOLD or not one.told]
