"""Looking households up: the book, the cell's list, a search, and the page of one."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.domain.concerns import ConcernCategory, ConcernKind, ConcernStatus
from bot.domain.households import AssignmentEnd, HouseholdClass
from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messages import CHOICES_A_PAGE, Address
from bot.texts.refusals import reason
from storage import concern_steps, people, visits
from storage.tables import Assignment, Concern, Household, HouseholdState, RoleHeld
from tests.chat import Chat, World
from tests.village import SINCE, Village, entrust

TODAY = date(2026, 11, 21)
NOT_FOUND = reason(Reason.NOT_FOUND)


async def visited(
    world: World, village: Village, code: str, days: int, promise: str = "", who: str = "An"
) -> None:
    async with world.store.begin() as session:
        actor = await people.actor_at(session, Address("console", "demo", who), TODAY)
        assert actor is not None
        report = visits.Report(
            village.households[code], TODAY - timedelta(days=days), VisitKind.HOME,
            nothing_new=True, promise=promise, promise_due=TODAY if promise else None,
        )  # fmt: skip
        await visits.record(session, actor, report, f"visit {next(world.ids)}", world.now)


async def concern(world: World, village: Village, code: str) -> str:
    async with world.store.begin() as session:
        an = await people.actor_at(session, Address("console", "demo", "An"), TODAY)
        assert an is not None
        raising = concern_steps.Raising(
            (village.households[code],), ConcernKind.PROPOSAL, ConcernCategory.ROAD,
            "đường ngập",
        )  # fmt: skip
        key = f"concern {next(world.ids)}"
        raised = await concern_steps.record(session, an, raising, key, TODAY, world.now)
        return raised.code


async def hand_over(world: World, village: Village, code: str) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households[code])
            .values(until=TODAY, ended_because=AssignmentEnd.REBALANCE)
        )


async def settle_more(world: World, village: Village, count: int, who: str = "An") -> None:
    """More households of cell 05, in somebody's book from number 5 on."""
    async with world.store.begin() as session:
        for number in range(5, 5 + count):
            code = f"N{number:03d}"
            household = Household(
                commune_id=village.units["TL"], cell_id=village.units["05"], code=code,
                head=f"Lý Văn Mới {number}", address=f"Tổ {number}",
                search_key=search_key(f"Lý Văn Mới {number} Tổ {number} {code}"), since=SINCE,
            )  # fmt: skip
            session.add(household)
            await session.flush()
            session.add(
                HouseholdState(
                    household_id=household.id, since=SINCE, household_class=HouseholdClass.NONE
                )
            )
            village.households[code] = household.id
            if who:
                entrust(session, village, code, who, number)


async def test_the_book_lists_those_that_are_due_first(
    an: Chat, world: World, village: Village
) -> None:
    await visited(world, village, "H001", 2)
    await visited(world, village, "H002", 34)
    await visited(world, village, "H003", 40)
    said = await an.say("/hodan")
    assert "4 hộ, tháng này đã thăm 1" in said
    assert an.labels == [
        "Số 4 · H'Hen Niê · Tổ 5 – chưa thăm lần nào",
        "Số 3 · Danh Sóc · Tổ 5 – 40 ngày chưa thăm",
        "Số 2 · Tư Hạnh · Tổ 4 – 34 ngày chưa thăm",
        "Số 1 · Ba Lành · Tổ 4 – đã thăm 19/11",
        "Về trang chính",
    ]


async def test_a_household_needing_help_goes_first_among_equals(an: Chat) -> None:
    await an.say("ho")
    assert an.labels[0].startswith("Số 1 · Ba Lành")


@pytest.mark.parametrize("words", ["/hodan 2", "ho 2", "Hộ số 2", "/ho tu hanh", "ho H002"])
async def test_a_household_is_found_the_way_people_say_it(an: Chat, words: str) -> None:
    said = await an.say(words)
    assert said.splitlines()[:3] == [
        "Số 2 · Tư Hạnh, chủ hộ Trần Thị Hạnh", "Tổ 4", "4 khẩu · 2 lao động",
    ]  # fmt: skip
    assert an.labels[:4] == ["Thăm hộ", "Ghi phản ánh", "Ghi thay đổi", "Xem hộ của tôi"]


