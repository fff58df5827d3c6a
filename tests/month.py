"""A month of a member with fifteen households: what is typed and tapped, whatever carries it.

Eleven have nothing new, two get a note, one raises a concern, one has a change. With buttons the
first six are ticked, the others are told in sentences; without buttons all are told in sentences.

    python -m tests.month    writes the month as it is played over the double of Telegram
                             into docs/examples/
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import select

from bot.domain.concerns import ConcernCategory
from bot.domain.households import Change, HouseholdClass
from bot.domain.quiet import at
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import VisitKind
from bot.messages import Incoming
from bot.messengers.base import Arrival
from bot.messengers.telegram import TelegramMessenger
from bot.texts import checklist
from bot.texts import reporting as words
from bot.texts.announcing import moment as spoken
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import inbox, schema
from storage.inbox import Arrived
from storage.secrecy import Keys
from storage.store import Session, Store, opened
from storage.tables import (
    BookNumber,
    Concern,
    Household,
    HouseholdChange,
    HouseholdState,
    Visit,
)
from tests.doubles.telegram import Shown, TelegramDouble, telegram_double
from tests.telegram_village import AN, moved_to_telegram
from tests.village import SINCE, Village, entrust, settle

PAGE = Path(__file__).parents[1] / "docs" / "examples" / "15-ho.md"
MOST_ACTIONS, MOST_MESSAGES = 18, 15
EVENING = time(19, 30)
LOAN, ROOF, WEDDING = "xin vay vốn nuôi tôm", "đang lợp lại mái nhà", "chuẩn bị đám cưới"
WHO = "Đồng chí An"
HEAD = """# Một tháng, mười lăm hộ

Người và hộ ở đây đều hư cấu; mọi tin do chính hệ thống trả lời, trên bản giả lập Telegram
của bộ kiểm thử. Đồng chí An phụ trách 15 hộ. Trong tháng: 11 hộ ổn định, 2 hộ có ghi chú,
1 hộ có kiến nghị, 1 hộ có thay đổi. Cả tháng đồng chí nhắn và bấm {actions} lần; hệ thống gửi
{messages} tin (tin đổi tại chỗ không phải là tin mới).
"""
_TICKED = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """Which of the book's numbers have what to tell."""

    ticked: Sequence[int]
    fine: Sequence[int]
    noted: tuple[int, int]
    concern: int
    change: int

    @classmethod
    def of(cls, numbers: Sequence[int], in_focus: Sequence[int] = ()) -> "Plan":
        """The first ones have nothing new, above all those that are asked about on their own."""
        ordered = [*in_focus, *(number for number in numbers if number not in in_focus)]
        *well, one, two, three, four = ordered
        assert len(well) == 11
        return cls(sorted(well[:_TICKED]), sorted(well[_TICKED:]), (one, two), three, four)

    @property
    def second(self) -> str:
        """What is typed of a second round."""
        return f"{_listed(self.fine)} bt hôm qua\n{self.concern} {LOAN}"

    @property
    def third(self) -> str:
        """What is typed of the last one."""
        one, two = self.noted
        return f"{self.change} con đi Bình Dương làm\n{one} {ROOF}\n{two} {WEDDING}"


def _listed(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))


@dataclass
class Hand:
    """A telephone in somebody's hand: every word typed and every tap is counted."""

    type_in: Callable[[str], Awaitable[str]]
    tap_on: Callable[[str], Awaitable[str]]
    labels: Callable[[], Sequence[str]]
    let_pass: Callable[[datetime], None]
    done: list[str] = field(default_factory=list)

    async def say(self, text: str) -> str:
        """Type something; the words of the answer."""
        self.done.append(text)
        return await self.type_in(text)

    async def tap(self, label: str) -> str:
        """Tap a button that begins like this; the words of the answer."""
        self.done.append(f"[{label}]")
        return await self.tap_on(label)

    def go_to(self, day: date) -> None:
        """It is the evening of a later day."""
        self.let_pass(at(day, EVENING))


async def told_with_buttons(hand: Hand, plan: Plan, first: date) -> None:
    """Six are ticked on one evening; two messages tell of the others later on."""
    hand.go_to(first.replace(day=5))
    await hand.say("tham")
    await hand.tap(checklist.TICK_SEVERAL)
    for number in plan.ticked:
        if not stands_there(hand, number):
            await hand.tap("Xem thêm")
        await hand.tap(f"Số {number} ·")
    await hand.tap(checklist.TICKED)
    if words.NO_NEED in hand.labels():
        await hand.tap(words.NO_NEED)
    assert "Đã ghi nhận 6 hộ" in await hand.tap(words.SAVE)
    for day, text, many in ((12, plan.second, 6), (20, plan.third, 3)):
        hand.go_to(first.replace(day=day))
        assert "Hệ thống hiểu như sau" in await hand.say(text)
        assert f"Đã ghi nhận {many} hộ" in await hand.tap(words.SAVE)


