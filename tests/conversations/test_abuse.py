"""What somebody may try on us, and what a change of scope in the middle must not let out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.delivery import Delivery, InboxStatus
from bot.domain.pace import BURST, SAME_ANSWERED, STRANGERS_FIRST, Pace
from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Incoming, Letter, Outgoing, encoded
from bot.texts.refusals import reason
from handlers.respond import respond
from storage import channels, drafts, inbox, invites, outbox
from storage.channels import Channel
from storage.drafts import Draft
from storage.inbox import Arrived
from storage.tables import (
    Assignment,
    Concern,
    HouseholdChange,
    InboxRow,
    Invite,
    LinkedAddress,
    OutboxRow,
    Quota,
    RoleHeld,
    Visit,
)
from tests.chat import ACCOUNT, OWNER, Chat, World, setting
from tests.village import Village

NOT_FOUND = reason(Reason.NOT_FOUND)
WRONG = "3H4KX-7MPR2"


async def hand_over(world: World, village: Village, code: str) -> None:
    """The household goes to somebody else today."""
    async with world.store.begin() as session:
        await session.execute(
            update(Assignment)
            .where(Assignment.household_id == village.households[code])
            .values(until=world.now.date())
        )


async def take_role(world: World, village: Village, name: str, role: Role) -> None:
    """The role is held no longer, from today on."""
    async with world.store.begin() as session:
        await session.execute(
            update(RoleHeld)
            .where(RoleHeld.person_id == village.people[name], RoleHeld.role == role)
            .values(until=world.now.date())
        )


def _read(letter: Letter) -> str:
    return "\n".join([letter.text, *(choice.label for choice in letter.choices)])


async def _count(world: World, table: type[Visit] | type[Concern] | type[HouseholdChange]) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("command", ["/thamho", "/phananh", "/thaydoi"])
@pytest.mark.parametrize("answer", ["tap", "hôm nay", "/tiep", "quay lại", "xem thêm", "abc xyz"])
async def test_a_form_ends_when_its_household_is_handed_over(
    an: Chat, world: World, village: Village, command: str, answer: str
) -> None:
    await an.say(f"{command} 1")
    asked = an.heard
    await hand_over(world, village, "H001")
    if answer == "tap":
        await an.press(asked.choices[0], asked)
    else:
        await an.say(answer)
    assert "Lành" not in _read(an.heard)
    await an.say("/tiep")
    assert an.heard.text == reason(Reason.NOTHING_OPEN)
    assert await _count(world, Visit) + await _count(world, Concern) == 0


async def test_a_household_handed_over_is_gone_from_the_question_that_is_open(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/thamho")
    asked = an.heard
    await hand_over(world, village, "H001")
    await an.press(asked.choices[0], asked)
    assert an.heard.text.startswith(NOT_FOUND)
    assert "Lành" not in _read(an.heard)
    await an.tap("Số 2")
    assert "Hạnh" in an.heard.text


@pytest.mark.parametrize("typed", [False, True], ids=["tapped", "typed"])
async def test_an_old_list_opens_nothing_that_was_handed_over(
    an: Chat, world: World, village: Village, typed: bool
) -> None:
    await an.say("/hodan")
    shown = an.heard
    await hand_over(world, village, "H001")
    if typed:
        await an.say("1")
    else:
        await an.press(shown.choices[0], shown)
    assert an.heard.text == NOT_FOUND
    assert "Lành" not in _read(an.heard)


@pytest.mark.parametrize(
    ("name", "role", "opening", "answer"),
    [
        ("An", Role.MEMBER, "/thamho 1", "hôm nay"),
        ("An", Role.MEMBER, "/phananh 1", "1"),
        ("Én", Role.COMMUNE_OFFICE, "/nhapdanhsach", "1"),
        ("Én", Role.COMMUNE_OFFICE, "/capma", "in phieu"),
    ],
    ids=["visit", "concern", "import", "slips"],
)
async def test_a_form_ends_when_its_role_is_withdrawn(
    world: World, village: Village, name: str, role: Role, opening: str, answer: str
) -> None:
    async with world.store.begin() as session:  # so that there is somebody to print a slip for
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "Cúc").values(person_id=None)
        )
    person = Chat(world, name)
    await person.say(opening)
    assert person.heard.ways
    await take_role(world, village, name, role)
    await person.say(answer)
    assert person.heard.text == NOT_FOUND
    assert person.heard.attachment is None
    await person.say("/tiep")
    assert person.heard.text == reason(Reason.NOTHING_OPEN)


async def test_old_buttons_do_nothing_once_the_role_is_withdrawn(
    binh: Chat, world: World, village: Village
) -> None:
    await binh.say("/phancong")
    shown = binh.heard
    await take_role(world, village, "Bình", Role.CELL_SECRETARY)
    for choice in shown.choices:
        await binh.press(choice, shown)
        assert "Lành" not in _read(binh.heard)
        assert "An" not in binh.heard.text.split()


async def test_a_letter_is_not_sent_to_a_chat_that_is_somebody_elses_by_now(
    an: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        letter_id = await outbox.put(
            session, an.address, Outgoing("Hộ số 1 · Ba Lành"), world.now,
            person_id=village.people["An"], leased_by=OWNER,
        )  # fmt: skip
        assert letter_id is not None
        await session.execute(
            update(LinkedAddress)
            .where(LinkedAddress.external_id == an.name)
            .values(person_id=village.people["Cúc"])
        )
    async with world.store.begin() as session:
        assert await outbox.stamp(session, letter_id, OWNER, world.now) is None
        row = await session.get_one(OutboxRow, letter_id)
        await session.refresh(row)
        assert row.status is Delivery.EXPIRED


# --- Guessing codes (reliability.md S4) -----------------------------------------------------------


async def test_many_accounts_that_guess_link_nobody(world: World, village: Village) -> None:
    accounts = [Address(*ACCOUNT, f"guesser {n}") for n in range(40)]
    guesses = [f"{n:05d}-CFHJK".replace("1", "2").replace("0", "3") for n in range(6)]
    refused: dict[Reason, int] = {}
    async with world.store.begin() as session:
        (right,) = await invites.issue(session, [village.people["Hà"]], world.now)
        for account in accounts:
            for guess in [*guesses[:5], right.code]:
                try:
                    await invites.redeem(session, guess, account, world.now)
                except Refusal as said:
                    refused[said.reason] = refused.get(said.reason, 0) + 1
                    if said.reason is Reason.CODE_WRONG:
                        await invites.note_try(session, account, world.now)
        assert await invites.tries_in_hour(session, world.now) == 200
        invite = await session.scalar(select(Invite).where(Invite.used_at.is_not(None)))
        linked = await session.scalars(
            select(LinkedAddress.external_id).where(LinkedAddress.person_id.is_not(None))
        )
        assert not [one for one in linked if one.startswith("guesser")]
    assert refused == {Reason.CODE_WRONG: 200, Reason.CODE_TRIES: 40}
    assert invite is None


async def test_in_the_chat_the_sixth_code_is_refused_even_if_it_is_right(
    stranger: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        (right,) = await invites.issue(session, [village.people["Hà"]], world.now)
    for _ in range(5):
        assert await stranger.say(WRONG) == reason(Reason.CODE_WRONG)
    assert await stranger.say(right.code) == reason(Reason.CODE_TRIES)
    world.later(minutes=61)
    assert "Võ Thị Hà" in await stranger.say(right.code)


# --- Floods (reliability.md S7) -------------------------------------------------------------------


async def arrive(world: World, name: str, count: int, text: str) -> None:
    """So much arrives from somebody at once."""
    address = Address(*ACCOUNT, name)
    ids = [f"flood{next(world.ids)}" for _ in range(count)]
    arrived = [
        Arrived(one, name, encoded(Incoming(address, one, world.now, text=text))) for one in ids
    ]
    async with world.store.begin() as session:
        await inbox.keep(session, *ACCOUNT, arrived, world.now)


async def handle(world: World, most: int) -> int:
    """Handle what waits, so many at most; how many that were."""
    for done in range(most):
        if await respond(world.store, setting(), world.now) is None:
            return done
    return most


async def told(world: World, name: str) -> list[str]:
    """What somebody was answered, in order."""
    async with world.store.reading() as session:
        rows = await session.scalars(
            select(OutboxRow).where(OutboxRow.chat == name).order_by(OutboxRow.id)
        )
        return [row.payload["text"] for row in rows]


async def test_a_flood_is_told_so_once_and_holds_up_nobody(world: World, village: Village) -> None:
    await arrive(world, "An", BURST + 200, "/menu")
    await arrive(world, "Cúc", 1, "/huongdan")
    await handle(world, BURST + 3)
    answers = await told(world, "An")
    assert (len(answers), answers[-1]) == (BURST + 1, reason(Reason.TOO_FAST))
    assert len(await told(world, "Cúc")) == 1
    async with world.store.reading() as session:
        waiting = select(func.count()).where(InboxRow.status == InboxStatus.NEW)
        assert await session.scalar(waiting) == 0


async def test_a_flood_that_goes_on_is_answered_every_ten_seconds(
    world: World, village: Village
) -> None:
    await arrive(world, "An", BURST + 20, "/menu")
    await handle(world, 1000)
    for _ in range(20):
        world.later(seconds=1)
        await arrive(world, "An", 5, "/menu")
        await handle(world, 1000)
    warned = [text for text in await told(world, "An") if text == reason(Reason.TOO_FAST)]
    assert len(warned) == 3


async def test_what_was_being_reported_survives_a_flood_of_ones_own(an: Chat, world: World) -> None:
    await an.say("/thamho 1")
    asked = an.heard
    await arrive(world, an.name, BURST + 20, "hừm")
    await handle(world, 1000)
    world.later(minutes=2)
    await an.listen()
    await an.say("/tiep")
    assert asked.text in an.heard.text
    await an.tap("Hôm nay")
    await an.tap("Tại nhà: ổn định")
    assert await _count(world, Visit) == 1


@pytest.mark.parametrize("paced", [True, False], ids=["messenger", "own keyboard"])
async def test_a_keyboard_of_ones_own_is_never_too_fast_nor_left_without_an_answer(
    world: World, village: Village, paced: bool
) -> None:
    after_a_flood = Pace(free_at=(world.now + timedelta(minutes=5)).timestamp())
    async with world.store.begin() as session:
        draft = Draft(pace=after_a_flood)
        await drafts.keep(session, Address(*ACCOUNT, "An"), village.people["An"], draft, world.now)
    await arrive(world, "An", SAME_ANSWERED + 2, "hừm")
    while await respond(world.store, replace(setting(), paced=paced), world.now):
        pass
    said = await told(world, "An")
    assert len(said) == (1 if paced else SAME_ANSWERED + 2)
    assert (reason(Reason.TOO_FAST) in said) is paced


async def test_a_stranger_floods_nobody_either(world: World, village: Village) -> None:
    await arrive(world, "nobody we know", BURST + 50, "alo")
    await handle(world, 1000)
    way_in = [reason(Reason.NOT_LINKED)] * STRANGERS_FIRST
    assert await told(world, "nobody we know") == [*way_in, reason(Reason.TOO_FAST)]
    async with world.store.reading() as session:
        still = select(func.count()).where(InboxRow.status == InboxStatus.NEW)
        kept = select(func.count()).where(InboxRow.raw.is_not(None))
        assert (await session.scalar(still), await session.scalar(kept)) == (0, STRANGERS_FIRST)


async def test_a_stranger_who_goes_on_for_hours_is_told_once_an_hour(
    world: World, village: Village
) -> None:
    for _ in range(3 * 60):
        await arrive(world, "nobody we know", 1, "alo")
        await handle(world, 10)
        world.later(minutes=1)
    answers = await told(world, "nobody we know")
    assert answers == [reason(Reason.NOT_LINKED)] * (STRANGERS_FIRST + 2)


async def test_a_stranger_who_floods_for_hours_is_told_so_once_an_hour(
    world: World, village: Village
) -> None:
    for _ in range(6):
        await arrive(world, "nobody we know", BURST + 2, "alo")
        await handle(world, 1000)
        world.later(minutes=15)
    answers = await told(world, "nobody we know")
    assert answers.count(reason(Reason.TOO_FAST)) == 2
    assert len(answers) == STRANGERS_FIRST + 1 + 2


async def test_that_too_many_codes_were_wrong_is_said_once_an_hour(
    stranger: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        (right,) = await invites.issue(session, [village.people["Hà"]], world.now)
    said = [await stranger.say(WRONG) for _ in range(20)]
    wrong, tries = reason(Reason.CODE_WRONG), reason(Reason.CODE_TRIES)
    assert said == [*[wrong] * 5, tries, *[""] * 14]
    world.later(minutes=61)
    assert "Võ Thị Hà" in await stranger.say(right.code)


@pytest.mark.parametrize(("sent", "spared"), [(80, False), (90, True), (100, True)])
async def test_of_what_is_kept_of_a_month_nothing_goes_to_strangers_but_the_way_in(
    stranger: Chat, world: World, village: Village, sent: int, spared: bool
) -> None:
    surface, account = ACCOUNT
    async with world.store.begin() as session:
        await channels.add(session, Channel(surface, account, "", own_monthly=100), world.now)
        session.add(Quota(surface=surface, account=account, month="2026-11", sent=sent))
        (right,) = await invites.issue(session, [village.people["Hà"]], world.now)
    said = [await stranger.say(line) for line in ("alo", "/start", WRONG)]
    assert [not one for one in said] == [spared] * 3
    await arrive(world, "another", BURST + 2, "alo")
    await handle(world, 1000)
    assert bool(await told(world, "another")) is not spared
    assert "Võ Thị Hà" in await stranger.say(right.code)
    assert await Chat(world, "An").say("/menu")


async def test_wrong_codes_count_also_where_nobody_answers_them(
    stranger: Chat, world: World, village: Village
) -> None:
    surface, account = ACCOUNT
    async with world.store.begin() as session:
        await channels.add(session, Channel(surface, account, "", own_monthly=100), world.now)
        session.add(Quota(surface=surface, account=account, month="2026-11", sent=95))
        (right,) = await invites.issue(session, [village.people["Hà"]], world.now)
    assert [await stranger.say(one) for one in [*[WRONG] * 5, right.code]] == [""] * 6


async def test_twenty_households_in_a_minute_are_all_taken(an: Chat, world: World) -> None:
    for _ in range(20):
        await an.say("/thamho 1")
        await an.tap("Hôm nay")
        await an.tap("Tại nhà: ổn định")
        world.later(seconds=3)
    assert await _count(world, Visit) == 20
