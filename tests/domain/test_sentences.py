"""Sentences as members type them, with their right reading; the file says more about each.

A case is what was typed, each line behind "> ", and below it one line for every group of
households: numbers | day | kind of visit | what is told. "1/7" are two that may be meant, "!99" is
in no book; "today" stands where nothing is said of a day, and "none" where it is no report.
"""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.sentence_book import Book, Named
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentences import LONGEST, Part, read
from bot.domain.vietnamese.text import search_key

TODAY = date(2026, 11, 20)
HOUSEHOLDS = (
    ("Nguyễn Văn Ba", "ông Ba", "cạnh cầu Mười Thước, tổ 1"),
    ("Trần Thị Tư", "bà Tư Hạnh", "đầu hẻm 12, tổ 1"),
    ("Lê Văn Bảy", "chú Bảy Đờn", "gần chợ, tổ 1"),
    ("Phạm Thị Út", "cô Út bánh mì", "sau đình, tổ 1"),
    ("Huỳnh Văn Sáu", "anh Sáu sửa xe", "ngã ba lộ mới, tổ 2"),
    ("Danh Thị Hoa", "", "gần chùa, tổ 2"),
    ("Nguyễn Văn Bảy", "bác Bảy Lớn", "cuối kênh Năm, tổ 2"),
    ("Võ Thị Thuỷ", "thím Tám", "bến đò, tổ 2"),
    ("Thạch Sơn", "", "gần trường học, tổ 2"),
    ("Đặng Thị Hồng", "cô giáo Hồng", "cạnh trạm y tế, tổ 3"),
    ("Nguyễn Thị Hường", "bà Năm Hường", "tổ 3"),
    ("Trần Quốc Toản", "anh Toản", "vuông tôm cuối ấp, tổ 3"),
    ("Lý Minh Đức", "ông Chín Đức", "gần nhà văn hóa, tổ 3"),
    ("Bùi Thị Nga", "", "tổ 4"),
    ("A Nghĩa", "", "trên rẫy, tổ 4"),
    ("Ngô Văn Hải", "anh Hải thợ hồ", "cạnh lò gạch, tổ 4"),
    ("Ngô Thị Hải", "dì Hải", "tổ 4"),
    ("H'Hen Niê", "", "đầu buôn, tổ 4"),
)
BOOK = Book(
    [
        Candidate(at, at, search_key(" ".join(known)), tuple(filter(None, known[:2])))
        for at, known in enumerate(HOUSEHOLDS, 1)
    ]
)
CASES = [
    block.splitlines()
    for block in (Path(__file__).parent / "sentences.txt").read_text("utf-8").split("\n\n")
    if block.strip()
]


def told(matter: Matter) -> set[str]:
    """What a case calls it; a note is the rest that fits nothing, so it is not compared."""
    found = {"fine"} if matter.fine else set()
    found |= {f"topic {one}" for one in matter.topics}
    found |= {f"help {one.kind}" for one in matter.helps}
    found |= {f"concern {one.category.removesuffix('_C')}" for one in matter.concerns}
    found |= {f"change {one.change}" for one in matter.changes}
    return found | ({"promise"} if matter.promise else set())


def by_household(parts: list[Part]) -> dict[str, tuple[Named, Part]]:
    """Each household that was named, under the number that stands first for it."""
    return {
        str(named.ids[0]) if named.ids else f"!{named.said}": (named, part)
        for part in parts
        for named in part.households
    }


@pytest.mark.parametrize("case", CASES, ids=[" / ".join(c).partition(" | ")[0] for c in CASES])
def test_a_sentence_is_read_as_it_was_meant(case: list[str]) -> None:
    typed = "\n".join(line[2:] for line in case if line.startswith("> "))
    wanted = [line for line in case if not line.startswith("> ")]
    found = by_household(read(typed, BOOK, TODAY))
    if wanted == ["none"]:
        assert not found
        return
    for line in wanted:
        numbers, day, kind, what = (each.strip() for each in f"{line} | | |".split("|")[:4])
        for number in numbers.split():
            likely = number.split("/")
            named, part = next(found.pop(one) for one in likely if one in found)
            assert not named.ids or set(likely) <= set(map(str, named.ids))
            assert named.certain == (len(likely) == 1 and bool(named.ids))
            on = part.day.day if part.day else TODAY
            assert on == (TODAY if day == "today" else date.fromisoformat(day.rstrip("?")))
            assert kind in ("?", str(part.matter.kind), f"{part.matter.kind}:{part.matter.reason}")
            wanted_of_it = {one.strip() for one in what.split(" + ")} - {"", "note"}
            assert told(part.matter) == wanted_of_it
    assert not found


def test_what_is_too_long_to_be_looked_over_is_no_report() -> None:
    assert read("3 bt\n" * LONGEST, BOOK, TODAY) == []


def test_without_a_book_nothing_is_read() -> None:
    assert read("3 5 bt, nhà chú Bảy khoẻ", Book([]), TODAY) == []
