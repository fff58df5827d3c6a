"""Getting in: a code or the own number, then the notice, then consent, and only then the work."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason
from bot.messages import Address, Contact, Incoming, Json, Letter
from bot.texts import linking as words
from bot.texts.refusals import reason
from handlers.respond import Setting, respond
from handlers.turn import Accounts
from storage import drafts, inbox, invites, people
from storage.drafts import Draft
from storage.inbox import Arrived
from storage.store import Store
from storage.tables import Assignment, LinkedAddress, Person
from tests.chat import OWNER, Chat, World, delivered
from tests.conftest import KEYS, NOW
from tests.village import Village

ONE_SENTENCE = reason(Reason.NOT_LINKED)
PHONE = "+84912345678"


async def code_for(world: World, village: Village, name: str) -> str:
    """A fresh code, as it stands on the slip."""
    async with world.store.begin() as session:
        [issued] = await invites.issue(session, [village.people[name]], world.now)
    return issued.code


async def consent_of(world: World, village: Village, name: str) -> ConsentState:
    async with world.store.reading() as session:
        return (await people.one(session, village.people[name])).consent


async def set_consent(world: World, village: Village, name: str, state: ConsentState) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Person).where(Person.id == village.people[name]).values(consent=state)
        )


@pytest.fixture
def phone(world: World) -> Chat:
    """A phone that was never linked."""
    return Chat(world, "a new phone")


@pytest.fixture
async def newcomer(world: World, village: Village, phone: Chat) -> Chat:
    """An's new phone, just linked; An has not been asked yet."""
    await set_consent(world, village, "An", ConsentState.NOT_ASKED)
    await phone.say(f"/start {await code_for(world, village, 'An')}")
    return phone


# --- Before linking


@pytest.mark.parametrize(
    "text",
    ["xin chào", "/tham", "/menu", "menu", "1", "đồng ý", "/taikhoan", "0912345678", "ho 1", "?"],
)
async def test_unlinked_people_get_one_sentence_and_nothing_else(phone: Chat, text: str) -> None:
    assert await phone.say(text) == ONE_SENTENCE
    assert phone.labels == []
    assert not phone.heard.ask_contact


async def test_who_comes_without_a_code_may_share_the_own_number(phone: Chat) -> None:
    assert await phone.say("/start") == ONE_SENTENCE
    assert phone.heard.ask_contact


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80))
async def test_whatever_unlinked_people_write_nothing_of_ours_is_shown(
    world: World, text: str
) -> None:
    chat = Chat(world, f"anybody {next(world.ids)}")
    answer = await chat.say(text)
    assert answer in {ONE_SENTENCE, reason(Reason.CODE_WRONG), reason(Reason.CODE_TRIES)}
    assert chat.labels == []


async def test_a_file_from_somebody_unlinked_gets_the_same_sentence(phone: Chat) -> None:
    assert await phone.send_file("a.xlsx", b"PK", "application/zip") == ONE_SENTENCE


# --- By code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda code: f"/start {code}", id="by-the-link"),
        pytest.param(lambda code: f"/START {code.lower()}", id="in-other-letters"),
        pytest.param(lambda code: f"/start={code}", id="with-an-equals-sign"),
        pytest.param(lambda code: code, id="the-bare-code"),
        pytest.param(lambda code: f" {code.lower().replace('-', '')} ", id="without-hyphen"),
        pytest.param(lambda code: code.replace("-", " "), id="in-two-words"),
    ],
)
async def test_a_code_leads_to_the_notice(
    world: World, village: Village, phone: Chat, typed: Callable[[str], str]
) -> None:
    answer = await phone.say(typed(await code_for(world, village, "An")))
    assert "Nguyễn Thị An" in answer
    assert phone.labels[:3] == ["Đồng ý", "Không đồng ý", "Đọc đầy đủ"]


async def test_the_notice_is_short_and_says_what_the_law_wants(newcomer: Chat) -> None:
    text = newcomer.heard.text
    assert len(text.splitlines()) <= 8
    for said in ("tự động", "số điện thoại", "nhạy cảm", "Người xem", "bên thứ ba", "rút lại"):
        assert said in text
    assert "Đảng" not in text
    assert "đảng" not in text
    assert "!" not in text


async def test_the_whole_notice_can_be_read_before_deciding(newcomer: Chat) -> None:
    assert "30 ngày" in await newcomer.tap("Đọc đầy đủ")
    assert newcomer.labels[:2] == ["Đồng ý", "Không đồng ý"]


