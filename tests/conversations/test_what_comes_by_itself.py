"""A number that is typed belongs to the newest menu, also when that came by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.delivery import Delivery
from bot.messages import Ambiguous, Choice, Outcome, Outgoing, Rejected, Sent, TryLater, Urgency
from handlers.newest import JUST_NOW
from scheduler import wording
from storage import outbox, settlement
from storage.tables import Concern, OutboxRow
from tests.chat import Chat, World
from tests.concerns import answered, raised
from tests.village import Village

OWNER = "postman"
NEXT = "lĩnh vực nào"
SOON, LATER = timedelta(seconds=4), JUST_NOW + timedelta(seconds=1)
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
"""For what asks the database nothing that the other tests do not ask on both."""
CHOICES = (Choice("Xem việc tháng này", "/thangnay"), Choice("Xem tài khoản", "/taikhoan"))
NEWS = Outgoing("Có việc mới.", CHOICES, urgency=Urgency.URGENT)
MORE_NEWS = Outgoing("Có việc nữa.", CHOICES[::-1], urgency=Urgency.URGENT)


@pytest.fixture
def an(world: World) -> Chat:
    """An, where nothing can be tapped."""
    return Chat(world, "An", buttons=False)


async def comes(
    world: World, village: Village, outgoing: Outgoing = NEWS, outcome: Outcome | None = None
) -> int:
    """A letter goes to An that she has not asked for; how it is called."""
    async with world.store.begin() as session:
        letter_id = await outbox.put(
            session, Chat(world, "An").address, outgoing, world.now,
            person_id=village.people["An"], leased_by=OWNER,
        )  # fmt: skip
        assert letter_id is not None
        assert await wording.stamped(session, letter_id, OWNER, world.now) is not None
        await settlement.settle(session, letter_id, OWNER, outcome or Sent("m"), world.now)
    return letter_id


async def concerns_of(world: World) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(Concern)) or 0


async def asked_for_the_kind(an: Chat) -> str:
    """A concern is being told, and its kind is asked, with some kinds by number."""
    await an.say("phananh")
    return await an.say("2")


async def test_whoever_never_spoke_chooses_by_number_from_what_came(
    an: Chat, world: World, village: Village
) -> None:
    await comes(world, village)
    world.later(hours=23)
    assert "0/4 hộ" in await an.say("1")


@on_one_engine
async def test_after_a_day_its_numbers_lead_to_the_menu(
    an: Chat, world: World, village: Village
) -> None:
    await comes(world, village)
    world.later(hours=25)
    assert "quá một ngày" in await an.say("1")
    assert an.labels[0] == "Thăm hộ"


@pytest.mark.parametrize("typed", ["2", "2.", "số 2", "２", "xem tai khoan", "Xem tài khoản"])
@on_one_engine
async def test_it_is_chosen_from_as_from_any_other_list(
    an: Chat, world: World, village: Village, typed: str
) -> None:
    await an.say("menu")
    await comes(world, village)
    world.now += LATER
    assert await an.say(typed) == await an.say("/taikhoan")


async def test_in_the_middle_of_a_report_a_number_is_for_what_came_and_the_report_waits(
    an: Chat, world: World, village: Village
) -> None:
    asks_kind = await asked_for_the_kind(an)
    await comes(world, village)
    world.now += LATER
    answer = await an.say("1")
    assert "/4 hộ" in answer
    assert "Còn ghi dở" in answer
    assert await concerns_of(world) == 0
    assert asks_kind in await an.say("tiep")
    assert NEXT in await an.say("1")


async def test_typed_at_the_same_moment_it_is_asked_which_of_the_two_is_meant(
    an: Chat, world: World, village: Village
) -> None:
    asks_kind = await asked_for_the_kind(an)
    await comes(world, village)
    world.now += SOON
    assert "chưa rõ “1” là cho việc nào" in await an.say("1")
    assert [one.label for one in an.heard.choices] == [
        "Ghi tiếp: Ghi phản ánh",
        "Xem việc tháng này",
    ]
    assert await concerns_of(world) == 0
    assert asks_kind in await an.say("1")


@on_one_engine
async def test_of_the_two_the_one_that_came_may_be_meant(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village)
    world.now += SOON
    await an.say("1")
    assert "/4 hộ" in await an.say("2")


@on_one_engine
async def test_of_two_lists_it_is_asked_too(an: Chat, world: World, village: Village) -> None:
    await an.say("menu")
    await comes(world, village)
    world.now += SOON
    await an.say("2")
    assert [one.label for one in an.heard.choices] == ["Ghi phản ánh", "Xem tài khoản"]
    assert "phản ánh" in (await an.say("1")).lower()


@on_one_engine
async def test_what_both_would_do_alike_is_not_asked(
    an: Chat, world: World, village: Village
) -> None:
    await comes(world, village)
    await an.say("huong dan")
    await comes(world, village, Outgoing("Chào.", an.heard.choices))
    assert "chưa rõ" not in await an.say("1")


@on_one_engine
async def test_words_and_numbers_that_it_does_not_offer_still_answer_the_question(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village)
    world.now += LATER
    assert NEXT in await an.say("3"), "as it offers two choices"
    await comes(world, village)
    world.now += LATER
    assert NEXT not in await an.say("điện")
    assert "tiep" not in an.heard.text


@on_one_engine
async def test_what_was_typed_long_before_it_came_is_for_what_stood_there_then(
    an: Chat, world: World, village: Village
) -> None:
    """The message lay in the inbox meanwhile."""
    await asked_for_the_kind(an)
    world.later(minutes=5)
    await comes(world, village)
    world.later(minutes=-1)
    assert NEXT in await an.say("1")


@pytest.mark.parametrize(
    "outcome",
    [
        pytest.param(Rejected("no"), id="rejected"),
        pytest.param(TryLater(after=600.0), id="later"),
    ],
)
async def test_a_letter_that_did_not_arrive_takes_no_number(
    an: Chat, world: World, village: Village, outcome: Outcome
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village, outcome=outcome)
    world.now += LATER
    assert NEXT in await an.say("1")


async def test_where_nobody_knows_whether_it_arrived_it_is_asked_at_any_time(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village, outcome=Ambiguous("no answer"))
    world.later(hours=1)
    assert "chưa rõ “1”" in await an.say("1")
    assert await concerns_of(world) == 0


@on_one_engine
async def test_of_two_that_came_the_newer_one_counts_if_it_arrived(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("menu")
    await comes(world, village)
    await comes(world, village, MORE_NEWS)
    world.now += LATER
    assert "Nguyễn Thị An" in await an.say("1")
    await comes(world, village)
    await comes(world, village, MORE_NEWS, Rejected("no"))
    world.now += LATER
    assert "/4 hộ" in await an.say("1")


@on_one_engine
async def test_the_next_answer_stands_below_it(an: Chat, world: World, village: Village) -> None:
    await comes(world, village)
    world.now += LATER
    await an.say("tham")
    assert "Tư Hạnh" in await an.say("2")


async def test_an_answer_that_was_on_its_way_before_it_stands_below_it(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    letter_id = await comes(world, village)
    async with world.store.begin() as session:
        answer = await session.get_one(OutboxRow, letter_id - 1)
        answer.settled_at = world.now + timedelta(seconds=1)
    world.now += LATER
    assert NEXT in await an.say("1")


@on_one_engine
async def test_a_letter_without_choices_takes_no_number(
    an: Chat, world: World, village: Village
) -> None:
    await asked_for_the_kind(an)
    await comes(world, village, Outgoing("Chi bộ họp lúc 8 giờ.", urgency=Urgency.URGENT))
    world.now += LATER
    assert NEXT in await an.say("1")


@on_one_engine
async def test_where_choices_are_tapped_the_question_goes_first_and_its_buttons_stay_good(
    world: World, village: Village
) -> None:
    an = Chat(world, "An")
    await an.say("tham 2")
    yesterday = an.button("Hôm qua")
    await comes(world, village)
    world.now += LATER
    await an.press(yesterday, an.heard)
    assert "hôm qua" in an.heard.text
    await comes(world, village)
    world.now += LATER
    assert "Đã ghi nhận" in await an.say("1")
    await comes(world, village)
    world.now += LATER
    assert "Nguyễn Thị An" in await an.say("2"), "below a list that nobody answers any more"


@on_one_engine
async def test_what_one_person_tells_another_is_chosen_from_by_number(
    world: World, village: Village
) -> None:
    an, binh = Chat(world, "An", buttons=False), Chat(world, "Bình")
    world.later(days=2)
    code = await raised(an)
    await answered(binh, code)
    [answer] = await an.listen()
    world.now += LATER
    assert answer.choices[1].label == "Đã báo lại cho hộ"
    assert code in await an.say("2")
    assert "hài lòng" in f"{an.heard.text} {an.labels}".lower()


async def test_what_went_on_to_another_chat_stands_in_none_that_it_never_came_to(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("menu")
    letter_id = await comes(world, village, outcome=TryLater(after=600.0))
    there = {"chat": "An's other phone", "status": Delivery.SENT, "settled_at": world.now}
    async with world.store.begin() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.id == letter_id).values(there))
    world.now += LATER
    assert "0/4 hộ" not in await an.say("1")
