"""Ticking visited households in place, and the way from there to the one yes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.people import Role
from bot.domain.quiet import at
from bot.domain.refusals import Reason
from bot.domain.visits import NotDoneReason, VisitKind
from bot.messages import Choice
from bot.messengers.base import numbered
from bot.texts import checklist as words
from bot.texts import forms as form_words
from bot.texts import guarding, menus
from bot.texts import reporting as report_words
from bot.texts.refusals import reason
from storage.store import Store
from storage.tables import (
    Assignment,
    BookNumber,
    Concern,
    Household,
    HouseholdState,
    OutboxRow,
    Promise,
    RoleHeld,
    Visit,
    VisitHelp,
)
from tests import month
from tests.chat import Chat, World
from tests.month import AN_HAS, EVENING, FIRST, MOST_ACTIONS, MOST_MESSAGES, Hand
from tests.village import SINCE, Village

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)
ALL_NAMES = ("Ba Lành", "Tư Hạnh", "Danh Sóc", "H'Hen Niê")


async def visits(world: World) -> dict[int, Visit]:
    """By the household's number in An's book."""
    async with world.store.reading() as session:
        rows = await session.execute(
            select(BookNumber.number, Visit).join_from(
                Visit, BookNumber, BookNumber.household_id == Visit.household_id
            )
        )
        return dict(list(rows))


async def handed_over(world: World, village: Village, code: str) -> None:
    async with world.store.begin() as session:
        held = await session.scalar(
            select(Assignment).where(Assignment.household_id == village.households[code])
        )
        assert held is not None
        held.until = TODAY


async def with_more(store: Store, village: Village, count: int) -> None:
    """An's book goes on with numbers 5, 6, 7 …"""
    async with store.begin() as session:
        for number in range(5, 5 + count):
            home = Household(
                commune_id=village.units["TL"], cell_id=village.units["05"], code=f"H1{number:02}",
                head=f"Trần Văn Mới {number}", address="Tổ 9", search_key=f"moi {number}",
                since=SINCE,
            )  # fmt: skip
            session.add(home)
            await session.flush()
            state = {"household_class": HouseholdClass.NONE, "needs_help": False}
            session.add(HouseholdState(household_id=home.id, since=SINCE, **state))
            ids = {"person_id": village.people["An"], "household_id": home.id}
            session.add(Assignment(**ids, kind=AssignmentKind.MAIN, since=SINCE, basis="QĐ 02"))
            session.add(BookNumber(**ids, number=number))


def ticks(an: Chat) -> list[str]:
    """The numbers that show a tick."""
    return [label.split()[2] for label in an.labels if label.startswith("✓ Số")]


async def test_each_tap_ticks_and_changes_the_same_message(an: Chat, world: World) -> None:
    await an.say("/thamho")
    listed = an.heard
    assert await an.tap(words.TICK_SEVERAL) == words.WHICH
    assert an.heard.edits == f"m{listed.id}"
    for number, ticked in (("2", ["2"]), ("4", ["2", "4"]), ("3", ["2", "3", "4"])):
        assert await an.tap(f"Số {number} ·") == words.WHICH, "only the buttons change"
        assert sorted(ticks(an)) == ticked
        assert an.heard.edits == f"m{listed.id}"
    await an.tap("✓ Số 4")
    assert sorted(ticks(an)) == ["2", "3"]
    assert an.labels[0] == "Ghi các hộ đã đánh dấu (2)"
    echo = await an.tap(words.TICKED)
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm nay, thăm trực tiếp tại nhà, ổn định" in echo
    assert await visits(world) == {}
    assert "Đã ghi nhận 2 hộ" in await an.tap(report_words.SAVE)
    assert an.heard.edits == f"m{listed.id}"
    told = await visits(world)
    assert {n: (v.visited_on, v.kind, v.nothing_new) for n, v in told.items()} == {
        2: (TODAY, VisitKind.HOME, True),
        3: (TODAY, VisitKind.HOME, True),
    }


