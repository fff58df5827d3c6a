"""Following a concern, and carrying its answer back to the household."""

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.domain.concerns import (
    ConcernStatus,
    Satisfaction,
)
from bot.domain.households import AssignmentKind
from bot.texts import concerns as words
from bot.texts import forms as form_words
from storage.tables import (
    Assignment,
    ConcernMove,
)
from tests.chat import Chat, World
from tests.concerns import COMPLAINT, NOT_FOUND, answered, concerns, in_the_database, links, raised
from tests.village import Village

S = ConcernStatus


# --- Following ------------------------------------------------------------------------------------


async def test_pa_finds_a_concern_by_number_code_or_words(an: Chat) -> None:
    first = await raised(an, "3", "Đèn đường hư")
    second = await raised(an, "1", "Cầu sập")
    assert "Có 2 phản ánh, kiến nghị" in await an.say("/pa")
    assert "Đèn đường hư" in await an.say("pa 1")
    assert "Cầu sập" in await an.say(f"/pa {second.lower()}")
    assert "Cầu sập" in await an.say(second.lower())
    assert first in await an.say("pa den duong")
    assert await an.say("pa 3") == NOT_FOUND
    await an.say("/pa PA")
    assert await an.say("pa " + "x" * 5000) == NOT_FOUND


async def test_a_long_list_comes_a_page_at_a_time(an: Chat) -> None:
    for place in range(10):
        await raised(an, "3", f"Đèn số {place} hư")
    await an.say("/pa")
    assert len(an.heard.choices) == 9
    await an.tap("Xem thêm")
    assert [choice.action for choice in an.heard.choices[:2]] == [
        "/pa PA-05-202611-002", "/pa PA-05-202611-001",
    ]  # fmt: skip
    assert "Có 9 nội dung" in await an.say("pa đèn")


@pytest.mark.parametrize("who", ["Cúc", "Dũng", "Hà", "Én", "Lâm", "Oanh", "Phúc"])
async def test_somebody_elses_concern_is_no_concern(an: Chat, world: World, who: str) -> None:
    code = await raised(an, "3")
    other = Chat(world, who)
    absent = await other.say("/pa PA-05-202611-777")
    for line in (f"/pa {code}", "/pa 1", f"/pa {code} anh"):
        assert await other.say(line) == absent == NOT_FOUND
    for line in (code, f"/baoho {code}", f"/baoho {code} rut", f"/xuly {code} nhan"):
        assert await other.say(line) == await other.say(line.replace(code, "PA-05-202611-777"))
    assert code not in await other.say("/pa")


async def test_an_administrator_reads_no_concern(an: Chat, khoa: Chat) -> None:
    code = await raised(an, "3")
    assert "Đèn" not in await khoa.say(f"/pa {code}")


async def test_the_schools_secretary_reads_what_the_own_member_brought_by_code(
    ha: Chat, giang: Chat, binh: Chat
) -> None:
    code = await raised(ha, "1", "Trường dột")
    shown = await giang.say(f"/pa {code}")
    assert "Trường dột" in shown
    assert "hộ H007" in shown
    assert "Út Mười" not in shown
    assert giang.labels == [words.TO_LIST, "Về trang chính"]
    assert "do chi bộ nơi hộ ở xử lý" in await giang.say(f"/xuly {code}")
    assert "Út Mười" in await binh.say(f"/pa {code}")


async def test_after_a_hand_over_the_new_member_carries_the_answer(
    an: Chat, binh: Chat, cuc: Chat, world: World, village: Village
) -> None:
    code = await raised(an, "3")
    today = date(2026, 11, 21)
    async with world.store.begin() as session:
        household_id = village.households["H003"]
        await session.execute(
            update(Assignment).where(Assignment.household_id == household_id).values(until=today)
        )
        session.add(
            Assignment(
                person_id=village.people["Cúc"], household_id=household_id, since=today,
                kind=AssignmentKind.MAIN,
            )
        )  # fmt: skip
    assert await an.say(f"/pa {code}") == NOT_FOUND
    await answered(binh, code)
    assert await an.listen() == []
    (letter,) = await cuc.listen()
    assert letter.text.splitlines()[0] == "Có trả lời cho một phản ánh."
    assert "Danh Sóc" not in letter.text
    await cuc.tap("Đã báo lại cho hộ")
    assert "đã kết thúc" in await cuc.tap("Hài lòng")
    assert await an.say(f"/baoho {code}") == NOT_FOUND


# --- Telling the household ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "satisfaction", "status"),
    [
        ("Hài lòng", Satisfaction.SATISFIED, S.CLOSED),
        ("Hài lòng một phần", Satisfaction.PARTLY, S.CLOSED),
        ("Đã báo, chưa hỏi", Satisfaction.NO_ANSWER, S.FED_BACK),
    ],
    ids=["satisfied", "partly", "not asked"],
)
async def test_what_the_household_said_is_noted(
    an: Chat, binh: Chat, world: World, said: str, satisfaction: Satisfaction, status: S
) -> None:
    code = await raised(an, "3")
    await answered(binh, code)
    assert "Đã cho thợ thay" in await an.say(f"/baoho {code}")
    assert "Đã ghi nhận" in await an.tap(said)
    (concern,), (link,) = await concerns(world), await links(world)
    assert (concern.status, link.satisfaction) == (status, satisfaction)


