"""What people read about settings: what holds, what else may be chosen, what was changed."""

from collections.abc import Callable
from datetime import date

from bot.domain.calendar import DayMark, MarkKind
from bot.domain.meetings import Meeting, MeetingDays, Period, PeriodKind
from bot.domain.people import UnitLevel
from bot.domain.policies import ALL_MONTHLY, FOCUS_MONTHLY, Cadence, MuteReason, Setting, Settings
from bot.domain.vietnamese.meeting_words import END_OF_MONTH
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import TO_MENU, day, shortened, spoken_day

TITLE = "Cài đặt"
AWAY_TITLE = "Tạm ngừng nhắc"
DAYS_TITLE = "Ngày nghỉ của xã"

WHOSE = "Đồng chí muốn xem cài đặt nào?"
MINE = "Của tôi: tạm ngừng nhắc"
LOCAL_DAYS = "Ngày nghỉ riêng của xã"
AS_ABOVE = "Theo cài đặt chung của xã"
AS_ORDINARY = "Như hệ thống đặt sẵn"
BY_CLASS = "Theo từng diện hộ"
MONTHS_BY_CLASS = (
    "Mấy tháng thăm một lần với: hộ nghèo, hộ cận nghèo, hộ cần giúp đỡ, hộ khác?\n"
    "Đồng chí nhắn bốn số theo thứ tự đó, ví dụ: 1 1 1 3."
)

NAMES: dict[Setting, str] = {
    Setting.MEETING_DAYS: "Ngày họp",
    Setting.PERIOD: "Kỳ báo cáo",
    Setting.MONTH_LIST: "Gửi danh sách hộ ngày đầu tháng",
    Setting.NUDGE_DAYS: "Nhắc trước khi hết kỳ",
    Setting.GAP_DAYS: "Hỏi ghi sót trước ngày họp",
    Setting.PUSH_HOUR: "Giờ gửi tin nhắc",
    Setting.HOURS: "Khung giờ được gửi tin",
    Setting.ESCALATION: "Báo bí thư khi việc còn sót",
    Setting.DIGEST: "Gửi bản tổng hợp trước ngày họp",
    Setting.SECOND_APPROVER: "Thông báo cần người duyệt thứ hai",
    Setting.FREQUENCY: "Định kỳ thăm hộ",
}
LIKE: dict[Setting, str] = {
    Setting.MEETING_DAYS: "10, hoặc 10-12, hoặc cuối tháng",
    Setting.PERIOD: "1 hoặc 2",
    Setting.MONTH_LIST: "có, hoặc không",
    Setting.NUDGE_DAYS: "5 và 1 (tối đa hai lần, trước không quá 10 ngày làm việc)",
    Setting.GAP_DAYS: "2 (từ 1 đến 7 ngày), hoặc không",
    Setting.PUSH_HOUR: "8h, hoặc 19h, trong khung giờ được gửi tin",
    Setting.HOURS: "7h đến 19h, trong khoảng 07:00 đến 20:30",
    Setting.ESCALATION: "có, hoặc không",
    Setting.DIGEST: "có, hoặc không",
    Setting.SECOND_APPROVER: "có, hoặc không",
    Setting.FREQUENCY: "1 1 1 3 (từ 1 đến 12 tháng)",
}
"""How each may be typed, when something could not be read."""

_QUESTIONS: dict[Setting, str] = {
    Setting.MEETING_DAYS: "Đồng chí nhắn ngày họp trong tháng, ví dụ: 10, 10-12, cuối tháng. "
    "Ngày họp trùng ngày nghỉ thì tính sang ngày liền trước.",
    Setting.PERIOD: "Số liệu của một kỳ tính từ ngày nào đến ngày nào?",
    Setting.MONTH_LIST: "Ngày đầu tháng có gửi mỗi đồng chí danh sách hộ cần thăm không?",
    Setting.NUDGE_DAYS: "Nhắc các đồng chí còn hộ chưa thăm trước khi hết kỳ mấy ngày làm việc?",
    Setting.GAP_DAYS: "Trước ngày họp mấy ngày thì hỏi “đã thăm mà chưa ghi”?",
    Setting.PUSH_HOUR: "Tin nhắc việc gửi vào giờ nào? Đồng chí có thể nhắn giờ khác, ví dụ: 7h30.",
    Setting.HOURS: "Hệ thống chỉ tự gửi tin trong khung giờ nào? Muộn nhất đến 20:30; "
    "giờ nghỉ trưa, chủ nhật, ngày lễ không gửi.",
    Setting.ESCALATION: "Nhắc rồi mà việc còn sót thì có báo bí thư, rồi Đảng ủy không?",
    Setting.DIGEST: "Có gửi bản tổng hợp vào tối trước ngày họp không?",
    Setting.SECOND_APPROVER: "Thông báo có cần một đồng chí thứ hai duyệt trước khi gửi không?",
    Setting.FREQUENCY: "Các hộ được thăm theo định kỳ nào?",
}

