"""An answer that a household waits for is asked about in the echo, and noted with the visit."""

import pytest
from sqlalchemy import func, select, update

from bot.domain.concerns import ConcernStatus, Satisfaction
from bot.domain.vietnamese.text import search_key
from bot.texts import reporting as words
from bot.texts import visit as visit_words
from storage.concern_steps import Raised
from storage.tables import (
    Assignment,
    AuditRow,
    Concern,
    ConcernHousehold,
    ConcernMove,
    Promise,
    StandIn,
    Visit,
)
from tests.chat import Chat, World
from tests.concerns_stored import TODAY, decided, heard, recorded
from tests.village import SINCE, Village

S = ConcernStatus
ASKED = "Đã báo lại cho gia đình chưa?"
ANSWER = "Đã cho thợ thay"


async def answered(world: World, village: Village, *codes: str, key: str = "one") -> Raised:
    """A concern of An's households that the cell has answered."""
    homes = [village.households[code] for code in codes]
    raised = await recorded(world.store, "An", *homes, key=key)
    await decided(world.store, "Bình", raised.id, S.ANSWERED, ANSWER)
    return raised


async def status(world: World, *raised: Raised) -> list[ConcernStatus]:
    async with world.store.reading() as session:
        return [(await session.get_one(Concern, one.id)).status for one in raised]


async def opinions(world: World) -> list[Satisfaction | None]:
    async with world.store.reading() as session:
        query = select(ConcernHousehold.satisfaction).order_by(
            ConcernHousehold.concern_id, ConcernHousehold.household_id
        )
        return list(await session.scalars(query))


async def visited(world: World) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Visit)) or 0


def to_tell(chat: Chat) -> list[str]:
    """The answers that the newest letter offers to tell."""
    begins = visit_words.tell_answer("")[:12]
    return [label for label in chat.labels if label.startswith(begins)]


# --- One answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tapped", "said", "after"),
    [
        (words.HEARD[Satisfaction.SATISFIED], Satisfaction.SATISFIED, S.CLOSED),
        (words.HEARD[Satisfaction.PARTLY], Satisfaction.PARTLY, S.CLOSED),
        (words.HEARD[Satisfaction.NOT_SATISFIED], Satisfaction.NOT_SATISFIED, S.REOPENED),
    ],
    ids=["satisfied", "partly", "not satisfied"],
)
async def test_the_echo_asks_shows_it_back_and_notes_it_with_the_visit(
    an: Chat, world: World, village: Village,
    tapped: str, said: Satisfaction, after: ConcernStatus,
) -> None:  # fmt: skip
    raised = await answered(world, village, "H002")
    asked = await an.say("2 3 bt hom qua")
    assert f"2 (Tư Hạnh): có trả lời {raised.code} (“{ANSWER}”). {ASKED}" in asked
    assert "3 (Danh Sóc)" not in asked
    echo = await an.tap(tapped)
    told = f"{tapped[0].lower()}{tapped[1:]} ({raised.code})"
    assert f"2 (Tư Hạnh): hôm qua, thăm trực tiếp tại nhà, ổn định, không có gì mới; {told}" in echo
    assert await status(world, raised) == [S.ANSWERED]
    assert await an.tap(words.SAVE) == (
        "Đã ghi nhận 2 hộ.\nTháng này: 2/4 hộ đã thăm, còn 2 hộ.\n"
        "Nếu chưa đúng, đồng chí nhắn “sua” trong 24 giờ."
    )
    assert await status(world, raised) == [after]
    assert await opinions(world) == [said]
    assert to_tell(an) == []