async def test_a_used_code_links_no_second_phone(world: World, village: Village) -> None:
    code = await code_for(world, village, "An")
    await Chat(world, "first").say(code)
    assert await Chat(world, "second").say(code) == reason(Reason.CODE_WRONG)


async def test_the_same_code_sent_twice_shows_the_notice_again(
    world: World, village: Village, phone: Chat
) -> None:
    await set_consent(world, village, "An", ConsentState.NOT_ASKED)
    code = await code_for(world, village, "An")
    await phone.say(f"/start {code}")
    assert "tự động" in await phone.say(f"/start {code}")


async def test_an_old_code_is_refused(world: World, village: Village, phone: Chat) -> None:
    code = await code_for(world, village, "An")
    world.later(days=7, minutes=1)
    assert await phone.say(code) == reason(Reason.CODE_WRONG)


async def test_the_sixth_wrong_code_of_an_hour_is_refused_even_if_right(
    world: World, village: Village, phone: Chat
) -> None:
    for _ in range(5):
        assert await phone.say("/start CCCCC-22222") == reason(Reason.CODE_WRONG)
        assert await phone.say("xin chào") == ONE_SENTENCE  # refusals in between change nothing
    code = await code_for(world, village, "An")
    assert await phone.say(code) == reason(Reason.CODE_TRIES)
    world.later(hours=1, minutes=1)
    assert "Nguyễn Thị An" in await phone.say(code)


async def test_who_was_not_asked_yet_cannot_go_on_guessing_codes(newcomer: Chat) -> None:
    for _ in range(5):
        assert await newcomer.say("CCCCC-22222") == reason(Reason.CODE_WRONG)
    assert await newcomer.say("CCCCC-22222") == reason(Reason.CODE_TRIES)


# --- Consent


async def test_agreeing_opens_the_work(world: World, village: Village, newcomer: Chat) -> None:
    assert "Nguyễn Thị An" in await newcomer.tap("Đồng ý")
    assert "Thăm hộ" in newcomer.labels
    assert await consent_of(world, village, "An") is ConsentState.GIVEN
    async with world.store.reading() as session:
        person = await people.one(session, village.people["An"])
    assert (person.consent_version, person.consent_at) == (words.NOTICE_VERSION, NOW)
    assert "Ba Lành" in await newcomer.say("ho 1")


@pytest.mark.parametrize(
    "typed",
    ["Đồng ý", "dong y", "ĐỒNG Ý", "1", "1.", "số 1", "Chọn 1", "１", "/dongy", "tôi đồng ý"],
)
async def test_agreeing_may_be_typed(
    world: World, village: Village, newcomer: Chat, typed: str
) -> None:
    await newcomer.say(typed)
    assert await consent_of(world, village, "An") is ConsentState.GIVEN


@pytest.mark.parametrize("typed", ["ok", "đồng", "vâng", "y", "/tham", "menu", "9", "ho 1", "..."])
async def test_nothing_else_is_taken_for_agreeing(
    world: World, village: Village, newcomer: Chat, typed: str
) -> None:
    assert words.QUESTION in await newcomer.say(typed)
    assert newcomer.labels[0] == "Đồng ý"
    assert await consent_of(world, village, "An") is ConsentState.NOT_ASKED


async def test_the_whole_notice_is_read_by_its_number_however_it_is_typed(newcomer: Chat) -> None:
    assert words.FULL_NOTICE in await newcomer.say("số 3")


async def test_the_button_of_an_older_notice_agrees_to_nothing(
    world: World, village: Village, newcomer: Chat
) -> None:
    button = replace(newcomer.button("Đồng ý"), action="/dongy 2025-01")
    assert words.QUESTION in await newcomer.press(button, newcomer.heard)
    assert await consent_of(world, village, "An") is ConsentState.NOT_ASKED


async def test_who_declines_is_told_what_follows_and_may_agree_later(
    world: World, village: Village, newcomer: Chat
) -> None:
    assert "không đồng ý" in await newcomer.tap("Không đồng ý")
    assert await consent_of(world, village, "An") is ConsentState.REFUSED
    assert "không đồng ý" in await newcomer.say("/tham")
    assert newcomer.labels[0] == "Đồng ý"
    await newcomer.say("dong y")
    assert await consent_of(world, village, "An") is ConsentState.GIVEN
    assert "Ba Lành" in await newcomer.say("ho 1")


async def test_the_wrong_slip_can_be_given_back(
    world: World, village: Village, newcomer: Chat
) -> None:
    assert "đưa lại phiếu" in await newcomer.tap("Không phải tôi")
    assert await newcomer.say("/tham") == ONE_SENTENCE
    assert await consent_of(world, village, "An") is ConsentState.NOT_ASKED


