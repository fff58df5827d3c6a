"""A letter's file is for whoever still has the roles in which they asked for it."""

from datetime import date

import pytest
from sqlalchemy import Update, update

from bot.domain.delivery import Delivery
from bot.messages import Attachment, Outgoing, TryLater
from storage import outbox
from storage.tables import LinkedAddress, OutboxRow, RoleHeld
from tests.chat import Chat, World
from tests.pages.bare import Bare, download, link_in
from tests.pages.plain import Plain
from tests.pages.steps import change
from tests.village import Village


@pytest.fixture
def bare(world: World) -> Bare:
    """The village without files in its chats."""
    return Bare(world)


def ended(person_id: int) -> Update:
    """All roles of somebody, over since the morning."""
    of_them = update(RoleHeld).where(RoleHeld.person_id == person_id)
    return of_them.values(until=date(2026, 11, 21))


@pytest.mark.parametrize("lost", [True, False], ids=["role lost", "role held"])
async def test_slips_that_waited_go_out_only_to_whom_still_has_the_role_they_were_asked_in(
    bare: Bare, browser: Plain, village: Village, lost: bool
) -> None:
    people = update(LinkedAddress).where(LinkedAddress.external_id.in_(("Hà", "Cúc")))
    await change(bare.world, people.values(person_id=None))
    await bare.say("Én", "/capma")
    bare.outcomes.append(TryLater(after=3600.0))
    await bare.say("Én", "cap 2 ma")
    asked = len(bare.sent)
    if lost:
        await change(bare.world, ended(village.people["Én"]))
    bare.world.later(minutes=70)
    await bare.go_on()
    tried, *again = bare.sent[asked - 1 :]
    assert len(again) == (0 if lost else 1)
    for one in again:
        assert (await download(browser, link_in(one.text, "f"))).status == 200
    async with bare.world.store.reading() as session:
        row = await session.get_one(OutboxRow, tried.id)
    settled = (Delivery.EXPIRED, "no longer this person's") if lost else (Delivery.SENT, "")
    assert (row.status, row.error) == settled


@pytest.mark.parametrize(
    ("noted", "status"), [(True, 410), (False, 200)], ids=["noted", "by an older version"]
)
async def test_a_role_lost_between_the_question_and_the_link_gives_nothing(
    bare: Bare, browser: Plain, village: Village, noted: bool, status: int
) -> None:
    en, slips = village.people["Én"], Attachment("phieu.docx", b"codes", "text/plain")
    async with bare.world.store.begin() as session:
        said, at = Outgoing("Phiếu", attachment=slips), Chat(bare.world, "Én").address
        letter_id = await outbox.put(session, at, said, bare.world.now, person_id=en)
    if not noted:
        this = update(OutboxRow).where(OutboxRow.id == letter_id)
        await change(bare.world, this.values(payload={"text": "Phiếu"}))
    await change(bare.world, ended(en))
    await bare.go_on()
    assert (await download(browser, link_in(bare.heard("Én"), "f"))).status == status
