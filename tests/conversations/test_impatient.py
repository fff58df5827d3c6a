"""Short, early and slipped answers: what a tired person types instead of tapping."""

import pytest
from sqlalchemy import select

from bot.domain.refusals import Reason
from bot.domain.visits import HelpStatus, NotDoneReason, VisitKind
from bot.texts.refusals import reason
from storage.tables import Visit, VisitHelp
from tests.chat import Chat, World

_K = VisitKind


async def visits(world: World) -> list[Visit]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Visit).order_by(Visit.id)))


async def test_short_words_say_how_a_visit_went(an: Chat, world: World) -> None:
    said = {
        "bt": _K.HOME, "khong co gi moi": _K.HOME, "dien": _K.PHONE, "ddieenj thoaij": _K.PHONE,
        "Gọi zalo": _K.PHONE, "hop to": _K.GROUP_MEETING, "hoi to truong": _K.VIA_OTHER,
        "vang nha": _K.NOT_DONE, "vawngs nhaf": _K.NOT_DONE,
    }  # fmt: skip
    for typed, kind in said.items():
        answer = await an.say(f"/tham 1, hom qua, {typed}")
        if "Đã ghi nhận" not in answer:
            assert "Đã ghi nhận" in await an.say("luu"), typed
        assert (await visits(world))[-1].kind is kind, typed


async def test_a_whole_visit_can_be_typed_without_diacritics(an: Chat, world: World) -> None:
    await an.say("tham")
    await an.say("ba lanh")
    await an.say("hom 20")
    await an.say("tai nha")
    await an.say("vay von, bhyt")
    await an.say("them")
    await an.say("giup")
    await an.say("vay")
    await an.say("da vay")
    await an.say("30tr")
    assert "Đã ghi nhận" in await an.say("het roi")
    (visit,) = await visits(world)
    assert (visit.visited_on.day, visit.topics) == (20, ["LOAN_ADVICE", "BHYT_ADVICE"])
    async with world.store.reading() as session:
        given = (await session.scalars(select(VisitHelp))).one()
    assert (given.status, given.amount) == (HelpStatus.GIVEN, 30_000_000)


async def test_yes_and_no_answer_a_day_that_is_shown_back(an: Chat) -> None:
    await an.say("/tham 1")
    await an.say("thứ bảy")
    assert "thăm ngày nào" in await an.say("khong")
    await an.say("thứ bảy")
    assert "14/11" in await an.say("đúng rồi")