async def test_there_is_no_button_for_all_of_them(an: Chat) -> None:
    await an.say("/danhdau")
    households = [label for label in an.labels if label.startswith("Số")]
    assert len(households) == len(ALL_NAMES)
    assert [label for label in an.labels if label not in households] == [
        words.TICKED, form_words.CANCEL,
    ]  # fmt: skip


async def test_who_is_due_stands_first_and_who_needs_help_is_marked(an: Chat) -> None:
    await an.say("/thamho 2, hom qua, bt")
    await an.say("/danhdau")
    first, *_, last = [label for label in an.labels if label.startswith("Số")]
    assert first == "Số 1 · Ba Lành – chưa thăm lần nào, ưu tiên"
    assert last == "Số 2 · Tư Hạnh – đã thăm hôm qua"
    assert not any("nghèo" in label for label in an.labels), "the class stands nowhere"


async def test_the_next_page_changes_the_same_message_and_keeps_the_ticks(
    an: Chat, world: World, village: Village
) -> None:
    await with_more(world.store, village, 11)
    await an.say("/danhdau")
    listed = an.heard
    assert len(listed.choices) == 9
    await an.tap("Số 1 ·")
    await an.tap("Số 2 ·")
    await an.tap("Xem thêm")
    assert an.heard.edits == f"m{listed.id}"
    assert an.labels[0] == "Ghi các hộ đã đánh dấu (2)", "though they stand on another page"
    await an.tap("Số 9 ·")
    await an.tap("Xem thêm")
    assert an.labels[1].startswith("Số 15")
    await an.tap("Về đầu danh sách")
    assert ticks(an) == ["1", "2"]
    await an.tap(words.TICKED)
    assert "1 (Ba Lành), 2 (Tư Hạnh), 9 (Trần Văn Mới 9)" in await an.tap(report_words.NO_NEED)


