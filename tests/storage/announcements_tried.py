"""Functions about announcements, reaching for one that came to somebody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.domain.announcements import AnnouncementKind, Audience, Readers
from bot.messages import Outgoing
from storage import (
    announcement_questions,
    announcement_steps,
    announcements,
    funnels,
    passing_on,
    receipts,
    spreading,
)
from storage.announcement_steps import Writing
from storage.tables import Announcement, AnnouncementQuestion, Receipt
from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.storage.test_one_door import Reaching

TODAY = NOW.date()
SECRET = "họp kín tổ bảy"


async def _foreign(r: Reaching) -> int:
    """What the cell of the thing sent to somebody of its own."""
    cell, member = {"other cell": ("06", "Cúc"), "other commune": ("01", "Phúc")}.get(
        r.relation, ("05", "An")
    )
    person_id = r.scope.village.people[member]
    row = Announcement(
        unit_id=r.scope.village.units[cell], author_id=person_id, words=SECRET,
        kind=AnnouncementKind.OTHER, audience=Audience().packed(), created_at=NOW, due_at=NOW,
        sent_at=NOW, spread_at=NOW, translations={},
    )  # fmt: skip
    r.session.add(row)
    await r.session.flush()
    r.session.add(Receipt(announcement_id=row.id, person_id=person_id))
    await r.session.flush()
    return row.id


async def _question(r: Reaching) -> int:
    number = await _foreign(r)
    row = AnnouncementQuestion(
        announcement_id=number, person_id=r.scope.village.people["An"], words=SECRET,
        asked_at=NOW, effect_key="asked",
    )  # fmt: skip
    r.session.add(row)
    await r.session.flush()
    return row.id


def _writing(r: Reaching, corrects_id: int | None = None) -> Writing:
    unit_id = r.scope.village.units["TL"]
    return Writing(unit_id, "Họp", Audience(Readers.EVERYBODY), corrects_id=corrects_id)


async def _listed(r: Reaching) -> object:
    await _foreign(r)
    return (await announcements.listed(r.session, r.actor, 1))[0]


async def _managed(r: Reaching) -> object:
    await _foreign(r)
    return (await announcements.managed(r.session, r.actor, 1))[0]


async def _waiting(r: Reaching) -> object:
    await _foreign(r)
    return await announcements.waiting_for(r.session, r.actor)


async def _unread(r: Reaching) -> object:
    await _foreign(r)
    return await receipts.unread(r.session, r.actor)


async def _one(r: Reaching) -> object:
    return await announcements.one_of(r.session, r.actor, await _foreign(r))


async def _write(r: Reaching) -> object:
    writing = _writing(r, await _foreign(r))
    return await announcement_steps.write(r.session, r.actor, writing, "k", NOW)


async def _reword(r: Reaching) -> object:
    number = await _foreign(r)
    return await announcement_steps.reword(r.session, r.actor, number, _writing(r), NOW)


async def _approve(r: Reaching) -> object:
    await announcement_steps.approve(r.session, r.actor, await _foreign(r), NOW)
    return "approved"


async def _send_back(r: Reaching) -> object:
    await announcement_steps.send_back(r.session, r.actor, await _foreign(r), "sửa", NOW)
    return "returned"


async def _withdraw(r: Reaching) -> object:
    return await announcement_steps.withdraw(r.session, r.actor, await _foreign(r), NOW)


async def _read(r: Reaching) -> object:
    await receipts.read(r.session, r.actor, await _foreign(r), TODAY, NOW)
    return "read"


async def _untold(r: Reaching) -> object:
    await passing_on.untold(r.session, r.actor, await _foreign(r), TODAY)
    return "households"


async def _pass_on(r: Reaching) -> object:
    number, own = await _foreign(r), [r.scope.households["own"]]
    await passing_on.pass_on(r.session, r.actor, number, own, TODAY, NOW)
    return "passed on"


async def _ask(r: Reaching) -> object:
    number = await _foreign(r)
    return await announcement_questions.ask(r.session, r.actor, number, "hỏi", "k", TODAY, NOW)


async def _question_of(r: Reaching) -> object:
    return await announcement_questions.one_of(r.session, r.actor, await _question(r))


async def _questions(r: Reaching) -> object:
    await _question(r)
    number = await _foreign(r)
    return await announcement_questions.about(r.session, r.actor, number)


async def _answer(r: Reaching) -> object:
    number = await _question(r)
    return await announcement_questions.answer(r.session, r.actor, number, "đáp", NOW)


async def _reach(r: Reaching) -> object:
    return await funnels.reach(r.session, r.actor, await _foreign(r), TODAY, NOW)


async def _unreached(r: Reaching) -> object:
    number = await _foreign(r)
    return await funnels.unreached(r.session, r.actor, number, None, 1, NOW, phones=True)


async def _send_again(r: Reaching) -> object:
    number = await _foreign(r)
    return await spreading.send_again(r.session, r.actor, number, Outgoing("nữa"), NOW)


TRIED: dict[str, Callable[[Reaching], Awaitable[object]]] = {
    "announcements.one_of": _one,
    "announcements.listed": _listed,
    "announcements.managed": _managed,
    "announcements.waiting_for": _waiting,
    "announcement_steps.write": _write,
    "announcement_steps.reword": _reword,
    "announcement_steps.approve": _approve,
    "announcement_steps.send_back": _send_back,
    "announcement_steps.withdraw": _withdraw,
    "announcement_questions.ask": _ask,
    "announcement_questions.one_of": _question_of,
    "announcement_questions.about": _questions,
    "announcement_questions.answer": _answer,
    "funnels.reach": _reach,
    "funnels.unreached": _unreached,
    "spreading.send_again": _send_again,
    "passing_on.untold": _untold,
    "passing_on.pass_on": _pass_on,
    "receipts.read": _read,
    "receipts.unread": _unread,
}
