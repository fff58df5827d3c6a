"""Which menu a number belongs to, to the second before and after a letter that came by itself."""

from datetime import timedelta

import pytest

from handlers.newest import JUST_NOW
from handlers.typed import LIVES
from tests.chat import Chat, World
from tests.conversations.test_what_comes_by_itself import (
    NEXT,
    an,
    asked_for_the_kind,
    comes,
    concerns_of,
)
from tests.village import Village

__all__ = ["an"]
pytestmark = pytest.mark.parametrize("engine", ["sqlite"])
SECOND = timedelta(seconds=1)
ASKED, ITS_OWN, ABOVE = "chưa rõ “1”", "/4 hộ", NEXT


@pytest.mark.parametrize(
    ("after", "answer"),
    [
        pytest.param(-JUST_NOW - SECOND, ABOVE, id="long before"),
        pytest.param(-JUST_NOW, ASKED, id="just before"),
        pytest.param(timedelta(0), ASKED, id="at once"),
        pytest.param(JUST_NOW, ASKED, id="just after"),
        pytest.param(JUST_NOW + SECOND, ITS_OWN, id="after that"),
    ],
)
async def test_above_it_a_question_is_open(
    an: Chat, world: World, village: Village, after: timedelta, answer: str
) -> None:
    await asked_for_the_kind(an)
    world.later(minutes=5)
    await comes(world, village)
    world.now += after
    assert answer in await an.say("1")
    assert await concerns_of(world) == 0


@pytest.mark.parametrize(
    ("after", "answer"), [(LIVES, ITS_OWN), (LIVES + SECOND, "quá một ngày")], ids=["day", "later"]
)
async def test_its_numbers_live_for_a_day(
    an: Chat, world: World, village: Village, after: timedelta, answer: str
) -> None:
    await comes(world, village)
    world.now += after
    assert answer in await an.say("1")


async def test_above_it_a_list_has_numbers_of_its_own(
    an: Chat, world: World, village: Village
) -> None:
    listed = await an.say("hodan")
    await comes(world, village)
    assert "chưa rõ “2”" in await an.say("2")
    assert an.labels[1] == "Xem tài khoản"
    page = await an.say("1")
    assert "Tư Hạnh" in page
    assert page != listed
    await an.say("hodan")
    await comes(world, village)
    assert "Danh Sóc" in await an.say("3"), "it offers two choices only"


async def test_words_that_only_the_question_knows_are_for_the_question(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village)
    for typed in ("quay lại", "điện"):
        assert ASKED[:7] not in await an.say(typed), typed
    await comes(world, village)
    assert "Đã dừng" in await an.say("huỷ")
