"""Which household was meant, asked where each message counts: a number is the book's or a place."""

import pytest
from sqlalchemy import update

from bot.domain.refusals import Reason
from bot.domain.visits import VisitKind
from bot.messengers.base import numbered
from bot.texts.refusals import reason
from storage.tables import Household
from tests.chat import Chat, World
from tests.conversations.test_reporting_typed import an as an
from tests.conversations.test_reporting_typed import told

pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


async def several_called_hanh(world: World, *more: str) -> None:
    """Other houses become those of a Hạnh, so that the name alone is not clear."""
    async with world.store.begin() as session:
        for code in ("H003", *more):
            key = f"le van hanh to 5 {code.lower()}"
            await session.execute(
                update(Household)
                .where(Household.code == code)
                .values(head="Lê Văn Hạnh", alias="", search_key=key)
            )


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), ("số 2", 2), ("hộ số 3", 3), ("Lê Văn Hạnh", 3), ("7", 7), ("1", 1)],
)
async def test_which_household_was_meant_is_said_by_its_own_number(
    an: Chat, world: World, typed: str, number: int
) -> None:
    await several_called_hanh(world)
    await an.say("hanh bt")
    assert "– Số 2 · Tư Hạnh\n– Số 3 · Lê Văn Hạnh\n– Không phải" in numbered(an.heard)
    assert f"• {number} (" in await an.say(typed)
    await an.say("không")
    assert list(await told(world)) == [number]


@pytest.mark.parametrize("typed", ["99", "1 4", "không"])
async def test_what_names_none_of_the_households_saves_nothing(
    an: Chat, world: World, typed: str
) -> None:
    await several_called_hanh(world)
    await an.say("hanh bt")
    assert reason(Reason.NOT_FOUND) in await an.say(typed)
    assert await told(world) == {}


async def test_beside_other_choices_a_household_has_no_number(an: Chat, world: World) -> None:
    await several_called_hanh(world, "H106")
    await an.say("hanh bt tuần trước")
    asked = numbered(an.heard)
    assert "1. Tư Hạnh\n2. Lê Văn Hạnh (H003)\n3. Lê Văn Hạnh (H106)\n4. Không phải" in asked
    assert "Số " not in asked
    await an.say("2 5")
    assert list(await told(world)) == [3]


@pytest.mark.parametrize("buttons", [True, False], ids=["buttons", "typed"])
@pytest.mark.parametrize("said", ["99 ông đi vắng", "99 ba Tam di vang", "sửa 99 bà đi vắng"])
async def test_a_number_in_no_book_below_a_report_changes_nothing_of_it(
    an: Chat, world: World, said: str, buttons: bool
) -> None:
    an.buttons = buttons
    await an.say("3 binh thuong")
    for typed in (said, said, "99 bt"):
        echo = await an.say(typed)
        assert "Chưa tìm thấy trong sổ, nên không ghi: “99”." in echo, typed
    assert "99" not in await an.say("bỏ 99")
    assert "Đã ghi nhận 1 hộ" in await an.say("1")
    assert {number: one.kind for number, one in (await told(world)).items()} == {3: VisitKind.HOME}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("cả hai nhà đều khoẻ", VisitKind.HOME),
        ("deu binh thuong het", VisitKind.HOME),
        ("đi vắng hết", VisitKind.NOT_DONE),
        ("may nha deu di vang ca", VisitKind.NOT_DONE),
    ],
)
async def test_what_is_said_of_all_answers_what_was_asked_of_all(
    an: Chat, world: World, said: str, kind: VisitKind
) -> None:
    await an.say("/tham 3 4")
    await an.say(said)
    assert {number: one.kind for number, one in (await told(world)).items()} == {3: kind, 4: kind}
