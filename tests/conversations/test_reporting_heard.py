"""What whoever reports several households is told where their words are not clear."""

import pytest
from sqlalchemy import select

from bot.domain.visits import VisitKind
from bot.texts import reporting as words
from storage.tables import Visit
from tests.chat import Chat, World

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


async def stored(world: World) -> list[tuple[VisitKind, str]]:
    async with world.store.reading() as session:
        rows = await session.execute(select(Visit.kind, Visit.note).order_by(Visit.id))
        return [(kind, note) for kind, note in rows]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(words.AT_HOME_TOO, VisitKind.HOME), (words.ONLY_OUTSIDE, VisitKind.VIA_OTHER)],
)
async def test_who_was_met_outside_is_a_visit_only_where_somebody_came_to_the_house(
    an: Chat, world: World, answer: str, kind: VisitKind
) -> None:
    asked = await an.say("3 gặp ngoài chợ")
    assert "gặp bên ngoài thì chưa tính là thăm tại nhà" in asked
    assert an.labels[:2] == [words.AT_HOME_TOO, words.ONLY_OUTSIDE]
    assert "“gặp ngoài chợ”" in await an.tap(answer)
    await an.tap(words.SAVE)
    assert await stored(world) == [(kind, "gặp ngoài chợ")]


async def test_one_was_met_outside_and_of_another_nothing_is_said(an: Chat, world: World) -> None:
    an.buttons = False
    asked = await an.say("3 gặp ngoài đường, 2 hôm qua")
    assert "chưa tính là thăm tại nhà" in asked
    assert "Hộ 2 (Tư Hạnh): đồng chí gặp thế nào?" in asked
    assert await stored(world) == []


@pytest.mark.parametrize("typed", ["99 bt", "số 99 đi vắng", "hộ 99 bình thường"])
async def test_told_only_of_a_number_in_no_book_it_is_said_so(
    an: Chat, world: World, typed: str
) -> None:
    assert "Chưa tìm thấy trong sổ, nên không ghi: “99”." in await an.say(typed)
    await an.say("1")
    assert await stored(world) == []


@pytest.mark.parametrize("typed", ["99", "99 triệu", "99 người khỏe"])
async def test_a_number_of_something_else_is_none_of_a_household(an: Chat, typed: str) -> None:
    assert "trong sổ" not in await an.say(typed)


@pytest.mark.parametrize(
    "typed", ["thăm hết rồi, tất cả ổn định", "tất cả trừ 5", "tất cả bình thường trừ 3"]
)
async def test_of_all_at_once_each_is_to_be_named(an: Chat, world: World, typed: str) -> None:
    assert words.NAME_EACH in await an.say(typed)
    assert await stored(world) == []


async def test_a_sentence_about_one_household_is_a_report_and_no_look_up(
    an: Chat, world: World
) -> None:
    echo = await an.say("hộ 3 vay 5 triệu trả xong rồi")
    assert "3 (Danh Sóc): hôm nay" in echo
    assert "ghi chú “vay 5 triệu trả xong rồi”" in echo


@pytest.mark.parametrize("typed", ["hộ 3", "hộ 3 Danh Sóc", "ho 3 o dau"])
async def test_a_household_is_looked_up_still(an: Chat, typed: str) -> None:
    assert words.NOT_SAVED not in await an.say(typed)


@pytest.mark.parametrize("typed", ["báo cáo tháng 11", "bao cao thang 10", "thăm tháng này"])
async def test_no_household_is_called_after_a_month(an: Chat, binh: Chat, typed: str) -> None:
    for chat in (an, binh):
        assert "muốn ghi việc này" not in await chat.say(typed)
        assert not any("tháng 1" in label and "Ghi" in label for label in chat.labels)


async def test_whoever_asks_for_the_months_report_is_shown_what_it_came_to(
    an: Chat, binh: Chat
) -> None:
    assert "Tổng hợp tháng 11/2026" in await binh.say("báo cáo tháng")
    assert "tháng 11" in (await an.say("Báo cáo tháng này")).lower()
    assert "muốn ghi việc này" not in an.heard.text
