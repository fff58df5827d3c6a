"""What is said when something changed in a household; gentle where it is sad."""

from collections.abc import Sequence
from datetime import date

from bot.domain.counts import Counts
from bot.domain.households import Change, ChangeGroup, DatePrecision
from bot.messages import Choice, Outgoing
from bot.texts.common import CHANGES, day, shortened

TITLE = "Thay đổi của hộ"
TODAY, YESTERDAY = "Hôm nay", "Hôm qua"
RIGHT = "Đúng"
EDIT_PERSONS, EDIT_WORKERS, EDIT_DAY = "Sửa số khẩu", "Sửa lao động", "Sửa ngày"
ADD_NOTE, NO_COUNTS = "Ghi chú", "Bỏ qua số"
NO_COUNTS_SAVE = "Lưu, không đổi số khẩu"
WHICH_PLACE = (
    "Ở tỉnh nào, hoặc nước nào? Chỉ ghi tên tỉnh hoặc tên nước, ví dụ: Đồng Nai. "
    "Chưa rõ thì chọn “Bỏ qua”."
)
WHICH_DECISION = "Theo quyết định nào? Đồng chí nhắn số và ngày, ví dụ: 45/QĐ-UBND ngày 10/11/2026."
WHICH_NOTE = "Đồng chí nhắn ghi chú một câu. Xin không ghi tên trẻ em, bệnh tật, số giấy tờ."
WHAT_HAPPENED = "Gia đình có thay đổi gì? Đồng chí nhắn một câu ngắn gọn."

GROUPS: dict[ChangeGroup, str] = {
    ChangeGroup.PERSONS: "Nhân khẩu",
    ChangeGroup.WORKERS: "Lao động, việc làm, đi học",
    ChangeGroup.CLASS: "Diện hộ (theo quyết định)",
    ChangeGroup.LIVING: "Nhà ở, thiên tai, học hành, BHYT",
    ChangeGroup.OTHER: "Thay đổi khác",
}
_SORROW = "Xin chia buồn cùng gia đình."


def asks_group(who: str) -> str:
    """What sort of change it was."""
    return f"{who}\nThay đổi về việc gì? Chọn, hoặc nhắn luôn, ví dụ: sinh con, đi làm xa."


def asks_change(who: str) -> str:
    """Which change it was, within its group."""
    return f"{who}\nThay đổi gì?"


def asks_day(who: str, change: Change) -> str:
    """When it was; roughly will do."""
    return (
        f"{who}: {CHANGES[change].lower()}.\nTừ ngày nào? Không nhớ rõ thì nhắn khoảng chừng, "
        "ví dụ: 15/11, tuần trước, khoảng tháng 10."
    )


def in_month(first: date) -> str:
    """A whole month as a choice."""
    return f"Trong tháng {first.month}/{first.year}"


def asks_people(who: str, change: Change) -> str:
    """How many people it concerns."""
    return f"{who}: {CHANGES[change].lower()}.\nMấy người?"


def people(count: int) -> str:
    """A number of people as a choice."""
    return f"{count} người"


def asks_persons(now: int | None) -> str:
    """The number of persons, as it is after the change."""
    return f"{_now('Số khẩu', now)}Nay gia đình có mấy người? Nhắn bằng chữ số."


def asks_workers(now: int | None) -> str:
    """The number of workers here, as it is after the change."""
    return f"{_now('Lao động tại địa phương', now)}Nay còn mấy lao động? Nhắn bằng chữ số."


def _now(what: str, count: int | None) -> str:
    return f"{what} đang ghi là {count}. " if count is not None else f"{what} chưa ghi. "


def right_with(counts: Counts) -> str:
    """One of several numbers that may be meant."""
    return f"{RIGHT}: {_number(counts.persons)} khẩu, {_number(counts.workers)} lao động"


def _number(count: int | None) -> str:
    return "chưa rõ" if count is None else str(count)


