"""Which month of which cell is closed: a code is never silently taken for a month."""

from datetime import date

from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage.tables import RoleHeld, Unit
from tests.chat import Chat, World
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)


NOT_HERS = "Đó không phải mã chi bộ do đồng chí phụ trách, nên hệ thống chưa chốt gì."


async def test_a_code_that_is_not_hers_is_answered_in_words(binh: Chat) -> None:
    for typed in ("TH", "th", "ZZ", "99", "bao giờ", "06 13"):
        said = await binh.say(f"/chotthang {typed}")
        assert said.splitlines()[0] == NOT_HERS, typed
        assert "Đồng chí phụ trách Chi bộ Ấp 5 (mã 05)." in said, typed
        assert binh.labels == ["Về trang chính"], typed


async def test_the_code_of_another_cell_is_no_month_but_what_may_be_meant_is_offered(
    binh: Chat, world: World
) -> None:
    cases = (("06", 6), ("07", 7), ("06 10", 10), ("06 tháng 10", 10), ("01 9", 9))
    for typed, month in cases:
        assert (await binh.say(f"/chotthang {typed}")).startswith(NOT_HERS), typed
        await binh.tap(f"Chốt số liệu tháng {month:02d}/2026 của Chi bộ Ấp 5")
        assert f"gõ “chot thang {month}”" in binh.heard.text, typed
        await binh.say("/huy")
        world.later(minutes=1)


async def test_the_code_of_the_own_cell_that_may_be_a_month_is_asked_about(binh: Chat) -> None:
    said = await binh.say("/chotthang 05")
    assert said.startswith("“05” vừa là mã của Chi bộ Ấp 5, vừa có thể là tháng 05/2026.")
    assert binh.labels == [
        "Chốt số liệu tháng 10/2026 của Chi bộ Ấp 5", "Chốt số liệu tháng 05/2026 của Chi bộ Ấp 5",
        "Về trang chính",
    ]  # fmt: skip
    assert "“chot thang 10”" in await binh.tap("Chốt số liệu tháng 10")


async def test_what_is_clear_is_not_asked_about(binh: Chat, world: World) -> None:
    clear = {"": 10, "10": 10, "5": 5, "tháng 06": 6, "2026-06": 6, "05 10": 10, "6 2026": 6}
    for typed, month in clear.items():
        assert f"“chot thang {month}”" in await binh.say(f"/chotthang {typed}"), typed
        await binh.say("/huy")
        world.later(minutes=1)
    assert await binh.say("/chotthang 05 13") == reason(Reason.NOT_A_MONTH)
    assert await binh.say("/chotthang 12/2026") == reason(Reason.FUTURE_MONTH)


async def test_a_code_that_is_no_month_is_the_cell(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        (await session.get_one(Unit, village.units["05"])).code = "A5"
    assert "“chot thang 10”" in await binh.say("/chotthang a5")


async def test_who_leads_several_is_asked_whose(binh: Chat, world: World, village: Village) -> None:
    async with world.store.begin() as session:
        held = {"person_id": village.people["Bình"], "unit_id": village.units["06"]}
        session.add(RoleHeld(**held, role=Role.CELL_DEPUTY, since=SINCE))
    assert await binh.say("/chotthang 9") == "Đồng chí chốt số liệu của chi bộ nào?"
    assert "“chot thang 9”" in await binh.tap("Chốt số liệu của Chi bộ Ấp 6")
    assert "của Chi bộ Ấp 6" in binh.heard.text
