"""A letter's file behind a link: for its reader alone, once."""

import asyncio
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import func, select, update

from bot.domain.announcements import AnnouncementKind
from bot.domain.people import ConsentState, Role
from bot.messages import Attachment, Outgoing, TryLater, Urgency
from bot.texts import file_page as words
from scheduler.housekeeping import keep_house
from storage import letters, outbox
from storage.file_links import VALID
from storage.letters import Posting
from storage.tables import (
    Announcement,
    Assignment,
    AuditRow,
    Concern,
    File,
    LinkedAddress,
    OutboxRow,
    PageLink,
    Person,
    RoleHeld,
)
from tests.chat import Chat, World
from tests.concerns_stored import recorded
from tests.conftest import NOW
from tests.pages.bare import Bare, download, link_in
from tests.pages.plain import Plain
from tests.pages.steps import change
from tests.village import Village

COPY = "/dulieu xuat"


@pytest.fixture
def bare(world: World) -> Bare:
    """The village without files in its chats."""
    return Bare(world)


async def copy_of(bare: Bare, who: str = "An") -> str:
    """Ask for the copy of one's own data; the link to it."""
    return link_in(await bare.say(who, COPY), "f")


async def links(world: World) -> list[PageLink]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(PageLink).order_by(PageLink.id)))


def is_over(shown_status: int, text: str, status: int) -> bool:
    return shown_status == status and words.OVER[0] in text


# --- The whole path -------------------------------------------------------------------------------


async def test_a_file_that_cannot_come_is_a_line_below_its_letter(
    bare: Bare, browser: Plain
) -> None:
    text = await bare.say("An", COPY)
    assert "Tệp du-lieu-cua-toi" in text
    assert "Dùng đến 09:00 chủ nhật 22/11/2026, tải được một lần." in text
    assert "Xin đừng chuyển liên kết này" in text
    saved = await download(browser, link_in(text, "f"))
    assert saved.status == 200
    assert "DỮ LIỆU CỦA NGUYỄN THỊ AN" in saved.content.decode("utf-8-sig")
    assert saved.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert saved.headers["Cache-Control"] == "no-store"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in saved.headers["Content-Security-Policy"]
    async with bare.world.store.reading() as session:
        noted = await session.scalar(
            select(func.count()).select_from(AuditRow).where(AuditRow.action == "download")
        )
    assert noted == 1


async def test_a_look_shows_nothing_and_uses_nothing_up(bare: Bare, browser: Plain) -> None:
    link = await copy_of(bare)
    for method in ("GET", "HEAD", "GET", "GET", "GET"):
        shown = await browser.open(link, method)
        assert shown.status == 200
        for hidden in ("An", "du-lieu", "txt"):
            assert hidden not in shown.text.replace("Android", "")
    assert shown.buttons == [words.TAKE]
    assert not shown.tags & {"script", "img", "link", "iframe"}
    assert [one.used_at for one in await links(bare.world)] == [None]
    assert (await download(browser, link)).status == 200


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Phiếu kích hoạt đợt 1.docx", "phieu kich hoat dot 1.docx"),
        ('a"\r\nSet-Cookie: x=1;.pdf', "a___set-cookie_ x_1_.pdf"),
    ],
    ids=["diacritics", "headers"],
)
async def test_a_name_comes_along_whole_and_for_old_phones_without_diacritics(
    bare: Bare, browser: Plain, village: Village, name: str, said: str
) -> None:
    await written(bare, village, Attachment(name, b"<html>", "text/html"))
    saved = await download(browser, link_in(bare.heard("An"), "f"))
    disposition = saved.headers["Content-Disposition"]
    assert disposition.startswith(f"attachment; filename=\"{said}\"; filename*=UTF-8''")
    assert saved.headers["Content-Type"] == "application/octet-stream"  # nothing is run
    assert "Set-Cookie" not in saved.headers


async def written(
    bare: Bare, village: Village, file: Attachment, who: str = "An", of_unit: str = "",
    urgency: Urgency = Urgency.LIVE, text: str = "Có tệp kèm theo.",
) -> None:  # fmt: skip
    """A letter with a file, as something else than an answer has it."""
    address = Chat(bare.world, who).address
    async with bare.world.store.begin() as session:
        file_id = await letters.stored(session, file, None, bare.world.now)
        posting = Posting(
            address, Outgoing(text, urgency=urgency), person_id=village.people[who],
            file_id=file_id, of_unit=village.units[of_unit] if of_unit else None,
        )  # fmt: skip
        await outbox.put_many(session, [posting], bare.world.now)
    await bare.go_on()


async def test_slips_are_printed_from_the_link(
    bare: Bare, browser: Plain, village: Village
) -> None:
    await change(
        bare.world,
        update(LinkedAddress)
        .where(LinkedAddress.external_id.in_(("Hà", "Cúc")))
        .values(person_id=None),
    )
    await bare.say("Én", "/capma")
    text = await bare.say("Én", "cap 2 ma")
    saved = await download(browser, link_in(text, "f"))
    assert saved.headers["Content-Type"].endswith("wordprocessingml.document")
    assert Document(BytesIO(saved.content)).tables


