"""The office has activation slips made: how many, the word, the document, and codes that work."""

import io
import re

import pytest
from docx import Document
from sqlalchemy import func, select, update

from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage import invites
from storage.tables import AuditRow, Invite, LinkedAddress, Person, RoleHeld
from tests.chat import Chat, World
from tests.village import Village

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")


@pytest.fixture(autouse=True)
async def four_without_a_chat(world: World, village: Village) -> None:
    """An and Bình of cell 05, Cúc of cell 06, and Phúc of the other commune."""
    names = ("An", "Bình", "Cúc", "Phúc")
    async with world.store.begin() as session:
        await session.execute(
            update(LinkedAddress)
            .where(LinkedAddress.person_id.in_([village.people[name] for name in names]))
            .values(person_id=None)
        )


def words_in(chat: Chat) -> str:
    """Everything written on the slips that just came."""
    attachment = chat.heard.attachment
    assert attachment is not None
    assert attachment.name == "phieu-kich-hoat-2026-11-21.docx"
    document = Document(io.BytesIO(attachment.content))
    return "\n".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t"))


async def live_codes(world: World) -> int:
    """Codes that would still link somebody."""
    async with world.store.reading() as session:
        found = await session.scalar(
            select(func.count()).where(Invite.used_at.is_(None), Invite.withdrawn_at.is_(None))
        )
    return found or 0


async def test_it_says_how_many_and_waits_for_the_word(en: Chat, world: World) -> None:
    text = await en.say("/capma")
    assert "Có 3 đồng chí" in text
    assert "hết hiệu lực" not in text, "no code is out"
    assert await live_codes(world) == 0


@pytest.mark.parametrize("word", ["cap 3 ma", "Cấp 3 mã", "CẤP  3 MÃ"])
async def test_the_word_brings_the_slips(en: Chat, world: World, word: str) -> None:
    await en.say("/capma")
    assert "Đã cấp 3 mã, dùng đến ngày 28/11/2026" in await en.say(word)
    assert await live_codes(world) == 3
    text = words_in(en)
    assert len(set(CODE.findall(text))) == 3
    for name in ("Nguyễn Thị An", "Trần Văn Bình", "Lê Thị Cúc"):
        assert name in text
    assert "Đơn vị: Ấp 5 (05)" in text
    assert "Mai Phúc" not in text
    assert "chat.example" in text
    assert "Đảng" not in text


@pytest.mark.parametrize("word", ["ok", "cap 4 ma", "cap ma", "1", "đồng ý"])
async def test_no_other_word_makes_codes(en: Chat, world: World, word: str) -> None:
    await en.say("/capma")
    await en.say(word)
    assert await live_codes(world) == 0


@pytest.mark.parametrize(("typed", "count"), [("05", 2), ("5", 2), ("06", 1)])
async def test_one_cell_may_be_named(en: Chat, world: World, typed: str, count: int) -> None:
    assert f"Có {count} đồng chí" in await en.say(f"/capma {typed}")
    await en.say(f"cap {count} ma")
    assert await live_codes(world) == count


@pytest.mark.parametrize("typed", ["01", "99", "Ấp 5", "TL"])
async def test_a_cell_that_is_not_of_the_commune_is_not_found(en: Chat, typed: str) -> None:
    assert await en.say(f"/capma {typed}") == reason(Reason.NOT_FOUND)


async def test_who_lost_a_phone_gets_a_code_by_the_number_on_the_list_and_keeps_what_was_done(
    en: Chat, world: World, village: Village
) -> None:
    assert "/capma DV001" in await en.say("/capma")
    await en.say("/huy")
    async with world.store.reading() as session:
        code = await session.scalar(select(Person.code).where(Person.id == village.people["Hà"]))
    assert code is not None
    text = await en.say("/capma dv-ha")
    assert "Cấp mã mới cho đồng chí" in text
    assert f"({code})" in text
    assert "sổ hộ và báo cáo giữ nguyên" in text
    assert await live_codes(world) == 0
    assert "Đã cấp 1 mã" in await en.say("cap 1 ma")
    [made] = set(CODE.findall(words_in(en)))
    old, new = Chat(world, "Hà"), Chat(world, "a new phone")
    await new.say(made)
    await new.say("Đồng ý")
    assert code in await new.say("/taikhoan")
    assert "chưa được kích hoạt" in await old.say("menu")
    assert "Mã cấp trước đây" not in await en.say(f"/capma {code}"), "it is used"