def stands_there(hand: Hand, number: int) -> bool:
    """Whether a household is on the page that is shown."""
    return any(label.startswith(f"Số {number} ·") for label in hand.labels())


async def told_in_words(hand: Hand, plan: Plan, first: date) -> None:
    """The same where nothing can be tapped."""
    hand.go_to(first.replace(day=5))
    asked = await hand.say(f"hộ {_listed(plan.ticked)} bt")
    assert words.NO_NEED in asked
    assert "Đã ghi nhận 6 hộ" in await hand.say("1")
    for day, text, many in ((12, plan.second, 6), (20, plan.third, 3)):
        hand.go_to(first.replace(day=day))
        assert "Hệ thống hiểu như sau" in await hand.say(text)
        assert f"Đã ghi nhận {many} hộ" in await hand.say("dung")


async def has_kept(store: Store, person_id: int, plan: Plan, first: date) -> None:
    """The database holds what was said, and nothing else of that month."""
    async with store.reading() as session:
        number = (
            select(BookNumber.number)
            .where(BookNumber.person_id == person_id, BookNumber.household_id == Visit.household_id)
            .scalar_subquery()
        )
        found = await session.execute(
            select(number, Visit).where(Visit.visitor_id == person_id, Visit.visited_on >= first)
        )
        told: dict[int, Visit] = dict(list(found))
        ids = [visit.id for visit in told.values()]
        raised = list(await session.scalars(select(Concern).where(Concern.visit_id.in_(ids))))
        changes = await session.scalars(
            select(HouseholdChange).where(
                HouseholdChange.household_id == told[plan.change].household_id,
                HouseholdChange.happened_on >= first,
            )
        )
        (change,) = list(changes)
    assert len(told) == 15
    fifth, eleventh, twentieth = (first.replace(day=day) for day in (5, 11, 20))
    days = {
        **dict.fromkeys(plan.ticked, fifth), **dict.fromkeys(plan.fine, eleventh),
        plan.concern: eleventh,
        **dict.fromkeys((plan.change, *plan.noted), twentieth),
    }  # fmt: skip
    assert {number: visit.visited_on for number, visit in told.items()} == days
    assert {visit.kind for visit in told.values()} == {VisitKind.HOME}
    assert {n for n, visit in told.items() if visit.nothing_new} == {*plan.ticked, *plan.fine}
    assert [told[number].note for number in plan.noted] == [ROOF, WEDDING]
    (concern,) = raised
    assert (concern.words, concern.category) == (LOAN, ConcernCategory.LOANS)
    assert concern.visit_id == told[plan.concern].id
    assert (change.change, change.place) == (Change.AWAY_DOMESTIC, "Bình Dương")


# --- Over the double of Telegram -----------------------------------------------------------------

FIRST = date(2026, 12, 1)
BEGINS = at(FIRST, EVENING)
AN_HAS = Plan.of((3, 5, 6, 8, 9, 10, 12, 13, 14, 15, 7, 11, 4, 2), in_focus=[1])
_MORE = (
    "Năm Thêm", "Sáu Dậu", "Bảy Lực", "Tám Thơm", "Chín Đờn", "Mười Nhẫn", "Út Lượm", "Hai Sang",
    "Ba Nở", "Tư Đợi", "Năm Vàng",
)  # fmt: skip


async def with_fifteen(session: Session, village: Village) -> None:
    """An of the village has eleven households more, 5 to 15 in her book; November is told."""
    for number, name in enumerate(_MORE, 5):
        code = f"H1{number:02}"
        home = Household(
            commune_id=village.units["TL"], cell_id=village.units["05"], code=code,
            head=f"Lê Văn {name.split()[1]}", alias=name, address="Tổ 4",
            search_key=search_key(f"le van {name.split()[1]} {name} to 4 {code}"), since=SINCE,
        )  # fmt: skip
        session.add(home)
        await session.flush()
        village.households[code] = home.id
        session.add(
            HouseholdState(
                household_id=home.id, since=SINCE, persons=4, workers=2, needs_help=False,
                household_class=HouseholdClass.NONE,
            )
        )  # fmt: skip
        entrust(session, village, code, "An", number)
    for number, code in enumerate(sorted(village.households, key=_as_in_her_book)[:15], 1):
        session.add(
            Visit(
                household_id=village.households[code], visitor_id=village.people["An"],
                author_id=village.people["An"], visited_on=date(2026, 11, number),
                kind=VisitKind.HOME, nothing_new=True, effect_key=code, recorded_at=BEGINS,
            )
        )  # fmt: skip


def _as_in_her_book(code: str) -> tuple[bool, str]:
    return code not in ("H001", "H002", "H003", "H004") and not code.startswith("H1"), code


