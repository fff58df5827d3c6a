"""For how long an account or a chat rests after what a messenger said, and that it is told once."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.delivery import FLOOD_PAUSE
from bot.domain.plans import Plan
from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Outcome,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
    Urgency,
)
from scheduler.pacing import QUOTA_PAUSE, REFUSED_PAUSE, SLOWED_FOR, Pace, Pacing, account_of
from storage import rates
from storage.outbox import Due
from storage.store import Store
from tests.conftest import NOW

ACCOUNT, OTHER = ("fake", "1"), ("fake", "2")
LETTER = Due(7, Address(*ACCOUNT, "an"), Urgency.BULK)
NEIGHBOUR = Due(8, Address(*ACCOUNT, "cuc"), Urgency.BULK)
ELSEWHERE = Due(9, Address(*OTHER, "an"), Urgency.BULK)
UNREACHED, FLOOD = TryLater(reached=False), TryLater(flood=True)


@pytest.fixture
def engine() -> str:
    """What rests is written by one statement, which other tests try on both."""
    return "sqlite"


@pytest.fixture
def pacing() -> Pacing:
    return Pacing(dict.fromkeys((ACCOUNT, OTHER), 25.0))


async def shut(store: Store, pacing: Pacing, due: Due, after: float = 0) -> float:
    """For how many seconds a letter's account or chat is shut."""
    async with store.begin() as session:
        return await pacing.shut_for(session, due, NOW + timedelta(seconds=after))


async def heeded(store: Store, pacing: Pacing, *outcomes: Outcome, after: float = 0) -> None:
    async with store.begin() as session:
        for outcome in outcomes:
            await pacing.heed(session, LETTER, outcome, NOW + timedelta(seconds=after))


async def reserved(store: Store, pacing: Pacing, due: Due) -> None:
    """A letter goes out."""
    slots, ahead = pacing.slots(due, NOW)
    async with store.begin() as session:
        assert await rates.reserve(session, slots, NOW.timestamp(), ahead) is not None


RESTS: dict[str, tuple[list[Outcome], float, float]] = {  # at least and at most so many seconds
    "it arrived": ([Sent("m")], 0, 0),
    "nobody knows": ([Ambiguous("timeout")], 0, 0),
    "this letter never": ([Rejected("bad")], 0, 0),
    "this person never": ([RecipientGone("gone")], 0, 0),
    "later": ([TryLater()], 0, 0),
    "in a minute": ([TryLater(after=60)], 0, 0),
    "our token is wrong": ([AccountRefused("401")], REFUSED_PAUSE, REFUSED_PAUSE),
    "nothing is left": ([QuotaSpent("quota")], QUOTA_PAUSE, QUOTA_PAUSE),
    "too fast": ([FLOOD], FLOOD_PAUSE + 0.1, FLOOD_PAUSE + 0.5),
    "too fast, for seven seconds": ([TryLater(after=7, flood=True)], 7.1, 7.5),
    "too fast, for no time at all": ([TryLater(after=0, flood=True)], 0.1, 0.5),
    "nobody there": ([UNREACHED], 0.8, 1.2),
    "nobody there for the second time": ([UNREACHED] * 2, 1.6, 2.4),
    "nobody there for the fourth time": ([UNREACHED] * 4, 6.4, 9.6),
    "nobody there for long": ([UNREACHED] * 30, 48, 72),
    "nobody there, and a longer rest stays": ([AccountRefused("401"), UNREACHED], 60, 60),
}


@pytest.mark.parametrize(("outcomes", "least", "most"), RESTS.values(), ids=RESTS.keys())
async def test_an_account_rests_as_long_as_it_has_to(
    store: Store, pacing: Pacing, outcomes: list[Outcome], least: float, most: float
) -> None:
    await heeded(store, pacing, *outcomes)
    seconds = await shut(store, pacing, LETTER)
    assert least - 0.001 <= seconds <= most + 0.001
    assert await shut(store, pacing, NEIGHBOUR) == seconds, "the whole account does"
    assert await shut(store, pacing, ELSEWHERE) == 0
    async with store.begin() as session:
        willing = await pacing.willing(session, [ACCOUNT, OTHER], NOW)
        assert willing == ([OTHER] if seconds else [ACCOUNT, OTHER])
        later = NOW + timedelta(seconds=most + 0.01)
        assert await pacing.willing(session, [ACCOUNT, OTHER], later) == [ACCOUNT, OTHER]


@pytest.mark.parametrize(
    "between",
    [Sent("m"), Ambiguous("?"), Rejected("bad"), TryLater()],
    ids=lambda one: type(one).__name__,
)
async def test_once_somebody_answered_the_failures_are_counted_anew(
    store: Store, pacing: Pacing, between: Outcome
) -> None:
    await heeded(store, pacing, *[UNREACHED] * 5)
    await heeded(store, pacing, between, after=100)
    await heeded(store, pacing, UNREACHED, after=100)
    assert 0.7 < await shut(store, pacing, LETTER, after=100) < 1.3


async def test_only_the_chat_rests_that_alone_had_too_much(store: Store, pacing: Pacing) -> None:
    for _ in range(3):
        await reserved(store, pacing, LETTER)
    async with store.begin() as session:
        await pacing.heed(
            session, LETTER, TryLater(after=9, flood=True), NOW + timedelta(seconds=0.5)
        )
    assert 8 < await shut(store, pacing, LETTER, after=0.5) < 10
    assert await shut(store, pacing, NEIGHBOUR, after=0.5) == 0
    assert pacing.slots(NEIGHBOUR, NOW)[0][0].rate == 25, "and nobody is slowed down"