async def test_two_taps_faster_than_the_answer_both_count(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    seen = an.heard
    second, third = an.button("Số 2"), an.button("Số 3")
    await an.press(second, seen)
    await an.press(third, seen)
    assert sorted(ticks(an)) == ["2", "3"]
    await an.press(third, seen)
    assert sorted(ticks(an)) == ["2", "3"], "a tap does what its button said"
    untick, done = an.button("✓ Số 3"), an.button(words.TICKED)
    seen = an.heard
    await an.press(untick, seen)
    assert "2 (Tư Hạnh): hôm nay" in await an.press(done, seen)


async def test_ticks_outlive_a_restart_and_days_of_silence(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    world.later(days=3)
    again = Chat(world, "An")  # knows nothing but the database
    assert await again.say("tiep")
    assert sorted(ticks(again)) == ["2"]
    assert "2 (Tư Hạnh): hôm nay" in await again.tap(words.TICKED)


async def test_an_old_list_says_so_and_changes_nothing(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    old, button = an.heard, an.button("Số 2")
    await an.say("/danhdau")
    said = await an.press(button, old)
    assert said.startswith(menus.OLD_BUTTON)
    assert ticks(an) == []
    await an.tap("Số 3")
    await an.tap(words.TICKED)
    await an.tap(report_words.SAVE)
    assert (await an.press(button, old)).startswith(menus.OLD_BUTTON)
    assert sorted(await visits(world)) == [3]


async def test_a_household_handed_over_meanwhile_falls_out(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.tap("Số 3")
    await handed_over(world, village, "H003")
    seen = an.heard
    await an.press(an.button("Số 4"), seen)
    assert an.labels[0] == "Ghi các hộ đã đánh dấu (2)"
    assert not any("Danh Sóc" in label for label in an.labels)
    echo = await an.tap(words.TICKED)
    assert "2 (Tư Hạnh), 4 (H'Hen Niê): hôm nay" in echo
    assert "Danh Sóc" not in echo
    await an.tap(report_words.SAVE)
    assert sorted(await visits(world)) == [2, 4]


async def test_what_is_handed_over_after_the_echo_falls_out_and_the_rest_is_shown_anew(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/danhdau")
    for number in ("2", "3", "4"):
        await an.tap(f"Số {number}")
    await an.tap(words.TICKED)
    await handed_over(world, village, "H003")
    shown = await an.tap(report_words.SAVE)
    assert report_words.FALLEN_OUT in shown
    assert "Danh Sóc" not in shown
    assert "2 (Tư Hạnh), 4 (H'Hen Niê): hôm nay" in shown
    assert await visits(world) == {}, "this was not what the yes was said to"
    await an.tap(report_words.SAVE)
    assert sorted(await visits(world)) == [2, 4]


async def test_what_fell_out_is_not_named_when_something_is_refused(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("2 3 4 bt")
    await handed_over(world, village, "H003")
    assert reason(Reason.TEXT_EMPTY) in await an.say("")
    assert "2 (Tư Hạnh), 4 (H'Hen Niê)" in await an.say("tiep")
    assert not any("Danh Sóc" in letter.text for letter in an.letters[1:])


async def test_the_day_can_be_said_under_the_echo_too(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.tap("Số 3")
    await an.tap(words.TICKED)
    assert "2 (Tư Hạnh), 3 (Danh Sóc): hôm qua" in await an.say("hom qua")
    assert report_words.CORRECTION_NOT_READ in await an.say("ngày mai")
    await an.tap(report_words.SAVE)
    assert {v.visited_on for v in (await visits(world)).values()} == {YESTERDAY}


async def test_a_day_alone_leaves_those_whose_day_was_said(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.say("3 bt hôm kia")
    await an.say("hôm qua")
    await an.tap(report_words.SAVE)
    told = await visits(world)
    assert (told[2].visited_on, told[3].visited_on) == (YESTERDAY, YESTERDAY - timedelta(days=1))


async def test_after_a_report_the_way_leads_back_to_the_list(an: Chat) -> None:
    await an.say("2 bt")
    await an.say("1")
    assert await an.tap(words.TICK_SEVERAL) == words.WHICH


async def test_nothing_ticked_is_nothing_to_record(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    assert reason(Reason.NOTHING_TICKED) in await an.tap(words.TICKED)
    assert reason(Reason.NOTHING_TICKED) in await an.say("hôm qua")
    await an.tap("Số 2")
    assert sorted(ticks(an)) == ["2"]
    assert await visits(world) == {}


@pytest.mark.parametrize(
    ("typed", "day"),
    [("hôm qua", YESTERDAY), ("hom qua", YESTERDAY), ("18/11", date(2026, 11, 18))],
)
async def test_a_day_that_is_typed_holds_for_all_that_is_ticked(
    an: Chat, world: World, typed: str, day: date
) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.tap("Số 3")
    await an.say(typed)
    await an.tap(report_words.SAVE)
    assert {v.visited_on for v in (await visits(world)).values()} == {day}


async def test_a_day_that_is_not_sure_is_asked_about(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    assert "có phải thứ bảy 14/11 không" in await an.say("thứ bảy")
    await an.tap("Thứ bảy 14/11")
    await an.tap(report_words.SAVE)
    assert (await visits(world))[2].visited_on == date(2026, 11, 14)


async def test_a_week_is_no_day(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    assert reason(Reason.DATE_UNCLEAR) in await an.say("tuần trước")
    assert sorted(ticks(an)) == ["2"]


async def test_households_with_more_to_tell_are_typed_beside_the_ticks(
    an: Chat, world: World
) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.tap("Số 3")
    echo = await an.say("4 xin vay von nuoi tom hom qua, 3 di vang")
    assert "2 (Tư Hạnh): hôm nay" in echo
    assert "3 (Danh Sóc)" in echo
    assert "đi vắng" in echo
    assert "4 (H'Hen Niê): hôm qua" in echo
    await an.tap(report_words.SAVE)
    told = await visits(world)
    assert [told[n].nothing_new for n in (2, 3, 4)] == [True, False, False]
    assert told[3].reason is NotDoneReason.ABSENT_HH
    async with world.store.reading() as session:
        concern = (await session.scalars(select(Concern))).one()
    assert concern.words == "xin vay von nuoi tom"


async def test_what_is_not_to_be_written_down_is_asked_about_before_the_echo(
    an: Chat, world: World
) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    asked = await an.say("4 bị ung thư gan")
    assert "Hệ thống hiểu như sau" not in asked
    assert "4 (H'Hen Niê)" in asked
    await an.tap(guarding.LEAVE_OUT)
    assert "ung thư" not in an.heard.text
    await an.tap(report_words.SAVE)
    assert sorted(await visits(world)) == [2, 4]


async def test_who_needs_help_and_what_was_promised_is_asked_as_in_a_sentence(
    an: Chat, world: World
) -> None:
    await an.say("2 hứa thứ hai đem giống qua")
    await an.say("1")
    world.later(days=3)
    await an.say("/danhdau")
    await an.tap("Số 1")
    await an.tap("Số 2")
    asked = await an.tap(words.TICKED)
    assert "đem giống qua" in asked
    assert "1 (Ba Lành)" in asked
    await an.tap(report_words.KEPT)
    await an.tap(report_words.NO_NEED)
    await an.tap(report_words.SAVE)
    async with world.store.reading() as session:
        assert (await session.scalars(select(Promise))).one().kept is True
        assert await session.scalar(select(func.count()).select_from(VisitHelp)) == 0
    assert (await visits(world))[1].nothing_new


async def test_back_from_the_echo_the_ticks_are_still_there(an: Chat) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    await an.tap("Số 3")
    await an.tap(words.TICKED)
    assert await an.tap("Quay lại") == words.WHICH
    assert sorted(ticks(an)) == ["2", "3"]


async def test_the_list_is_left_and_nothing_is_kept(an: Chat, world: World) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    assert "Chưa ghi gì" in await an.tap("Hủy")
    await an.say("/danhdau")
    assert ticks(an) == []
    assert await visits(world) == {}


async def test_another_form_asks_what_becomes_of_the_ticks(an: Chat) -> None:
    await an.say("/danhdau")
    assert "đang ghi dở" not in await an.say("/phananh"), "nothing is ticked yet"
    await an.say("/danhdau")
    await an.tap("Số 2")
    assert "đang ghi dở" in await an.say("/phananh")
    await an.tap("Ghi tiếp")
    assert ticks(an) == ["2"]


async def test_without_buttons_there_are_words_and_no_dead_list(an: Chat, world: World) -> None:
    await an.say("/thamho 2, hom qua, bt")
    await an.say("danh dau nhieu ho")
    shown = numbered(an.heard)
    assert "Chưa thăm: 1 Ba Lành, 3 Danh Sóc, 4 H'Hen Niê." in shown
    assert "Đã thăm: 2 Tư Hạnh." in shown
    for dead in ("Bấm", "bấm", "✓", words.TICKED, "– Số"):
        assert dead not in shown
    echo = await an.say("3 4")
    assert "3 (Danh Sóc), 4 (H'Hen Niê): hôm nay, thăm trực tiếp tại nhà, ổn định" in echo
    await an.say("1")
    assert sorted(await visits(world)) == [2, 3, 4]


async def test_who_is_named_on_another_page_is_known_to_the_letter(
    an: Chat, world: World, village: Village
) -> None:
    """Where there are no buttons all are listed: one handed over meanwhile keeps it back."""
    await with_more(world.store, village, 11)
    await an.say("/danhdau")
    async with world.store.reading() as session:
        payload = (await session.scalars(select(OutboxRow.payload).order_by(OutboxRow.id))).all()[
            -1
        ]
    assert len(payload["names"]) == 15


async def test_what_is_refused_is_said_without_buttons_too(an: Chat) -> None:
    await an.say("/danhdau")
    await an.say("99 88")
    shown = numbered(an.heard)
    assert "Chưa thăm: 1 Ba Lành" in shown
    assert shown.splitlines()[0] == an.heard.text.splitlines()[0]


@pytest.mark.parametrize("typed", ["hộ 3 4", "3 4 bt", "ho 3", "3", "cac ho 3, 4"])
async def test_numbers_typed_instead_of_taps(an: Chat, world: World, typed: str) -> None:
    await an.say("/danhdau")
    assert "3 (Danh Sóc)" in await an.say(typed)
    await an.say("dung")
    assert 3 in await visits(world)


@pytest.mark.parametrize(
    "typed", ["H006", "H999", "X001", "577", "Năm Rô", "Đàm Vĩnh Phát", "32/13"]
)
async def test_what_is_nobodys_and_what_is_somebody_elses_is_answered_alike(
    an: Chat, typed: str
) -> None:
    await an.say("/danhdau")
    assert (await an.say(typed)).startswith(reason(Reason.NOT_FOUND))


async def test_households_of_others_cannot_be_ticked(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/danhdau")
    foreign = Choice("x", f"+{village.households['H006']}")
    await an.press(foreign, an.heard)
    nonce = an.button("Số 2").action.split(".")[0]
    for forged in (f"{nonce}.8+", f"{nonce}.0-", f"{nonce}.99-", f"{nonce}./menu"):
        await an.press(Choice("x", forged), an.heard)
    await an.say("Năm Rô bt")
    assert await visits(world) == {}


async def test_the_list_is_for_members_only(binh: Chat, dung: Chat, world: World) -> None:
    assert reason(Reason.NO_ONE_ASSIGNED) in await binh.say("/danhdau")
    assert "Việc này do đảng viên phụ trách hộ làm." in await dung.say("/danhdau")


async def test_whose_role_has_ended_records_nothing(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/danhdau")
    await an.tap("Số 2")
    async with world.store.begin() as session:
        held = await session.scalar(
            select(RoleHeld).where(
                RoleHeld.person_id == village.people["An"], RoleHeld.role == Role.MEMBER
            )
        )
        assert held is not None
        held.until = TODAY
    await an.tap(words.TICKED)
    assert "Tư Hạnh" not in an.heard.text
    assert await visits(world) == {}


async def test_a_month_of_fifteen_is_short_even_with_all_that_are_well_ticked_by_hand(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await month.with_fifteen(session, village)
    an = Chat(World(store, at(FIRST.replace(day=20), EVENING)), "An")
    hand = Hand(an.say, an.tap, lambda: an.labels, lambda moment: None)
    noted = "\n".join(f"{number} {month.ROOF}" for number in AN_HAS.noted)
    await hand.say(f"{AN_HAS.concern} {month.LOAN}\n{noted}\n{AN_HAS.change} con đi Bình Dương làm")
    await hand.tap(report_words.SAVE)
    await hand.tap(words.TICK_SEVERAL)
    for number in sorted((*AN_HAS.ticked, *AN_HAS.fine)):
        if not month.stands_there(hand, number):
            await hand.tap("Xem thêm")
        await hand.tap(f"Số {number} ·")
    await hand.tap(words.TICKED)
    await hand.tap(report_words.NO_NEED)
    assert "15/15 hộ" in await hand.tap(report_words.SAVE)
    assert len(hand.done) <= MOST_ACTIONS
    assert sum(letter.edits is None for letter in an.letters) <= MOST_MESSAGES
    async with store.reading() as session:
        since = select(func.count()).select_from(Visit).where(Visit.visited_on >= FIRST)
        assert await session.scalar(since) == 15
