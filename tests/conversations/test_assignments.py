"""How a cell's households are shared out, as its secretary sees it."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.domain.households import AssignmentEnd, AssignmentKind
from bot.domain.people import MemberStatus, Role
from bot.domain.refusals import Reason
from bot.domain.vietnamese.text import sort_key
from bot.texts.refusals import reason
from storage.tables import Assignment, HouseholdGroup, HouseholdGroupPlace, Person, RoleHeld
from tests.chat import Chat, World
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)
NOT_FOUND = reason(Reason.NOT_FOUND)


async def join(
    world: World, village: Village, name: str, status: MemberStatus = MemberStatus.FULL
) -> int:
    """One more member of cell 05."""
    async with world.store.begin() as session:
        person = Person(
            commune_id=village.units["TL"], code=f"DV-{name}", name=name, status=status,
            sort_key=sort_key(name), cell_id=village.units["05"],
        )  # fmt: skip
        session.add(person)
        await session.flush()
        session.add(
            RoleHeld(
                person_id=person.id, role=Role.MEMBER, unit_id=village.units["05"], since=SINCE
            )
        )
        return person.id


async def assign(
    world: World,
    village: Village,
    person_id: int,
    code: str,
    kind: AssignmentKind = AssignmentKind.MAIN,
) -> None:
    async with world.store.begin() as session:
        session.add(
            Assignment(
                person_id=person_id, household_id=village.households[code], kind=kind, since=SINCE
            )
        )


async def test_the_whole_is_told_in_numbers(binh: Chat) -> None:
    said = await binh.say("/phancong")
    assert said.splitlines() == [
        "Phân công: 6 hộ, 2 đồng chí phụ trách.",
        "Mỗi đồng chí: ít nhất 1 hộ, nhiều nhất 4 hộ; một nửa có từ 2 hộ trở lên.",
        "Chưa có người phụ trách: 1 hộ.",
        "Chưa phụ trách hộ nào ở địa bàn: Trần Văn Bình.",
    ]
    assert binh.labels == [
        "Xem hộ chưa có người phụ trách",
        "Nguyễn Thị An – 4 hộ",
        "Trần Văn Bình – 0 hộ",
        "Võ Thị Hà – 1 hộ",
        "Về trang chính",
    ]


async def test_members_stand_by_their_given_names(
    binh: Chat, world: World, village: Village
) -> None:
    for name in ("Lê Ánh", "Lê Đức", "Lê Dung"):
        await join(world, village, name)
    await binh.say("/phancong")
    names = [label.split(" – ")[0] for label in binh.labels[1:-1]]
    assert names == [
        "Nguyễn Thị An", "Lê Ánh", "Trần Văn Bình", "Lê Dung", "Lê Đức", "Võ Thị Hà",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["an", "Nguyễn Thị An", "nguyen thi an", "DV-An", "thi an"])
async def test_one_members_households_stand_by_code(binh: Chat, words: str) -> None:
    assert await binh.say(f"/phancong {words}") == "Đồng chí Nguyễn Thị An: 4 hộ."
    assert binh.labels == [
        "H001 · Ba Lành · Tổ 4", "H002 · Tư Hạnh · Tổ 4", "H003 · Danh Sóc · Tổ 5",
        "H004 · H'Hen Niê · Tổ 5", "Xem phân công của chi bộ", "Về trang chính",
    ]  # fmt: skip
    assert (await binh.tap("H002")).startswith("H002 · Tư Hạnh")


async def test_a_tap_on_a_member_opens_their_households(binh: Chat) -> None:
    await binh.say("phan cong")
    assert "Đồng chí Võ Thị Hà: 1 hộ." in await binh.tap("Võ Thị Hà")
    assert "6 hộ" in await binh.tap("Xem phân công")
    assert "Đồng chí Trần Văn Bình: chưa có hộ nào." in await binh.tap("Trần Văn Bình")


async def test_those_that_nobody_has_are_listed(binh: Chat) -> None:
    await binh.say("/phancong")
    assert await binh.tap("Xem hộ chưa có") == "Chưa có người phụ trách: 1 hộ."
    assert binh.labels == [
        "H005 · Sáu Thảo · Tổ 5", "Giao các hộ này cho một đồng chí", "Về trang chính",
    ]  # fmt: skip


async def test_where_everybody_has_somebody_it_is_said(
    binh: Chat, world: World, village: Village
) -> None:
    await assign(world, village, village.people["Bình"], "H005")
    said = await binh.say("/phancong")
    assert "Hộ nào cũng có người phụ trách." in said
    assert "Xem hộ chưa có người phụ trách" not in binh.labels
    assert "Chưa phụ trách" not in said


async def test_helping_is_told_beside_and_makes_nobodys_household_no_less_so(
    binh: Chat, world: World, village: Village
) -> None:
    await assign(world, village, village.people["Bình"], "H005", AssignmentKind.HELPING)
    assert "Chưa có người phụ trách: 1 hộ." in await binh.say("/phancong")
    assert "Trần Văn Bình – 0 hộ, cùng giúp 1" in binh.labels


async def test_a_household_handed_over_is_nobodys(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H001"])
            .values(until=TODAY, ended_because=AssignmentEnd.MEMBER_HEALTH)
        )
    assert "Chưa có người phụ trách: 2 hộ." in await binh.say("/phancong")
    assert "Nguyễn Thị An – 3 hộ" in binh.labels


async def test_a_group_of_households_counts_each_of_them(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        group = HouseholdGroup(cell_id=village.units["05"], name="Nhóm 1", since=SINCE)
        session.add(group)
        await session.flush()
        session.add(
            HouseholdGroupPlace(
                group_id=group.id, household_id=village.households["H005"], since=SINCE
            )
        )
        session.add(
            Assignment(
                person_id=village.people["Bình"], group_id=group.id, since=SINCE,
                kind=AssignmentKind.MAIN,
            )
        )  # fmt: skip
    assert "Hộ nào cũng có người phụ trách." in await binh.say("/phancong")
    assert "Trần Văn Bình – 1 hộ" in binh.labels


@pytest.mark.parametrize("status", [MemberStatus.MOVED, MemberStatus.LEFT, MemberStatus.DECEASED])
async def test_who_is_gone_is_not_among_those_without(
    binh: Chat, world: World, village: Village, status: MemberStatus
) -> None:
    await join(world, village, "Lê Văn Xa", status)
    assert "Lê Văn Xa" not in await binh.say("/phancong")
    assert not any("Lê Văn Xa" in label for label in binh.labels)


async def test_a_name_that_several_have_is_asked_about(
    binh: Chat, world: World, village: Village
) -> None:
    await join(world, village, "Lê Văn An")
    assert "Có 2 đồng chí tên giống “an”" in await binh.say("/phancong an")
    assert "Đồng chí Lê Văn An: chưa có hộ nào." in await binh.tap("Lê Văn An")


async def test_many_members_have_pages(binh: Chat, world: World, village: Village) -> None:
    for number in range(12):
        await join(world, village, f"Lê Văn Út {number:02d}")
    said = await binh.say("/phancong")
    assert "Trang 1/2." in said
    assert "và 8 đồng chí nữa" in said
    first = binh.labels[:-1]
    assert "Trang 2/2." in await binh.tap("Xem thêm")
    assert not set(first) & set(binh.labels)
    assert "Trang 2/2." in await binh.say("/phancong trang 77")


@pytest.mark.parametrize(
    "words",
    ["Cúc", "DV-Cúc", "Phúc", "Đỗ Thị Én", "xyz", "😀a", "H006", "99", "' OR 1=1", "x" * 100_000],
    ids=lambda words: words[:10],
)
async def test_who_has_nothing_here_cannot_be_named(binh: Chat, words: str) -> None:
    assert await binh.say(f"/phancong {words}") == NOT_FOUND


async def test_every_cell_sees_its_own(dung: Chat, giang: Chat, oanh: Chat) -> None:
    assert "Phân công: 1 hộ, 1 đồng chí" in await dung.say("/phancong")
    assert not any("Nguyễn Thị An" in label for label in dung.labels)
    said = await giang.say("/phancong")
    assert "Phân công: 0 hộ, 0 đồng chí" in said
    assert "Hộ nào cũng có" not in said, "where there is none, none is taken care of"
    assert giang.labels == ["Võ Thị Hà – 0 hộ", "Về trang chính"], (
        "what she has lies in another area"
    )
    assert "Phân công: 1 hộ" in await oanh.say("/phancong")
    assert await dung.say("/phancong an") == NOT_FOUND


async def test_it_is_the_secretarys_alone(an: Chat, en: Chat, khoa: Chat) -> None:
    for chat in (an, en, khoa):
        assert "Phân công:" not in await chat.say("/phancong")
        assert "hộ." not in await chat.say("/phancong an")