# --- How often and how long -----------------------------------------------------------------------


async def test_a_file_is_given_once_and_asked_for_anew_in_the_chat(
    bare: Bare, browser: Plain
) -> None:
    link = await copy_of(bare)
    assert (await download(browser, link)).status == 200
    again = await download(browser, link)
    assert is_over(again.status, again.content.decode(), 410)
    assert "xin lại trong trò chuyện" in again.content.decode()
    looked = await browser.open(link)
    assert is_over(looked.status, looked.text, 410)


async def test_of_many_at_once_one_is_given(bare: Bare, browser: Plain) -> None:
    link = await copy_of(bare)
    told = await asyncio.gather(*(download(browser, link) for _ in range(8)))
    assert sorted(one.status for one in told) == [200] + [410] * 7
    assert [one.used_at for one in await links(bare.world)] == [bare.world.now]


async def test_it_leads_somewhere_for_a_day(bare: Bare, browser: Plain) -> None:
    link = await copy_of(bare)
    bare.world.now = NOW + VALID - timedelta(minutes=1)
    await keep_house(bare.world.store, bare.world.now)
    assert (await download(browser, link)).status == 200
    bare.world.now = NOW + VALID
    shown = await browser.open(link)
    assert is_over(shown.status, shown.text, 410)


async def test_each_letter_has_a_link_of_its_own(bare: Bare, browser: Plain) -> None:
    first, second = await copy_of(bare), await copy_of(bare)
    assert first != second
    assert (await download(browser, first)).status == 200
    assert (await download(browser, second)).status == 200


async def test_a_retry_brings_a_link_that_ends_the_older(bare: Bare, browser: Plain) -> None:
    bare.outcomes.append(TryLater(after=1.0, why="busy"))
    await bare.say("An", COPY)
    bare.world.later(minutes=2)
    await bare.go_on()
    first, second = (link_in(one.text, "f") for one in bare.sent)
    assert (await download(browser, first)).status == 410
    assert (await download(browser, second)).status == 200


async def test_what_never_goes_out_has_no_link(bare: Bare, village: Village) -> None:
    await change(
        bare.world,
        update(LinkedAddress).where(LinkedAddress.external_id == "An").values(person_id=None),
    )
    await written(bare, village, Attachment("a.txt", b"a", "text/plain"))
    assert bare.sent == []
    assert await links(bare.world) == []


# --- Whose it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda link: link[:-1],
        lambda link: link[:-1] + ("b" if link[-1] == "a" else "a"),
        lambda link: link.rpartition("/")[0] + "/",
        lambda link: link.replace("/f/", "/b/"),
        lambda link: link.replace("/f/", "/u/"),
    ],
    ids=["cut", "other", "none", "as-ticks", "as-upload"],
)
async def test_what_we_did_not_sign_so_leads_nowhere(
    bare: Bare, browser: Plain, spoilt: object
) -> None:
    assert callable(spoilt)
    link = spoilt(await copy_of(bare))
    assert (await browser.open(link)).status == 404
    assert (await download(browser, link)).status == 404


GONE = {
    "consent": lambda who: update(Person).where(Person.id == who).values(
        consent=ConsentState.WITHDRAWN
    ),
    "chat": lambda who: update(LinkedAddress).where(LinkedAddress.person_id == who).values(
        person_id=None
    ),
    "role": lambda who: update(RoleHeld).where(RoleHeld.person_id == who).values(
        until=date(2026, 11, 21)
    ),
}  # fmt: skip


@pytest.mark.parametrize("gone", GONE)
async def test_after_consent_chat_or_role_are_gone_so_is_the_file(
    bare: Bare, browser: Plain, village: Village, gone: str
) -> None:
    link = await copy_of(bare)
    await change(bare.world, GONE[gone](village.people["An"]))
    assert (await download(browser, link)).status == 410
    assert [one.used_at for one in await links(bare.world)] == [None]


async def test_a_chat_that_has_become_anothers_opens_nothing(
    bare: Bare, browser: Plain, village: Village
) -> None:
    link = await copy_of(bare)
    await change(
        bare.world,
        update(LinkedAddress)
        .where(LinkedAddress.external_id == "An")
        .values(person_id=village.people["Cúc"]),
    )
    assert (await download(browser, link)).status == 410