@pytest.mark.parametrize(
    ("rate", "paces"),
    [
        pytest.param(25.0, [25, 20, 16, 12.8], id="fast"),
        pytest.param(6.0, [6, 5, 5, 5], id="to five at the slowest"),
        pytest.param(2.0, [2, 2, 2, 2], id="slower than that already"),
    ],
)
async def test_who_wrote_too_fast_writes_more_slowly_for_ten_minutes(
    store: Store, rate: float, paces: list[float]
) -> None:
    pacing = Pacing({ACCOUNT: rate, OTHER: rate})
    seen = [pacing.slots(LETTER, NOW)[0][0].rate]
    for _ in range(3):
        await heeded(store, pacing, FLOOD)
        seen.append(pacing.slots(LETTER, NOW)[0][0].rate)
    assert seen == pytest.approx(paces)
    assert pacing.slots(ELSEWHERE, NOW)[0][0].rate == rate
    almost = NOW + SLOWED_FOR - timedelta(seconds=1)
    assert pacing.slots(LETTER, almost)[0][0].rate == pytest.approx(paces[-1])
    assert pacing.slots(LETTER, NOW + SLOWED_FOR)[0][0].rate == rate


async def test_a_spent_quota_is_told_once_until_something_went_out(
    store: Store, pacing: Pacing
) -> None:
    with capture_logs() as logs:
        await heeded(
            store, pacing, QuotaSpent("q"), QuotaSpent("q"), Ambiguous("?"), QuotaSpent("q")
        )
        await heeded(store, pacing, Sent("m"), QuotaSpent("q"))
    assert [(one["event"], one["log_level"], one["account"]) for one in logs] == [
        ("quota_spent", "error", "1"), ("quota_spent", "error", "1"),
    ]  # fmt: skip


SAID: dict[str, tuple[Outcome, dict[str, object]]] = {
    "nobody there": (
        UNREACHED, {"event": "messenger_unreached", "log_level": "warning", "failures": 1},
    ),
    "our token is wrong": (
        AccountRefused("secret words"), {"event": "account_refused", "log_level": "error"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("outcome", "said"), SAID.values(), ids=SAID.keys())
async def test_why_an_account_rests_is_told_without_its_words(
    store: Store, pacing: Pacing, outcome: Outcome, said: dict[str, object]
) -> None:
    with capture_logs() as logs:
        await heeded(store, pacing, outcome)
    [entry] = logs
    assert (said | {"surface": "fake"}).items() <= dict(entry).items()
    assert "secret words" not in repr(logs)


# --- What is asked for, and when to ask again


@pytest.mark.parametrize(
    ("rate", "burst"), [(0.5, 1), (1, 1), (5, 1), (7, 1), (8, 2), (25, 5), (30, 6)]
)
def test_a_fifth_of_a_seconds_letters_go_at_once(rate: float, burst: int) -> None:
    assert Pace.of_account(rate) == Pace(rate, burst)


async def test_it_is_worth_asking_again_when_the_account_is_free(
    store: Store, pacing: Pacing
) -> None:
    slots, ahead = pacing.slots(LETTER, NOW)
    async with store.begin() as session:
        wait = await pacing.until_free(session, slots, ahead, NOW)
        assert (wait.seconds, wait.of_chat) == (0.02, False), "nobody has written yet"
        await rates.block(session, "account:fake:1", 40, NOW.timestamp())
        wait = await pacing.until_free(session, slots, ahead, NOW)
        assert (round(wait.seconds, 3), wait.of_chat) == (40, False)
        await rates.block(session, "chat:fake:1:an", 50, NOW.timestamp())
        wait = await pacing.until_free(session, slots, ahead, NOW)
        assert (round(wait.seconds, 3), wait.of_chat) == (50, True)
        others, ahead = pacing.slots(NEIGHBOUR, NOW)
        wait = await pacing.until_free(session, others, ahead, NOW)
        assert (round(wait.seconds, 3), wait.of_chat) == (40, False)


async def test_an_open_account_is_asked_a_little_before_its_slot(store: Store) -> None:
    pacing = Pacing({ACCOUNT: 1.0})
    slots, ahead = pacing.slots(LETTER, NOW)
    for chat in ("one", "two", "three"):
        due = Due(1, Address(*ACCOUNT, chat), Urgency.LIVE)
        whole, of_chat = pacing.slots(due, NOW)[0]
        async with store.begin() as session:
            assert await rates.reserve(session, [whole, of_chat], NOW.timestamp(), 10) is not None
    async with store.begin() as session:
        wait = await pacing.until_free(session, slots, ahead, NOW)
    assert wait.seconds == pytest.approx(3 - ahead / 2, abs=0.001)
    assert wait.of_chat is False


# --- The last of a month


async def test_only_accounts_with_a_bound_spare(store: Store) -> None:
    pacing = Pacing({ACCOUNT: 1, OTHER: 1}, plans={ACCOUNT: Plan(monthly=10), OTHER: Plan()})
    async with store.begin() as session:
        assert await pacing.sparing(session, [ACCOUNT, OTHER, ("fake", "3")], NOW) == []
        nothing = Pacing({ACCOUNT: 1}, plans={ACCOUNT: Plan(monthly=0)})
        assert await nothing.sparing(session, [ACCOUNT, OTHER], NOW) == [ACCOUNT]
        assert await nothing.sparing(session, [OTHER], NOW) == []


def test_an_account_is_called_by_messenger_and_number() -> None:
    assert account_of(LETTER.address) == ACCOUNT
