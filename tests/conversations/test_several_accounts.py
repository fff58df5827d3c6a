"""Several accounts of ours: codes that are good at one, seats, and moving from one to another."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, func, select, update

from bot.domain.delivery import Delivery
from bot.domain.people import ConsentState
from bot.domain.refusals import Reason
from bot.messages import Address, Incoming, Outgoing, Urgency, encoded
from bot.messengers import console
from bot.texts.refusals import reason
from handlers.respond import Reader, Setting, respond
from handlers.turn import Accounts
from storage import channels, inbox, invites, outbox, people
from storage.addresses import CHANNELS
from storage.channels import Channel
from storage.inbox import Arrived
from storage.outbox import Due
from storage.tables import Invite, InviteTry, LinkedAddress, OutboxRow
from tests.chat import ACCOUNT, OWNER, Chat, World, delivered
from tests.village import Village

BOT, OTHER, THIRD = ("zalo_bot", "42"), ("zalo_bot", "43"), ("zalo_bot", "44")
ELSEWHERE = ("telegram", "7")
LINKS = {
    BOT: "“Bot Thạnh Lộc” trên Zalo",
    OTHER: "“Bot Ấp 6” trên Zalo",
    THIRD: "“Bot Ấp 7” trên Zalo",
    ELSEWHERE: "https://t.me/gandan_bot?start={code}",
    ACCOUNT: "https://chat.example/{code}",
}


def _read(surface: str) -> Reader:
    def read(account: str, event_id: str, raw: bytes, received_at: datetime) -> Incoming | None:
        found = console.read(account, account, raw, received_at)
        return found and replace(
            found, address=Address(surface, account, found.address.external_id)
        )

    return read


SETTING = Setting({key: _read(key[0]) for key in LINKS}, Accounts(LINKS), OWNER)


@dataclass
class Phone:
    """Somebody's chat with one account of ours."""

    world: World
    account: tuple[str, str]
    name: str
    heard: list[str] = field(default_factory=list)

    @property
    def address(self) -> Address:
        return Address(*self.account, self.name)

    async def say(self, text: str) -> str:
        """Type something; the words of the answer."""
        store, now = self.world.store, self.world.now
        event = f"e{next(self.world.ids)}"
        raw = encoded(Incoming(self.address, event, now, text=text))
        async with store.begin() as session:
            await inbox.keep(session, *self.account, [Arrived(event, self.name, raw)], now)
        assert await respond(store, SETTING, now) is not None
        return (await self.hear())[-1]

    async def hear(self) -> list[str]:
        """What is read that was written meanwhile; answers come last."""
        before = len(self.heard)
        while letter := await delivered(self.world, self.address):
            self.heard.append(letter.text)
        return self.heard[before:]


async def code_for(
    world: World, village: Village, name: str, at: tuple[str, str] = ("", "")
) -> str:
    async with world.store.begin() as session:
        ids = [village.people[name]]
        [issued] = await invites.issue(session, ids, world.now, surface=at[0], account=at[1])
    return issued.code


async def linked(world: World, village: Village, name: str, at: tuple[str, str]) -> Phone:
    """Somebody's phone on an account, agreed and ready."""
    phone = Phone(world, at, name)
    await phone.say(await code_for(world, village, name))
    await phone.say("Đồng ý")
    return phone


async def written(world: World, village: Village, name: str, to: Phone, text: str) -> int:
    """A push that waits for tomorrow."""
    said = Outgoing(text, urgency=Urgency.URGENT)
    async with world.store.begin() as session:
        letter_id = await outbox.put(
            session, to.address, said, world.now, person_id=village.people[name],
            not_before=world.now + timedelta(hours=1),
        )  # fmt: skip
    assert letter_id is not None
    return letter_id


async def claimed(world: World) -> list[Due]:
    """What the postman would take in hand now."""
    async with world.store.begin() as session:
        return await outbox.claim(session, OWNER, world.now, 10, list(LINKS))


def _of(*names: str) -> ColumnElement[bool]:
    return LinkedAddress.external_id.in_(names)


