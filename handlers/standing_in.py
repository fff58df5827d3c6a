"""Reporting for a member who has no phone ("thay đ/c Ba: 1 3 5 bt"), and naming who may."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import CELL_LEADS
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import search
from bot.domain.vietnamese.text import letters_key, search_key
from bot.messages import CHOICES_A_PAGE, Choice, Json, Outgoing
from bot.texts import standing_in as words
from handlers import forms, reporting, telling
from handlers.answers import remember_message
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import standing_in
from storage.standing_in import Represented

_SAID = re.compile(
    r"/?(?:(?:báo cáo|bao cao|báo|bao|ghi|nhập|nhap)\s+)?thay\s+(?:(?:mặt|mat|cho|lời|loi)\s+)*"
    r"(?P<mark>(?:đ/c|d/c|đ\.c|đc|dc|đồng chí|dong chi)\s+)?(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NAME = 5  # words
_NOBODY = "0"


@dataclass(frozen=True, slots=True)
class Said:
    """For whom and what, as it was typed; `sure` where nothing else can be meant."""

    rest: str
    sure: bool

    @property
    def parted(self) -> tuple[str, str] | None:
        """The name before the colon, and what follows."""
        name, colon, told = self.rest.partition(":")
        return (name.strip(), told.strip()) if colon and name.strip() else None


def said_for(text: str) -> Said | None:
    """Words that begin a report for somebody else; "thay đổi" is something else."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        return None
    said = Said(found["rest"], sure=found["mark"] is not None)
    if search_key(said.rest).split()[:1] == ["doi"] or not (said.sure or said.parted):
        return None
    return said


async def report(turn: Turn, said: Said) -> Outgoing | None:
    """Begin a report for a member; None where no member is meant at all.

    A member of whom nothing may be reported is not found, as anybody unknown.
    """
    people = await standing_in.members(turn.session, turn.actor, turn.today)
    named = _named(said, people)
    if named is None:
        if said.sure:
            raise Refusal(Reason.NOT_FOUND)
        return None
    ids, told, name = named
    answers: Answers = {"among": list(ids), "told": told, "called": name}
    if len(ids) == 1:
        answers = await reporting.told_for(turn, ids[0], told)
    remember_message(turn, answers)
    return await forms.begin(turn.saying(""), reporting.FORM, answers)


async def start(turn: Turn) -> Outgoing:
    """The command: for whom, and what; alone it says for whom one may report."""
    said = said_for(f"thay đ/c {turn.words}") if turn.words else None
    if said is not None:
        begun = await report(turn, said)
        assert begun is not None  # refused where nobody is meant
        return begun
    people = await standing_in.with_a_book(turn.session, turn.actor, turn.today)
    choices = [
        Choice(words.member(one.name, one.code), f"/ghithay {one.code}")
        for one in people[:CHOICES_A_PAGE]
    ]
    return Outgoing(words.for_whom([one.name for one in people]), tuple(choices))


def _named(said: Said, people: Sequence[Represented]) -> tuple[tuple[int, ...], str, str] | None:
    """Who is meant: before the colon, or the longest run of words that is somebody's name."""
    known = standing_in.candidates(people)
    parted = said.parted
    tries = [parted] if parted else _beginnings(said.rest)
    unsure = None
    for name, told in tries:
        found = search(name, known)
        if found.certain:
            return (_id(found.ids[0]),), told, name
        if found.ids and unsure is None:
            unsure = _called(name, tuple(map(_id, found.ids)), people), told, name
    return unsure


def _called(name: str, ids: Sequence[int], people: Sequence[Represented]) -> tuple[int, ...]:
    """Of those who may be meant the ones with just this given name, where there are any.

    Without any diacritics Hòa and Hoa are typed alike.
    """
    names = {one.id: one.name for one in people}
    for key in (search_key,) if name.isascii() else (letters_key, search_key):
        ending = f" {key(name)}"
        same = [one for one in ids if f" {key(names[one])}".endswith(ending)]
        if same:
            return tuple(same[:CHOICES_A_PAGE])
    return tuple(ids[:CHOICES_A_PAGE])


