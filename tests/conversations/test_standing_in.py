"""Somebody reports for a member who has no phone: who wrote and who went are both kept."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.texts import reporting as words
from bot.texts import standing_in
from bot.texts.refusals import reason
from storage import sight
from storage.tables import (
    Assignment,
    AuditRow,
    Concern,
    Draft,
    HouseholdChange,
    InboxRow,
    LinkedAddress,
    Person,
    RoleHeld,
    StandIn,
    Visit,
)
from tests.chat import Chat, World
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)
AN, BINH = "Nguyễn Thị An", "Trần Văn Bình"
NOT_FOUND = reason(Reason.NOT_FOUND)
FOR_AN = f"Ghi thay đ/c {AN}."


async def visits(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.household_id)))


async def stands_in(world: World, village: Village, whose: str, who: str) -> None:
    async with world.store.begin() as session:
        session.add(
            StandIn(
                person_id=village.people[whose], stand_in_id=village.people[who], since=SINCE,
                named_by=village.people["Bình"], named_at=world.now,
            )
        )  # fmt: skip


async def test_the_secretary_reports_for_a_member_with_one_yes(
    binh: Chat, world: World, village: Village
) -> None:
    echo = await binh.say("thay đ/c An: 2 3 4 bt hom qua")
    assert echo.startswith(FOR_AN)
    assert "2 (Tư Hạnh), 3 (Danh Sóc), 4 (H'Hen Niê): hôm qua" in echo
    assert await visits(world) == []
    receipt = await binh.say("1")
    assert receipt.startswith(f"{FOR_AN}\nĐã ghi nhận 3 hộ")
    told = await visits(world)
    assert {one.visitor_id for one in told} == {village.people["An"]}
    assert {one.author_id for one in told} == {village.people["Bình"]}
    async with world.store.reading() as session:
        done = await session.scalars(select(AuditRow.person_id).where(AuditRow.action == "visited"))
        assert set(done) == {village.people["Bình"]}


@pytest.mark.parametrize(
    "typed",
    [
        "thay dc An 2 3 bt",
        "thay đồng chí Nguyễn Thị An: 2 3 bt",
        "Báo thay đ/c an: 2 3 bt",
        "thay nguyen thi an: 2 3 bt",
        "ghi thay cho đc An\n2 bt\n3 bt",
        "/ghithay DV-An: 2 3 bt",
        "thay mat dong chi An 2, 3 bt",
    ],
)
async def test_it_is_said_in_many_ways(binh: Chat, typed: str) -> None:
    echo = await binh.say(typed)
    assert echo.startswith(FOR_AN)
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm nay" in echo


async def test_doubts_corrections_wishes_and_changes_are_as_ever(
    binh: Chat, world: World, village: Village
) -> None:
    asked = await binh.say("thay đ/c An: 1 bt\n2 xin vay von nuoi tom\n4 con di Binh Duong lam")
    assert asked.startswith(FOR_AN)
    assert "1 (Ba Lành)" in asked
    assert (await binh.tap(words.NO_NEED)).startswith(FOR_AN)
    assert "1 (Ba Lành): hôm qua" in await binh.say("sửa 1 hôm qua")
    await binh.tap(words.SAVE)
    async with world.store.reading() as session:
        concern = (await session.scalars(select(Concern))).one()
        change = (await session.scalars(select(HouseholdChange))).one()
    an, binh_id = village.people["An"], village.people["Bình"]
    assert (concern.author_id, concern.visitor_id) == (binh_id, an)
    assert change.author_id == binh_id
    assert [one.visited_on.day for one in await visits(world)] == [20, 21, 21]


async def test_without_a_report_the_members_list_is_shown_to_report_on(binh: Chat) -> None:
    assert (await binh.say("thay đ/c An")).startswith(FOR_AN)
    assert "Tư Hạnh" in " ".join(binh.labels)
    assert "2 (Tư Hạnh)" in await binh.say("2 bt")


async def test_of_several_the_right_one_is_asked_for(
    binh: Chat, world: World, village: Village
) -> None:
    await _into_cell_05(world, village, "Hà", name="Võ Thị An")
    assert "ghi thay cho ai" in await binh.say("thay đ/c An: 1 bt hôm qua")
    assert "1 (Út Mười): hôm qua" in await binh.tap("Võ Thị An")


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_only_those_of_just_this_name_may_be_meant(
    binh: Chat, world: World, village: Village
) -> None:
    await _into_cell_05(world, village, "Hà", name="Võ Thị Ân")
    await _into_cell_05(world, village, "Cúc", name="Lê Văn Anh")
    await binh.say("thay đ/c An: 1 bt")
    assert [label.partition(" · ")[0] for label in binh.labels][:-1] == [AN, "Võ Thị Ân"]


async def test_a_name_with_its_diacritics_is_that_one(
    binh: Chat, world: World, village: Village
) -> None:
    await _into_cell_05(world, village, "Hà", name="Võ Thị Ân")
    assert "Ghi thay đ/c Võ Thị Ân." in await binh.say("thay đ/c Ân: 1 bt")


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_who_has_no_household_is_not_offered_and_that_is_said_of_them(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        await session.execute(
            delete(Assignment).where(Assignment.person_id == village.people["An"])
        )
    assert AN not in await binh.say("/ghithay")
    assert "Đồng chí này chưa được phân công hộ nào." in await binh.say("thay đ/c An")


@pytest.mark.parametrize(
    "typed", ["thay đ/c Cúc: 1 bt", "thay đ/c Phúc: 1 bt", "thay đ/c Xyz: 1 bt", "thay đ/c Cúc"]
)
async def test_a_member_of_another_cell_is_as_unknown_as_nobody(
    binh: Chat, world: World, typed: str
) -> None:
    assert await binh.say(typed) == NOT_FOUND
    assert await visits(world) == []


async def test_a_member_reports_for_nobody_who_was_not_entrusted_to_them(
    an: Chat, ha: Chat
) -> None:
    assert await an.say("thay đ/c Bình: 1 bt") == NOT_FOUND
    assert await ha.say("thay đ/c An: 1 bt") == NOT_FOUND


@pytest.mark.parametrize(
    "typed", ["thay đổi 2", "thay vòi nước: nhà 3 hư", "nhờ thay bóng đèn", "thay đ/c"]
)
async def test_other_words_that_begin_so_are_no_report_for_another(binh: Chat, typed: str) -> None:
    assert "Ghi thay đ/c" not in await binh.say(typed)


async def test_the_member_hears_of_it_and_no_household_is_named(binh: Chat, an: Chat) -> None:
    await binh.say("thay đ/c An: 2 3 bt")
    assert f"Hệ thống đã báo đ/c {AN}." in await binh.say("1")
    (letter,) = await an.listen()
    first, *rest = letter.text.split("\n")
    assert first == "Có kết quả được ghi thay."
    assert rest[0].startswith(f"Đ/c {BINH} đã ghi thay đồng chí 2 hộ.")
    assert "Hạnh" not in letter.text


async def test_who_has_no_phone_is_reported_for_all_the_same(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        await session.execute(
            delete(LinkedAddress).where(LinkedAddress.person_id == village.people["An"])
        )
    await binh.say("thay đ/c An: 2 bt")
    assert "đã báo đ/c" not in await binh.say("1")
    assert len(await visits(world)) == 1


async def test_the_households_page_says_who_went_and_who_wrote(binh: Chat, an: Chat) -> None:
    await binh.say("thay đ/c An: 2 bt")
    await binh.say("1")
    for reader in (an, binh):
        assert f"(đ/c {BINH} ghi thay đ/c {AN})" in await reader.say("/hodan H002")


async def test_whoever_wrote_it_takes_it_back(binh: Chat, an: Chat, world: World) -> None:
    await binh.say("thay đ/c An: 2 bt")
    await binh.say("1")
    assert reason(Reason.NOTHING_TO_TAKE_BACK) in await an.say("/sua")
    assert f"Số 2 · Tư Hạnh (ghi thay đ/c {AN})" in await binh.say("/sua")
    await binh.tap("Thu hồi")
    await binh.say("thu hoi")
    (visit,) = await visits(world)
    assert visit.withdrawn_at is not None


async def test_a_stand_in_reports_and_reads_number_and_calling_name_only(
    ha: Chat, world: World, village: Village
) -> None:
    await stands_in(world, village, "An", "Hà")
    listed = await ha.say("thay đ/c An")
    shown = f"{listed} {' '.join(ha.labels)}"
    assert "Ba Lành" in shown
    assert "Nguyễn Văn Lành" not in shown
    assert "Tổ 4" not in shown
    assert "ưu tiên" not in shown + ha.heard.in_words
    asked = await ha.say("1 2 bt")
    assert "cần quan tâm" not in asked
    await ha.tap(words.NO_NEED)
    await ha.tap(words.SAVE)
    assert {one.author_id for one in await visits(world)} == {village.people["Hà"]}
    assert f"Tư Hạnh (ghi thay đ/c {AN})" in await ha.say("/sua")
    assert NOT_FOUND in await ha.say("/hodan H001")


async def test_an_answer_that_had_to_wait_still_reaches_a_stand_in_and_no_former_one(
    ha: Chat, world: World, village: Village
) -> None:
    await stands_in(world, village, "An", "Hà")
    async with world.store.reading() as session:
        homes = [village.households["H002"], village.households["H006"]]
        assert await sight.seen_at(session, ha.address, homes, world.now) == {homes[0]}
    async with world.store.begin() as session:
        await session.execute(update(StandIn).values(until=TODAY))
        assert await sight.seen_at(session, ha.address, homes, world.now) == set()


async def test_a_stand_in_counts_nobody_of_a_household(
    ha: Chat, world: World, village: Village
) -> None:
    await stands_in(world, village, "An", "Hà")
    assert "khẩu" not in await ha.say("thay đ/c An: 3 vo moi sinh con trai")


async def test_what_was_entrusted_ends_in_the_middle_of_a_report(
    ha: Chat, world: World, village: Village
) -> None:
    await stands_in(world, village, "An", "Hà")
    await ha.say("thay đ/c An: 2 bt")
    async with world.store.begin() as session:
        await session.execute(update(StandIn).values(until=TODAY))
    answer = await ha.say("1")
    assert "Hạnh" not in answer
    assert await visits(world) == []


async def test_a_secretary_who_leads_no_longer_saves_nothing(
    binh: Chat, world: World, village: Village
) -> None:
    await binh.say("thay đ/c An: 2 bt")
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld).where(RoleHeld.role == Role.CELL_SECRETARY).values(until=TODAY)
        )
    assert "Hạnh" not in await binh.say("1")
    assert await visits(world) == []


async def test_what_is_open_waits_while_somebody_else_is_reported_for(
    binh: Chat, world: World
) -> None:
    open_form = await binh.say("/nguoighithay An")
    answer = await binh.say("thay đ/c An: 2 bt")
    assert FOR_AN in answer
    assert standing_in.TITLE in answer
    await binh.say("1")
    assert len(await visits(world)) == 1
    assert open_form in await binh.say("/tiep")


async def test_what_is_not_to_be_written_down_waits_for_nobody(
    binh: Chat, world: World, village: Village
) -> None:
    """Nor while it is asked who was meant."""
    await _into_cell_05(world, village, "Hà", name="Võ Thị An")
    assert "ghi thay cho ai" in await binh.say("thay đ/c An: 1 chồng nghiện rượu")
    async with world.store.reading() as session:
        drafts = str(list(await session.scalars(select(Draft.state))))
        raw = list(await session.scalars(select(InboxRow.raw)))
    assert "nghi" not in drafts.replace("nghi_", "")
    assert raw[-1] is None


async def test_commands_beside_the_report_are_ones_own(an: Chat, binh: Chat) -> None:
    await binh.say("thay đ/c An: 2 bt")
    assert "Tư Hạnh" not in await binh.say("/thangnay")


# --- Naming who may -------------------------------------------------------------------------------


async def test_the_secretary_names_who_reports_for_a_member(
    binh: Chat, world: World, village: Village
) -> None:
    await _into_cell_05(world, village, "Hà")
    assert "Ai ghi thay" in await binh.say("/nguoighithay An")
    assert "thấy số và tên thường gọi" in await binh.tap("Võ Thị Hà")
    assert "thay đ/c An: 1 3 5 bt" in await binh.tap("Đúng")
    ha = Chat(world, "Hà")
    assert "ghi thay đ/c Nguyễn Thị An" in (await ha.listen())[0].text
    assert FOR_AN in await ha.say("thay đ/c An: 2 bt")
    async with world.store.reading() as session:
        done = await session.scalars(
            select(AuditRow.thing_id).where(AuditRow.action == "named stand-in")
        )
        assert list(done) == [str(village.people["An"])]


async def test_and_takes_it_from_them_again(binh: Chat, world: World, village: Village) -> None:
    await _into_cell_05(world, village, "Hà")
    await stands_in(world, village, "An", "Hà")
    assert "Hiện nay là đ/c Võ Thị Hà" in await binh.say("/nguoighithay An")
    await binh.tap("Không ai")
    assert "không còn ai" in await binh.tap("Đúng")
    assert await Chat(world, "Hà").say("thay đ/c An: 2 bt") == NOT_FOUND


@pytest.mark.parametrize("typed", ["/nguoighithay Cúc", "/nguoighithay Phúc"])
async def test_nobody_of_another_cell_is_named(binh: Chat, typed: str) -> None:
    assert NOT_FOUND in await binh.say(typed)


async def test_alone_the_command_says_for_whom_one_may_report(an: Chat, binh: Chat) -> None:
    assert AN in await binh.say("/ghithay")
    assert "chưa được giao ghi thay" in await an.say("/ghithay")


async def _into_cell_05(world: World, village: Village, who: str, **values: str) -> None:
    moved = {"cell_id": village.units["05"], **values}
    async with world.store.begin() as session:
        await session.execute(
            update(Person).where(Person.id == village.people[who]).values(**moved)
        )
