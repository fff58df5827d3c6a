"""One's own account and data: seen, copied, and left."""

import pytest
from sqlalchemy import select

from bot.domain.people import ConsentState
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage import audit, people
from storage.tables import AuditRow, Draft, LinkedAddress, Person
from tests.chat import Chat, World
from tests.village import Village

ONE_SENTENCE = reason(Reason.NOT_LINKED)


async def report_a_visit(chat: Chat) -> None:
    """Household 1, at home, today, nothing new."""
    await chat.say("/tham 1")
    for _ in range(6):
        if "Đã ghi nhận" in chat.heard.text:
            return
        await chat.say("1")
    raise AssertionError(chat.heard.text)


async def copy_of(chat: Chat) -> str:
    """The file with one's own reports, as text."""
    await chat.say("/dulieu xuat")
    attachment = chat.heard.attachment
    assert attachment is not None
    assert attachment.name == "du-lieu-cua-toi-2026-11-21.txt"
    return attachment.content.decode("utf-8-sig")


async def linked(world: World, person_id: int) -> list[str]:
    """The chats of a person."""
    async with world.store.reading() as session:
        found = await session.scalars(
            select(LinkedAddress.external_id).where(LinkedAddress.person_id == person_id)
        )
        return list(found)


@pytest.mark.parametrize("typed", ["/taikhoan", "/toi", "tài khoản", "TOI"])
async def test_the_account_says_who_is_linked_in_which_roles_since_when(
    binh: Chat, typed: str
) -> None:
    text = await binh.say(typed)
    for said in ("Trần Văn Bình", "Chi bộ Ấp 5", "Bí thư chi bộ", "21/11/2026", "đã đồng ý"):
        assert said in text
    assert len(text.splitlines()) <= 6


async def test_a_sentence_that_begins_like_the_command_is_none(an: Chat) -> None:
    assert "Nơi sinh hoạt" not in await an.say("Tôi đi thăm hộ hôm qua")


@pytest.mark.parametrize("name", ["An", "Bình", "Dũng", "Én", "Lâm", "Khoa", "Phúc"])
async def test_everybody_sees_own_account_and_data(world: World, name: str) -> None:
    chat = Chat(world, name)
    assert name in await chat.say("/taikhoan")
    assert "2 ngày làm việc" in await chat.tap("Xem dữ liệu của tôi")
    assert "Văn phòng Đảng ủy" in await chat.tap("Yêu cầu sửa, xóa")
    await chat.tap("Xem dữ liệu của tôi")
    assert "gửi cùng tin này" in await chat.tap("Nhận bản sao")


async def test_own_data_count_own_reports(an: Chat) -> None:
    assert "0 lượt thăm" in await an.say("/dulieu")
    await report_a_visit(an)
    assert "1 lượt thăm" in await an.say("/dulieu")


async def test_the_copy_holds_numbers_and_days_and_nothing_of_others(an: Chat) -> None:
    await report_a_visit(an)
    text = await copy_of(an)
    assert "LƯỢT THĂM HỘ: 1" in text
    assert "ngày 21/11/2026, hộ số 1" in text
    for other in ("Lành", "H001", "Hộ nghèo", "kênh 7"):
        assert other not in text


async def test_the_copy_holds_only_ones_own_reports(an: Chat, cuc: Chat) -> None:
    await report_a_visit(an)
    text = await copy_of(cuc)
    assert "LƯỢT THĂM HỘ: 0" in text
    assert "Lê Thị Cúc" in text or "LÊ THỊ CÚC" in text


async def test_what_was_taken_back_is_not_in_the_copy(an: Chat) -> None:
    await report_a_visit(an)
    await an.say("/sua")
    await an.tap("Thu hồi báo cáo này")
    await an.say("thu hồi")
    assert "LƯỢT THĂM HỘ: 0" in await copy_of(an)


