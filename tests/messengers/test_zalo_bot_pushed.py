"""What Zalo pushes to our web server: stored before it is taken, once, whatever it looks like."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from prometheus_client import CollectorRegistry

from bot import http
from bot.messages import Incoming
from bot.messengers.base import Arrival, unpacked_file
from bot.messengers.zalo_bot import SECRET_HEADER, ZaloBotMessenger
from tests.doubles.zalo_bot import Person, ZaloBotDouble
from tests.doubles.zalo_bot_people import JPEG

PATH = "/zalo/bot/webhook"
SECRET = "s3cret-of-32-random-letters-or-so"


@dataclass
class Door:
    """Our side, with what came in by it."""

    ours: ZaloBotMessenger
    url: str = ""
    kept: dict[str, tuple[Arrival, bytes]] = field(default_factory=dict)  # as the inbox: once
    odd: list[bytes] = field(default_factory=list)

    async def keep(self, surface: str, account: str, arrival: Arrival, raw: bytes) -> None:
        assert (surface, account) == ("zalo_bot", self.ours.account)
        self.kept.setdefault(arrival.event_id, (arrival, raw))

    async def keep_oddity(self, surface: str, account: str, raw: bytes) -> None:
        self.odd.append(raw)

    async def health(self) -> dict[str, bool]:
        return {}

    def heard(self) -> list[Incoming]:
        now = datetime.now(UTC)  # noqa: TID251 (the double lives by the real clock)
        read = [self.ours.read(self.ours.account, "", raw, now) for _, raw in self.kept.values()]
        return [incoming for incoming in read if incoming is not None]


@pytest_asyncio.fixture
async def door(zalo: ZaloBotDouble, ours: ZaloBotMessenger) -> AsyncIterator[Door]:
    """Open, and known to Zalo."""
    here = Door(ours)
    app = http.application(
        doors=[http.Door(PATH, SECRET_HEADER, ours.account, ours, (SECRET,))],
        keep=here.keep,
        keep_oddity=here.keep_oddity,
        health=here.health,
        registry=CollectorRegistry(),
    )
    async with http.serving(app, "127.0.0.1", 0) as port:
        here.url = f"http://127.0.0.1:{port}{PATH}"
        zalo.allows_local = True
        assert await ours.set_webhook(here.url, SECRET) == ""
        yield here
        zalo.post.stop()


def _statuses(zalo: ZaloBotDouble) -> set[int]:
    return {status for _, status in zalo.post.pushed}


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize("photo_field", ["photo", "photo_url"])
async def test_all_that_people_send_is_understood(
    zalo: ZaloBotDouble, an: Person, door: Door, wrapped: bool, twice: bool, photo_field: str
) -> None:
    zalo.post.wrapped, zalo.post.twice, an.photo_field = wrapped, twice, photo_field

    await an.say("một")
    await an.send_photo(caption="Nhà dột")
    await an.send_voice()
    for act in (an.send_sticker, an.send_file, an.send_something_new, an.vanish):
        await act()
    await an.say_in_group("@bot hai")
    await zalo.until(lambda: not zalo.post.waiting)

    heard = door.heard()
    assert [one.text for one in heard] == ["xin chào", "một", "Nhà dột", "", "", "", ""]
    assert [one.voice for one in heard].index(True) == 3
    assert [one.unreadable for one in heard] == [False] * 4 + [True] * 3
    assert {one.address.external_id for one in heard} == {an.id}
    assert all(abs(one.sent_at - zalo.clock.now()) < timedelta(minutes=1) for one in heard)
    assert (_statuses(zalo), door.odd) == ({200}, [])


async def test_a_photo_that_was_pushed_can_be_fetched(
    zalo: ZaloBotDouble, an: Person, door: Door, ours: ZaloBotMessenger
) -> None:
    await an.send_photo()
    await zalo.until(lambda: not zalo.post.waiting)

    [wanted] = [one.wants_file for one, _ in door.kept.values() if one.wants_file]
    assert await ours.fetch(ours.account, unpacked_file(wanted).reference) == JPEG


async def test_who_tries_the_door_finds_it_open_and_leaves_nothing(
    zalo: ZaloBotDouble, door: Door
) -> None:
    await zalo.until(lambda: not zalo.post.waiting)
    before = len(door.kept)

    assert await zalo.post.probe() == 200

    assert (len(door.kept), door.odd) == (before, [])


async def test_another_secret_opens_nothing(zalo: ZaloBotDouble, an: Person, door: Door) -> None:
    await zalo.until(lambda: not zalo.post.waiting)
    await zalo.post.push_to(door.url, "another-secret")
    await an.say("hai")
    await zalo.until(lambda: not zalo.post.waiting)

    assert [one.text for one in door.heard()] == ["xin chào"]
    assert zalo.post.pushed[-1][1] == 401
