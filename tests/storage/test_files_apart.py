"""What one person hands in on a page leaves what everybody else hands in alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.uploads import Judged
from bot.messages import Address
from storage import inbox, page_links, uploads
from storage.inbox import Arrived, Waiting
from storage.page_links import Link
from storage.store import Session, Store
from storage.tables import AuditRow, File, InboxRow, PageLink
from storage.uploads import HELD, MOST_TIMES
from tests.conftest import NOW
from tests.village import Village

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For cases that ask the database nothing that the others here do not ask on both."""
PHOTO = Judged("anh.jpg", "image/jpeg", b"\xff\xd8\xff pixels")
OTHER = Judged("khac.png", "image/png", b"\x89PNG other")
LIST = Judged("ds.xlsx", "application/vnd.ms-excel", b"PK rows")


@dataclass
class HandingIn:
    """Somebody at their page."""

    session: Session
    person_id: int
    link: Link

    @classmethod
    async def begun(
        cls, session: Session, village: Village, name: str, now: datetime = NOW
    ) -> "HandingIn":
        chat, who = Address("console", "demo", name), village.people[name]
        signed = await page_links.issue(
            session, "u", who, chat, f"photo {name}", now, valid=uploads.VALID
        )
        link = await page_links.find(session, "u", signed)
        assert link is not None
        return cls(session, who, link)

    async def choose(self, file: Judged, now: datetime = NOW) -> int:
        file_id = await uploads.hold(self.session, self.link, file, now)
        assert file_id is not None
        return file_id

    async def now_holds(self) -> int | None:
        row = await self.session.get_one(PageLink, self.link.id, populate_existing=True)
        return row.file_id


async def names(session: Session) -> list[str]:
    """The files that are kept."""
    return list(await session.scalars(select(File.name).order_by(File.id)))


async def waiting(session: Session) -> list[Waiting]:
    """The messages whose files have still to be put to them."""
    found = []
    while one := await inbox.next_waiting(session, NOW, fetching=True):
        found.append(one)
        await session.execute(
            update(InboxRow).where(InboxRow.id == one.id).values(next_at=NOW + HELD)
        )
    return found


