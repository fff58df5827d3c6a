"""`gandan demo` without a screen: the month in the documentation is the one that is played."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.periods import day_of
from bot.messages import Address, Attachment, Choice, Letter
from bot.room import demo as room_demo
from bot.room import play
from bot.room.demo import Wish
from bot.room.play import demo
from bot.room.stage import Glanced, Heard, Line, Opening, Said, Stage, Unexpected
from bot.room.story import Story
from bot.room.transcript import on_paper, on_screen
from bot.settings import Settings
from bot.starting import Unfit
from storage.store import Store
from tests.conftest import NOW
from tests.village import Village

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
MONTH = "2026-12"
PICTURE = f"tong-hop-{MONTH}.png"


def endings(folder: Path) -> set[str]:
    return {file.suffix for file in folder.iterdir()}


@pytest.mark.faults(only_full=True)
async def test_the_month_in_the_documentation_is_played_again_to_the_letter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await demo(Settings(), MONTH, tmp_path) == 0
    written = (tmp_path / f"{MONTH}.md").read_text(encoding="utf-8")
    assert written == (EXAMPLES / f"{MONTH}.md").read_text(encoding="utf-8"), (
        "after a change of words: gandan demo --month 2026-12 | cat; "
        f"cp demo-out/{MONTH}.md demo-out/*.png docs/examples/"
    )
    assert f"![{PICTURE}]({PICTURE})" in written
    assert (EXAMPLES / PICTURE).stat().st_size > 10_000
    assert (tmp_path / PICTURE).read_bytes().startswith(b"\x89PNG")
    assert endings(tmp_path) == {".md", ".png", ".docx"}
    said = capsys.readouterr()
    assert "11. Ngày họp" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("wish", "display", "plays"),
    [
        (Wish(1, MONTH, browser=True), "", True),
        (Wish(1, MONTH, browser=True), ":0", False),
        (Wish(1, MONTH, browser=False), "", False),
        (Wish(1, "", browser=True, keep=Path("room.db")), "", False),
    ],
    ids=["nobody looks", "a screen", "no browser wanted", "a room that is kept"],
)
async def test_a_month_is_played_only_where_nobody_can_look_at_a_room(
    wish: Wish, display: str, plays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def played(settings: Settings, month: str) -> int:
        return 7

    monkeypatch.setattr(play, "demo", played)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(room_demo, "_is_free", lambda port: False)  # the room is not opened
    assert await room_demo.demo(Settings(), wish) == (7 if plays else room_demo.FAILED)


@pytest.fixture
def lines() -> list[Line]:
    return []


@pytest.fixture
def stage(store: Store, village: Village, lines: list[Line]) -> Stage:
    return Stage(store, NOW, lines.append)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_an_answer_that_does_not_come_ends_the_play(stage: Stage) -> None:
    an = stage.phone("An", "An")
    await an.say("/thangnay", "0/4")
    with pytest.raises(Unexpected, match="the answer to “/thangnay” of An does not say “9/9”"):
        await an.say("/thangnay", "9/9")
    with pytest.raises(Unexpected, match="An finds no button “Bay lên trời”"):
        await an.tap("Bay lên trời", "")
    with pytest.raises(Unexpected, match="the letter to An brought no file"):
        an.file()
    with pytest.raises(Unexpected, match="An did not get “Trúng thưởng”"):
        an.open("Trúng thưởng")
    with pytest.raises(Unexpected, match=r"until .* An did not get “Trúng thưởng”"):
        await stage.until_heard(an, "Trúng thưởng", day_of(NOW) + timedelta(days=1))


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_time_brings_to_a_locked_phone_is_one_line(
    stage: Stage, lines: list[Line]
) -> None:
    an, cuc = stage.phone("An", "An"), stage.phone("Cúc", "Cúc")
    with stage.unseen():
        await cuc.say("/menu", "")
    await stage.until_heard(an, "Việc tháng 11: còn 4", day_of(NOW) + timedelta(days=9))
    assert [type(line) for line in lines[1:]] == [Heard, Glanced]
    assert on_screen(lines[2]).count("\n") == 1
    assert "Tư Hạnh" in on_paper(lines[1])
    assert "Việc tháng 11" in on_paper(lines[2])
    assert cuc.heard.text.count("\n") > 1


LETTER = Letter(
    7, Address("console", "demo", "An"), "Một\n\nHai \u2068ba\u2069", (Choice("Có", "a"),),
    (Choice("Hủy", "b"),), Attachment("hinh.png", b"", "image/png"),
)  # fmt: skip


def test_a_letter_is_written_with_its_picture_and_buttons() -> None:
    assert on_screen(Heard("An", LETTER)) == (
        "An nhận:\n  │ Một\n  │\n  │ Hai ba\n  │ [tệp: hinh.png]\n  │ [Có] [Hủy]\n"
    )
    assert on_paper(Heard("An", LETTER)) == (
        "**An nhận:**\n\n> Một\n>\n> Hai ba\\\n> ![hinh.png](hinh.png)\\\n> `[Có]` `[Hủy]`\n"
    )
    assert on_paper(Said("An", "Có", tapped=True)) == "**An bấm:** `[Có]`\n"
    assert on_screen(Said("An", "/tham", tapped=False)) == "An nhắn: /tham\n"
    assert "Tháng 12/2026" in on_paper(Opening(MONTH, (("An", "Nguyễn Thị An", "đảng viên"),)))


@pytest.mark.parametrize("month", ["2026-13", "12/2026", "2026-12-01", "next"])
async def test_a_month_that_is_none_is_refused(month: str, tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="--month is a month as in 2026-12"):
        await demo(Settings(), month, tmp_path)


async def test_a_play_that_fails_says_so_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def interrupted(month: str, written: object) -> Story:
        await asyncio.sleep(0)
        raise Unexpected("nobody answered “/thangnay” of An")

    monkeypatch.setattr(play, "play", interrupted)
    assert await demo(Settings(), MONTH, tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "nobody answered" in said
    assert not (tmp_path / "out").exists()
