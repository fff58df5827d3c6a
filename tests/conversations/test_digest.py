"""What a month came to, as its secretary and the committee's office are told."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.domain.people import Role
from bot.domain.refusals import Reason
from bot.domain.visits import VisitKind
from bot.texts import digest as words
from bot.texts.refusals import reason
from bot.texts.sealing import SEALED_ALREADY
from storage.tables import AuditRow, Household, RoleHeld, SealedPeriod
from tests.chat import Chat, World
from tests.storage.test_summaries import visit
from tests.village import SINCE, Village


@pytest.fixture
async def reported(world: World, village: Village) -> World:
    """October was visited in full, of November two households by now."""
    async with world.store.begin() as session:
        for code, who in (("H001", "An"), ("H002", "An"), ("H003", "An"), ("H007", "Hà")):
            session.add(visit(village, code, date(2026, 10, 12), who=who))
        session.add(visit(village, "H001", date(2026, 11, 3)))
        session.add(visit(village, "H002", date(2026, 11, 3), VisitKind.PHONE))
        session.add(visit(village, "H007", date(2026, 11, 4), who="Hà"))
    return world


async def test_the_secretary_reads_the_month_in_a_few_lines(
    reported: World, binh: Chat, village: Village
) -> None:
    assert await binh.say("/tonghop") == (
        "Tổng hợp tháng 11/2026 – Chi bộ Ấp 5 (đến 21/11, số liệu tạm)\n"
        "Thăm 2/5 hộ (40 %); tháng 10: 4/5. "
        "Trong 5 hộ, đảng viên chi bộ khác phụ trách 1.\n"
        "Hộ nghèo, cận nghèo, cần giúp: đã thăm 1/1. "
        "Chưa thăm tại nhà 3 hộ: 1 hộ nắm bằng cách khác, 2 hộ chưa ghi. "
        "Ngoài ra 1 hộ chưa có người phụ trách.\n"
        "Tỷ lệ thăm của mỗi đồng chí: thấp nhất 25 %, cao nhất 100 %, bình quân 62 %; "
        "một nửa số đồng chí đạt từ 62 %.\n"
        "Cần hỗ trợ thêm: 1 đồng chí trong chi bộ còn 3 hộ chưa thăm.\n"
        "Biến động của hộ: 0 (tháng 10: 0); lượt giúp đỡ: 0 (tháng 10: 0).\n"
        "Phản ánh, kiến nghị: không có."
    )
    assert binh.labels == [
        "Xem hộ chưa thăm (3)", "Xem đồng chí cần hỗ trợ (1)", "Xem phản ánh, kiến nghị",
        "Xem biểu đồ", "Xem tháng 10/2026", "Về trang chính",
    ]  # fmt: skip


async def test_each_figure_opens_its_list(reported: World, binh: Chat) -> None:
    await binh.say("/tonghop")
    assert await binh.tap("Xem hộ chưa thăm") == "Hộ chưa thăm tháng 11/2026: 3."
    assert binh.labels == [
        "H004 · H'Hen Niê · chưa thăm lần nào · Nguyễn Thị An",
        "H002 · Tư Hạnh · 40 ngày · Nguyễn Thị An",
        "H003 · Danh Sóc · 40 ngày · Nguyễn Thị An",
        "Về số liệu tổng hợp", "Về trang chính",
    ]  # fmt: skip
    await binh.say("/tonghop")
    await binh.tap("Xem đồng chí cần hỗ trợ")
    assert binh.labels[0] == "Nguyễn Thị An – còn 3/4 hộ"
    assert binh.heard.text.splitlines() == [
        "Cần hỗ trợ thêm tháng 11/2026: 1.",
        "Đảng viên: 2; được giao hộ: 1.",
        "Mỗi đồng chí phụ trách: ít nhất 1 hộ, nhiều nhất 4, bình quân 2,5; một nửa có từ 2 hộ.",
        "Đã ghi: thăm trực tiếp tại nhà 2; gọi điện, nhắn tin 1.",
    ]
    assert "Nguyễn Thị An: 4 hộ" in await binh.tap("Nguyễn Thị An")
    await binh.say("/tonghop")
    said = await binh.tap("Xem phản ánh, kiến nghị")
    assert said == "Phản ánh, kiến nghị tháng 11/2026: không có."


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("tonghop", "Tổng hợp tháng 11/2026"),
        ("tong hop thang 10", "Tổng hợp tháng 10/2026"),
        ("Tổng hợp tháng trước", "Tổng hợp tháng 10/2026"),
        ("tonghop 10/2026", "Tổng hợp tháng 10/2026"),
        ("tong hop 13", reason(Reason.NOT_A_MONTH)),
        ("tong hop y kien ba con", reason(Reason.NOT_UNDERSTOOD)),
        ("/tonghop 10", "Tổng hợp tháng 10/2026"),
        ("/tonghop tháng 10", "Tổng hợp tháng 10/2026"),
        ("/tonghop 10/2026", "Tổng hợp tháng 10/2026"),
        ("/tonghop thang truoc", "Tổng hợp tháng 10/2026"),
        ("/tonghop 12", "Tổng hợp tháng 12/2025"),
        ("/tonghop 12/2026", reason(Reason.FUTURE_MONTH)),
        ("/tonghop 13", reason(Reason.NOT_A_MONTH)),
        ("/tonghop bao gio", reason(Reason.NOT_A_MONTH)),
        ("/tonghop cb 06", reason(Reason.NOT_FOUND)),
        ("/tonghop chibo", reason(Reason.NOT_FOUND)),
    ],
    ids=lambda value: value.split("\n")[0][:30],
)
async def test_a_month_is_named_as_people_do(
    world: World, binh: Chat, typed: str, heading: str
) -> None:
    assert (await binh.say(typed)).startswith(heading)


async def test_the_committees_office_sees_all_cells_and_no_household(
    reported: World, en: Chat
) -> None:
    said = await en.say("/tonghop")
    assert said.startswith("Tổng hợp tháng 11/2026 – Xã Thạnh Lộc (đến 21/11, số liệu tạm)")
    assert "Thăm 2/6 hộ (33 %); tháng 10: 4/6." in said
    assert "Chưa chốt: 3/3 chi bộ; chưa có báo cáo: 1 chi bộ; 1 đồng chí chưa báo cáo." in said
    assert "Xem hộ chưa thăm (4)" not in en.labels
    await en.tap("Xem từng chi bộ")
    assert en.labels[:3] == [
        "Chi bộ Ấp 5 – 2/5 hộ, chưa chốt", "Chi bộ Ấp 6 – 0/1 hộ, chưa chốt, chưa có báo cáo",
        "Chi bộ Trường học – không có hộ cần thăm, chưa chốt",
    ]  # fmt: skip
    assert "Chi bộ Ấp 5" in await en.tap("Chi bộ Ấp 5")
    assert en.labels == [
        "Xem phản ánh, kiến nghị", "Xem biểu đồ", "Xem tháng 10/2026", "Về trang chính",
    ]  # fmt: skip
    said = await en.tap("Xem phản ánh, kiến nghị")
    assert said.endswith("Ở đây là các việc chi bộ đã chuyển lên; việc khác do chi bộ xử lý.")
    assert await en.say("/tonghop 2026-11 cb 05 chuatham") == reason(Reason.NOT_FOUND)


async def test_a_schools_secretary_sees_what_its_members_have_elsewhere(
    reported: World, giang: Chat, village: Village
) -> None:
    assert "Đảng viên chi bộ mình phụ trách ở nơi khác: thăm 1/1 hộ." in await giang.say("/tonghop")
    assert giang.labels == [
        "Xem phản ánh, kiến nghị", "Xem biểu đồ", "Xem tháng 10/2026", "Về trang chính",
    ]  # fmt: skip
    said = await giang.say("/tonghop 9")
    assert "thăm 0/1 hộ" in said
    assert "Cần hỗ trợ thêm: 1 đồng chí trong chi bộ còn 1 hộ chưa thăm, chưa báo cáo." in said
    await giang.tap("Xem đồng chí cần hỗ trợ")
    assert giang.labels[0] == "Võ Thị Hà – còn 1/1 hộ, chưa báo cáo"


async def test_a_member_of_the_cells_committee_is_told_figures_and_no_names(
    reported: World, ha: Chat, village: Village
) -> None:
    async with reported.store.begin() as session:
        session.add(
            RoleHeld(
                person_id=village.people["Hà"], role=Role.CELL_COMMITTEE,
                unit_id=village.units["05"], since=SINCE,
            )
        )  # fmt: skip
    assert "Thăm 2/5 hộ" in await ha.say("/tonghop")
    assert ha.labels == ["Xem biểu đồ", "Xem tháng 10/2026", "Về trang chính"]


@pytest.mark.parametrize("typed", ["/tonghop", "/tonghop 10", "tong hop", "tổng hợp tháng 10"])
async def test_members_are_told_whose_it_is_and_no_figure(
    reported: World, an: Chat, typed: str
) -> None:
    said = await an.say(typed)
    assert said == "Việc này do bí thư chi bộ hoặc văn phòng Đảng ủy làm.\nĐồng chí chọn việc:"
    assert "Thăm hộ" in an.labels


async def test_a_month_is_sealed_with_a_word_and_stays_as_it_was(
    reported: World, binh: Chat, an: Chat, village: Village
) -> None:
    await binh.say("/tonghop 10")
    said = await binh.tap("Chốt số liệu tháng 10/2026")
    assert "thăm 4/5 hộ" in said
    assert "gõ “chot thang 10”" in said
    assert "gõ đúng" in await binh.say("chốt")
    assert await binh.say("Chốt tháng 10") == "Đã chốt số liệu tháng 10/2026 của Chi bộ Ấp 5."
    async with reported.store.begin() as session:
        late = datetime(2026, 11, 21, 3, tzinfo=UTC)
        session.add(visit(village, "H004", date(2026, 10, 30), recorded_at=late))
        (sealed,) = (await session.scalars(select(SealedPeriod))).all()
        assert (sealed.through, sealed.sealed_by) == (date(2026, 10, 31), village.people["Bình"])
        assert await session.scalar(select(AuditRow.id).where(AuditRow.action == "sealed 2026-10"))
    said = await binh.say("/tonghop 10")
    assert "đã chốt 21/11" in said
    assert "Thăm 4/5 hộ" in said
    assert "Bổ sung sau khi chốt: 1 lượt thăm." in said
    assert "Chốt số liệu tháng 10/2026" not in binh.labels
    assert (await binh.tap("Xem hộ chưa thăm (1)")).splitlines() == [
        "Hộ chưa thăm tháng 10/2026: không có.", words.SEALED_LIST,
    ]  # fmt: skip
    assert (await binh.say("/chotthang 10")).startswith(SEALED_ALREADY)


async def test_a_running_period_cannot_be_sealed(reported: World, binh: Chat) -> None:
    assert "từ ngày 01/12/2026" in await binh.say("/chotthang 11")
    await binh.say("/tonghop")
    assert "Chốt số liệu tháng 11/2026" not in binh.labels


@pytest.mark.parametrize(
    ("today", "month"),
    [("2026-11-21", 10), ("2026-12-02", 11), ("2026-12-10", 11), ("2026-12-11", 11)],
    ids=["it goes on", "it is over", "it is heard today", "it was heard yesterday"],
)
async def test_without_a_month_the_one_that_is_heard_next_is_sealed_once_it_is_over(
    reported: World, binh: Chat, today: str, month: int
) -> None:
    reported.now = datetime.fromisoformat(f"{today}T09:00+07:00")
    assert f"“chot thang {month}”" in await binh.say("/chotthang")


async def test_the_picture_comes_with_words_that_say_the_same(
    reported: World, binh: Chat, en: Chat
) -> None:
    await binh.say("/tonghop")
    said = await binh.tap("Xem biểu đồ")
    picture = binh.heard.attachment
    assert picture is not None
    assert (picture.name, picture.media_type) == ("tong-hop-2026-11.png", "image/png")
    assert "Nguyễn Thị An 1/4; Võ Thị Hà 1/1." in said
    assert ": tháng 10/2026 80 %, tháng 11/2026 40 %." in said
    assert "Chi bộ Ấp 5 2/5; Chi bộ Ấp 6 0/1" in await en.say("/tonghop 2026-11 hinh")
    assert "Nguyễn Thị An" not in await en.say("/tonghop 2026-11 cb 05 hinh")


async def test_what_is_counted_and_no_longer_there_is_said_below_the_list(
    reported: World, binh: Chat, village: Village
) -> None:
    async with reported.store.begin() as session:
        (await session.get_one(Household, village.households["H004"])).until = date(2026, 11, 5)
    await binh.say("/tonghop 10")
    assert (await binh.tap("Xem hộ chưa thăm (1)")).splitlines() == [
        "Hộ chưa thăm tháng 10/2026: không có.", "1 hộ nay không còn ở địa bàn.",
    ]  # fmt: skip
