"""Giving households that nobody has to a member, several at once, as one group."""

from bot.domain.people import CELL_LEADS
from bot.domain.refusals import Reason, Refusal
from bot.messages import Choice, Json, Outgoing
from bot.texts import assignments as words
from bot.texts.households import which
from handlers import choosing, forms, telling
from handlers.answers import sensible
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import assignments
from storage.assignments import Held, Load

LONGEST_BASIS = 200
_HOMES, _YES = "homes", "yes"


async def begin(turn: Turn) -> Outgoing:
    """Ask which of the households that nobody has, and for whom."""
    if not await assignments.nobodys(turn.session, turn.actor, turn.today):
        return words.nobodys(0, (1, 1), ())
    return await forms.begin(turn.saying(""), FORM)


async def _nobodys(turn: Turn) -> dict[str, Held]:
    """Households without anybody, by code."""
    held = await assignments.nobodys(turn.session, turn.actor, turn.today)
    return {one.code: one for one in held}


async def _ask_homes(turn: Turn, answers: Answers) -> Asking:
    held, narrowed = await _nobodys(turn), answers.get("narrowed")
    codes = map(str, narrowed) if isinstance(narrowed, list) else iter(held)
    options = (
        Choice(words.household_label(code, held[code].name, held[code].address), code)
        for code in codes
        if code in held
    )
    text = words.WHICH_HOMES
    if "narrowed" in answers:
        text = which(words.GIVING, missed=choosing.missed(answers), narrowed=True)
    return Asking(text, tuple(options), done=words.HOMES_CHOSEN)


async def _read_homes(turn: Turn, answers: Answers, text: str) -> Json:
    """Codes or names, one after another, beside those that were ticked before."""
    held = await _nobodys(turn)
    code_of = {one.id: one.code for one in held.values()}
    found = choosing.all_meant(assignments.candidates(held.values()), text)
    if isinstance(found, list):
        codes = (code_of[one] for one in found)
        return [*dict.fromkeys((*forms.ticked_by_now(answers, _HOMES), *codes))]
    narrowed = found.get("narrowed")
    ids = [one for one in narrowed if isinstance(one, int)] if isinstance(narrowed, list) else []
    return {**found, "narrowed": [code_of[one] for one in ids]}


async def _check_homes(turn: Turn, answers: Answers, value: Json) -> Answers:
    if isinstance(value, dict):
        return forms.ticked(answers, _HOMES)
    chosen = value if isinstance(value, list) else []
    if not chosen or not set(map(str, chosen)) <= (await _nobodys(turn)).keys():
        raise Refusal(Reason.CHOOSE_ONE)
    return {}


def _after_homes(answers: Answers) -> Answers:
    return choosing.narrowing(answers[_HOMES], _HOMES, answers)


def _homes(answers: Answers) -> list[str]:
    value = answers.get(_HOMES)
    return [str(one) for one in value] if isinstance(value, list) else []


async def _ask_member(turn: Turn, answers: Answers) -> Asking:
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    options = (
        Choice(words.member_label(one.name, one.main, one.helping), one.code)
        for one in shared.loads
    )
    return Asking(words.to_whom(len(_homes(answers))), tuple(options))


async def _read_member(turn: Turn, answers: Answers, text: str) -> Json:
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    found = assignments.members_named(shared, text)
    if not found:
        raise Refusal(Reason.NOT_FOUND)
    if len(found) > 1:
        raise Refusal(Reason.CHOOSE_ONE)
    return found[0].code


async def _check_member(turn: Turn, answers: Answers, value: Json) -> Answers:
    return {"name": (await _member(turn, value)).name}


async def _member(turn: Turn, code: Json) -> Load:
    shared = await assignments.shared_out(turn.session, turn.actor, turn.today)
    found = next((one for one in shared.loads if one.code == code), None)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


async def _ask_basis(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.WHICH_BASIS)


async def _read_basis(turn: Turn, answers: Answers, text: str) -> Json:
    return sensible(text, LONGEST_BASIS)


async def _ask_sure(turn: Turn, answers: Answers) -> Asking:
    basis = answers.get("basis")
    text = words.asks_sure(_homes(answers), str(answers["name"]), str(basis or ""))
    return Asking(text, (Choice(words.GIVE, _YES, words.give_word(len(_homes(answers)))),))


async def _still(turn: Turn, answers: Answers) -> bool:
    """Whether the actor leads a cell, and nobody else has been given these households."""
    leads = bool(turn.actor.units_as(*CELL_LEADS))
    return leads and set(_homes(answers)) <= (await _nobodys(turn)).keys()


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    member, homes = await _member(turn, answers["to"]), _homes(answers)
    groups = await assignments.group_nobodys(turn.session, turn.actor, homes, turn.today, turn.now)
    for group_id in groups:
        await assignments.assign_group(
            turn.session, turn.actor, group_id, member.person_id, since=turn.today,
            basis=str(answers.get("basis") or ""), now=turn.now,
        )  # fmt: skip
    told = member.person_id == turn.actor.person_id or await telling.tell(
        turn, member.person_id, words.given_to_you(len(homes)), f"given:{groups[0]}"
    )
    return words.given(len(homes), member.name, told=told)


FORM = Form(
    "giving",
    words.GIVING,
    (
        Question(
            _HOMES, _ask_homes, _read_homes, _check_homes, then=_after_homes, several=True,
            lists=True,
        ),
        Question("to", _ask_member, _read_member, _check_member),
        Question("basis", _ask_basis, _read_basis, skippable=True),
        Question("sure", _ask_sure),
    ),
    _save,
    still=_still,
)  # fmt: skip
