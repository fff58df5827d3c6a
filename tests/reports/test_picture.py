"""A month's picture: of the right width, with every letter, whatever there is to show."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.domain.concern_facts import NO_CONCERNS, ConcernFacts
from bot.domain.concerns import ConcernStatus
from bot.domain.summaries import Coverage, MonthFacts
from bot.reports import picture
from bot.reports.picture import MOST_ROWS, WIDTH, Row
from bot.texts import picture as words

MONTHS = [(f"2026-{month:02d}", Coverage(visited=month, untouched=2)) for month in range(6, 12)]
EMPTY = MonthFacts("2026-11", ())
NAMES = (
    "Ưng Quỳnh Ỷ", "Đặng Thị Ngọc Huyền", "H'Hen Niê", "ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬĐ", "ÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊ",
    "ÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢ", "ÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴ", "àảãáạăằẳẵắặâầẩẫấậđ", "èẻẽéẹêềểễếệìỉĩíị",
    "òỏõóọôồổỗốộơờởỡớợ", "ùủũúụưừửữứựỳỷỹýỵ",
)  # fmt: skip


def size(png: bytes) -> tuple[int, int]:
    """Width and height, as the file says."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("rows", "tallest"),
    [
        ([], 1100),
        ([Row("Ấp 5", Coverage())], 1300),
        ([Row(name, Coverage(visited=3, otherwise=1, untouched=2)) for name in NAMES], 1700),
        ([Row(f"Chi bộ {n}", Coverage(visited=n)) for n in range(MOST_ROWS + 5)], 3300),
    ],
    ids=["nothing", "nothing due", "every letter", "more than fit"],
)
def test_the_picture_is_as_wide_as_a_phone_and_lacks_no_letter(
    rows: list[Row], tallest: int
) -> None:
    title = words.title("Chi bộ Ấp Đường Gỗ Vàm", "2026-11", provisional=True)
    width, height = size(picture.draw(title, rows, EMPTY, MONTHS))  # a lacking letter is a warning
    assert width == WIDTH
    assert 600 < height <= tallest


def test_a_cell_that_never_had_anything_due_has_a_picture_too() -> None:
    for months in ([(month, Coverage()) for month, _ in MONTHS], MONTHS[-1:]):
        assert size(picture.draw("Chi bộ Trường học", [], EMPTY, months))[0] == WIDTH


def test_the_words_beside_it_say_the_same() -> None:
    said = ConcernFacts(
        new=5, by_status=((ConcernStatus.IN_PROGRESS, 4), (ConcernStatus.ANSWERED, 2)), overdue=1,
        told=3, days=(2, 5, 9),
    )  # fmt: skip
    rows = [("Nguyễn Thị An", Coverage(visited=3, untouched=1)), ("Võ Thị Hà", Coverage())]
    assert words.beside("Chi bộ Ấp 5 – tháng 11/2026", rows, said, MONTHS) == (
        "Chi bộ Ấp 5 – tháng 11/2026\n"
        "Số hộ đã thăm trên số cần thăm: Nguyễn Thị An 3/4; Võ Thị Hà –.\n"
        "Tỷ lệ hộ đã thăm từng tháng: tháng 6/2026 75 %, tháng 7/2026 77 %, tháng 8/2026 80 %, "
        "tháng 9/2026 81 %, tháng 10/2026 83 %, tháng 11/2026 84 %.\n"
        "Phản ánh, kiến nghị: mới trong kỳ: 5; đang xử lý: 4; trong đó quá hạn: 1; "
        "đã trả lời, chưa báo hộ: 2; đã báo hộ trong kỳ: 3."
    )
    assert "; và 3 dòng nữa." in words.beside("x", rows * 9, NO_CONCERNS, MONTHS)


def test_whoever_asks_for_help_does_not_wait_for_the_drawing_library() -> None:
    code = "import sys, bot.__main__, handlers.commands; sys.exit('matplotlib' in sys.modules)"
    root = Path(bot.__file__).parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