async def test_a_cells_figures_are_theirs_who_lead_it_and_a_further_role_does_no_harm(
    bare: Bare, browser: Plain, village: Village
) -> None:
    figures = Attachment("thang-11.png", b"\x89PNG\r\n\x1a\n", "image/png")
    for _ in range(2):
        await written(bare, village, figures, "Bình", of_unit="05")
    first, second = (link_in(one.text, "f") for one in bare.sent)
    async with bare.world.store.begin() as session:
        session.add(
            RoleHeld(
                person_id=village.people["Bình"], role=Role.CELL_DEPUTY,
                unit_id=village.units["05"], since=date(2026, 11, 1),
            )
        )  # fmt: skip
    assert (await download(browser, first)).status == 200
    await change(
        bare.world,
        update(RoleHeld)
        .where(RoleHeld.person_id == village.people["Bình"], RoleHeld.role == Role.CELL_SECRETARY)
        .values(until=date(2026, 11, 21)),
    )
    assert (await download(browser, first)).status == 410
    assert (await download(browser, second)).status == 410


async def test_a_photo_is_theirs_no_more_once_its_household_is_handed_over(
    bare: Bare, browser: Plain, village: Village
) -> None:
    household = village.households["H002"]
    raised = await recorded(bare.world.store, "An", household)
    async with bare.world.store.begin() as session:
        photo = Attachment("anh.jpg", b"\xff\xd8\xff", "image/jpeg")
        file_id = await letters.stored(session, photo, None, NOW)
        await session.execute(update(Concern).values(photo_id=file_id))
    links_to_it = [link_in(await bare.say("An", f"/pa {raised.code} anh"), "f") for _ in range(2)]
    assert (await download(browser, links_to_it[0])).content == photo.content
    await change(
        bare.world,
        update(Assignment)
        .where(Assignment.household_id == household)
        .values(until=date(2026, 11, 21)),
    )
    for link in links_to_it:
        assert (await download(browser, link)).status == 410


async def test_the_file_of_a_withdrawn_announcement_is_given_no_more(
    bare: Bare, browser: Plain, village: Village
) -> None:
    file = Attachment("moi-hop.pdf", b"%PDF-1.4", "application/pdf")
    await written(bare, village, file, urgency=Urgency.URGENT)
    link = link_in(bare.heard("An"), "f")
    assert (await download(browser, link)).status == 200
    async with bare.world.store.begin() as session:
        session.add(
            Announcement(
                unit_id=village.units["TL"], author_id=village.people["Én"],
                kind=AnnouncementKind.MEETING,
                words="Mời họp", audience={}, file_id=await session.scalar(select(File.id)),
                created_at=NOW, withdrawn_at=NOW,
            )
        )  # fmt: skip
    assert (await download(browser, link)).status == 410


async def test_a_file_that_was_dropped_is_over(bare: Bare, browser: Plain) -> None:
    link = await copy_of(bare)
    await change(bare.world, update(OutboxRow).values(file_id=None))
    assert (await download(browser, link)).status == 410


# --- Where there are no pages, and where files are carried ---------------------------------------


async def test_without_an_address_of_ours_it_says_where_else_to_get_it(world: World) -> None:
    text = await Bare(world, pages="").say("An", COPY)
    assert words.elsewhere("")[:30] in text
    assert "http" not in text
    assert await links(world) == []


async def test_where_files_are_carried_no_link_is_made(an: Chat) -> None:
    await an.say(COPY)
    assert an.heard.attachment is not None
    assert "/f/" not in an.heard.text
    assert await links(an.world) == []


async def test_words_for_where_there_are_no_buttons_have_the_link_too(
    bare: Bare, village: Village
) -> None:
    address = Chat(bare.world, "An").address
    file = Attachment("a.pdf", b"%PDF-", "application/pdf")
    said = Outgoing("Bấm nút.", in_words="Nhắn số.", attachment=file)
    async with bare.world.store.begin() as session:
        await outbox.put(session, address, said, NOW, person_id=village.people["An"])
    await bare.go_on()
    (letter,) = bare.sent
    assert letter.text.startswith("Bấm nút.\n\nTệp a.pdf:")
    assert letter.in_words.startswith("Nhắn số.\n\nTệp a.pdf:")


async def test_one_letter_of_several_has_the_link_of_the_one_with_the_file(
    bare: Bare, browser: Plain, village: Village
) -> None:
    file = Attachment("thang-11.pdf", b"%PDF-figures", "application/pdf")
    bare.world.now = NOW + timedelta(days=2)  # on a Monday morning
    async with bare.world.store.begin() as session:
        for number, attachment in enumerate((None, file)):
            said = Outgoing(f"Số liệu {number}.", urgency=Urgency.DIGEST, attachment=attachment)
            await outbox.put(
                session, Chat(bare.world, "Lâm").address, said, bare.world.now,
                person_id=village.people["Lâm"],
            )  # fmt: skip
    await bare.go_on()
    (letter,) = bare.sent
    assert len(letter.carries) == 1
    saved = await download(browser, link_in(letter.text, "f"))
    assert saved.content == file.content


def test_the_words_stay_on_one_screen() -> None:
    long = "/f/".join(("https://gandan.xa-thanh-loc.gov.vn", "a" * 40))
    assert len(words.link("phieu-kich-hoat-2026-11-21.docx", long, NOW)) < 250