async def test_no_number_gives_a_slip_back(world: World, village: Village) -> None:
    phone = Chat(world, "new", buttons=False)
    await phone.say(await code_for(world, village, "An"))
    for number in ("3", "3", "4"):
        assert words.QUESTION in await phone.say(number)
    assert "đưa lại phiếu" in await phone.say("khong phai toi")


async def test_after_the_wrong_slip_the_right_one_works_at_once(
    world: World, village: Village, newcomer: Chat
) -> None:
    assert "Lê Thị Cúc" in await newcomer.say(await code_for(world, village, "Cúc"))
    await newcomer.tap("Đồng ý")
    assert "Năm Rô" in await newcomer.say("ho 1")


# --- A lost phone, a second link


async def test_a_second_link_tells_the_first_chat_and_ends_it(
    world: World, village: Village, an: Chat, phone: Chat
) -> None:
    await an.say("/tham 1, hôm nay")
    await phone.say(await code_for(world, village, "An"))
    [told] = await an.listen()
    assert "chuyển sang một điện thoại khác" in told.text
    assert "Nguyễn Thị An" not in told.text
    assert await an.say("1") == ONE_SENTENCE


async def test_on_another_phone_the_notice_is_asked_again(
    world: World, village: Village, phone: Chat
) -> None:
    assert words.QUESTION in await phone.say(await code_for(world, village, "An"))
    assert await consent_of(world, village, "An") is ConsentState.RENEW
    await phone.tap("Đồng ý")
    assert "Ba Lành" in await phone.say("ho 1")


async def test_a_chat_forgets_what_its_former_owner_was_entering(
    world: World, village: Village, an: Chat
) -> None:
    await an.say("/tham 1, hôm nay")
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress).where(LinkedAddress.external_id == "An").values(person_id=None)
        )
    await an.say(await code_for(world, village, "Cúc"))
    await an.tap("Đồng ý")
    assert "Thăm hộ" in an.labels
    assert "không có việc nào" in await an.say("/tiep")


async def has_words_aside(chat: Chat) -> None:
    """A concern is told, and waits until a report that came in between is over."""
    for said in ("/phananh 2", "1", "1", "Nhà dột nát, xin xã hỗ trợ tôn lợp", "hộ 1 3 bt"):
        await chat.say(said)
    assert "được giữ lại" in chat.heard.text


@pytest.mark.parametrize("how", ["somebody else's code", "nobody's for a while"])
async def test_the_next_owner_of_a_chat_reads_nothing_that_was_put_aside_there(
    world: World, village: Village, an: Chat, how: str
) -> None:
    await has_words_aside(an)
    if how == "somebody else's code":  # An's consent is to be renewed, as she has another phone
        await set_consent(world, village, "An", ConsentState.RENEW)
    else:
        async with world.store.begin() as session:
            gone = update(LinkedAddress).where(LinkedAddress.external_id == "An")
            await session.execute(gone.values(person_id=None))
    assert "Lê Thị Cúc" in await an.say(await code_for(world, village, "Cúc"))
    told = [await an.say(said) for said in ("Đồng ý", "/tiep", "gửi", "/huy", "/tiep")]
    assert "dột nát" not in "".join(told)
    assert "không có việc nào" in told[-1]


@pytest.mark.parametrize(
    ("state", "form", "said"),
    [
        pytest.param(ConsentState.NOT_ASKED, "reporting", "Không phải tôi", id="the-wrong-slip"),
        pytest.param(ConsentState.GIVEN, "account", "huy lien ket", id="this-chat"),
        pytest.param(ConsentState.GIVEN, "account", "rut dong y", id="altogether"),
    ],
)
async def test_who_leaves_a_chat_leaves_nothing_in_it(
    world: World, village: Village, an: Chat, state: ConsentState, form: str, said: str
) -> None:
    what: dict[str, Json] = {"what": "withdraw" if said == "rut dong y" else "unlink"}
    waits: list[dict[str, Json]] = [
        {"form": "concern", "effect_key": "k", "answers": {"words": "dột nát"}, "trail": []}
    ]
    draft = Draft(form=form, effect_key="e", answers=what, asking=form == "account", aside=waits)
    await set_consent(world, village, "An", state)
    async with world.store.begin() as session:
        await drafts.keep(session, an.address, village.people["An"], draft, NOW)
    if state is ConsentState.NOT_ASKED:
        await an.say("xin chào")
    assert "dột nát" not in await an.say(said)
    assert await an.say("/tiep") == ONE_SENTENCE
    async with world.store.reading() as session:
        kept = await drafts.at(session, an.address)
    assert (kept.form, kept.answers, kept.aside) == ("", {}, [])