def _id(found: object) -> int:
    assert isinstance(found, int)
    return found


def _beginnings(text: str) -> list[tuple[str, str]]:
    tokens = text.split()
    return [
        (" ".join(tokens[:size]), " ".join(tokens[size:]))
        for size in range(min(_LONGEST_NAME, len(tokens)), 0, -1)
        if not any(token[0].isdigit() for token in tokens[:size])
    ]


# --- Who may --------------------------------------------------------------------------------------


async def name(turn: Turn) -> Outgoing:
    """Name who reports for a member; words after the command say for whom."""
    return await forms.begin(turn, FORM)


async def _people(turn: Turn) -> dict[int, Represented]:
    people = await standing_in.of_cells(turn.session, turn.actor, turn.today)
    return {one.id: one for one in people}


def _choices(people: dict[int, Represented], *without: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(words.member(one.name, one.code), str(one.id))
        for one in people.values()
        if one.id not in without
    )


async def _read_person(turn: Turn, answers: Answers, text: str) -> Json:
    people = await _people(turn)
    found = search(text, standing_in.candidates(tuple(people.values())))
    if not found.ids:
        raise Refusal(Reason.NOT_FOUND)
    if not found.certain:
        raise Refusal(Reason.CHOOSE_ONE)
    return str(found.ids[0])


async def _check_person(turn: Turn, answers: Answers, value: Json) -> Answers:
    if value != _NOBODY and int(str(value)) not in await _people(turn):
        raise Refusal(Reason.NOT_FOUND)
    return {}


async def _ask_whose(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHOSE, _choices(await _people(turn)))


async def _ask_who(turn: Turn, answers: Answers) -> Asking:
    people, member = await _people(turn), int(str(answers["whose"]))
    now = await standing_in.named(turn.session, turn.actor, member, turn.today)
    options = _choices(people, member)
    if now is not None:
        options = (Choice(words.NOBODY, _NOBODY), *options)
    if not options:
        raise Refusal(Reason.NOT_FOUND)
    return Asking(words.asks_who(people[member].name, now.name if now else ""), options)


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    member, stand_in = await _both(turn, answers)
    text = words.asks_sure(member.name, stand_in.name if stand_in else "")
    return Asking(text, (Choice(words.YES, "yes"),))


async def _both(turn: Turn, answers: Answers) -> tuple[Represented, Represented | None]:
    people = await _people(turn)
    member, stand_in = int(str(answers["whose"])), int(str(answers["who"]))
    if member not in people or (stand_in and stand_in not in people):
        raise Refusal(Reason.NOT_FOUND)
    return people[member], people.get(stand_in)


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    member, stand_in = await _both(turn, answers)
    stand_in_id = stand_in.id if stand_in else None
    await standing_in.name(turn.session, turn.actor, member.id, stand_in_id, turn.now)
    if stand_in is not None and stand_in.id != turn.actor.person_id:
        key = f"stand-in:{member.id}:{stand_in.id}:{turn.draft.effect_key}"
        await telling.tell(turn, stand_in.id, words.named_you(member.name), key)
    return words.done(member.name, stand_in.name if stand_in else "")


async def _still(turn: Turn, answers: Answers) -> bool:
    people = await _people(turn)
    chosen = (answers.get("whose"), answers.get("who"))
    known = all(one in (None, _NOBODY) or int(str(one)) in people for one in chosen)
    return turn.actor.holds(*CELL_LEADS) and known


FORM = Form(
    "standing_in",
    words.TITLE,
    (
        Question("whose", _ask_whose, _read_person, _check_person),
        Question("who", _ask_who, _read_person, _check_person),
        Question("sure", _ask_sure),
    ),
    _save,
    still=_still,
)