_YES, _NO = "Có", "Không"
_PERIODS = {
    PeriodKind.MONTH: "Theo tháng dương lịch",
    PeriodKind.MEETING: "Từ lần họp này đến lần họp sau",
}
_REASONS: dict[MuteReason, str] = {
    MuteReason.WORK: "Đi công tác, đi học",
    MuteReason.TRAVEL: "Đi xa, không ở địa bàn",
    MuteReason.PRIVATE: "Việc riêng",
}
_MARKS = {MarkKind.OFF: "Ngày nghỉ", MarkKind.WORKED: "Ngày làm việc, làm bù"}
_OTHERS = Choice("Xem cài đặt khác", "/caidat")
_MENU = Choice(TO_MENU, "/menu")


def asks_what(level: UnitLevel, name: str) -> str:
    """Above the list of what holds."""
    below = "\nChi bộ chưa đặt riêng thì theo cài đặt này." if level is UnitLevel.COMMUNE else ""
    return f"Cài đặt của {name}.{below}\nĐồng chí chọn mục muốn đổi:"


def line(setting: Setting, found: Settings) -> str:
    """A setting and its value, as a choice: "Ngày họp: ngày 10"."""
    return shortened(f"{NAMES[setting]}: {value(setting, found)}", LONGEST_LABEL)


def value(setting: Setting, found: Settings) -> str:
    """What holds now, in plain words."""
    return _SHOWN[setting](found)


def meeting_days(meets: MeetingDays) -> str:
    """On which days of the month: ngày 10, ngày 10 đến 12, cuối tháng."""
    written = meets.written()
    if not written[0].isdigit():
        return written
    return "ngày " + written.replace("-", " đến ")


def cadence(of: Cadence) -> str:
    """How often households are visited."""
    if of == ALL_MONTHLY:
        return "mọi hộ hằng tháng"
    if of == FOCUS_MONTHLY:
        return "hộ nghèo, cần giúp mỗi tháng; khác mỗi quý"
    each = (of.poor, of.near_poor, of.needing_help, of.others)
    return f"theo diện hộ, {'-'.join(map(str, each))} tháng"


def asks_value(setting: Setting, found: Settings) -> str:
    """The question for one setting, with what holds now."""
    return f"Hiện nay: {value(setting, found)}.\n{_QUESTIONS[setting]}"


def offered(setting: Setting) -> tuple[tuple[str, object], ...]:
    """What can be chosen with one tap: the label, and what is stored for it."""
    return _OFFERED[setting]


def saved(setting: Setting, found: Settings, name: str) -> Outgoing:
    """A setting is another now."""
    return Outgoing(
        f"Đã lưu cho {name}.\n{NAMES[setting]}: {value(setting, found)}.", (_OTHERS, _MENU)
    )


def meets_now(setting: Setting, found: Settings, name: str, coming: Meeting) -> Outgoing:
    """Meetings or periods are others now: when the next is, and what it hears."""
    return Outgoing(
        f"Đã lưu cho {name}.\n{NAMES[setting]}: {value(setting, found)}.\n"
        f"Lần họp tới: ngày {day(coming.day)}, nghe {_period(coming.period)}.",
        (_OTHERS, _MENU),
    )


def _period(of: Period) -> str:
    month = f"{of.key[5:]}/{of.key[:4]}"
    return f"số liệu kỳ tháng {month} (từ {day(of.first)} đến hết {day(of.last)})"


def asks_until(muted_until: date | None) -> str:
    """Until when nobody is to remind them."""
    now = f"Hiện đang tạm ngừng nhắc đến hết ngày {day(muted_until)}.\n" if muted_until else ""
    return (
        f"{now}Khi đi vắng, đồng chí có thể tạm ngừng tin nhắc. Thông báo khẩn vẫn gửi.\n"
        "Tạm ngừng đến hết ngày nào? Đồng chí chọn, hoặc nhắn một ngày, ví dụ: 15/12."
    )


def until_choices(
    today: date, days: tuple[tuple[int, date], ...], muted: bool
) -> tuple[Choice, ...]:
    """A few likely ends; to end it now, when it holds."""
    ends = tuple(
        Choice(f"{_SPANS[count]}, đến hết {spoken_day(last, today)}", last.isoformat())
        for count, last in days
    )
    return (*((Choice("Nhắc lại từ hôm nay", ON),) if muted else ()), *ends)


ON = "on"
_SPANS = {3: "3 ngày", 7: "Một tuần", 14: "Hai tuần", 30: "Một tháng"}
SPANS = tuple(_SPANS)
WHY_AWAY = "Đồng chí chọn lý do:"


def reason_choices() -> tuple[Choice, ...]:
    """Why somebody is away; none of them is an illness."""
    return tuple(Choice(label, reason.value) for reason, label in _REASONS.items())


def muted(until: date, leads: bool) -> Outgoing:
    """No reminders until then."""
    told = "" if leads else "\nViệc gấp ở hộ phụ trách, đồng chí báo trước với bí thư chi bộ giúp."
    return Outgoing(
        f"Đã tạm ngừng nhắc đến hết ngày {day(until)}. Sau ngày đó hệ thống nhắc lại như thường."
        f"{told}",
        (Choice("Nhắc lại sớm hơn", "/tamngung"), _MENU),
    )


