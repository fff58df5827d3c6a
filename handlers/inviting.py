"""Activation slips: a code for everybody who has no chat yet, as a document to print."""

import asyncio

from bot.domain.periods import day_of
from bot.domain.placing import Place, open_to, placed
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.short_answers import LEAVES
from bot.domain.vietnamese.text import search_key
from bot.messages import Attachment, Json, Outgoing
from bot.reports import slips as printed
from bot.reports.slips import Slip
from bot.texts import inviting as words
from handlers import forms
from handlers.questions import Answers, Asking, Form, Question
from handlers.turn import Accounts, Turn
from storage import invites, people, seating
from storage.invites import Unlinked

MOST_AT_ONCE = 300
"""Slips in one document; a larger commune takes them cell by cell."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def slips(turn: Turn) -> Outgoing:
    """Say how many people of the commune, or of one cell, are to get a code, and ask."""
    known: Answers = {"unit": turn.actor.commune_id, "cell": ""}
    if turn.words:
        cell = await people.cell_of(turn.session, turn.actor.commune_id, turn.words, turn.today)
        if cell is None:
            raise Refusal(Reason.NOT_FOUND)
        known = {"unit": cell.id, "cell": cell.code}
    return await _sure(turn, known)


async def _sure(turn: Turn, known: Answers) -> Outgoing:
    unlinked = await _unlinked(turn, known)
    if not unlinked:
        return words.everybody_linked(str(known["cell"]))
    if len(unlinked) > MOST_AT_ONCE and not known["cell"]:
        return words.cell_by_cell(len(unlinked), sorted({one.cell_code for one in unlinked}))
    return await forms.begin(turn.saying(""), FORM, {**known, "count": len(unlinked)})


async def _unlinked(turn: Turn, known: Answers) -> list[Unlinked]:
    unit_id = known["unit"]
    assert isinstance(unit_id, int)
    return await invites.unlinked_people(turn.session, unit_id, turn.now)


async def _ask(turn: Turn, answers: Answers) -> Asking:
    count, cell = answers["count"], answers["cell"]
    assert isinstance(count, int)
    return Asking(words.sure(count, str(cell), changed=bool(answers.get("changed"))))


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
        return await _sure(turn, again)
    places, there = await _places(turn, unlinked)
    codes = await invites.issue_at(turn.session, places, turn.now, turn.actor.person_id)
    until = day_of(turn.now + invites.VALID)
    # Drawing takes seconds for a whole commune, in which others want to be answered.
    drawn = _drawn(unlinked, codes, there, turn.accounts)
    content = await asyncio.to_thread(printed.slips, drawn)
    return words.printed(len(codes), until, Attachment(words.file_name(turn.today), content, DOCX))


async def _places(
    turn: Turn, unlinked: list[Unlinked]
) -> tuple[dict[int, Place | None], list[list[Place]]]:
    """At which account each code is good: where the asker writes, unless the commune has its own.

    Of an account that people can't be told of the codes are good anywhere. Beside that, where
    each person may come to.
    """
    ids, address = [one.person_id for one in unlinked], turn.incoming.address
    links, own = turn.accounts.links, (address.surface, address.account)
    every = await seating.places(turn.session, list(links), ids, turn.now)
    communes = [one.commune_id for one in unlinked]
    chosen = placed(communes, every, own)
    known = [one if one and (one.surface, one.account) in links else None for one in chosen]
    return dict(zip(ids, known, strict=True)), open_to(communes, every, known)


def _drawn(
    unlinked: list[Unlinked],
    codes: dict[int, str],
    there: list[list[Place]],
    accounts: Accounts,
) -> list[Slip]:
    return [
        Slip(
            name=one.name,
            cell=one.cell_code,
            code=codes[one.person_id],
            link_or_text=words.write_to(accounts.links, open_, codes[one.person_id]),
        )
        for one, open_ in zip(unlinked, there, strict=True)
    ]


FORM = Form("inviting", words.TITLE, (Question("word", _ask, _read, _check, said=LEAVES),), _save)