async def test_another_reason_says_which(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, chua tham")
    assert "Lý do gì" in await an.say("khac")
    assert "xe hỏng" in await an.say("xe hỏng giữa đường")
    (visit,) = await visits(world)
    assert (visit.reason, visit.note) == (NotDoneReason.OTHER_REASON, "xe hỏng giữa đường")
    await an.say("/tham 2, hôm nay, chua tham, khac")
    assert "Đã ghi nhận" in await an.tap("Bỏ qua")


async def test_a_reason_is_known_by_what_people_say(an: Chat, world: World) -> None:
    for typed, why in {
        "ban qua": NotDoneReason.MEMBER_BUSY, "benh": NotDoneReason.MEMBER_PRIVATE,
        "mua bao": NotDoneReason.WEATHER, "khong tiep": NotDoneReason.REFUSED,
    }.items():  # fmt: skip
        await an.say(f"/tham 1, hôm nay, chua tham, {typed}")
        assert (await visits(world))[-1].reason is why, typed


async def test_a_sum_is_asked_only_of_help_that_was_given_and_has_one(an: Chat) -> None:
    await an.say("/tham 1, hom nay, tai nha, them")
    await an.say("giup, lam an")
    assert "Ghi thêm gì nữa" in await an.say("da giup"), "advice costs nothing"
    await an.say("giup, con giong")
    assert "Ghi thêm gì nữa" in await an.say("mới đề nghị"), "nothing was given"
    await an.say("giup, bhyt")
    assert "bao nhiêu tiền" in await an.say("roi")
    assert "Ghi thêm gì nữa" in await an.tap("Bỏ qua")
    assert "500.000 đồng" in await an.say("500k"), "a sum that is said all the same is kept"
    assert (await an.say("600k")).startswith(reason(Reason.CHOOSE_ONE))


async def test_the_same_visit_told_twice_is_noticed_and_can_be_taken_back(
    an: Chat, world: World
) -> None:
    await an.say("/tham 1, hom nay, bt")
    assert "trùng" not in an.heard.text
    again = await an.say("/tham 1, hom nay, bt")
    assert "Đã ghi nhận" in again
    assert "đã ghi một lần" in again
    taken = await an.tap("Bỏ lần này")
    assert "Số 1 · Ba Lành" in taken
    first, second = await visits(world)
    assert first.withdrawn_at is None
    assert second.withdrawn_at is not None
    await an.say("/sua trung")
    assert (await visits(world))[0].withdrawn_at is None, "there is no second one any more"


async def test_two_honest_contacts_of_a_day_are_no_double(an: Chat, world: World) -> None:
    for how in ("vang nha", "vang nha", "bt"):
        assert "đã ghi một lần" not in await an.say(f"/tham 1, hom nay, {how}")
    assert "đã ghi một lần" not in await an.say("/tham 1, hom qua, bt")
    assert "đã ghi một lần" not in await an.say("/tham 2, hom nay, bt")
    kept = await an.say("/tham 1, hom nay, bt")
    assert "đã ghi một lần" in kept
    await an.say("menu")
    assert [one.withdrawn_at for one in await visits(world)] == [None] * 6, "both are kept"


SEVERAL = pytest.mark.parametrize(
    "typed", ["3 4", "3,4", "3, 4", "3-4", "hộ 3 và 4", "3 4 9", "3, 4, hom qua"]
)


@SEVERAL
async def test_several_households_at_once_are_visits_told_in_one_message(
    an: Chat, world: World, typed: str
) -> None:
    await an.say("/thamho")
    asked = await an.say(typed)
    assert "gặp thế nào" in asked
    await an.tap("Đã thăm tại nhà")
    assert ("“9”" in an.heard.text) == ("9" in typed)
    assert await visits(world) == []
    assert "Đã ghi nhận 2 hộ" in await an.say("1")


async def test_several_households_may_stand_behind_the_command(an: Chat, world: World) -> None:
    assert "3 (Danh Sóc), 4 (H'Hen Niê): hôm qua" in await an.say("/thamho 3 4 bt hom qua")
    await an.say("1")
    assert len(await visits(world)) == 2


@SEVERAL
async def test_changes_of_several_households_are_told_one_by_one(an: Chat, typed: str) -> None:
    await an.say("/thaydoi")
    asked = await an.say(typed)
    assert "từng hộ một" in asked
    assert ("số 9" in asked) == ("9" in typed)
    assert [label[:4] for label in an.labels[:2]] == ["Số 3", "Số 4"]


async def test_several_that_are_nobodys_are_not_there(an: Chat) -> None:
    await an.say("/thamho")
    assert (await an.say("8 9")).startswith(reason(Reason.NOT_FOUND))


async def test_a_household_is_looked_up_beside_an_open_form(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay")
    page = await an.say("ho 2")
    assert "Tư Hạnh" in page
    assert "Còn ghi dở" in page
    await an.say("tiep")
    await an.say("bt")
    (visit,) = await visits(world)
    assert visit.nothing_new
    await an.say("/tham 2, hôm nay, tai nha, them, ghi")
    assert "Danh Sóc" in await an.say("ho 3"), "not even a note takes it for its words"


async def test_a_number_may_stand_after_the_word_for_a_report(an: Chat) -> None:
    assert "thăm ngày nào" in await an.say("tham 3")
    await an.say("thoi")
    assert "Thay đổi về việc gì" in await an.say("thay doi 2")
    await an.say("thôi")
    assert "3 (Danh Sóc): hôm nay" in await an.say("tham 3 nha bi ngap"), "house 3, and not three"
    await an.say("thôi")
    assert "muốn ghi việc này" in await an.say("tham nha ong nao do"), "else it is offered"


async def test_a_report_is_left_as_it_is_in_short_words(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, bt")
    for kept in ("khong", "giữ", "thoi"):
        await an.say("/sua")
        await an.say(kept)
        assert "Thu hồi báo cáo này" not in an.labels
    assert (await visits(world))[0].withdrawn_at is None


async def test_a_visit_that_did_not_come_about_is_not_said_to_count_beside(an: Chat) -> None:
    assert "tính là đã thăm" not in await an.say("/tham 1, hôm nay, chua tham, ban")
    assert "tính là đã thăm" in await an.say("/tham 1, hôm nay, vang nha")
    assert "tính là đã thăm" in await an.say("/tham 1, hôm nay, dien, luu")


async def test_a_concern_is_typed_in_short_words(an: Chat) -> None:
    await an.say("/phananh 3")
    await an.say("y kien")
    await an.say("cup dien")
    assert "về điện" in await an.say("cúp điện hoài, xin xem giúp")
    assert "Đã ghi nhận" in await an.say("ok")


async def test_which_household_is_answered_by_ho_and_its_number(an: Chat) -> None:
    await an.say("/tham")
    assert "thăm ngày nào" in await an.say("ho 3")


async def test_no_leaves_a_typed_confirmation_politely(an: Chat, world: World) -> None:
    await an.say("/tham 1, hôm nay, bt")
    for no in ("khong", "không", "ko", "thôi", "khoong"):
        await an.say("/sua")
        await an.tap("Thu hồi")
        assert "Đã dừng" in await an.say(no), no
    assert (await visits(world))[0].withdrawn_at is None