async def test_a_tap_or_a_number_in_the_list_opens_that_number_of_the_book(an: Chat) -> None:
    await an.say("/hodan")
    assert (await an.tap("Số 3")).startswith("Số 3 · Danh Sóc")
    await an.say("/hodan")
    assert (await an.say("4")).startswith("Số 4 · H'Hen Niê")
    await an.say("/hodan")
    assert await an.say("9") == NOT_FOUND


async def test_the_page_tells_what_matters_in_few_lines(
    an: Chat, world: World, village: Village
) -> None:
    await visited(world, village, "H001", 40)
    await visited(world, village, "H001", 1, promise="hỏi vay vốn nuôi bò")
    code = await concern(world, village, "H001")
    said = await an.say("ho 1")
    assert said.splitlines() == [
        "Số 1 · Ba Lành, chủ hộ Nguyễn Văn Lành",
        "Tổ 4, cạnh cầu kênh 7",
        "4 khẩu · 2 lao động",
        "Hộ nghèo · đang cần giúp đỡ",
        "Gần đây: hôm qua thăm trực tiếp tại nhà, ổn định, không có gì mới; "
        "12/10 thăm trực tiếp tại nhà, ổn định, không có gì mới",
        "Còn hẹn: hỏi vay vốn nuôi bò (hôm nay)",
        f"Kiến nghị: {code} (mới ghi nhận)",
    ]
    assert f"Xem {code}" in an.labels


async def test_a_class_never_stands_in_the_first_line_nor_in_a_list(an: Chat, binh: Chat) -> None:
    for chat in (an, binh):
        listed = await chat.say("/hodan")
        assert "nghèo" not in listed
        assert not any("nghèo" in label.lower() for label in chat.labels)
        page = await chat.say("ho ba lanh")
        assert "nghèo" not in page.splitlines()[0]


async def test_the_visit_begins_from_the_page(an: Chat) -> None:
    await an.say("ho 2")
    assert "Tư Hạnh" in await an.tap("Ghi thay đổi")
    await an.say("huy")
    await an.say("ho 2")
    assert "ngày nào" in await an.tap("Thăm hộ")


async def test_only_the_last_three_contacts_are_told_and_none_taken_back(
    an: Chat, world: World, village: Village
) -> None:
    for days in (50, 40, 30, 20):
        await visited(world, village, "H002", days)
    said = await an.say("ho 2")
    assert "02/10" not in said
    assert said.count("thăm trực tiếp") == 3
    await an.say("/sua")
    await an.tap("Thu hồi")
    await an.say("thu hoi")
    assert "01/11" not in await an.say("ho 2")


async def test_an_attempt_is_told_as_one(an: Chat, world: World, village: Village) -> None:
    async with world.store.begin() as session:
        actor = await people.actor_at(session, an.address, TODAY)
        assert actor is not None
        report = visits.Report(
            village.households["H002"], TODAY, VisitKind.NOT_DONE, NotDoneReason.ABSENT_HH
        )
        await visits.record(session, actor, report, "absent", world.now)
    assert "hôm nay đã đến, gia đình đi vắng" in await an.say("ho 2")


async def test_a_closed_concern_is_no_longer_told(an: Chat, world: World, village: Village) -> None:
    code = await concern(world, village, "H002")
    async with world.store.begin() as session:
        await session.execute(
            update(Concern).where(Concern.code == code).values(status=ConcernStatus.CLOSED)
        )
    assert code not in await an.say("ho 2")


async def test_words_that_fit_several_offer_them(an: Chat) -> None:
    said = await an.say("/hodan tổ 5")
    assert "Có 2 hộ" in said
    assert [label.split(" – ")[0] for label in an.labels[:-1]] == [
        "Số 4 · H'Hen Niê · Tổ 5", "Số 3 · Danh Sóc · Tổ 5",
    ], "by given name"  # fmt: skip
    assert (await an.tap("Số 4")).startswith("Số 4 · H'Hen Niê")


@pytest.mark.parametrize(
    "words",
    ["9", "Sáu Thảo", "H005", "Năm Rô", "H006", "Chín Tâm", "X001", "xyz", "😀😀a",
     "' OR 1=1", "<b>x</b>", "x" * 100_000],
    ids=lambda words: words[:10],
)  # fmt: skip
async def test_not_yours_and_not_there_are_one_answer(an: Chat, words: str) -> None:
    assert await an.say(f"/hodan {words}") == NOT_FOUND