async def test_taking_a_copy_is_written_down(an: Chat, world: World) -> None:
    await copy_of(an)
    async with world.store.reading() as session:
        actions = list(await session.scalars(select(AuditRow.action)))
    assert actions == ["export"]
    async with world.store.begin() as session:
        world.later(minutes=2)
        assert await audit.seal(session, world.now) == 1


# --- Leaving this chat


@pytest.mark.parametrize("word", ["huy lien ket", "Hủy liên kết", "HỦY  LIÊN KẾT"])
async def test_a_chat_is_unlinked_by_the_explicit_word(
    an: Chat, world: World, village: Village, word: str
) -> None:
    await an.say("/taikhoan")
    assert "Nguyễn Thị An" in await an.tap("Hủy liên kết")
    assert "Đã hủy liên kết" in await an.say(word)
    assert await linked(world, village.people["An"]) == []
    assert await an.say("/taikhoan") == ONE_SENTENCE


@pytest.mark.parametrize("word", ["1", "ok", "có", "đồng ý", "huy lien", "rut dong y"])
async def test_no_other_word_unlinks(an: Chat, world: World, village: Village, word: str) -> None:
    await an.say("/huykichhoat")
    assert "huy lien ket" in await an.say(word)
    assert await linked(world, village.people["An"]) == ["An"]


async def test_unlinking_can_be_thought_better_of(an: Chat, world: World, village: Village) -> None:
    await an.say("/huykichhoat")
    assert "Chưa ghi gì" in await an.tap("Hủy")
    assert await linked(world, village.people["An"]) == ["An"]


async def test_reports_stay_when_a_chat_is_unlinked(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    await report_a_visit(an)
    await an.say("/huykichhoat")
    await an.say("huy lien ket")
    async with world.store.reading() as session:
        person = await people.one(session, village.people["An"])
    assert person.consent is ConsentState.GIVEN
    assert "Ba Lành" in await binh.say("ho ba lanh")


async def test_a_form_that_is_open_is_not_lost_by_asking_to_leave(an: Chat) -> None:
    await an.say("/tham 1, hôm nay")
    assert "đang ghi dở" in await an.say("/huykichhoat")


# --- Withdrawing consent


async def test_consent_is_withdrawn_by_the_explicit_word(
    an: Chat, world: World, village: Village
) -> None:
    await an.say("/dulieu")
    assert "rut dong y" in await an.tap("Rút lại đồng ý")
    assert "rút lại đồng ý" in await an.say("rút đồng ý")
    async with world.store.reading() as session:
        person = await people.one(session, village.people["An"])
        actions = set(await session.scalars(select(AuditRow.action)))
    assert person.consent is ConsentState.WITHDRAWN
    assert "consent:WITHDRAWN_C" in actions
    assert await an.say("/tham") == ONE_SENTENCE


async def test_withdrawing_ends_every_chat_of_the_person(
    an: Chat, world: World, village: Village
) -> None:
    other = Chat(world, "another phone")
    async with world.store.begin() as session:
        session.add(
            LinkedAddress(
                surface="console",
                account="demo",
                external_id=other.name,
                person_id=village.people["An"],
                linked_at=world.now,
            )
        )
    await other.say("/tham 1, hôm nay")
    await an.say("/huykichhoat rut")
    assert "2 tài khoản" in an.heard.text
    await an.say("rut dong y")
    assert await linked(world, village.people["An"]) == []
    assert await other.say("/tiep") == ONE_SENTENCE
    async with world.store.reading() as session:
        drafts = await session.scalars(select(Draft.form).where(Draft.form != ""))
        assert list(drafts) == []


@pytest.mark.parametrize("word", ["đồng ý", "rut", "huy lien ket", "1", "ok"])
async def test_no_other_word_withdraws_consent(
    an: Chat, world: World, village: Village, word: str
) -> None:
    await an.say("/huykichhoat rut")
    assert "rut dong y" in await an.say(word)
    async with world.store.reading() as session:
        states = await session.scalars(select(Person.consent).distinct())
        assert list(states) == [ConsentState.GIVEN]
