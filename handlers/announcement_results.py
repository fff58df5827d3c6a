"""How far an announcement came: figures by cell, who was not reached, and sending once more."""

from bot.domain.people import OFFICE
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import search_key
from bot.messages import Outgoing
from bot.texts import announcement_results as words
from bot.texts import announcements as reading
from handlers.paging import number_in
from handlers.turn import Turn
from storage import funnels, people, spreading
from storage.announcements import Page
from storage.funnels import PEOPLE_A_PAGE, Reach

EVERYWHERE = "tatca"


async def figures(turn: Turn, announcement_id: int) -> Outgoing:
    """Reached, read and passed on, in all and by cell."""
    page, found = await funnels.reach(
        turn.session, turn.actor, announcement_id, turn.today, turn.now
    )
    total = words.totals(
        day_of(page.told_at),
        page.words,
        people=sum(one.people for one in found),
        reached=sum(one.reached for one in found),
        read=sum(one.read for one in found),
        told=sum(one.told for one in found),
        households=sum(one.households for one in found),
        unknown=(unknown := sum(one.unknown for one in found)),
        at_once=sum(one.written - one.later - one.held for one in found),
        later=sum(one.later for one in found),
        later_from=min((day_of(one.later_from) for one in found if one.later_from), default=None),
        held=sum(one.held for one in found),
    )
    lines = [
        words.of_cell(one.name, one.people, one.reached, one.read, one.told, one.households)
        for one in found
    ]
    named = [one for one in found if one.cell_id and _missing(one) and _names(turn, one)]
    return words.results(
        page.id,
        total,
        lines,
        [(one.code, one.name, _missing(one)) for one in named],
        unknown=unknown,
        may_send_again=page.manages,
        all_names=turn.actor.holds(*OFFICE) and any(_missing(one) for one in found),
    )


def _missing(one: Reach) -> int:
    return one.people - one.reached


def _names(turn: Turn, one: Reach) -> bool:
    return funnels.sees_names(turn.actor, one.cell_id)


async def unreached(turn: Turn, announcement_id: int, rest: str, *, phones: bool) -> Outgoing:
    """Who was not reached and why, in one cell or everywhere; with phones where one may see them.

    After the verb stand the cell's code and a page: "05 2", "tatca 2".
    """
    code, _, after = rest.partition(" ")
    number, cell_id = number_in(after), await _cell(turn, code)
    found, total = await funnels.unreached(
        turn.session, turn.actor, announcement_id, cell_id, number, turn.now, phones=phones
    )
    return words.unreached(
        announcement_id,
        [
            words.person(one.name, one.cell, words.why(one.why), one.phone if phones else None)
            for one in found
        ],
        total,
        "" if cell_id is None else code,
        number,
        last=number * PEOPLE_A_PAGE >= total,
        phones=phones or not funnels.sees_phones(turn.actor, cell_id),
    )


async def _cell(turn: Turn, code: str) -> int | None:
    if not code or search_key(code) == EVERYWHERE:
        led = turn.actor.cells_led
        return None if turn.actor.holds(*OFFICE) or not led else led[0]
    cell = await people.cell_of(turn.session, turn.actor.commune_id, code, turn.today)
    if cell is None:
        raise Refusal(Reason.NOT_FOUND)
    return cell.id


async def again(turn: Turn, page: Page) -> Outgoing:
    """Send once more to those of whom nobody knows whether the letter arrived."""
    first_on = day_of(page.corrected_at) if page.corrected_at else None
    text = reading.body(
        page.part, page.words, page.unit_name, day_of(page.told_at), page.corrected, first_on
    )
    letter = reading.letter(
        page.id, text, [one.value for one in page.translations], page.part,
        urgent=page.urgent, again=True,
    )  # fmt: skip
    count = await spreading.send_again(turn.session, turn.actor, page.id, letter, turn.now)
    return words.sent_again(page.id, count)