async def test_one_that_is_nearly_meant_is_asked_about(an: Chat) -> None:
    assert "Có phải hộ này không?" in await an.say("/hodan tu hanhh")
    assert (await an.tap("Số 2")).startswith("Số 2 · Tư Hạnh")


async def test_a_household_handed_over_disappears(an: Chat, world: World, village: Village) -> None:
    await visited(world, village, "H002", 3)
    await hand_over(world, village, "H002")
    assert await an.say("ho 2") == NOT_FOUND
    assert "3 hộ" in await an.say("/hodan")
    assert not any("Tư Hạnh" in label for label in an.labels)


async def test_nine_fit_a_page_and_more_turn_it(an: Chat, world: World, village: Village) -> None:
    await settle_more(world, village, 5)
    await an.say("/hodan")
    assert len(an.heard.choices) == CHOICES_A_PAGE
    assert "Xem thêm" not in an.labels


async def test_a_long_book_has_pages(an: Chat, world: World, village: Village) -> None:
    await settle_more(world, village, 14)
    said = await an.say("/hodan")
    assert "18 hộ" in said
    assert "Trang 1/3." in said
    assert len(an.heard.choices) == CHOICES_A_PAGE
    seen = [choice.label for choice in an.heard.choices[:-1]]
    assert "Trang 2/3." in await an.tap("Xem thêm")
    seen += [choice.label for choice in an.heard.choices[:-1]]
    assert "Trang 3/3." in await an.say("xem them")
    seen += [choice.label for choice in an.heard.choices]
    assert len(set(seen)) == 18
    assert "Trang 3/3." in await an.say("/hodan trang 99")
    assert "Trang 1/3." in await an.say("/hodan trang 0")
    assert (await an.say("17")).startswith("Số 17 · "), "also one that is on another page"


async def test_the_secretary_sees_the_area_with_codes_and_who_is_in_charge(
    binh: Chat, world: World, village: Village
) -> None:
    said = await binh.say("/hodan")
    assert "6 hộ" in said
    assert "(1 hộ chưa có người phụ trách)" in said
    assert any(label.startswith("H005 · Sáu Thảo") for label in binh.labels)
    assert not any("Năm Rô" in label for label in binh.labels)
    assert "Phụ trách: Nguyễn Thị An" in await binh.say("ho H001")
    assert "Thăm hộ" not in binh.labels
    assert "Phụ trách: Võ Thị Hà" in await binh.say("ho ut muoi")
    assert "Phụ trách: chưa có ai" in await binh.say("ho H005")


async def test_the_secretary_reads_no_others_promise(
    binh: Chat, world: World, village: Village
) -> None:
    await visited(world, village, "H001", 1, promise="hỏi vay vốn")
    assert "Còn hẹn" not in await binh.say("ho H001")


async def test_a_secretary_who_visits_has_the_own_households_first(
    binh: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        entrust(session, village, "H005", "Bình", 1)
    await visited(world, village, "H005", 1, who="Bình")
    await binh.say("/hodan")
    assert binh.labels[0].startswith("Số 1 · Sáu Thảo")
    await binh.say("ho 1")
    assert binh.labels[:3] == ["Thăm hộ", "Ghi phản ánh", "Ghi thay đổi"]


async def test_another_cells_secretary_sees_nothing_of_it(dung: Chat, oanh: Chat) -> None:
    assert "1 hộ" in await dung.say("/hodan")
    for words in ("ho H001", "ho ba lanh", "/hodan 2"):
        assert await dung.say(words) == NOT_FOUND
        assert "Ba Lành" not in await oanh.say(words)
        assert not any("H00" in label or "Lành" in label for label in oanh.labels)


async def test_whoever_has_no_household_and_no_cell_is_told(en: Chat, khoa: Chat) -> None:
    for chat in (en, khoa):
        assert "Ba Lành" not in await chat.say("/hodan")
        assert "Ba Lành" not in await chat.say("/hodan ba lanh")


async def test_the_office_is_told_where_its_own_matters_are(world: World, village: Village) -> None:
    async with world.store.begin() as session:
        held = RoleHeld(
            person_id=village.people["Én"], role=Role.MEMBER, unit_id=village.units["TL"],
            since=SINCE,
        )  # fmt: skip
        session.add(held)
    en = Chat(world, "Én")
    assert "chi bộ chuyển đến" in await en.say("/hodan")
    assert "Xem việc chuyển đến" in en.labels
