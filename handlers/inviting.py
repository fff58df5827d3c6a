"""Activation slips: a code for everybody who has no chat yet, as a document to print."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.short_answers import LEAVES
from bot.domain.vietnamese.text import search_key
from bot.messages import Attachment, Json, Outgoing
from bot.reports import slips as printed
from bot.reports.slips import Slip
from bot.texts import inviting as words
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import invites, people
from storage.invites import Handed, Unlinked

MOST_AT_ONCE = 300
"""Slips in one document; a larger commune takes them cell by cell."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def slips(turn: Turn) -> Outgoing:
    """Say how many people of the commune, of one cell, or who by name is to get a code, and ask."""
    known: Answers = {"unit": turn.actor.commune_id, "cell": ""}
    if turn.words:
        cell = await people.cell_of(turn.session, turn.actor.commune_id, turn.words, turn.today)
        if cell is None:
            return await _sure(turn, {**known, "member": turn.words})
        known = {"unit": cell.id, "cell": cell.code}
    return await _sure(turn, known)


async def _sure(turn: Turn, known: Answers) -> Outgoing:
    unlinked = await _unlinked(turn, known)
    if "member" in known and not unlinked:
        raise Refusal(Reason.NOT_FOUND)
    if not unlinked:
        listed = await invites.anybody(turn.session, _unit(known), turn.now)
        none = words.everybody_linked if listed else words.nobody_listed
        return none(str(known["cell"]))
    if len(unlinked) > MOST_AT_ONCE and not known["cell"]:
        return words.cell_by_cell(len(unlinked), sorted({one.cell_code for one in unlinked}))
    ended = sum(one.holds_code for one in unlinked)
    return await forms.begin(
        turn.saying(""), FORM, {**known, "count": len(unlinked), "ended": ended}
    )


async def _unlinked(turn: Turn, known: Answers) -> list[Unlinked]:
    if "member" in known:
        return await invites.member(turn.session, _unit(known), str(known["member"]), turn.now)
    return await invites.unlinked_people(turn.session, _unit(known), turn.now)


def _unit(known: Answers) -> int:
    unit_id = known["unit"]
    assert isinstance(unit_id, int)
    return unit_id


async def _ask(turn: Turn, answers: Answers) -> Asking:
    count, ended, changed = answers["count"], answers.get("ended"), bool(answers.get("changed"))
    assert isinstance(count, int)
    ended = ended if isinstance(ended, int) else 0
    if "member" in answers and (found := await _unlinked(turn, answers)):
        return Asking(words.sure_of_one(found[0].name, found[0].code, ended))
    return Asking(words.sure(count, str(answers["cell"]), ended, changed=changed))


async def _read(turn: Turn, answers: Answers, text: str) -> Json:
    return search_key(text)


async def _check(turn: Turn, answers: Answers, value: Json) -> Answers:
    count = answers["count"]
    assert isinstance(count, int)
    if value != words.word(count):
        raise Refusal(Reason.WORD_WANTED, word=words.word(count))
    return {}


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    unlinked = await _unlinked(turn, answers)
    if len(unlinked) != answers["count"]:
        again: Answers = {"unit": answers["unit"], "cell": answers["cell"], "changed": True}
        if "member" in answers:
            again["member"] = answers["member"]
        return await _sure(turn, again)
    links, address = turn.accounts.links, turn.incoming.address
    handed = await invites.hand_out(
        turn.session, unlinked, links.keys(), turn.now,
        own=(address.surface, address.account), issued_by=turn.actor.person_id,
    )  # fmt: skip
    until = day_of(turn.now + invites.VALID)
    # Drawing takes seconds for a whole commune, in which others want to be answered.
    content = await asyncio.to_thread(printed.slips, drawn(handed, links))
    roomless = sum(not one.there for one in handed) if links else 0
    document = Attachment(words.file_name(turn.today), content, DOCX)
    return words.printed(len(handed), until, document, roomless)


def drawn(handed: Sequence[Handed], links: Mapping[tuple[str, str], str]) -> list[Slip]:
    """What stands on each slip; `links` says how an invitation points to each account."""
    return [
        Slip(
            one.to.name, one.to.cell_code, one.to.cell_name, one.code,
            words.write_to(links, one.there, one.code),
        )
        for one in handed
    ]  # fmt: skip


FORM = Form("inviting", words.TITLE, (Question("word", _ask, _read, _check, said=LEAVES),), _save)
