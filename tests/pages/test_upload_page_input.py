"""What is handed in and is no file, not the one, too much or too slow: said, and not kept."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.announcements import LARGEST_FILE
from bot.domain.uploads import LARGEST, Amiss, Wanted
from bot.pages import receiving
from bot.texts import page as page_words
from bot.texts import upload_page as words
from tests.chat import World
from tests.pages.bare import OF_A_FORM, Bare, form_of, hand_in, link_in, said_to, send
from tests.pages.plain import Plain
from tests.pages.test_upload_page import OURS, PDF, asked_for_a_list, kept


@pytest.fixture
def engine() -> str:
    """What is refused before it is stored is the same on either."""
    return "sqlite"


@pytest.fixture
def bare(world: World) -> Bare:
    """The village without files in its chats."""
    return Bare(world)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        pytest.param([], Amiss.NOTHING, id="none"),
        pytest.param([("", b"")], Amiss.NOTHING, id="not-chosen"),
        pytest.param([("a.xlsx", b"")], Amiss.NOTHING, id="empty"),
        pytest.param([("a.xlsx", OURS), ("b.xlsx", OURS)], Amiss.SEVERAL, id="two"),
        pytest.param([("a.xlsx", b"PK\x03\x04 docx")], Amiss.OTHER_KIND, id="no-workbook"),
        pytest.param([("a.jpg", b"<html><script>")], Amiss.OTHER_KIND, id="html-as-jpg"),
        pytest.param([("a.xlsx", bytes(LARGEST + 1))], Amiss.TOO_LARGE, id="too-large"),
        pytest.param([("a.xlsx", b"PK" * 40)] * 9, Amiss.SEVERAL, id="very-many"),
    ],
)
async def test_what_is_amiss_is_said_and_nothing_is_kept(
    bare: Bare, browser: Plain, files: list[tuple[str, bytes]], why: Amiss
) -> None:
    link = await asked_for_a_list(bare)
    shown = await hand_in(browser, link, *files)
    assert shown.status == (413 if why is Amiss.TOO_LARGE else 200)
    assert shown.wrong == [f"file: {words.amiss(why, Wanted.WORKBOOK)}"]
    assert words.SEND in shown.buttons
    assert await kept(bare.world) == []
    assert words.SURE in (await hand_in(browser, link, ("a.xlsx", OURS))).buttons


async def test_a_file_for_all_is_lighter(bare: Bare, browser: Plain) -> None:
    for said in ("/soanthongbao", "Mời họp chi bộ", "1", "1", "2"):
        await bare.say("Én", said)
    link = link_in(await bare.say("Én", "Kèm ảnh hoặc tệp"), "u")
    shown = await hand_in(browser, link, ("a.pdf", PDF + bytes(LARGEST_FILE)))
    assert "chỉ nhận đến 5 MB" in shown.text


async def test_a_line_that_breaks_leaves_nothing(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    await said_to(browser, link, form_of(("a.xlsx", OURS))[:3000], listens=False)
    assert words.SURE in (await hand_in(browser, link, ("a.xlsx", OURS))).buttons
    assert len(await kept(bare.world)) == 1


async def test_who_is_too_slow_gives_the_place_back(
    bare: Bare, browser: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SLOWEST", 0.1)
    link = await asked_for_a_list(bare)
    answer = await said_to(browser, link, form_of(("a.xlsx", OURS))[:3000], listens=True)
    assert answer.startswith(b"HTTP/1.1 408")
    assert words.BROKEN_OFF in answer.decode()
    assert words.SURE in (await hand_in(browser, link, ("a.xlsx", OURS))).buttons


async def test_for_each_link_one_is_taken_at_a_time(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    going_on, begun = asyncio.Event(), asyncio.Event()
    whole = form_of(("a.xlsx", OURS))

    async def in_two() -> AsyncIterator[bytes]:
        yield whole[:3000]
        begun.set()
        await going_on.wait()
        yield whole[3000:]

    async with asyncio.TaskGroup() as both:
        slow = both.create_task(send(browser, link, in_two(), OF_A_FORM))
        await begun.wait()
        while (busy := await hand_in(browser, link, ("b.xlsx", OURS))).status != 503:
            pass
        going_on.set()
    assert busy.headers["Retry-After"]
    assert words.TOO_MANY[0] in busy.text
    assert words.SURE in slow.result().buttons


def test_only_a_few_go_in_at_once() -> None:
    gate = receiving.Gate()
    first_three = gate.passing(1), gate.passing(2), gate.passing(3)
    with first_three[0] as one, first_three[1] as two, first_three[2] as three:
        assert (one, two, three) == (True, True, True)
        with gate.passing(4) as more, gate.passing(1) as again:
            assert (more, again) == (False, False)
    with gate.passing(4) as later:
        assert later


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("multipart/form-data", b"--cut\r\n", id="no-boundary"),
        pytest.param("multipart/form-data; boundary=cut", b"", id="nothing"),
        pytest.param("multipart/form-data; boundary=cut", b"\xff" * 300, id="noise"),
        pytest.param("multipart/form-data; boundary=cut", b"--cut\r\n\r\n", id="no-headers"),
        pytest.param(
            "multipart/form-data; boundary=cut",
            b"--cut\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\n--in--\r\n",
            id="form-in-a-form",
        ),
        pytest.param(
            "multipart/form-data; boundary=cut",
            b"--cut\r\n" + b"A: b\r\n" * 500 + b"\r\nx\r\n--cut--\r\n",
            id="many-headers",
        ),
        pytest.param(
            "multipart/form-data; boundary=cut",
            b"--cut\r\nContent-Disposition: " + b"x" * 20_000 + b"\r\n\r\nx\r\n--cut--\r\n",
            id="long-header",
        ),
        pytest.param("text/plain", b"do=sure&held=1", id="other-kind"),
        pytest.param("application/x-www-form-urlencoded", b"do=sure", id="nothing-held"),
        pytest.param("application/x-www-form-urlencoded", b"\xff=%ff&&&=", id="no-form"),
    ],
)
async def test_what_no_browser_sends_does_no_harm(
    bare: Bare, browser: Plain, kind: str, body: bytes
) -> None:
    link = await asked_for_a_list(bare)
    shown = await send(browser, link, body, {"Content-Type": kind})
    assert shown.status == 200
    assert shown.buttons == [words.SEND]
    assert await kept(bare.world) == []


async def test_a_form_without_end_is_too_much(bare: Bare, browser: Plain) -> None:
    link = await asked_for_a_list(bare)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    shown = await send(browser, link, b"x" * 300_000, headers)
    assert shown.status == 413
    assert page_words.BUSY_TITLE in shown.text
