"""The words of a digest: with nothing, little and much to tell, each figure says what it counts."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.concern_facts import ConcernFacts
from bot.domain.concerns import ConcernStatus
from bot.domain.summaries import (
    Additions,
    Beside,
    CellFacts,
    Coverage,
    MemberRow,
    MonthFacts,
    Passing,
    Span,
)
from bot.domain.visits import VisitKind
from bot.texts.digest import behind, cell_label, overview, pushed

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
SEALED_AT = datetime(2026, 12, 12, 2, tzinfo=UTC)
FULL = Coverage(
    visited=15, otherwise=1, attempts=2, excused=1, untouched=3, declined=1,
    focus_due=4, focus_covered=2,
)  # fmt: skip
BUSY = CellFacts(
    1, NOVEMBER, households=45,
    members=(
        MemberRow(1, FULL, 23), MemberRow(2, Coverage(visited=20), 20, own=False),
        MemberRow(None, Coverage(), 2),
    ),
    concerns=ConcernFacts(
        new=6, by_status=((ConcernStatus.IN_PROGRESS, 4), (ConcernStatus.ANSWERED, 3)),
        overdue=1, told=5, days=(3, 9, 14, 20, 31),
    ),
    contacts=((VisitKind.HOME, 35), (VisitKind.PHONE, 1)),
    passing=Passing(announcements=4, stuck=2), sealed_at=SEALED_AT, additions=Additions(visits=3),
)  # fmt: skip


def cell(coverage: Coverage) -> CellFacts:
    """One member of the cell with all its households."""
    return CellFacts(1, NOVEMBER, coverage.due, members=(MemberRow(1, coverage, coverage.due),))


def beside(now: CellFacts, before: CellFacts) -> Beside:
    """A month beside the one before it."""
    return Beside(MonthFacts("2026-11", (now,)), MonthFacts("2026-10", (before,)))


def lines(now: CellFacts, before: CellFacts) -> list[str]:
    """What the secretary reads below the heading."""
    return overview(beside(now, before), "Chi bộ Ấp 5", NOVEMBER.last).split("\n")[1:]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Coverage(), Coverage(), ["Chưa có hộ nào cần thăm."]),
        (
            Coverage(untouched=20, focus_due=3), Coverage(untouched=20),
            [
                "Cần thăm 20 hộ, chưa có báo cáo nào; tháng 10: chưa có số liệu.",
                "Cần hỗ trợ thêm: 1 đồng chí trong chi bộ còn 20 hộ chưa thăm, chưa báo cáo.",
            ],
        ),
        (
            Coverage(visited=2414, untouched=353), Coverage(),
            ["Thăm 2.414/2.767 hộ (87 %).", "Chưa ghi 353 hộ."],
        ),
        (Coverage(visited=20), Coverage(visited=19, untouched=1),
         ["Thăm 20/20 hộ (100 %); tháng 10: 19/20."]),
        (Coverage(visited=1, untouched=1), Coverage(),
         ["Thăm 1/2 hộ (50 %).", "Chưa ghi 1 hộ."]),
        (Coverage(attempts=1), Coverage(),
         ["Thăm 0/1 hộ (0 %).", "Chưa thăm tại nhà 1 hộ: 1 hộ đến mà vắng nhà."]),
    ],
    ids=[
        "no households", "before anybody reports", "thousands", "all", "not written down",
        "nobody in",
    ],
)  # fmt: skip
def test_with_little_to_tell_little_is_said(
    now: Coverage, before: Coverage, said: list[str]
) -> None:
    found = lines(cell(now), cell(before))
    assert found[: len(said)] == said
    assert found[-2:] == [
        "Biến động của hộ: 0 (tháng 10: 0); lượt giúp đỡ: 0 (tháng 10: 0).",
        "Phản ánh, kiến nghị: không có.",
    ]


def test_with_much_to_tell_each_figure_says_what_it_counts() -> None:
    assert lines(BUSY, BUSY) == [
        "Thăm 35/42 hộ (83 %); tháng 10: 35/42. Trong 42 hộ, đảng viên chi bộ khác phụ trách 20.",
        "Hộ nghèo, cận nghèo, cần giúp: đã thăm 2/4. Chưa thăm tại nhà 7 hộ: 1 hộ nắm bằng cách "
        "khác, 2 hộ đến mà vắng nhà, 1 hộ có lý do, 3 hộ chưa ghi. Ngoài ra 1 hộ không đồng ý ghi "
        "chép, 2 hộ chưa có người phụ trách.",
        "Tỷ lệ thăm của mỗi đồng chí: thấp nhất 68 %, cao nhất 100 %, bình quân 84 %; một nửa số "
        "đồng chí đạt từ 84 %.",
        "Cần hỗ trợ thêm: 1 đồng chí trong chi bộ còn 7 hộ chưa thăm.",
        "Biến động của hộ: 0 (tháng 10: 0); lượt giúp đỡ: 0 (tháng 10: 0).",
        "Phản ánh, kiến nghị: 6 mới; 4 đang xử lý, trong đó 1 quá hạn; 3 đã trả lời, chưa báo lại "
        "cho hộ; 5 đã báo lại cho hộ (một nửa xong trong 14 ngày).",
        "Còn 2/4 thông báo chưa phổ biến hết. Bổ sung sau khi chốt: 3 lượt thăm.",
    ]


def test_what_comes_by_itself_is_shorter_and_its_buttons_open_the_rest() -> None:
    letter = pushed(beside(BUSY, BUSY), "Chi bộ Ấp 5", NOVEMBER.last)
    assert len(letter.text.split("\n")) == 7
    assert "Tỷ lệ thăm" not in letter.text
    assert [choice.label for choice in letter.choices] == [
        "Xem danh sách từng mục", "Xem việc chờ ý kiến", "Xem biểu đồ",
    ]  # fmt: skip


def test_where_all_are_alike_no_spread_is_spelled_out() -> None:
    alike = CellFacts(
        1, NOVEMBER, 8, members=tuple(MemberRow(n, Coverage(visited=4), 4) for n in (1, 2))
    )
    assert "Tỷ lệ thăm: đồng chí nào cũng 100 %." in lines(alike, alike)


def test_labels_with_commas_of_their_own_are_told_apart() -> None:
    assert behind(MonthFacts("2026-11", (BUSY,))).endswith(
        "Đã ghi: thăm trực tiếp tại nhà 35; gọi điện, nhắn tin 1."
    )


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (BUSY, "Chi bộ Ấp 5 – 35/42 hộ"),
        (cell(Coverage(visited=1)), "Chi bộ Ấp 5 – 1/1 hộ, chưa chốt"),
        (cell(Coverage()), "Chi bộ Ấp 5 – không có hộ cần thăm, chưa chốt"),
        (cell(Coverage(untouched=2)), "Chi bộ Ấp 5 – 0/2 hộ, chưa chốt, chưa có báo cáo"),
    ],
    ids=["sealed", "open", "without households", "silent"],
)
def test_a_cell_of_the_roll_up_says_whether_its_figures_are_closed(
    facts: CellFacts, label: str
) -> None:
    assert cell_label("Chi bộ Ấp 5", MonthFacts("2026-11", (facts,))) == label
