"""Whether a plan will do, as `gandan doctor` says it: what was counted, what is wrong, the mend."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update

from bot import forecasting, starting
from bot.forecasting import Ledger
from bot.messages import Address, QuotaSpent, TryLater, Urgency
from bot.settings import Settings
from scheduler.pacing import Pacing
from storage import channels
from storage.channels import Channel
from storage.outbox import Due
from storage.store import Store
from storage.tables import LinkedAddress, Quota
from tests.chat import ACCOUNT
from tests.conftest import NOW
from tests.village import Village

BOT = ("zalo_bot", "145")
TELEGRAM = ("telegram", "7")
HALF = date(2026, 11, 15)
FURTHER = Channel("zalo_bot", "146", "146:abc", name="Bot Thạnh Lộc", own_seats=10, own_monthly=600)


def settings(**changed: str) -> Settings:
    """A bot of Zalo, polling, with an address for its pages."""
    whole = {"zalo_bot_token": "145:abc", "public_url": "https://gandan.example", **changed}
    return Settings(_env_file=None, **whole)  # type: ignore[arg-type,call-arg]  # pydantic reads them


def ledger(people: int = 48, sent: int = 480, **rest: Any) -> Ledger:
    """Half of a month of November."""
    return Ledger(HALF, **{"sent": {BOT: sent}, "taken": {BOT: people}, **rest})


def said(of: Settings, known: Ledger) -> tuple[list[str], list[str]]:
    """What is well and what is wrong, with the mend."""
    every = list(forecasting.findings(of, known))
    assert all(one.told for one in every if not one.well), "in Vietnamese, too"
    lines = [str(one) for one in every]
    well = [line.removeprefix("ok   ") for one, line in zip(every, lines, strict=True) if one.well]
    return well, [line.removeprefix("WRONG ") for line in lines if line.startswith("WRONG ")]


def test_a_plan_that_will_do_is_said_with_its_figures_in_both_languages() -> None:
    well, wrong = said(settings(), ledger())
    assert wrong == []
    assert well == [
        "Zalo 145: pages and files at GANDAN_PUBLIC_URL",
        "Zalo 145: 48 of 50 people\n     Đã có 48/50 người, còn chỗ cho 2 người.",
        "Zalo 145: 480 of 3000 messages this month, about 960 by its end\n"
        "     Tháng 11/2026 đã gửi 480/3.000 tin; đến hết tháng khoảng 960 tin.",
        "Zalo 145: a whole month with 48 people, about 20 messages each: about 960 of 3000\n"
        "     Một tháng đủ với 48 người, mỗi người khoảng 20 tin: khoảng 960 tin.",
        "Zalo 145: a whole month with 50 people, about 20 messages each: about 1000 of 3000\n"
        "     Một tháng đủ với 50 người, mỗi người khoảng 20 tin: khoảng 1.000 tin.",
    ]


@pytest.mark.parametrize(
    ("of", "known", "words"),
    [
        pytest.param(
            settings(public_url=""), ledger(),
            ["no address for pages and files", "GANDAN_PUBLIC_URL is missing", "Chưa có dòng"],
            id="nowhere to fetch a file",
        ),
        pytest.param(
            settings(public_url="http://10.0.0.7"), ledger(),
            ["no address for pages and files", "GANDAN_PUBLIC_URL is not https", "chưa phải https"],
            id="an address without TLS",
        ),
        pytest.param(
            settings(), ledger(50),
            ["50 of 50 people", "gandan channel add zalo_bot", "không thêm được ai nữa"],
            id="full",
        ),
        pytest.param(
            settings(), ledger(sent=2750, people=0),
            ["2750 of 3000 messages this month", "kept for answers", "chờ sang tháng sau"],
            id="the last tenth",
        ),
        pytest.param(
            settings(), ledger(sent=2000),
            ["about 3240 by its end", "more than the plan", "Như vậy là quá gói"],
            id="it will not last",
        ),
        pytest.param(
            settings(), ledger(last_month={BOT: 3200}, sent=100),
            ["a whole month with 48 people, about 67 messages each: about 3200 of 3000"],
            id="a whole month is too much",
        ),
        pytest.param(
            settings(), ledger(without_chat=3),
            ["3 people have no chat yet, and 2 seats are free", "trước khi phát mã"],
            id="more people to come than seats",
        ),
    ],
)  # fmt: skip
def test_what_will_not_do_is_named_with_its_mend(
    of: Settings, known: Ledger, words: list[str]
) -> None:
    _, wrong = said(of, known)
    assert any(all(word in one for word in words) for one in wrong), wrong


def test_what_would_be_too_much_with_every_seat_taken_is_said_and_not_yet_wrong() -> None:
    well, wrong = said(settings(), ledger(20, sent=700, last_month={BOT: 1400}))
    assert wrong == []
    assert any("with 50 people, about 70 messages each: about 3500" in one for one in well)


@pytest.mark.parametrize(
    ("sent", "mark"), [(2099, ""), (2100, "70 %"), (2699, "70 %")], ids=["below", "at", "to 90"]
)
def test_at_seventy_per_cent_it_is_pointed_out(sent: int, mark: str) -> None:
    known = Ledger(date(2026, 11, 28), sent={BOT: sent}, taken={BOT: 20})
    [line] = [str(one) for one in forecasting.findings(settings(), known) if "by its" in str(one)]
    assert line.startswith("note " if mark else "ok   ")
    assert (f"more than {mark} of the plan" in line, f"Đã quá {mark} gói" in line) == (
        (True, True) if mark else (False, False)
    )


def test_an_account_that_takes_nothing_more_is_wrong_until_when() -> None:
    until = datetime(2026, 11, 15, 2, 5, tzinfo=UTC)
    _, wrong = said(settings(), ledger(further=[FURTHER], rests_until={FURTHER.key: until}))
    [line] = wrong
    assert line.startswith("Zalo 146: Zalo takes no more messages – all that is to go out waits")
    assert "until 09:05" in line
    assert "09:05 máy gửi thử lại" in line


async def test_what_a_messenger_refused_is_known_for_as_long_as_it_rests(
    store: Store, village: Village
) -> None:
    due = Due(1, Address(*ACCOUNT, "an"), Urgency.LIVE)
    pacing = Pacing({ACCOUNT: 5.0})
    at = starting.now()
    for outcome, rests in ((TryLater(reached=False), False), (QuotaSpent("429"), True)):
        async with store.begin() as session:
            await pacing.heed(session, due, outcome, at)
        known = (await forecasting.read(store, at)).rests_until
        assert (ACCOUNT in known) is rests
    assert known[ACCOUNT] - at == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=30))


def test_each_account_has_its_own_plan_and_one_without_bounds_only_counts() -> None:
    known = ledger(50, 480, further=[FURTHER], without_chat=5)
    known = Ledger(HALF, [FURTHER], {**known.sent, TELEGRAM: 9000}, {}, {BOT: 50, TELEGRAM: 300}, 5)
    well, wrong = said(settings(telegram_token="7:abc"), known)
    assert "Telegram 7: 300 people" in well
    assert "Telegram 7: 9000 messages this month" in well
    assert any(one.startswith("Zalo 146: 0 of 10 people") for one in well)
    assert any(one.startswith("Zalo 146: 0 of 600 messages") for one in well)
    assert [one.partition(" – ")[0] for one in wrong] == ["Zalo 145: 50 of 50 people"]


def test_without_any_account_nothing_is_forecast() -> None:
    nothing = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic takes it
    assert said(nothing, Ledger(HALF, without_chat=9)) == ([], [])


async def test_the_ledger_is_read_from_what_happened(store: Store, village: Village) -> None:
    async with store.begin() as session:
        for month, sent in (("2026-10", 200), ("2026-11", 31)):
            row = {"surface": ACCOUNT[0], "account": ACCOUNT[1], "month": month, "sent": sent}
            await session.execute(insert(Quota).values(row))
        gone = update(LinkedAddress).where(LinkedAddress.external_id == "Phúc")
        await session.execute(gone.values(person_id=None))
        await channels.add(session, FURTHER, NOW)
    known = await forecasting.read(store, NOW + timedelta(hours=1))
    assert (known.today, known.without_chat) == (NOW.date(), 1)
    assert (known.sent, known.last_month) == ({ACCOUNT: 31}, {ACCOUNT: 200})
    assert known.taken == {ACCOUNT: 10}
    assert [one.key for one in known.further] == [FURTHER.key]


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_the_database_does_not_tell_is_left_out(store: Store) -> None:
    async with store.begin() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    assert await forecasting.read(store, NOW) == Ledger(NOW.date())