# --- Codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "named"),
    [
        pytest.param(BOT, "“Bot Thạnh Lộc” trên Zalo", id="found by its name"),
        pytest.param(ELSEWHERE, "t.me/gandan_bot.", id="found by its address"),
        pytest.param(("zalo_bot", "99"), "ghi trên phiếu", id="nobody knows its name"),
    ],
)
async def test_who_comes_to_the_wrong_account_is_told_the_right_one_and_the_code_stays_good(
    world: World, village: Village, bound: tuple[str, str], named: str
) -> None:
    code = await code_for(world, village, "An", bound)
    wrong = Phone(world, OTHER, "new")
    for _ in range(6):
        said = await wrong.say(code)
        assert named in said
        assert "vẫn còn dùng được" in said
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count(InviteTry.id))) == 0, "that is no guessing"
    if bound in LINKS:
        assert "Nguyễn Thị An" in await Phone(world, bound, "new").say(code)


async def test_an_account_that_is_full_says_so_and_the_code_is_good_where_there_is_room(
    world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        await channels.add(session, Channel(*BOT, "42:x", own_seats=1), world.now)
    await linked(world, village, "An", BOT)
    code = await code_for(world, village, "Cúc")
    full = Phone(world, BOT, "new")
    said = await full.say(code)
    assert "đã đủ 1 người" in said
    assert "vẫn còn dùng được" in said
    assert await full.say("/menu") == reason(Reason.NOT_LINKED)
    assert "Lê Thị Cúc" in await Phone(world, OTHER, "new").say(code)


async def test_the_office_is_told_who_finds_no_seat(
    world: World, village: Village, en: Chat
) -> None:
    async with world.store.begin() as session:
        for key in LINKS:
            full = Channel(*key, "1:x", commune_id=village.units["TL"], own_seats=1)
            await channels.add(session, full, world.now)
        await session.execute(update(LinkedAddress).where(_of("An", "Bình")).values(person_id=None))
    office = Phone(world, ACCOUNT, "Én")
    await office.say("/capma")
    said = await office.say("cap 2 ma")
    assert "Đã cấp 2 mã" in said
    assert "chưa có chỗ" not in said
    async with world.store.begin() as session:
        await session.execute(update(CHANNELS).values(seats=0))
    await office.say("/capma")
    assert "Trong đó 2 đồng chí chưa có chỗ" in await office.say("cap 2 ma")


async def test_slips_send_people_to_their_communes_own_account_until_it_is_full(
    world: World, village: Village, en: Chat
) -> None:
    async with world.store.begin() as session:
        own = Channel(*BOT, "42:x", commune_id=village.units["TL"], own_seats=1)
        await channels.add(session, own, world.now)
        nobodys = update(LinkedAddress).where(_of("An", "Bình", "Cúc"))
        await session.execute(nobodys.values(person_id=None))
    office = Phone(world, ACCOUNT, "Én")
    await office.say("/capma")
    assert "Đã cấp 3 mã" in await office.say("cap 3 ma")
    async with world.store.reading() as session:
        found = await session.execute(
            select(Invite.surface, func.count()).group_by(Invite.surface).order_by(Invite.surface)
        )
        assert [tuple(row) for row in found] == [("console", 2), ("zalo_bot", 1)]


# --- Moving --------------------------------------------------------------------------------------


async def test_moving_to_another_bot_ends_the_first_chat_and_keeps_what_was_reported(
    world: World, village: Village
) -> None:
    old = await linked(world, village, "An", BOT)
    assert "Đã ghi nhận" in await old.say("/thamho 1, hôm nay, 1")
    await old.say("/thamho 2")
    new = await linked(world, village, "An", OTHER)
    told = "\n".join(await old.hear())
    assert "một tài khoản trợ lý khác" in told
    assert "Nguyễn Thị An" not in told
    assert "1/4 hộ" in await new.say("/thangnay")
    assert "không có việc nào" in await new.say("/tiep"), "what was begun stays behind"
    assert await old.say("hôm nay") == reason(Reason.NOT_LINKED)


async def test_what_waited_in_the_old_chat_comes_to_the_new_one_once_and_only_when_agreed(
    world: World, village: Village
) -> None:
    old = await linked(world, village, "An", BOT)
    letter = await written(world, village, "An", old, "Việc cần biết")
    new = Phone(world, OTHER, "An")
    await new.say(await code_for(world, village, "An"))
    await old.hear()
    world.later(hours=2)
    assert await claimed(world) == []
    await new.say("Đồng ý")
    world.later(hours=2)
    await old.hear()
    await new.hear()
    assert (new.heard.count("Việc cần biết"), old.heard.count("Việc cần biết")) == (1, 0)
    async with world.store.reading() as session:
        assert (await session.get_one(OutboxRow, letter)).status is Delivery.SENT


@pytest.mark.parametrize("again", ["to a third account", "off an account that is gone"])
async def test_what_is_held_until_its_reader_agrees_stays_held_when_it_moves_again(
    world: World, village: Village, again: str
) -> None:
    old = await linked(world, village, "An", BOT)
    letter = await written(world, village, "An", old, "Việc cần biết")
    first = new = Phone(world, OTHER, "An")
    await first.say(await code_for(world, village, "An"))
    async with world.store.reading() as session:
        held = (await session.get_one(OutboxRow, letter)).lease_until
    if again == "to a third account":
        new = Phone(world, THIRD, "An")
        await new.say(await code_for(world, village, "An"))
    else:
        new = Phone(world, ACCOUNT, "An")  # which An has besides
        async with world.store.begin() as session:
            await channels.remove(session, OTHER, world.now)
        await new.say("xin chào")
    world.later(hours=2)
    await old.hear()
    assert letter not in [due.id for due in await claimed(world)]
    async with world.store.reading() as session:
        moved = await session.get_one(OutboxRow, letter)
    assert (moved.status, moved.account, moved.lease_until) == (
        Delivery.QUEUED,
        new.account[1],
        held,
    )
    await new.say("Đồng ý")
    await new.hear()
    assert new.heard.count("Việc cần biết") == 1


async def test_what_waits_is_not_told_to_who_does_not_agree(world: World, village: Village) -> None:
    old = await linked(world, village, "An", BOT)
    letter = await written(world, village, "An", old, "Việc cần biết")
    new = Phone(world, OTHER, "An")
    await new.say(await code_for(world, village, "An"))
    assert "không đồng ý" in await new.say("Không đồng ý")
    await old.hear()
    world.later(days=29)
    assert await claimed(world) == []
    world.later(days=2)
    assert await new.hear() == []
    async with world.store.reading() as session:
        assert (await session.get_one(OutboxRow, letter)).status is Delivery.EXPIRED
        found = await people.one(session, village.people["An"])
        assert found.consent is ConsentState.REFUSED


async def test_a_chat_on_a_removed_account_is_written_no_farewell(
    world: World, village: Village
) -> None:
    await linked(world, village, "An", BOT)
    async with world.store.begin() as session:
        await channels.remove(session, BOT, world.now)
    await linked(world, village, "An", OTHER)
    async with world.store.reading() as session:
        there = select(func.count(OutboxRow.id)).where(
            OutboxRow.account == "42", OutboxRow.status == Delivery.QUEUED
        )
        assert await session.scalar(there) == 0


async def test_somebody_with_two_messengers_is_written_to_on_the_one_used_last(
    world: World, village: Village
) -> None:
    zalo = await linked(world, village, "An", BOT)
    world.later(minutes=5)
    telegram = await linked(world, village, "An", ELSEWHERE)

    async def at() -> str:
        async with world.store.reading() as session:
            an = village.people["An"]
            return (await people.addresses_of(session, [an]))[an].surface

    assert await at() == "telegram"
    for phone in (zalo, telegram, zalo):
        world.later(minutes=5)
        assert "0/4 hộ" in await phone.say("/thangnay")
        assert await at() == phone.account[0]
