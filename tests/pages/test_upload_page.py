"""A file handed in on a page: shown back, and once confirmed it goes on in the chat by itself."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.imports import Sheet
from bot.domain.people import ConsentState
from bot.domain.refusals import Reason
from bot.domain.uploads import FileKind, Wanted
from bot.texts import upload_page as words
from bot.texts.refusals import reason
from scheduler.housekeeping import keep_house
from storage.tables import (
    Announcement,
    AuditRow,
    Concern,
    File,
    Import,
    InboxRow,
    LinkedAddress,
    PageLink,
    Person,
    RoleHeld,
)
from storage.uploads import HELD, MOST_TIMES, VALID
from tests.chat import Chat, World
from tests.conftest import NOW
from tests.forge_photos import SECRETS, jpeg
from tests.pages.bare import Bare, download, hand_in, link_in
from tests.pages.plain import Plain, Shown
from tests.pages.steps import change
from tests.village import Village
from tests.workbooks import CELL, CELL_6, COMMITTEE, H1, H2, H3, C, commune

OURS = commune(
    {
        Sheet.COMMITTEES: [{**COMMITTEE, C.CODE: "TL", C.NAME: "Xã Thạnh Lộc"}],
        Sheet.CELLS: [{**CELL, C.COMMITTEE: "TL"}, {**CELL_6, C.COMMITTEE: "TL"}],
        Sheet.HOUSEHOLDS: [H1, H2, H3],
    }
)
PDF = b"%PDF-1.4 " + b"plan" * 100


@pytest.fixture
def bare(world: World) -> Bare:
    """The village without files in its chats."""
    return Bare(world)


async def asked_for_a_list(bare: Bare) -> str:
    """The office wants to import; the link to hand the workbook in."""
    return link_in(await bare.say("Én", "/nhapdanhsach"), "u")


async def asked_for_a_photo(bare: Bare) -> str:
    """An has told of a concern and wants to add a photo."""
    for said in ("/phananh 2", "1", "đường", "Đường vào ấp 5 bị sạt lở, xe không qua được."):
        await bare.say("An", said)
    return link_in(await bare.say("An", "Kèm ảnh"), "u")


async def confirmed(bare: Bare, shown: Shown) -> Shown:
    """Say that it is the right file, and let the chat go on."""
    done = await shown.press(words.SURE)
    await bare.go_on()
    return done


async def many(world: World, table: type[File] | type[InboxRow] | type[PageLink]) -> int:
    async with world.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def kept(world: World) -> list[File]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(File).order_by(File.id)))


def is_over(shown: Shown, status: int = 410) -> bool:
    return shown.status == status and words.OVER[0] in shown.text


# --- The whole path -------------------------------------------------------------------------------


async def test_a_workbook_comes_by_the_page_and_is_read_in_the_chat(
    bare: Bare, browser: Plain
) -> None:
    text = await bare.say("Én", "/nhapdanhsach")
    assert "gửi tệp danh sách (.xlsx) ở trang này" in text
    assert "vào đây" not in text
    link = link_in(text, "u")
    shown = await hand_in(browser, link, ("Danh sách xã.xlsx", OURS))
    assert f"Danh sách xã.xlsx ({max(1, round(len(OURS) / 1000))} KB)" in shown.text
    assert words.NOT_SENT_YET in shown.text
    before = len(bare.sent)
    await bare.go_on()
    assert len(bare.sent) == before  # nobody has said yes
    done = await confirmed(bare, shown)
    assert "Tệp đã gửi lúc 09:00 thứ bảy 21/11/2026." in done.text
    assert "Hộ: 3 mới" in bare.heard("Én")
    await bare.say("Én", "1")
    assert "nhap 3 ho" in bare.heard("Én")
    assert "Đã nhập danh sách" in await bare.say("Én", "nhap 3 ho")
    assert await many(bare.world, File) == 0  # what was read is kept, its file is not


async def test_a_photo_comes_by_the_page_and_goes_with_the_concern(
    bare: Bare, browser: Plain
) -> None:
    link = await asked_for_a_photo(bare)
    assert "không chụp người" in bare.heard("An")
    shown = await hand_in(browser, link, ("IMG_0042.JPG", jpeg()))
    await confirmed(bare, shown)
    assert "Kèm một ảnh" in bare.heard("An") or "ảnh" in bare.heard("An")
    assert "Đã ghi nhận" in await bare.say("An", "1")
    async with bare.world.store.reading() as session:
        concern = (await session.scalars(select(Concern))).one()
        photo = await session.get_one(File, concern.photo_id)
    assert photo.media_type == "image/jpeg"
    assert not any(one in photo.content for one in SECRETS)


async def test_a_file_for_all_comes_by_the_page(bare: Bare, browser: Plain) -> None:
    for said in ("/soanthongbao", "Mời họp chi bộ", "1", "1", "2"):
        await bare.say("Én", said)
    text = await bare.say("Én", "Kèm ảnh hoặc tệp")
    assert "Không gửi tài liệu mật" in text
    shown = await hand_in(browser, link_in(text, "u"), ("ke-hoach", PDF))
    await confirmed(bare, shown)
    assert "ke-hoach.pdf" in bare.heard("Én")
    await bare.say("Én", "Gửi ngay")
    await bare.say("Én", "gửi")
    async with bare.world.store.reading() as session:
        file_id = await session.scalar(select(Announcement.file_id))
        assert (await session.get_one(File, file_id)).content == PDF


async def test_who_handed_in_what_is_noted(bare: Bare, browser: Plain, village: Village) -> None:
    link = await asked_for_a_list(bare)
    await confirmed(bare, await hand_in(browser, link, ("a.xlsx", OURS)))
    async with bare.world.store.reading() as session:
        noted = await session.scalars(
            select(AuditRow.person_id).where(AuditRow.action == "hand in")
        )
        assert list(noted) == [village.people["Én"]]


async def test_another_file_may_be_chosen_before_the_yes(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    first = await hand_in(browser, link, ("sai.xlsx", commune()))
    assert words.SEND in (await first.press(words.OTHER)).buttons
    second = await hand_in(browser, link, ("dung.xlsx", OURS))
    assert [one.name for one in await kept(bare.world)] == ["dung.xlsx"]
    stale = await first.press(words.SURE)  # in another window: not what is held now
    assert words.GONE in stale.text
    await confirmed(bare, second)
    assert "Hộ: 3 mới" in bare.heard("Én")


# --- Looks, and what nobody confirmed -------------------------------------------------------------


async def test_a_look_shows_nothing_and_uses_nothing_up(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    held = await hand_in(browser, link, ("cua-Én.xlsx", OURS))
    for method in ("GET", "HEAD", "GET"):
        shown = await browser.open(link, method)
        assert shown.status == 200
        assert "Én" not in shown.text
    assert shown.buttons == [words.SEND]
    assert not shown.tags & {"script", "img", "link", "iframe"}
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert words.DONE_TITLE in (await confirmed(bare, held)).text


async def test_what_nobody_confirmed_goes_within_the_hour(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    shown = await hand_in(browser, link, ("a.xlsx", OURS))
    await keep_house(bare.world.store, NOW + HELD - timedelta(minutes=1))
    assert len(await kept(bare.world)) == 1
    await keep_house(bare.world.store, NOW + HELD)
    assert await kept(bare.world) == []
    bare.world.later(hours=1)
    assert words.GONE in (await shown.press(words.SURE)).text
    again = await hand_in(browser, link, ("a.xlsx", OURS))
    await confirmed(bare, again)
    assert "Hộ: 3 mới" in bare.heard("Én")


async def test_a_confirmed_file_waits_for_its_message(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    await (await hand_in(browser, link, ("a.xlsx", OURS))).press(words.SURE)
    bare.world.later(hours=2)  # the program was down meanwhile
    await keep_house(bare.world.store, bare.world.now)
    await bare.go_on()
    assert "Hộ: 3 mới" in bare.heard("Én")


async def test_what_was_confirmed_by_somebody_who_then_left_is_not_kept(
    bare: Bare, browser: Plain
) -> None:
    link = await asked_for_a_list(bare)
    await (await hand_in(browser, link, ("a.xlsx", OURS))).press(words.SURE)
    gone = update(LinkedAddress).where(LinkedAddress.external_id == "Én").values(person_id=None)
    await change(bare.world, gone)
    await bare.go_on()
    async with bare.world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Import)) == 0
    await keep_house(bare.world.store, NOW + timedelta(days=1))
    assert await kept(bare.world) == []


# --- Once -----------------------------------------------------------------------------------------


async def test_confirmed_twice_at_once_it_is_one_message(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    shown = await hand_in(browser, link, ("a.xlsx", OURS))
    before = await many(bare.world, InboxRow)
    told = await asyncio.gather(*(shown.press(words.SURE) for _ in range(6)))
    assert {one.text for one in told} == {told[0].text}
    assert words.DONE_TITLE in told[0].text
    assert await many(bare.world, InboxRow) == before + 1


async def test_a_used_link_shows_that_it_was_used_and_takes_nothing_more(
    bare: Bare, browser: Plain
) -> None:
    link = await asked_for_a_list(bare)
    await confirmed(bare, await hand_in(browser, link, ("a.xlsx", OURS)))
    again = await hand_in(browser, link, ("b.xlsx", commune()))
    assert words.DONE_TITLE in again.text
    assert await kept(bare.world) == []


async def test_no_more_files_are_tried_than_a_tired_person_would(
    bare: Bare, browser: Plain
) -> None:
    link = await asked_for_a_photo(bare)
    for _ in range(MOST_TIMES):
        shown = await hand_in(browser, link, ("a.jpg", jpeg()))
    assert words.SURE in shown.buttons
    assert is_over(await hand_in(browser, link, ("a.jpg", jpeg())))
    assert len(await kept(bare.world)) == 1


# --- Whose it is, and for what --------------------------------------------------------------------


async def test_asked_again_the_question_has_the_same_link(bare: Bare) -> None:
    link = await asked_for_a_list(bare)
    assert link_in(await bare.say("Én", "đây"), "u") == link
    bare.world.now = NOW + VALID - timedelta(minutes=30)
    assert link_in(await bare.say("Én", "đây"), "u") != link


async def test_a_document_that_the_messenger_keeps_to_itself_brings_the_link_again(
    bare: Bare,
) -> None:
    link = await asked_for_a_list(bare)
    text = await bare.say("Én", "")
    assert text.startswith("Hệ thống chưa đọc được loại tin này.")
    assert link_in(text, "u") == link
    assert "/u/" not in await bare.say("An", "")  # who was asked for nothing


async def test_another_question_ends_the_link_of_the_one_before(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    shown = await hand_in(browser, link, ("a.xlsx", OURS))
    await bare.say("Én", "/huy")
    assert is_over(await browser.open(link))
    assert is_over(await shown.press(words.SURE))
    again = await asked_for_a_list(bare)
    assert again != link
    assert is_over(await hand_in(browser, link, ("a.xlsx", OURS)))
    assert (await browser.open(again)).status == 200


async def test_it_leads_somewhere_for_a_day(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    bare.world.now = NOW + VALID
    assert is_over(await browser.open(link))
    assert is_over(await hand_in(browser, link, ("a.xlsx", OURS)))


@pytest.mark.parametrize(
    "gone",
    [
        lambda who: update(Person).where(Person.id == who).values(consent=ConsentState.WITHDRAWN),
        lambda who: update(LinkedAddress).where(LinkedAddress.person_id == who).values(
            person_id=None
        ),
        lambda who: update(RoleHeld).where(RoleHeld.person_id == who).values(
            until=date(2026, 11, 21)
        ),
    ],
    ids=["consent", "chat", "role"],
)  # fmt: skip
async def test_after_consent_chat_or_role_are_gone_nothing_is_taken(
    bare: Bare, browser: Plain, village: Village, gone: object
) -> None:
    assert callable(gone)
    link = await asked_for_a_list(bare)
    shown = await hand_in(browser, link, ("a.xlsx", OURS))
    await change(bare.world, gone(village.people["Én"]))
    assert is_over(await shown.press(words.SURE))
    assert is_over(await hand_in(browser, link, ("b.xlsx", OURS)))
    assert await many(bare.world, InboxRow) == 1


@pytest.mark.parametrize(
    "spoilt",
    [lambda link: link[:-1], lambda link: link.replace("/u/", "/f/")],
    ids=["cut", "as-download"],
)
async def test_what_we_did_not_sign_so_takes_nothing(
    bare: Bare, browser: Plain, spoilt: object
) -> None:
    assert callable(spoilt)
    link = spoilt(await asked_for_a_list(bare))
    assert (await browser.open(link)).status == 404
    assert (await hand_in(browser, link, ("a.xlsx", OURS))).status == 404
    assert await kept(bare.world) == []


async def test_a_file_that_is_held_for_one_cannot_be_confirmed_by_another(
    bare: Bare, browser: Plain
) -> None:
    held = await hand_in(browser, await asked_for_a_list(bare), ("a.xlsx", OURS))
    mine = await hand_in(browser, await asked_for_a_photo(bare), ("a.jpg", jpeg()))
    (theirs,) = (value for name, value in held.fields if name == "held")
    for value in (theirs, "0", "-1", "x", "9" * 40, "²"):
        forged = [(name, value if name == "held" else kept) for name, kept in mine.fields]
        sent = await browser.send(mine.path, [*forged, ("do", "sure")])
        assert words.DONE_TITLE not in sent.text
    assert words.DONE_TITLE in (await mine.press(words.SURE)).text


# --- Where it is not needed -----------------------------------------------------------------------


async def test_where_the_chat_takes_files_no_link_is_made(world: World, village: Village) -> None:
    await Chat(world, "Én").say("/nhapdanhsach")
    assert await many(world, PageLink) == 0


async def test_where_the_chat_takes_photos_only_documents_want_the_page(world: World) -> None:
    bare = Bare(world, takes=(FileKind.PHOTO,))
    for said in ("/phananh 2", "1", "đường", "Đường vào ấp 5 bị sạt lở, xe không qua được."):
        await bare.say("An", said)
    assert "/u/" not in await bare.say("An", "Kèm ảnh")
    assert "/u/" in await bare.say("Én", "/nhapdanhsach")


async def test_a_photo_that_did_not_come_through_is_handed_in_on_the_page(
    world: World, browser: Plain
) -> None:
    bare = Bare(world, takes=(FileKind.PHOTO,))
    for said in ("/phananh 2", "1", "đường", "Đường vào ấp 5 bị sạt lở.", "Kèm ảnh"):
        await bare.say("An", said)
    text = await bare.send_photo("An")
    assert text.startswith(reason(Reason.FILE_NOT_READ))
    link = link_in(text, "u")
    assert link_in(await bare.send_photo("An"), "u") == link, "it leads to the same page"
    assert link_in(await bare.say("An", ""), "u") == link, "also for what the chat keeps to itself"
    await confirmed(bare, await hand_in(browser, link, ("IMG_0042.JPG", jpeg())))
    assert "Đã ghi nhận" in await bare.say("An", "1")
    async with bare.world.store.reading() as session:
        assert (await session.scalars(select(Concern))).one().photo_id is not None


async def test_a_photo_that_nobody_asked_for_brings_no_link(world: World) -> None:
    bare = Bare(world, takes=(FileKind.PHOTO,))
    assert "/u/" not in await bare.send_photo("An")
    await bare.say("An", "/tham 2")
    assert "/u/" not in await bare.send_photo("An")
    assert await many(world, PageLink) == 0


async def test_without_an_address_of_ours_a_photo_is_only_asked_for_again(world: World) -> None:
    bare = Bare(world, pages="", takes=(FileKind.PHOTO,))
    for said in ("/phananh 2", "1", "đường", "Đường vào ấp 5 bị sạt lở.", "Kèm ảnh"):
        await bare.say("An", said)
    text = await bare.send_photo("An")
    assert text.startswith(reason(Reason.FILE_NOT_READ))
    assert "http" not in text


async def test_without_an_address_of_ours_it_says_where_else_to_hand_it_in(world: World) -> None:
    text = await Bare(world, pages="").say("Én", "/nhapdanhsach")
    assert words.elsewhere(Wanted.WORKBOOK) in text
    assert "http" not in text
    assert await many(world, PageLink) == 0


async def test_the_blank_workbook_comes_by_a_link_and_the_filled_one_goes_by_another(
    bare: Bare, browser: Plain
) -> None:
    await asked_for_a_list(bare)
    text = await bare.say("Én", "Nhận mẫu trống")
    assert "mau-danh-sach.xlsx" in text
    assert "vào đây" not in text
    blank = await download(browser, link_in(text, "f"))
    assert blank.content.startswith(b"PK")
    await confirmed(bare, await hand_in(browser, link_in(text, "u"), ("a.xlsx", OURS)))
    assert "Hộ: 3 mới" in bare.heard("Én")