async def test_what_was_begun_goes_on_after_agreeing_only_while_it_is_still_theirs(
    world: World, village: Village, an: Chat
) -> None:
    await has_words_aside(an)
    await set_consent(world, village, "An", ConsentState.RENEW)
    async with world.store.begin() as session:
        held = update(Assignment).where(Assignment.person_id == village.people["An"])
        await session.execute(held.values(until=world.now.date()))
    await an.say("xin chào")
    said = await an.say("Đồng ý")
    assert "dột nát" not in said
    assert "Thăm hộ" in an.labels
    assert "không có việc nào" in await an.say("/tiep")


async def test_a_code_in_a_chat_that_is_linked_already_changes_nothing(
    world: World, village: Village, an: Chat
) -> None:
    code = await code_for(world, village, "Cúc")
    for text in (code, f"/start {code}"):
        assert "đã được kích hoạt" in await an.say(text)
    assert "Ba Lành" in await an.say("ho 1")


def test_what_is_said_before_agreeing_fits_a_phone_without_buttons() -> None:
    for said in (words.NOTICE, words.FULL_NOTICE, words.DECLINED, reason(Reason.CODE_WRONG)):
        assert "bấm" not in said.casefold()
        assert "nút" not in said.casefold()


def test_a_refused_code_says_what_may_be_and_of_no_code_which_it_is() -> None:
    """One sentence for all: else who guesses would learn which codes there were."""
    for cause in ("gõ nhầm", "đã dùng", "bảy ngày", "phiếu mới hơn"):
        assert cause in reason(Reason.CODE_WRONG)


# --- By the own number


@dataclass
class Sharing:
    """Somebody who shares a contact, on a messenger of which we need only what it hands on."""

    store: Store
    incomings: dict[str, Incoming] = field(default_factory=dict)

    async def share(self, contact: Contact, address: Address) -> Letter:
        """The letter that answers."""
        event_id = f"shared{len(self.incomings)}"
        self.incomings[event_id] = Incoming(address, event_id, NOW, contact=contact)

        def read(account: str, event: str, raw: bytes, received_at: datetime) -> Incoming | None:
            return self.incomings[event]

        setting = Setting({(address.surface, address.account): read}, Accounts({}), OWNER)
        async with self.store.begin() as session:
            arrived = [Arrived(event_id, address.external_id, b"{}")]
            await inbox.keep(session, address.surface, address.account, arrived, NOW)
        await respond(self.store, setting, NOW)
        letter = await delivered(World(self.store, NOW), address)
        assert letter is not None
        return letter


@pytest.fixture
async def sharing(store: Store, village: Village) -> Sharing:
    """An's phone number is on the list."""
    async with store.begin() as session:
        await session.execute(
            update(Person)
            .where(Person.id == village.people["An"])
            .values(phone_index=KEYS.digest(PHONE, "phone"))
        )
    return Sharing(store)


HERE = Address("phones", "bot", "1001")


@pytest.mark.parametrize("shown", ["0912345678", "84912345678", "+84 912 345 678"])
async def test_the_own_number_on_the_list_links(sharing: Sharing, shown: str) -> None:
    letter = await sharing.share(Contact(shown, "1001", forwarded=False), HERE)
    assert "Nguyễn Thị An" in letter.text
    assert letter.choices[0].label == "Đồng ý"


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        pytest.param(Contact(PHONE, "1002", False), Reason.CONTACT_NOT_OWN, id="somebody-elses"),
        pytest.param(Contact(PHONE, "", False), Reason.CONTACT_NOT_OWN, id="of-nobody-known"),
        pytest.param(Contact(PHONE, "1001", True), Reason.CONTACT_NOT_OWN, id="forwarded"),
        pytest.param(
            Contact("0987654321", "1001", False), Reason.CONTACT_UNKNOWN, id="not-on-the-list"
        ),
        pytest.param(Contact("113", "1001", False), Reason.CONTACT_UNKNOWN, id="no-number"),
    ],
)
async def test_any_other_contact_links_nobody(
    sharing: Sharing, store: Store, contact: Contact, why: Reason
) -> None:
    letter = await sharing.share(contact, HERE)
    assert letter.text == reason(why)
    assert letter.ask_contact is (why is Reason.CONTACT_NOT_OWN)
    async with store.reading() as session:
        linked = await session.scalars(
            select(LinkedAddress.id).where(LinkedAddress.surface == HERE.surface)
        )
        assert list(linked) == []
