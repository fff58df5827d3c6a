"""What one message may cost the database: 4 commits, 15 statements (design.md 6)."""

from dataclasses import dataclass, field

import pytest

from bot.domain.vietnamese.text import search_key
from bot.messages import Address, Choice, Incoming, Letter, Outcome, Sent, encoded
from handlers.respond import respond
from scheduler.pacing import Pace, Pacing
from scheduler.postman import Postman
from storage import inbox
from storage.inbox import Arrived
from storage.store import Store
from tests.chat import ACCOUNT, setting
from tests.conftest import NOW
from tests.village import Village
from tests.wire import Cost, counted

COMMITS, STATEMENTS = 4, 15


@dataclass
class Screen:
    """A messenger that takes everything."""

    letters: list[Letter] = field(default_factory=list)

    async def send(self, letter: Letter) -> Outcome:
        self.letters.append(letter)
        return Sent(letter.edits or f"m{letter.id}")


@dataclass
class Talk:
    """An of the village, whose every message goes the whole way and is counted."""

    store: Store
    screen: Screen
    postman: Postman
    said: int = 0

    async def say(self, text: str) -> Cost:
        return await self._cost_of(text=text)

    async def tap(self, label: str) -> Cost:
        letter = self.screen.letters[-1]
        button = next((c for c in _buttons(letter) if _begins(c.label, label)), None)
        assert button is not None, [c.label for c in _buttons(letter)]
        return await self._cost_of(choice=button.action, tapped=letter.edits or f"m{letter.id}")

    async def _cost_of(self, **what: str) -> Cost:
        self.said += 1
        address = Address(*ACCOUNT, "An")
        raw = encoded(Incoming(address, f"e{self.said}", NOW, **what))  # type: ignore[arg-type]
        async with counted(self.store) as cost:
            async with self.store.begin() as session:
                await inbox.keep(session, *ACCOUNT, [Arrived(f"e{self.said}", "An", raw)], NOW)
            responded = await respond(self.store, setting(self.postman.name), NOW)
            assert responded is not None
            assert responded.letter_id is not None
            self.postman.deliver(responded.letter_id, responded.address)
            await self.postman.flush()
        return cost


def _buttons(letter: Letter) -> tuple[Choice, ...]:
    return (*letter.choices, *letter.ways)


def _begins(label: str, words: str) -> bool:
    return search_key(label).startswith(search_key(words))


@pytest.fixture
def talk(store: Store, village: Village) -> Talk:
    screen, free = Screen(), Pace(100_000, 100_000)
    pacing = Pacing({ACCOUNT: free.rate}, one_chat=free)
    return Talk(store, screen, Postman(store, {ACCOUNT: screen.send}, pacing, clock=lambda: NOW))


FAMILY_WELL = ("/thamho", "> Số 2", "> Hôm nay", "> Tại nhà: ổn định", "/thangnay")
HELP_AND_PROMISE = (
    "/tham", "> Số 1", "> Hôm qua", "> Tại nhà: có nội dung", "> Hướng dẫn vay vốn", "> Ghi thêm",
    "> Giúp đỡ", "> Giới thiệu vay vốn", "> Đã", "10 triệu", "> Lời hẹn",
    "hỏi giúp thủ tục", "15/12", "> Lưu",
)  # fmt: skip
IN_ONE_LINE = ("/thamho 3, hôm qua, 1",)
TICKED = (
    "/thamho", "> Đánh dấu nhiều hộ", "> Số 2", "> Số 3", "> Ghi các hộ đã đánh dấu",
    "bỏ 3", "> Đúng, lưu lại",
)  # fmt: skip


@pytest.mark.parametrize(
    ("conversation", "statements"),
    [
        pytest.param(FAMILY_WELL, STATEMENTS, id="the family is well"),
        pytest.param(HELP_AND_PROMISE, STATEMENTS, id="help and a promise"),
        pytest.param(IN_ONE_LINE, STATEMENTS, id="three answers in one message"),
        pytest.param(TICKED, STATEMENTS, id="ticked, and one left out again"),
    ],
)
async def test_no_message_of_a_visit_costs_more_than_agreed(
    talk: Talk, conversation: tuple[str, ...], statements: int
) -> None:
    dear = {}
    for said in conversation:
        cost = await (talk.tap(said[2:]) if said.startswith("> ") else talk.say(said))
        if cost.commits != COMMITS or not 8 <= len(cost.statements) <= statements:
            dear[said] = (cost.commits, len(cost.statements), cost.statements)
    assert dear == {}
    receipts = "\n".join(letter.text for letter in talk.screen.letters)
    assert "Đã ghi nhận" in receipts