@dataclass
class Telegram:
    """An's chat on the double, in the process of the test: whatever is said is answered at once."""

    double: TelegramDouble
    store: Store
    messenger: TelegramMessenger
    now: datetime = BEGINS
    paper: list[str] = field(default_factory=list)
    _said: int = 0
    _stored: int = 0
    _seen: dict[int, Shown] = field(default_factory=dict)

    @property
    def hand(self) -> Hand:
        """An's hand."""
        return Hand(self._say, self._tap, self._labels, self._move)

    @property
    def messages(self) -> int:
        """How many the bot has sent; an edit is none."""
        return sum(e.method.startswith("send") for e in self.double.executions)

    @property
    def _account(self) -> tuple[str, str]:
        return self.messenger.surface, self.messenger.account

    def _move(self, moment: datetime) -> None:
        self.now = moment
        self.double.clock.set(moment)
        self.paper.append(f"*{spoken(moment)}*\n")

    def _labels(self) -> list[str]:
        return self.double.messages_to(AN)[-1].buttons

    async def _say(self, text: str) -> str:
        self.paper.append(f"**{WHO} nhắn:** {text.replace(chr(10), '<br>')}\n")
        await self.double.send_text(AN, text)
        return await self._answered()

    async def _tap(self, label: str) -> str:
        whole = next(each for each in self._labels() if each.startswith(label))
        self.paper.append(f"**{WHO} bấm:** `[{whole}]`\n")
        await self.double.tap(AN, label)
        return await self._answered()

    async def tap_at_once(self, *labels: str) -> str:
        """Tap several buttons as they stand, before any answer comes."""
        for label in labels:
            await self.double.tap(AN, label)
        return await self._answered(len(labels))

    async def kept(self, batch: list[tuple[Arrival | None, bytes]], offset: int | None) -> None:
        """Store what was polled, as the program does."""
        arrived = [Arrived(a.event_id, a.chat, raw) for a, raw in batch if a is not None]
        async with self.store.begin() as session:
            await inbox.keep(session, *self._account, arrived, self.now)
        self._stored += len(arrived)

    async def _answered(self, many: int = 1) -> str:
        said = self._said = self._said + many
        await self.double.until(lambda: self._stored >= said)
        free = Pacing({self._account: 1e6}, one_chat=Pace(1e6, 10**6))
        postman = Postman(
            self.store, {self._account: self.messenger.send}, free, clock=lambda: self.now
        )
        setting = Setting({self._account: self._read}, Accounts({}), postman.name)
        while responded := await respond(self.store, setting, self.now):
            assert responded.letter_id is not None
            postman.deliver(responded.letter_id, responded.address)
        await postman.flush()
        return self._look()

    def _read(self, account: str, event: str, raw: bytes, now: datetime) -> Incoming | None:
        return self.messenger.read(account, event, raw, now)

    def _look(self) -> str:
        shown = self.double.messages_to(AN)
        changed = next(one for one in shown if self._seen.get(one.message_id) != one)
        before = self._seen.get(changed.message_id)
        self._seen |= {one.message_id: one for one in shown}
        self.paper.append(_heard(changed, before))
        return changed.text


def _heard(shown: Shown, before: Shown | None) -> str:
    """A message as a person sees it; of one that has only other buttons now, these."""
    if before is not None and before.text == shown.text:
        new = [label for label in shown.buttons if label not in before.buttons]
        return f"> *(tin trên đổi tại chỗ)* {' '.join(f'`[{label}]`' for label in new)}\n"
    how = " (tin trên đổi tại chỗ)" if before is not None else ""
    buttons = [" ".join(f"`[{label}]`" for label in shown.buttons)] if shown.buttons else []
    lines = [*shown.text.splitlines(), *buttons]
    return f"**{WHO} nhận{how}:**\n\n" + "\\\n".join(f"> {line}" for line in lines) + "\n"


@asynccontextmanager
async def over_telegram(store: Store) -> AsyncIterator[Telegram]:
    """An's month, ready to be told, on a database with the village in it."""
    async with telegram_double(pace=0.01) as double, asyncio.TaskGroup() as group:
        messenger = TelegramMessenger(double.token, double.api_base)
        chat = Telegram(double, store, messenger)
        listening = group.create_task(messenger.listen(chat.kept, None))
        yield chat
        listening.cancel()
        await messenger.close()
        assert double.violations == []


async def played(store: Store, village: Village) -> tuple[Hand, Telegram]:
    """The whole month."""
    async with store.begin() as session:
        await with_fifteen(session, village)
        await moved_to_telegram(session, village)
    async with over_telegram(store) as chat:
        hand = chat.hand
        await told_with_buttons(hand, AN_HAS, FIRST)
    return hand, chat


def page(hand: Hand, chat: Telegram) -> str:
    """The month as a page of documentation."""
    return "\n".join((HEAD.format(actions=len(hand.done), messages=chat.messages), *chat.paper))


async def _written() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = opened(f"sqlite:///{folder}/gandan.db", Keys(("x" * 32,)))
        await schema.migrate(store)
        async with store.begin() as session:
            village = await settle(session, BEGINS)
        PAGE.write_text(page(*await played(store, village)), encoding="utf-8")
        await store.close()


if __name__ == "__main__":
    asyncio.run(_written())