@pytest.mark.parametrize("whose", ["Phúc", "Cúc"], ids=["another commune", "who has left"])
async def test_no_code_is_made_for_who_is_not_of_the_commune(
    en: Chat, world: World, village: Village, whose: str
) -> None:
    async with world.store.begin() as session:
        of = Person.id == village.people[whose]
        code = await session.scalar(select(Person.code).where(of))
        if whose == "Cúc":
            await session.execute(update(Person).where(of).values(status="LEFT"))
    assert await en.say(f"/capma {code}") == reason(Reason.NOT_FOUND)
    assert await live_codes(world) == 0


async def test_a_code_from_the_slips_links(en: Chat, world: World) -> None:
    await en.say("/capma 06")
    await en.say("cap 1 ma")
    [code] = set(CODE.findall(words_in(en)))
    assert "Lê Thị Cúc" in await Chat(world, "a new phone").say(code)


async def test_codes_issued_again_withdraw_the_earlier_ones(en: Chat, world: World) -> None:
    await en.say("/capma 06")
    await en.say("cap 1 ma")
    [old] = set(CODE.findall(words_in(en)))
    assert "1 mã đã cấp trước đây mà chưa dùng sẽ hết hiệu lực" in await en.say("/capma")
    await en.say("cap 3 ma")
    assert await live_codes(world) == 3
    assert await Chat(world, "a new phone").say(old) == reason(Reason.CODE_WRONG)


async def test_where_everybody_is_linked_there_is_nothing_to_make(
    en: Chat, world: World, village: Village
) -> None:
    assert "Không cần cấp thêm mã" in await en.say("/capma TH")


async def test_a_cell_in_which_nobody_is_listed_is_not_said_to_be_linked(
    en: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        school = Person.cell_id == village.units["TH"]
        await session.execute(update(Person).where(school).values(status="MOVED"))
    assert "Chi bộ TH chưa có đồng chí nào để cấp mã" in await en.say("/capma TH")
    assert "Nhập danh sách" in en.labels


async def test_who_links_meanwhile_needs_no_code(en: Chat, world: World, village: Village) -> None:
    await en.say("/capma")
    async with world.store.begin() as session:
        [issued] = await invites.issue(session, [village.people["An"]], world.now)
    await Chat(world, "a new phone").say(issued.code)
    assert "Danh sách vừa thay đổi" in await en.say("cap 3 ma")
    assert "Đã cấp 2 mã" in await en.say("cap 2 ma")


async def test_that_codes_were_issued_is_written_down(
    en: Chat, world: World, village: Village
) -> None:
    await en.say("/capma 06")
    await en.say("cap 1 ma")
    async with world.store.reading() as session:
        rows = await session.scalars(select(AuditRow).where(AuditRow.action == "invite"))
        assert [(row.person_id, row.thing_id) for row in rows] == [
            (village.people["Én"], str(village.people["Cúc"]))
        ]


@pytest.mark.parametrize("name", ["Dũng", "Giang", "Lâm", "Oanh", "Hà"])
async def test_nobody_else_gets_slips(world: World, name: str) -> None:
    chat = Chat(world, name)
    await chat.say("/capma")
    await chat.say("cap 3 ma")
    assert await live_codes(world) == 0


async def test_the_administrator_gets_slips_too(khoa: Chat) -> None:
    assert "Có 3 đồng chí" in await khoa.say("/capma")


async def test_who_has_left_gets_no_code(en: Chat, world: World, village: Village) -> None:
    async with world.store.begin() as session:
        await session.execute(
            update(Person).where(Person.id == village.people["Cúc"]).values(status="LEFT")
        )
    assert "Có 2 đồng chí" in await en.say("/capma")


async def test_a_large_commune_is_given_codes_cell_by_cell(
    en: Chat, world: World, village: Village
) -> None:
    async with world.store.begin() as session:
        for number in range(300):
            person = Person(
                commune_id=village.units["TL"], code=f"N{number}", name="Lê Văn Mới",
                sort_key="", cell_id=village.units["06"],
            )  # fmt: skip
            session.add(person)
            await session.flush()
            session.add(
                RoleHeld(
                    person_id=person.id, role=Role.MEMBER, unit_id=village.units["06"],
                    since=world.now.date(),
                )
            )  # fmt: skip
    assert "từng chi bộ" in await en.say("/capma")
    assert "Có 2 đồng chí thuộc chi bộ 05" in await en.tap("Chi bộ 05")