async def test_each_chooses_for_themselves(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        cuc = await HandingIn.begun(session, village, "Cúc")
        of_an, of_cuc = await an.choose(PHOTO), await cuc.choose(LIST)
        assert (await an.now_holds(), await cuc.now_holds()) == (of_an, of_cuc)
        again = await an.choose(OTHER)
        assert (await an.now_holds(), await cuc.now_holds()) == (again, of_cuc)
        assert await names(session) == ["ds.xlsx", "khac.png"]


async def test_each_confirms_their_own(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        cuc = await HandingIn.begun(session, village, "Cúc")
        of_an, of_cuc = await an.choose(PHOTO), await cuc.choose(LIST)
        assert not await uploads.confirm(session, an.link, of_cuc, NOW)
        assert await waiting(session) == []
        assert await uploads.confirm(session, an.link, of_an, NOW)
        assert (await page_links.again(session, an.link)).used_at == NOW
        assert (await page_links.again(session, cuc.link)).used_at is None
        [message] = await waiting(session)
        assert message.address == an.link.address
        assert await uploads.confirm(session, cuc.link, of_cuc, NOW)
        [message] = await waiting(session)
        assert message.address == cuc.link.address
        noted = await session.scalars(
            select(AuditRow).where(AuditRow.action == "hand in").order_by(AuditRow.id)
        )
        assert [(row.person_id, row.thing, row.thing_id) for row in noted] == [
            (an.person_id, "file", str(of_an)), (cuc.person_id, "file", str(of_cuc)),
        ]  # fmt: skip


async def test_each_message_has_its_own_file_and_is_handled_at_once(
    store: Store, village: Village
) -> None:
    later = NOW + timedelta(minutes=3)
    async with store.begin() as session:
        held = {}
        for name, file in (("An", PHOTO), ("Cúc", LIST), ("Hà", OTHER)):
            one = await HandingIn.begun(session, village, name)
            held[name] = await one.choose(file)
            if name != "Hà":  # who has not said yes
                assert await uploads.confirm(session, one.link, held[name], NOW)
        messages = {one.address.external_id: one for one in await waiting(session)}
        for name, file in (("Cúc", LIST), ("An", PHOTO)):
            found = await uploads.held(session, messages[name].event_id)
            assert found is not None
            assert (found.id, found.file.name, found.file.content, found.file.media_type) == (
                held[name], file.name, file.content, file.media_type,
            )  # fmt: skip
        await uploads.put(session, messages["An"].id, held["An"], later)
        rows = list(await session.scalars(select(InboxRow).order_by(InboxRow.id)))
        assert [(row.file_id, row.next_at) for row in rows] == [
            (held["An"], later), (None, NOW + HELD),
        ]  # fmt: skip
        links = list(await session.scalars(select(PageLink.file_id).order_by(PageLink.id)))
        assert links == [None, held["Cúc"], held["Hà"]]


@pytest.mark.parametrize(
    "event_id", ["u:", "u:nobody", "photo", "", "u:u:"], ids=["bare", "unknown", "other", "", "two"]
)
@on_one_engine
async def test_of_a_message_that_nobody_handed_in_there_is_no_file(
    store: Store, village: Village, event_id: str
) -> None:
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        assert await uploads.confirm(session, an.link, await an.choose(PHOTO), NOW)
        assert await uploads.held(session, event_id) is None


async def test_what_has_no_yes_yet_is_no_message(store: Store, village: Village) -> None:
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        await an.choose(PHOTO)
        assert await uploads.held(session, f"u:{an.link.nonce}") is None


async def test_another_may_be_chosen_twenty_times_and_no_more(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        cuc = await HandingIn.begun(session, village, "Cúc")
        for _ in range(MOST_TIMES):
            last = await an.choose(PHOTO)
        assert await uploads.hold(session, an.link, OTHER, NOW) is None
        assert await an.now_holds() == last, "the last that came is kept"
        assert await uploads.confirm(session, an.link, last, NOW)
        await cuc.choose(LIST)
        times = list(await session.scalars(select(PageLink.times).order_by(PageLink.id)))
    assert times == [MOST_TIMES, 1]


KEPT: dict[str, tuple[dict[str, object], timedelta, bool]] = {
    # what became of it, how long ago, whether it is dropped
    "just chosen": ({}, timedelta(0), False),
    "almost an hour ago": ({}, HELD - timedelta(seconds=1), False),
    "an hour ago": ({}, HELD, True),
    "confirmed, an hour ago": ({"used_at": NOW}, HELD, False),
    "confirmed, almost a day ago": (
        {"used_at": NOW}, timedelta(days=1, seconds=-1), False,
    ),
    "confirmed, a day ago": ({"used_at": NOW}, timedelta(days=1), True),
    "with its message, long ago": ({"file_id": None}, timedelta(days=9), False),
}  # fmt: skip


@pytest.mark.parametrize(("then", "after", "dropped"), KEPT.values(), ids=KEPT.keys())
@on_one_engine
async def test_a_file_is_kept_as_long_as_its_person_may_want_it(
    store: Store, village: Village, then: dict[str, object],
    after: timedelta, *, dropped: bool,
) -> None:  # fmt: skip
    async with store.begin() as session:
        an = await HandingIn.begun(session, village, "An")
        await an.choose(PHOTO)
        if then:
            mine = update(PageLink).where(PageLink.id == an.link.id)
            await session.execute(mine.values(**then))
        cuc = await HandingIn.begun(session, village, "Cúc", NOW + after)
        fresh = await cuc.choose(LIST, NOW + after)
        assert await uploads.purge(session, NOW + after) == int(dropped)
        assert await names(session) == (["ds.xlsx"] if dropped else ["anh.jpg", "ds.xlsx"])
        assert await cuc.now_holds() == fresh
        assert (await an.now_holds() is None) == (dropped or "file_id" in then)


async def test_a_message_that_was_not_handed_in_waits_for_its_messenger(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        arrived = Arrived("e1", "An", b"{}", wants_file='["ref", "a.jpg", 3, "image/jpeg"]')
        await inbox.keep(session, "console", "demo", [arrived], NOW)
        an = await HandingIn.begun(session, village, "An")
        await uploads.confirm(session, an.link, await an.choose(PHOTO), NOW)
        ours = {one.event_id: uploads.is_one(one.event_id) for one in await waiting(session)}
        assert ours["e1"] is False
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 2
