"""What holds is shown in plain words and changed by those who may; everybody else is told no."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.meetings import MeetingDays, PeriodKind
from bot.domain.people import Role
from bot.domain.policies import FOCUS_MONTHLY, Cadence, Settings
from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage import days_off, mutes, settings
from storage.tables import AuditRow, Policy, RoleHeld
from tests.chat import Chat, World
from tests.village import Village

TODAY = date(2026, 11, 21)
NOT_FOUND = reason(Reason.NOT_FOUND)


async def held(world: World, unit_id: int) -> Settings:
    """What holds now."""
    async with world.store.reading() as session:
        return await settings.settings_of(session, unit_id)


async def audited(world: World) -> list[str]:
    """What the audit says was done with settings."""
    async with world.store.reading() as session:
        actions = await session.scalars(select(AuditRow.action).order_by(AuditRow.id))
        return [one for one in actions if one.split()[0] in ("set", "mark", "mute", "unmute")]


async def chosen(chat: Chat, *taps: str) -> str:
    """Open the settings and tap one thing after the other; the last answer."""
    said = await chat.say("/caidat")
    for label in taps:
        said = await chat.tap(label)
    return said


async def test_a_secretary_sees_what_holds_in_the_cell(binh: Chat) -> None:
    assert await chosen(binh, "Chi bộ Ấp 5") == (
        "Cài đặt của Chi bộ Ấp 5.\nĐồng chí chọn mục muốn đổi:"
    )
    assert [choice.label for choice in binh.heard.choices] == [
        "Ngày họp: ngày 10",
        "Kỳ báo cáo: theo tháng dương lịch",
        "Gửi danh sách hộ ngày đầu tháng: có",
        "Nhắc trước khi hết kỳ: 5 và 1 ngày làm việc",
        "Hỏi ghi sót trước ngày họp: 2 ngày",
        "Giờ gửi tin nhắc: 08:00",
        "Gửi bản tổng hợp trước ngày họp: có",
    ]


async def test_the_office_sees_what_holds_in_the_commune(en: Chat) -> None:
    said = await chosen(en, "Xã Thạnh Lộc")
    assert "Chi bộ chưa đặt riêng thì theo cài đặt này." in said
    first = en.labels
    await en.tap("Xem thêm")
    assert first[0] == "Ngày họp: ngày 7 đến 9"
    assert "Định kỳ thăm hộ: mọi hộ hằng tháng" in en.labels
    assert "Ngày nghỉ riêng của xã" in en.labels
    assert not [label for label in first + en.labels if label.startswith("Kỳ báo cáo")]


async def test_a_new_meeting_day_says_when_the_next_is_and_what_it_hears(
    binh: Chat, world: World, village: Village
) -> None:
    assert (
        await chosen(binh, "Chi bộ Ấp 5", "Ngày họp")
        == "Hiện nay: ngày 10.\nĐồng chí nhắn ngày họp trong tháng, ví dụ: 10, 10-12, cuối tháng. "
        "Ngày họp trùng ngày nghỉ thì tính sang ngày liền trước."
    )
    assert await binh.say("ngày 16 hằng tháng") == (
        "Đã lưu cho Chi bộ Ấp 5.\nNgày họp: ngày 16.\nLần họp tới: ngày 16/12/2026, "
        "nghe số liệu kỳ tháng 11/2026 (từ 01/11/2026 đến hết 30/11/2026)."
    )
    assert (await held(world, village.units["05"])).meets == MeetingDays(16, 16)
    assert await audited(world) == ["set meeting_days"]


async def test_a_period_may_go_from_meeting_to_meeting(
    binh: Chat, world: World, village: Village
) -> None:
    said = await chosen(binh, "Chi bộ Ấp 5", "Kỳ báo cáo", "Từ lần họp")
    assert "kỳ tháng 11/2026 (từ 10/11/2026 đến hết 09/12/2026)" in said
    assert (await held(world, village.units["05"])).period is PeriodKind.MEETING


TYPED: dict[str, tuple[str, str, str, object]] = {
    "the end of the month": ("Ngày họp", "Cuối tháng", "meets", MeetingDays(31, 31)),
    "a range with blanks": ("Ngày họp", "từ 10 đến 12", "meets", MeetingDays(10, 12)),
    "an hour as spoken": ("Giờ gửi", "7 giờ rưỡi", "push_hour", "07:30:00"),
    "an hour of the evening": ("Giờ gửi", "7h tối", "push_hour", "19:00:00"),
    "an hour as a number": ("Giờ gửi", "9", "push_hour", "09:00:00"),
    "two nudges": ("Nhắc trước", "7 và 2", "nudge_days", (7, 2)),
    "two nudges with a comma": ("Nhắc trước", "7, 2", "nudge_days", (7, 2)),
    "no nudges, by the label": ("Nhắc trước", "Không nhắc", "nudge_days", ()),
    "no nudges": ("Nhắc trước", "không", "nudge_days", ()),
    "no gaps": ("Hỏi ghi sót", "ko", "gap_days", 0),
    "no list": ("Gửi danh sách", "không", "month_list", False),
    "a digest": ("Gửi bản tổng hợp", "có", "digest", True),
    "the place in the list": ("Nhắc trước", "2", "nudge_days", (3, 1)),
    "no question about gaps": ("Hỏi ghi sót", "không hỏi", "gap_days", 0),
    "days as a number": ("Hỏi ghi sót", "5", "gap_days", 5),
    "no digest, by number": ("Gửi bản tổng hợp", "2", "digest", False),
}


@pytest.mark.parametrize(("what", "typed", "field", "value"), TYPED.values(), ids=TYPED)
async def test_a_setting_is_typed_as_people_write_it(
    binh: Chat, world: World, village: Village, what: str, typed: str, field: str, value: object
) -> None:
    await chosen(binh, "Chi bộ Ấp 5", what)
    assert (await binh.say(typed)).startswith("Đã lưu cho Chi bộ Ấp 5.")
    found = getattr(await held(world, village.units["05"]), field)
    assert found == value or str(found) == value


REFUSED = {
    "day 32": ("Ngày họp", "32"),
    "a weekday": ("Ngày họp", "thứ hai tuần đầu"),
    "the night": ("Giờ gửi", "22h"),
    "lunch": ("Giờ gửi", "12h"),
    "no hour at all": ("Giờ gửi", "25h"),
    "three nudges": ("Nhắc trước", "7 5 2"),
    "a nudge three weeks before": ("Nhắc trước", "15"),
    "a gap of a month": ("Hỏi ghi sót", "30"),
    "neither yes nor no": ("Gửi danh sách", "hôm qua"),
    "an hour that is no": ("Giờ gửi", "không"),
    "a meeting that is yes": ("Ngày họp", "có"),
    "another period": ("Kỳ báo cáo", "theo quý"),
}


@pytest.mark.parametrize(("what", "typed"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_set_is_said_with_an_example_and_nothing_is_lost(
    binh: Chat, world: World, village: Village, what: str, typed: str
) -> None:
    await chosen(binh, "Chi bộ Ấp 5", what)
    said = await binh.say(typed)
    assert said.startswith("Hệ thống chưa hiểu cách đặt này. Đồng chí nhắn như: ")
    assert await held(world, village.units["05"]) == Settings()
    assert (await binh.tap("Quay lại")).startswith("Cài đặt của Chi bộ Ấp 5.")


async def test_the_office_shortens_the_hours_and_a_cell_keeps_within_them(
    en: Chat, binh: Chat, world: World, village: Village
) -> None:
    await chosen(en, "Xã Thạnh Lộc", "Khung giờ")
    assert "chưa hiểu" in await en.say("6h đến 22h")
    assert "08:00 đến 18:30" in await en.say("8h tới 18h30")
    await chosen(binh, "Chi bộ Ấp 5", "Giờ gửi")
    assert "trong khung giờ được gửi tin" in await binh.say("19h")
    assert "08:30" in await binh.say("8h30")
    found = await held(world, village.units["05"])
    assert f"{found.push_hour:%H:%M} {found.hours.last:%H:%M}" == "08:30 18:30"


async def test_households_may_be_due_by_class(en: Chat, world: World, village: Village) -> None:
    await chosen(en, "Xã Thạnh Lộc", "Xem thêm", "Định kỳ thăm", "Hộ nghèo, cần giúp")
    assert (await held(world, village.units["05"])).cadence == FOCUS_MONTHLY
    await chosen(en, "Xã Thạnh Lộc", "Xem thêm", "Định kỳ thăm", "Theo từng diện hộ")
    assert "chưa hiểu" in await en.say("1 1 3")
    assert "chưa hiểu" in await en.say("1 1 1 24")
    assert "theo diện hộ, 1-1-1-6 tháng" in await en.say("1, 1, 1, 6")
    assert (await held(world, village.units["05"])).cadence == Cadence(others=6)
    assert (await held(world, village.units["01"])).cadence == Cadence()


async def test_what_a_cell_set_can_be_left_to_the_commune_again(
    binh: Chat, world: World, village: Village
) -> None:
    await chosen(binh, "Chi bộ Ấp 5", "Gửi bản tổng hợp")
    assert "Theo cài đặt chung của xã" not in binh.labels
    await binh.tap("Không")
    await chosen(binh, "Chi bộ Ấp 5", "Gửi bản tổng hợp")
    assert "tổng hợp trước ngày họp: có" in await binh.tap("Theo cài đặt chung của xã")
    async with world.store.reading() as session:
        assert list(await session.scalars(select(Policy.name))) == []


@pytest.mark.parametrize("who", ["An", "Cúc", "Hà"])
async def test_a_member_sets_nothing_but_their_own_reminders(world: World, who: str) -> None:
    chat = Chat(world, who)
    assert "tạm ngừng tin nhắc" in await chat.say("/caidat")
    assert not [label for label in chat.labels if "Chi bộ" in label or "Xã" in label]


@pytest.mark.parametrize("who", ["Én", "Lâm", "Khoa"])
async def test_office_leader_and_administrator_set_the_commune(world: World, who: str) -> None:
    chat = Chat(world, who)
    await chat.say("/caidat")
    assert [choice.label for choice in chat.heard.choices] == [
        "Xã Thạnh Lộc", "Của tôi: tạm ngừng nhắc",
    ]  # fmt: skip


async def test_who_is_no_longer_secretary_changes_nothing_in_an_open_form(
    binh: Chat, world: World, village: Village
) -> None:
    await chosen(binh, "Chi bộ Ấp 5", "Gửi bản tổng hợp")
    async with world.store.begin() as session:
        await session.execute(delete(RoleHeld).where(RoleHeld.role == Role.CELL_SECRETARY))
    assert NOT_FOUND in await binh.tap("Không")
    assert (await held(world, village.units["05"])).digest


async def test_a_communes_day_off_is_written_down_and_dropped_again(
    en: Chat, world: World, village: Village
) -> None:
    await chosen(en, "Xã Thạnh Lộc", "Xem thêm", "Ngày nghỉ riêng")
    assert reason(Reason.PAST_DAY) in await en.say("15/11/2026")
    assert reason(Reason.DATE_UNCLEAR) in await en.say("tháng sau")
    assert await en.say("10/12") == "Ngày thứ năm 10/12 là:"
    await en.tap("Ngày nghỉ")
    assert await en.say("Lễ hội đình, xã Thạnh Lộc") == (
        "Đã ghi 10/12/2026: ngày nghỉ, Lễ hội đình, xã Thạnh Lộc.\n"
        "Ngày này hệ thống không gửi tin nhắc và không tính họp."
    )
    async with world.store.reading() as session:
        known = await days_off.of_commune(session, village.units["TL"])
    assert known.name_of(date(2026, 12, 10)) == "Lễ hội đình, xã Thạnh Lộc"
    await chosen(en, "Xã Thạnh Lộc", "Xem thêm", "Ngày nghỉ riêng")
    assert "tính theo lịch chung" in await en.tap("Bỏ 10/12/2026: ngày nghỉ, Lễ hội đình")
    async with world.store.reading() as session:
        assert await days_off.own_marks(session, village.units["TL"]) == {}
    assert await audited(world) == ["mark day", "mark day"]


async def test_a_day_worked_instead_needs_no_name(
    lam: Chat, world: World, village: Village
) -> None:
    await chosen(lam, "Xã Thạnh Lộc", "Xem thêm", "Ngày nghỉ riêng")
    assert "Ngày Văn hóa Việt Nam" in await lam.say("24/11")
    await lam.tap("Ngày làm việc, làm bù")
    assert "tính như ngày làm việc" in await lam.tap("Bỏ qua")
    async with world.store.reading() as session:
        marks = await days_off.own_marks(session, village.units["TL"])
    assert marks == {date(2026, 11, 24): DayMark(MarkKind.WORKED)}


async def muted(world: World, village: Village, day: date = TODAY) -> date | None:
    """The last day on which An is away."""
    an = village.people["An"]
    async with world.store.reading() as session:
        return (await mutes.muted_until(session, [an], day)).get(an)


async def test_who_is_away_is_not_reminded_until_the_day_they_said(
    an: Chat, world: World, village: Village
) -> None:
    assert "Tạm ngừng đến hết ngày nào?" in await an.say("/tamngung")
    await an.say("5/12")
    assert await an.tap("Đi công tác") == (
        "Đã tạm ngừng nhắc đến hết ngày 05/12/2026. Sau ngày đó hệ thống nhắc lại như thường.\n"
        "Việc gấp ở hộ phụ trách, đồng chí báo trước với bí thư chi bộ giúp."
    )
    assert await muted(world, village) == date(2026, 12, 5)
    said = await an.say("tam ngung")
    assert said.startswith("Hiện đang tạm ngừng nhắc đến hết ngày 05/12/2026.")
    assert "Từ hôm nay hệ thống nhắc việc như thường" in await an.tap("Nhắc lại từ hôm nay")
    assert await muted(world, village) is None
    assert await audited(world) == ["mute", "unmute"]


async def test_being_away_stands_in_the_account_and_the_copy_of_ones_data(an: Chat) -> None:
    assert "Tạm ngừng" not in await an.say("/taikhoan")
    await an.say("/tamngung")
    await an.tap("Một tuần")
    await an.tap("Việc riêng")
    assert "Tạm ngừng nhắc: đến hết ngày 28/11/2026" in await an.say("/taikhoan")
    await an.say("/dulieu xuat")
    assert an.heard.attachment is not None
    assert "Tạm ngừng nhắc: đến hết ngày 28/11/2026" in an.heard.attachment.content.decode()


async def test_a_week_is_one_tap(an: Chat, world: World, village: Village) -> None:
    await an.say("/tamngung")
    await an.tap("Một tuần")
    await an.say("3")
    assert await muted(world, village) == TODAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        pytest.param("20/11/2026", Reason.PAST_DAY, id="past"),
        pytest.param("cuối tháng sau", Reason.DATE_UNCLEAR, id="about"),
        pytest.param("ít hôm", Reason.NOT_A_DATE, id="no day"),
    ],
)
async def test_being_away_has_a_day_that_can_be_told(
    an: Chat, world: World, village: Village, typed: str, why: Reason
) -> None:
    await an.say("/tamngung")
    assert reason(why) in await an.say(typed)
    assert await muted(world, village) is None


async def test_who_is_away_for_long_is_told_to_hand_over(an: Chat) -> None:
    await an.say("/tamngung")
    assert "nhiều nhất 92 ngày" in await an.say("01/06/2027")


async def test_who_is_not_linked_sets_nothing(stranger: Chat) -> None:
    assert "chưa được kích hoạt" in await stranger.say("/caidat")