async def test_a_household_that_is_not_satisfied_opens_it_again_with_its_reason(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "3")
    await answered(binh, code)
    await an.say(f"/baoho {code}")
    await an.tap("Chưa hài lòng")
    assert "xem xét lại" in await an.say("Vẫn còn tối")
    assert "hộ chưa đồng ý" in (await binh.say("/viec")) + " ".join(binh.labels)
    assert "Vẫn còn tối" in await binh.tap(code)


async def test_a_closed_concern_can_be_objected_to_but_not_praised_again(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "3")
    await answered(binh, code)
    await an.say(f"/baoho {code}")
    await an.tap("Hài lòng")
    await an.say(f"/pa {code}")
    await an.tap("Hộ chưa đồng ý")
    assert an.labels == ["Chưa hài lòng", "Hủy"]
    await an.tap("Chưa hài lòng")
    await an.tap("Bỏ qua")
    assert [one.status for one in await concerns(world)] == [S.REOPENED]


async def test_each_of_several_households_is_told(an: Chat, binh: Chat, world: World) -> None:
    code = await raised(an, "1 2 4")
    await answered(binh, code)
    await an.say(f"/baoho {code}")
    await an.tap("Số 2")
    assert "Còn 2 hộ nữa" in await an.tap("Hài lòng")
    await an.tap("Báo hộ tiếp theo")
    assert "Tư Hạnh" not in " ".join(an.labels)
    assert (await an.say("2")).startswith(NOT_FOUND)
    await an.say("4")
    await an.tap("Hài lòng một phần")
    assert "Số 1 · Ba Lành" in await an.tap("Báo hộ tiếp theo")
    assert "đã kết thúc" in await an.tap("Hài lòng")


async def test_without_a_code_what_is_to_be_told_is_offered(an: Chat, binh: Chat) -> None:
    assert await an.say("/baoho") == words.NOTHING_TO_TELL
    code = await raised(an, "3")
    await answered(binh, code)
    assert "Còn 1 trả lời" in await an.say("dathongbao")
    assert "thấy thế nào" in await an.tap(code)


async def test_telling_before_there_is_an_answer_is_refused_in_words(an: Chat) -> None:
    code = await raised(an, "3")
    assert "chưa đến bước đó" in await an.say(f"/baoho {code}")
    assert "chưa đến bước đó" in await an.say(f"/baoho {code} bosung")


async def test_a_question_of_the_cell_is_answered_and_goes_back_to_it(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "3")
    await binh.say(f"/xuly {code} hoi")
    await binh.say("Mấy bóng đèn?")
    (letter,) = await an.listen()
    assert "bổ sung" in letter.text
    assert "Mấy bóng đèn?" in await an.tap("Bổ sung thông tin")
    assert "Đã ghi nhận phần bổ sung" in await an.say("Ba bóng")
    assert [one.status for one in await concerns(world)] == [S.TRIAGE]
    assert "Bổ sung: Ba bóng" in await binh.say(f"/pa {code}")


@pytest.mark.parametrize("after", ["1", "2"])
async def test_a_complaint_in_what_is_added_is_asked_about_too(
    an: Chat, binh: Chat, world: World, after: str
) -> None:
    code = await raised(an, "3")
    await binh.say(f"/xuly {code} hoi")
    await binh.say("Ai làm?")
    await an.say(f"/baoho {code}")
    await an.say(COMPLAINT)
    await an.say(after)
    assert await in_the_database(world, COMPLAINT) is (after == "2")
    status = S.TRIAGE if after == "2" else S.NEED_INFO
    assert [one.status for one in await concerns(world)] == [status]


@pytest.mark.parametrize("after", ["1", "2"])
async def test_a_complaint_in_a_remark_is_asked_about_and_the_telling_is_not_lost(
    an: Chat, binh: Chat, world: World, after: str
) -> None:
    code = await raised(an, "3")
    await answered(binh, code)
    await an.say(f"/baoho {code}")
    await an.tap("Chưa hài lòng")
    await an.say(COMPLAINT)
    await an.say(after)
    assert await in_the_database(world, COMPLAINT) is (after == "2")
    assert [one.status for one in await concerns(world)] == [S.REOPENED]


async def test_a_new_concern_is_withdrawn_by_typing_the_word(an: Chat, world: World) -> None:
    code = await raised(an, "3")
    await an.say(f"/pa {code}")
    assert code in await an.tap("Rút lại")
    assert "rut lai" in await an.say("ừ")
    assert "Đã rút" in await an.say("Rút lại")
    assert [one.status for one in await concerns(world)] == [S.WITHDRAWN]


async def test_what_the_secretary_has_taken_up_cannot_be_withdrawn(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "3")
    await an.say(f"/baoho {code} rut")
    await binh.say(f"/xuly {code}")
    assert "chờ chi bộ xem xét" in await an.say("rut lai")
    assert form_words.CANCEL not in an.labels
    assert [one.status for one in await concerns(world)] == [S.TRIAGE]


async def test_a_concern_leaves_a_trail_of_who_and_when(an: Chat, binh: Chat, world: World) -> None:
    await answered(binh, await raised(an, "3"))
    async with world.store.reading() as session:
        rows = list(await session.scalars(select(ConcernMove).order_by(ConcernMove.id)))
    assert [move.after for move in rows] == [S.NEW, S.TRIAGE, S.IN_PROGRESS, S.ANSWERED]
    assert [move.note for move in rows] == ["", "", "", "Đã cho thợ thay"]
    assert all(move.person_id for move in rows)