async def test_not_told_yet_saves_the_visit_and_still_offers_to_tell(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 bt")
    assert raised.code not in await an.tap(words.NOT_TOLD)
    await an.tap(words.SAVE)
    assert (await visited(world), await status(world, raised)) == (1, [S.ANSWERED])
    assert to_tell(an) == [visit_words.tell_answer(raised.code)]
    assert "gia đình thấy thế nào" in await an.tap(visit_words.tell_answer(raised.code))


@pytest.mark.parametrize("how", ["di vang", "goi dien on"])
async def test_who_was_not_met_at_home_was_told_nothing(
    an: Chat, world: World, village: Village, how: str
) -> None:
    raised = await answered(world, village, "H002")
    assert ASKED not in await an.say(f"2 {how}")
    await an.tap(words.SAVE)
    assert await status(world, raised) == [S.ANSWERED]
    assert to_tell(an) == [visit_words.tell_answer(raised.code)]


async def test_put_right_to_nobody_at_home_takes_the_telling_back(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 bt")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    assert raised.code not in await an.say("sửa 2 đi vắng")
    await an.tap(words.SAVE)
    assert await status(world, raised) == [S.ANSWERED]


async def test_put_right_to_a_visit_at_home_is_asked_about_then(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 di vang")
    assert ASKED in await an.say("sửa 2 bt")
    assert f"đã báo, hài lòng một phần ({raised.code})" in await an.say("2")
    await an.say("1")
    assert await status(world, raised) == [S.CLOSED]


async def test_a_question_of_the_cell_is_no_answer_to_carry(
    an: Chat, world: World, village: Village
) -> None:
    raised = await recorded(world.store, "An", village.households["H002"])
    await decided(world.store, "Bình", raised.id, S.NEED_INFO, "Đèn số mấy?")
    assert ASKED not in await an.say("2 bt")


async def test_of_a_complaint_it_is_asked_only_whether_it_was_told(
    an: Chat, world: World, village: Village
) -> None:
    raised = await recorded(world.store, "An", village.households["H002"])
    await decided(world.store, "Bình", raised.id, S.REFERRED)
    assert f"có trả lời {raised.code}. {ASKED}" in await an.say("2 bt")
    assert an.labels[:2] == [words.HEARD[Satisfaction.NO_ANSWER], words.NOT_TOLD]
    assert f"đã báo ({raised.code})" in await an.say("1")
    await an.say("1")
    assert await status(world, raised) == [S.CLOSED]


# --- Said in words --------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1", "đã báo, gia đình hài lòng"),
        ("gia đình hài lòng", "đã báo, gia đình hài lòng"),
        ("Da bao, hai long", "đã báo, gia đình hài lòng"),
        ("tạm được", "đã báo, hài lòng một phần"),
        ("chưa hài lòng", "đã báo, chưa hài lòng"),
        ("ko hai long", "đã báo, chưa hài lòng"),
        ("rồi", "đã báo (PA"),
        ("đã báo", "đã báo (PA"),
        ("ok", "đã báo (PA"),
        ("chưa", ""),
        ("chưa báo", ""),
        ("không", ""),
        ("4", ""),
    ],
)
async def test_it_is_answered_in_a_word(
    an: Chat, world: World, village: Village, typed: str, shown: str
) -> None:
    await answered(world, village, "H002")
    await an.say("2 bt")
    echo = await an.say(typed)
    assert "Hệ thống hiểu như sau" in echo
    assert (shown in echo) if shown else ("đã báo" not in echo)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_told_without_an_opinion_waits_for_an_objection_as_ever(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    for said in ("2 bt", "rồi", "đúng"):
        await an.say(said)
    assert await status(world, raised) == [S.FED_BACK]
    assert await opinions(world) == [Satisfaction.NO_ANSWER]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_does_not_answer_it_is_asked_again_and_loses_nothing(
    an: Chat, world: World, village: Village
) -> None:
    await answered(world, village, "H002")
    await an.say("2 3 bt hom qua")
    await an.say("để tôi hỏi lại bà con đã")
    assert await visited(world) == 0
    echo = await an.tap(words.NOT_TOLD)
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm qua" in echo


# --- Several --------------------------------------------------------------------------------------


async def test_several_answers_of_one_household_are_one_question(
    an: Chat, world: World, village: Village
) -> None:
    first = await answered(world, village, "H002")
    second = await answered(world, village, "H002", key="two")
    asked = await an.say("2 bt")
    assert asked.count(ASKED) == 1
    assert f"có trả lời {first.code} (“{ANSWER}”), {second.code} (“{ANSWER}”)." in asked
    echo = await an.tap(words.HEARD[Satisfaction.SATISFIED])
    assert f"đã báo, gia đình hài lòng ({first.code}, {second.code})" in echo
    await an.tap(words.SAVE)
    assert await status(world, first, second) == [S.CLOSED, S.CLOSED]


async def test_one_answer_for_two_households_moves_on_when_both_were_told(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002", "H003")
    asked = await an.say("2 3 bt")
    assert asked.count(ASKED) == 2
    assert len(an.heard.choices) == 8
    assert an.labels[4] == words.of_household(words.HEARD[Satisfaction.SATISFIED], 3)
    echo = await an.say("1 7")
    assert f"2 (Tư Hạnh): hôm nay, {_told(Satisfaction.SATISFIED, raised)}" in echo
    assert f"3 (Danh Sóc): hôm nay, {_told(Satisfaction.NOT_SATISFIED, raised)}" in echo
    await an.say("1")
    assert await status(world, raised) == [S.REOPENED]
    assert await opinions(world) == [Satisfaction.SATISFIED, Satisfaction.NOT_SATISFIED]


def _told(said: Satisfaction, raised: Raised) -> str:
    label = words.HEARD[said]
    fine = "thăm trực tiếp tại nhà, ổn định, không có gì mới"
    return f"{fine}; {label[0].lower()}{label[1:]} ({raised.code})"


async def test_of_two_households_told_one_the_answer_waits_for_the_other(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002", "H003")
    await an.say("2 bt")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    await an.tap(words.SAVE)
    assert await status(world, raised) == [S.ANSWERED]
    assert await opinions(world) == [Satisfaction.SATISFIED, None]
    assert ASKED not in await an.say("2 bt")
    await an.say("huy")
    assert f"3 (Danh Sóc): có trả lời {raised.code}" in await an.say("3 bt")


async def test_a_promise_and_an_answer_are_both_asked_about(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 di vang, hứa thứ hai đem giống qua")
    await an.say("1")
    world.later(days=2)
    asked = await an.say("2 bt")
    assert "a) 2 (Tư Hạnh): lần trước hẹn" in asked
    assert f"b) 2 (Tư Hạnh): có trả lời {raised.code}" in asked
    echo = await an.say("1 3")
    assert f"lời hẹn trước đã làm; đã báo, gia đình hài lòng ({raised.code})" in echo
    await an.say("đúng")
    assert await status(world, raised) == [S.CLOSED]
    async with world.store.reading() as session:
        assert (await session.scalars(select(Promise.kept))).one() is True


async def test_what_does_not_fit_on_one_page_is_asked_next(
    an: Chat, world: World, village: Village
) -> None:
    """Three answers, and household 1 needs help besides."""
    raised = [
        await answered(world, village, code, key=code) for code in ("H001", "H002", "H003")
    ]  # fmt: skip
    first = await an.say("1 2 3 bt")
    assert (first.count(ASKED), len(an.heard.choices)) == (1, 6)
    assert (an.labels[0], an.labels[4]) == (words.HEARD[Satisfaction.SATISFIED], words.NO_NEED)
    second = await an.say("1 5")
    assert "1 (Ba Lành)" not in second
    assert f"3 (Danh Sóc): có trả lời {raised[2].code}" in second
    assert (second.count(ASKED), len(an.heard.choices)) == (2, 8)
    echo = await an.say("2 5")
    assert echo.count("đã báo") == 3
    await an.say("1")
    assert await visited(world) == 3
    assert await status(world, *raised) == [S.CLOSED] * 3


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("typed", "second", "third"),
    [
        ("2 hài lòng, 3 chưa báo", "đã báo, gia đình hài lòng", ""),
        ("ho 2 da bao ho 3 chua", "đã báo", ""),
        ("2: đã báo, hài lòng; 3: đã báo, chưa hài lòng", "đã báo, gia đình hài lòng",
         "đã báo, chưa hài lòng"),
        ("chưa báo hộ 2, đã báo cho hộ 3", "", "đã báo"),
        ("2 và 3 rồi", "đã báo", "đã báo"),
        ("2 3 tạm được", "đã báo, hài lòng một phần", "đã báo, hài lòng một phần"),
    ],
)  # fmt: skip
async def test_several_are_answered_in_words_by_their_numbers(
    an: Chat, world: World, village: Village, typed: str, second: str, third: str
) -> None:
    first = await answered(world, village, "H002", key="first")
    other = await answered(world, village, "H003", key="other")
    await an.say("2 3 bt hom qua")
    echo = await an.say(typed)
    lines = {line[2]: line for line in echo.splitlines() if line.startswith("• ")}
    for said, raised, line in ((second, first, lines["2"]), (third, other, lines.get("3", ""))):
        assert (f"; {said} ({raised.code})." in line) if said else (raised.code not in echo)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_answered_in_words_one_at_a_time_the_rest_is_asked_again(
    an: Chat, world: World, village: Village
) -> None:
    await answered(world, village, "H002", "H003")
    await an.say("2 3 bt")
    asked = await an.say("3 rồi")
    assert "2 (Tư Hạnh): có trả lời" in asked
    assert "3 (Danh Sóc)" not in asked
    assert "2 (Tư Hạnh): hôm nay, đã đến, gia đình đi vắng" in await an.say("2 đi vắng")


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("sửa 2 chưa báo", ""),
        ("sua 2 da bao, chua hai long", "đã báo, chưa hài lòng"),
        ("2 hai long mot phan", "đã báo, hài lòng một phần"),
        ("tạm được", "đã báo, hài lòng một phần"),
    ],
)
async def test_what_was_answered_is_put_right_in_words(
    an: Chat, world: World, village: Village, typed: str, shown: str
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 3 bt hom qua")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    echo = await an.say(typed)
    assert "hôm qua, thăm trực tiếp tại nhà, ổn định, không có gì mới" in echo
    assert (f"{shown} ({raised.code})" in echo) if shown else (raised.code not in echo)
    assert "Đã ghi nhận 2 hộ" in await an.say("đúng")


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_became_of_a_promise_is_put_right_in_words(an: Chat, world: World) -> None:
    await an.say("2 hứa thứ hai đem giống qua")
    await an.say("1")
    world.later(days=3)
    await an.say("2 3 bt")
    await an.tap(words.KEPT)
    assert "2 (Tư Hạnh): hôm nay, thăm trực tiếp tại nhà" in await an.say("sửa 2 chưa làm")
    assert "lời hẹn trước chưa làm" in an.heard.text


# --- Meanwhile ------------------------------------------------------------------------------------


async def test_what_was_told_by_somebody_else_meanwhile_stays_as_it_is(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 3 bt")
    await an.tap(words.HEARD[Satisfaction.NOT_SATISFIED])
    home = village.households["H002"]
    await heard(world.store, "An", raised.id, home, Satisfaction.SATISFIED)
    assert "Đã ghi nhận 2 hộ" in await an.tap(words.SAVE)
    assert (await visited(world), await status(world, raised)) == (2, [S.CLOSED])
    assert await opinions(world) == [Satisfaction.SATISFIED]


async def test_told_meanwhile_before_it_was_answered_leaves_nothing_to_ask(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 3 bt")
    home = village.households["H002"]
    await heard(world.store, "An", raised.id, home, Satisfaction.SATISFIED)
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm nay" in await an.tap(words.NOT_TOLD)
    assert "Đã ghi nhận 2 hộ" in await an.tap(words.SAVE)


async def test_an_answer_that_came_meanwhile_was_not_told(
    an: Chat, world: World, village: Village
) -> None:
    """Nobody was asked about it: it is still offered."""
    first = await answered(world, village, "H002")
    await an.say("2 bt")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    second = await answered(world, village, "H002", key="two")
    await an.tap(words.SAVE)
    assert await status(world, first, second) == [S.CLOSED, S.ANSWERED]
    assert to_tell(an) == [visit_words.tell_answer(second.code)]


async def test_a_household_handed_over_meanwhile_is_neither_visited_nor_told(
    an: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 3 bt")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households["H002"])
            .values(until=TODAY)
        )
    assert "Tư Hạnh" not in await an.tap(words.SAVE)
    await an.tap(words.SAVE)
    assert (await visited(world), await status(world, raised)) == (1, [S.ANSWERED])


async def test_the_same_yes_twice_tells_once(an: Chat, world: World, village: Village) -> None:
    raised = await answered(world, village, "H002")
    await an.say("2 bt")
    await an.tap(words.HEARD[Satisfaction.SATISFIED])
    button, letter = an.button(words.SAVE), an.heard
    await an.press(button, letter)
    await an.press(button, letter)
    async with world.store.reading() as session:
        told = await session.scalars(select(AuditRow.id).where(AuditRow.action == "told"))
        assert len(list(told)) == 1
    assert await status(world, raised) == [S.CLOSED]


# --- For those without a phone --------------------------------------------------------------------


async def test_the_secretary_who_writes_for_a_member_is_asked_and_kept_as_the_author(
    binh: Chat, world: World, village: Village
) -> None:
    raised = await answered(world, village, "H002")
    assert f"có trả lời {raised.code}" in await binh.say("thay đ/c An: 2 bt")
    await binh.tap(words.HEARD[Satisfaction.SATISFIED])
    await binh.tap(words.SAVE)
    async with world.store.reading() as session:
        link = (await session.scalars(select(ConcernHousehold))).one()
        audited = await session.scalar(select(AuditRow.person_id).where(AuditRow.action == "told"))
        moved = await session.scalar(
            select(ConcernMove.person_id).where(ConcernMove.after == S.FED_BACK)
        )
    assert await status(world, raised) == [S.CLOSED]
    assert link.told_by == village.people["An"]
    assert (audited, moved) == (village.people["Bình"], village.people["Bình"])


async def test_a_stand_in_who_reads_number_and_name_only_is_not_asked(
    ha: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        session.add(
            StandIn(
                person_id=village.people["An"], stand_in_id=village.people["Hà"], since=SINCE,
                named_by=village.people["Bình"], named_at=world.now,
            )
        )  # fmt: skip
    raised = await answered(world, village, "H002")
    echo = await ha.say("thay đ/c An: 2 bt")
    assert "2 (Tư Hạnh): hôm nay" in echo
    receipt = await ha.tap(words.SAVE)
    for shown in (echo, receipt, " ".join(ha.labels)):
        assert raised.code not in shown
        assert search_key(ANSWER) not in search_key(shown)
    assert await status(world, raised) == [S.ANSWERED]