def unmuted() -> Outgoing:
    """Reminders come again."""
    return Outgoing("Đã bỏ tạm ngừng. Từ hôm nay hệ thống nhắc việc như thường.", (_MENU,))


def asks_day(coming: int) -> str:
    """Which day of the commune is another than the calendar says."""
    known = f" Xã đã ghi thêm {coming} ngày sắp tới; chọn một ngày để bỏ." if coming else ""
    return (
        f"Ngày nghỉ lễ chung của cả nước hệ thống đã biết.{known}\n"
        "Đồng chí nhắn ngày xã nghỉ riêng hoặc làm bù, ví dụ: 15/12."
    )


def marked_day(of: date, mark: DayMark) -> str:
    """A day that was written down, as the choice that drops it."""
    called = f", {mark.name}" if mark.name else ""
    return shortened(f"Bỏ {day(of)}: {_MARKS[mark.kind].lower()}{called}", LONGEST_LABEL)


def drop_word(of: date) -> str:
    """What is typed to drop it."""
    return f"BO {of:%d/%m}"


def asks_mark(of: date, today: date, called: str) -> str:
    """Off or worked."""
    known = f" ({called})" if called else ""
    return f"Ngày {spoken_day(of, today)}{known} là:"


def mark_choices() -> tuple[Choice, ...]:
    """What a day can be."""
    return tuple(Choice(label, kind.value) for kind, label in _MARKS.items())


DAY_NAME = "Ngày đó gọi là gì, ví dụ: Lễ hội đình? Không cần thì chọn “Bỏ qua”."


def day_marked(of: date, mark: DayMark) -> Outgoing:
    """A day of the commune is off or worked."""
    called = f", {mark.name}" if mark.name else ""
    quiet = mark.kind is MarkKind.OFF
    then = "không gửi tin nhắc và không tính họp" if quiet else "tính như ngày làm việc"
    return Outgoing(
        f"Đã ghi {day(of)}: {_MARKS[mark.kind].lower()}{called}.\nNgày này hệ thống {then}.",
        (_OTHERS, _MENU),
    )


def day_dropped(of: date) -> Outgoing:
    """A day is again what the calendar says."""
    return Outgoing(f"Đã bỏ ngày {day(of)}, tính theo lịch chung.", (_OTHERS, _MENU))


def _switch(on: bool) -> str:
    return _YES.lower() if on else _NO.lower()


def _days(count: int) -> str:
    return f"{count} ngày"


def _nudges(days: tuple[int, ...]) -> str:
    return f"{' và '.join(map(str, days))} ngày làm việc" if days else "không nhắc"


_SHOWN: dict[Setting, Callable[[Settings], str]] = {
    Setting.MEETING_DAYS: lambda found: meeting_days(found.meets),
    Setting.PERIOD: lambda found: _PERIODS[found.period].lower(),
    Setting.MONTH_LIST: lambda found: _switch(found.month_list),
    Setting.NUDGE_DAYS: lambda found: _nudges(found.nudge_days),
    Setting.GAP_DAYS: lambda found: _days(found.gap_days) if found.gap_days else "không hỏi",
    Setting.PUSH_HOUR: lambda found: f"{found.push_hour:%H:%M}",
    Setting.HOURS: lambda found: f"{found.hours.first:%H:%M} đến {found.hours.last:%H:%M}",
    Setting.ESCALATION: lambda found: _switch(found.escalation),
    Setting.DIGEST: lambda found: _switch(found.digest),
    Setting.SECOND_APPROVER: lambda found: _switch(found.second_approver),
    Setting.FREQUENCY: lambda found: cadence(found.cadence),
}

_ON_OFF = ((_YES, True), (_NO, False))
_NUDGES: tuple[tuple[int, ...], ...] = ((5, 1), (3, 1), (3,), (1,), ())
_HOURS, _SPANS_OF_HOURS = ("07:00", "08:00", "14:00", "19:00"), ("07:00-20:30", "07:00-19:00")

_OFFERED: dict[Setting, tuple[tuple[str, object], ...]] = {
    Setting.MEETING_DAYS: ((END_OF_MONTH.capitalize(), END_OF_MONTH),),
    Setting.PERIOD: tuple((label, kind.value) for kind, label in _PERIODS.items()),
    Setting.MONTH_LIST: _ON_OFF,
    Setting.NUDGE_DAYS: tuple((_nudges(way).capitalize(), list(way)) for way in _NUDGES),
    Setting.GAP_DAYS: (*((_days(count), count) for count in (1, 2, 3)), ("Không hỏi", 0)),
    Setting.PUSH_HOUR: tuple((hour, hour) for hour in _HOURS),
    Setting.HOURS: tuple((span.replace("-", " đến "), span) for span in _SPANS_OF_HOURS),
    Setting.ESCALATION: _ON_OFF,
    Setting.DIGEST: _ON_OFF,
    Setting.SECOND_APPROVER: _ON_OFF,
    Setting.FREQUENCY: (
        ("Mọi hộ hằng tháng", "all"),
        ("Hộ nghèo, cần giúp mỗi tháng; hộ khác mỗi quý", "focus"),
    ),
}