def when(on: date, precision: DatePrecision, sure: bool) -> str:
    """A day with how exactly it is known."""
    match precision:
        case DatePrecision.WEEK:
            return f"khoảng ngày {day(on)}"
        case DatePrecision.MONTH:
            return f"khoảng tháng {on:%m/%Y}"
        case DatePrecision.QUARTER:
            return f"khoảng quý {(on.month + 2) // 3}/{on.year}"
        case DatePrecision.YEAR:
            return f"trong năm {on.year}"
        case DatePrecision.LUNAR:
            return f"ngày {day(on)} (đã đổi từ âm lịch)"
        case DatePrecision.DAY | DatePrecision.HOUR:
            return f"ngày {day(on)}" if sure else f"ngày {day(on)} (xin xem lại ngày)"


def what_happened(change: Change, on: str, count: int, place: str, decision: str, note: str) -> str:
    """A change in one line: what, how many, where, since when, by which decision."""
    label = CHANGES[change].removesuffix(" (quyết định)")
    many = f": {count:02d} người" if count > 1 else ""
    where = f" ({place})" if place else ""
    by = f", quyết định {shortened(decision, 80)}" if decision else ""
    more = f"; {shortened(note, 120)}" if note else ""
    return f"{label}{many}{where}, {on}{by}{more}"


def _after(what: str, before: int | None, after: int | None) -> str:
    if after is None:
        return f"{what} chưa rõ"
    if before is None:
        return f"{what} là {after}"
    if after == before:
        return f"{what} giữ nguyên {after}"
    return f"{what} còn {after}" if after < before else f"{what} tăng lên {after}"


def counts_after(before: Counts, found: Sequence[Counts]) -> str:
    """The numbers as they would be; where several are possible, the choices name them."""
    if len(found) > 1:
        return "Số khẩu và lao động: đồng chí chọn số đúng bên dưới."
    after = found[0]
    if after.persons == 0:
        return "Số khẩu còn 0. Nếu nhà vẫn còn người ở, đồng chí chọn “Sửa số khẩu”."
    persons = _after("Số khẩu", before.persons, after.persons)
    return f"{persons}; {_after('lao động tại địa phương', before.workers, after.workers)}."


def more_than_live_there(persons: int) -> str:
    """More went than the household is known to have: nothing is reckoned from that."""
    return (
        f"Hộ đang ghi {persons} khẩu, nên chưa tính được số khẩu còn lại. Đồng chí chọn “Sửa số "
        "khẩu”, hoặc chỉ lưu thay đổi này."
    )


def asks_confirm(who: str, happened: str, counts: str) -> str:
    """Everything is shown back before it is saved (vietnamese.md 9.2, 5)."""
    lines = ["Hệ thống hiểu như sau, xin đồng chí xác nhận:", f"{who} – {happened}.", counts]
    return "\n".join(filter(None, lines))


def saved(
    who: str, called: str, change: Change, happened: str, persons: int | None, workers: int | None
) -> Outgoing:
    """The receipt. `called` is what opens the household in a command: number or code."""
    lines = ["Đã ghi nhận.", f"{who} – {happened}."]
    if persons is not None or workers is not None:
        lines.append(f"Số khẩu: {_number(persons)}; lao động: {_number(workers)}.")
    if change is Change.DEATH:
        lines.append(_SORROW)
    lines.append("Nếu chưa đúng, chọn “Sửa” trong 24 giờ.")
    return Outgoing("\n".join(lines), _follow(called))


def already_saved(who: str, called: str) -> Outgoing:
    """The same confirmation came twice."""
    return Outgoing(f"{who}: thay đổi này đã ghi nhận rồi.", _follow(called))


def _follow(called: str) -> tuple[Choice, ...]:
    return (
        Choice("Ghi thay đổi khác của hộ này", f"/thaydoi {called}"),
        Choice("Thăm hộ này", f"/thamho {called}"),
        Choice("Xem hộ của tôi", "/hodan"),
        Choice("Sửa", "/sua"),
    )
