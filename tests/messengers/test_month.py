"""A month over Telegram, and one over Zalo and Telegram at once: little to do, and all of it kept.

The first is told as on a page of the documentation; in the second the clock goes on meanwhile,
reminds, announces and seals.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.concerns import ConcernStatus
from bot.domain.delivery import Delivery
from bot.domain.quiet import at
from storage import quotas
from storage.store import Store
from storage.tables import Concern, InboxRow, OutboxRow, Receipt, SealedPeriod, Visit
from tests import month
from tests.hours import vietnam
from tests.month import (
    AN_HAS,
    FIRST,
    LOAN,
    MOST_ACTIONS,
    MOST_MESSAGES,
    Hand,
    has_kept,
    told_in_words,
    with_fifteen,
)
from tests.telegram_village import moved_to_telegram
from tests.town import ALL_HOURS, GIANG_ON_ZALO, HOURS, ON_ZALO, Town, town
from tests.village import Village

BEGINS, ENDS = vietnam("2026-11-30", "20:00"), vietnam("2026-12-31", "20:50")
FOUR = ("An", "Bình", "Cúc", "Hà")
MOST_A_MONTH = 20  # messages to one member, everything included
ANSWER = "Ngân hàng chính sách giải ngân trong tháng này."
ROAD = "Chiều thứ sáu 18/12 họp tổ bàn việc làm đường. Mời bà con dự đông đủ."
LADDER_OF_HA = (
    "Việc tháng 12: 1 nhà cần thăm.",
    "Việc tháng 11: còn 1 nhà chưa ghi thăm.",
    "Thông báo ngày 14/12/2026",
    "Việc tháng 12: còn 1 nhà chưa ghi thăm.",
    "Việc tháng 12: còn 1 nhà chưa ghi thăm.",
)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_over_telegram_it_is_the_month_of_the_documentation(
    store: Store, village: Village
) -> None:
    hand, chat = await month.played(store, village)
    assert len(hand.done) <= MOST_ACTIONS
    assert chat.messages <= MOST_MESSAGES
    await month.has_kept(store, village.people["An"], AN_HAS, FIRST)
    assert month.page(hand, chat) == month.PAGE.read_text(encoding="utf-8"), (
        "after a change of words: python -m tests.month"
    )


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_two_taps_that_are_faster_than_the_answer_both_tick(
    store: Store, village: Village
) -> None:
    async with store.begin() as session:
        await moved_to_telegram(session, village)
    async with month.over_telegram(store) as chat:
        hand = chat.hand
        await hand.say("danhdau")
        await chat.tap_at_once("Số 2 ·", "Số 3 ·", "Số 3 ·")
        ticked = [label for label in hand.labels() if label.startswith("✓")]
        assert [label.split(" – ")[0] for label in ticked] == [
            "✓ Số 2 · Tư Hạnh",
            "✓ Số 3 · Danh Sóc",
        ]
        assert chat.messages == 1


# --- Over both at once ---------------------------------------------------------------------------


def evening(day: int) -> datetime:
    return at(date(2026, 12, day), time(19, 30))


async def cuc_reports_step_by_step(one: Town) -> None:
    before = len(one.reads("Cúc"))
    await one.says("Cúc", "/thamho")
    await one.says("Cúc", "1")
    assert "Đã ghi nhận" in await one.says("Cúc", "hôm nay, 1")
    assert len(one.reads("Cúc")) - before == 3


async def binh_reads_the_digest(one: Town) -> None:
    digest = one.reads("Bình")[-1]
    assert digest.startswith("Tổng hợp tháng 11/2026 – Chi bộ Ấp 5")
    assert "Thăm 15/16 hộ" in digest


async def binh_answers_the_concern(one: Town) -> None:
    assert LOAN not in await one.says("Bình", "/viec")
    assert LOAN in await one.says("Bình", "1")
    await one.chooses("Bình", "Trả lời ngay")
    assert "Đã ghi nhận" in await one.says("Bình", ANSWER)


async def an_tells_the_household(one: Town) -> None:
    assert "Có trả lời cho một phản ánh" in one.reads("An")[-1]
    assert ANSWER in await one.chooses("An", "Đã báo lại cho hộ")
    assert "kết thúc" in await one.chooses("An", "Hài lòng")


async def en_announces_a_meeting(one: Town) -> None:
    await one.says("Én", "/soanthongbao")
    await one.says("Én", ROAD)
    for step in ("Toàn Đảng bộ", "Tất cả", "Mời họp", "Gửi ngay"):
        await one.chooses("Én", step)
    assert "Đã ghi nhận" in await one.says("Én", "gửi")


async def all_on_zalo_have_read_it(one: Town) -> None:
    for name in (*FOUR, "Dũng", "Giang"):
        assert ROAD in one.reads(name)[-1]
        await one.chooses(name, "Đã nắm nội dung")


async def giang_writes_on_zalo(one: Town) -> None:
    await one.says(GIANG_ON_ZALO, "/menu")


async def giang_has_heard_there_and_writes_on_telegram(one: Town) -> None:
    assert "chi bộ còn 1 nhà chưa ghi thăm" in one.reads(GIANG_ON_ZALO)[-2]
    assert "Tổng hợp tháng 11/2026" in one.reads(GIANG_ON_ZALO)[-1]
    assert one.reads("Giang") == []
    await one.says("Giang", "/menu")


HAPPENS = (
    (evening(7), giang_writes_on_zalo),
    (evening(8), cuc_reports_step_by_step),
    (evening(9), binh_reads_the_digest),
    (evening(9), giang_has_heard_there_and_writes_on_telegram),
    (evening(13), binh_answers_the_concern),
    (evening(13) + timedelta(minutes=5), an_tells_the_household),
    (evening(14), en_announces_a_meeting),
    (evening(15), all_on_zalo_have_read_it),
)


class December:
    """What people do in that month, each at their hour, while the clock goes on."""

    def __init__(self, one: Town) -> None:
        self.one, self.left, self.now = one, list(HAPPENS), BEGINS

    async def go_on(self) -> None:
        """Let the days go by, as far as somebody wanted."""
        while self.left and self.left[0][0] <= self.now:
            moment, happens = self.left.pop(0)
            await self.one.until(moment)
            await happens(self.one)
        await self.one.until(self.now)

    async def an_tells_of_fifteen_households(self) -> None:
        """On three evenings, in words and numbers."""

        async def say(text: str) -> str:
            await self.go_on()
            return await self.one.says("An", text)

        async def tap(label: str) -> str:
            return await self.one.chooses("An", label)

        def let_pass(moment: datetime) -> None:
            self.now = moment

        await told_in_words(Hand(say, tap, list, let_pass), AN_HAS, FIRST)

    async def ends(self) -> None:
        self.now = ENDS
        await self.go_on()


async def few_messages(one: Town, store: Store) -> None:
    """Nobody got more than twenty, and we have counted as Zalo did."""
    each = {name: len(one.reads(name)) for name in ON_ZALO}
    assert max(each.values()) <= MOST_A_MONTH, each
    async with store.reading() as session:
        ours = await quotas.sent(session, "2026-12")
    assert ours["zalo_bot", one.zalo.bot_id] == one.zalo.sent["2026-12"] == sum(each.values())


def what_was_due_came(one: Town) -> None:
    """The list and the ladder end where somebody has reported; each cell hears of its own."""
    assert tuple(_first_lines(one, "Hà")) == LADDER_OF_HA
    assert sum(line.startswith("Việc tháng 12") for line in _first_lines(one, "Cúc")) == 1
    assert sum(line.startswith("Việc tháng 12") for line in _first_lines(one, "An")) == 1
    foreign = {
        "Cúc": (LOAN, ANSWER, "Ba Lành", "Út Mười"), "Hà": (LOAN, ANSWER, "Ba Lành", "Năm Rô"),
        "Dũng": (LOAN, ANSWER, "Ba Lành"), "An": ("Năm Rô", "Út Mười"),
    }  # fmt: skip
    for name, words in foreign.items():
        assert not [word for word in words if word in "\n".join(one.reads(name))], name


def _first_lines(one: Town, name: str) -> Iterable[str]:
    return [text.split("\n")[0] for text in one.reads(name) if not text.startswith("Đã")]


async def nothing_left_over(store: Store) -> None:
    async with store.reading() as session:
        ends = set(await session.scalars(select(OutboxRow.status)))
        assert ends <= {Delivery.SENT, Delivery.EXPIRED}, ends
        dropped = await session.scalars(
            select(OutboxRow.error).where(OutboxRow.status == Delivery.EXPIRED)
        )
        assert set(dropped) <= {"nothing left to remind of"}
        assert (await session.scalars(select(Concern.status))).one() is ConcernStatus.CLOSED
        sealed = SealedPeriod.month == "2026-11"
        assert await session.scalar(select(func.count()).where(sealed)) == 4
        read = Receipt.read_at.is_not(None)
        assert await session.scalar(select(func.count()).where(read)) == len(FOUR) + 2


async def said_again_acts_no_more(one: Town, store: Store) -> None:
    """After a start Zalo brings the whole month again, all at once."""
    before = await _counted(one, store)
    one.zalo.post.replay = True
    await one.start()
    asked = len(one.zalo.post.asked_at)
    await one.zalo.until(lambda: len(one.zalo.post.asked_at) > asked + len(one.zalo.post.had))
    await one.respond()
    assert await _counted(one, store) == before


async def _counted(one: Town, store: Store) -> tuple[int | None, ...]:
    async with store.reading() as session:
        rows = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (InboxRow, OutboxRow, Visit, Concern)
        ]
    return *rows, one.zalo.sent.total()


in_full = pytest.mark.faults(only_full=True)


@pytest.mark.parametrize(
    ("engine", "hours"),
    [
        pytest.param("sqlite", HOURS, id="SQLite"),
        pytest.param("postgresql", ALL_HOURS, id="PostgreSQL, six times a day", marks=in_full),
    ],
    indirect=["engine"],
)
async def test_a_month_on_zalo_takes_few_messages_and_brings_all_that_is_due(
    store: Store, village: Village, hours: tuple[time, ...]
) -> None:
    async with store.begin() as session:
        await with_fifteen(session, village)
    async with town(store, village, BEGINS, hours) as one:
        december = December(one)
        await december.an_tells_of_fifteen_households()
        await december.ends()
        await has_kept(store, village.people["An"], AN_HAS, FIRST)
        await few_messages(one, store)
        what_was_due_came(one)
        await nothing_left_over(store)
        await said_again_acts_no_more(one, store)
