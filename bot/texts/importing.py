"""What people are told about the workbook they send: what is wrong, and what it would change."""

from collections.abc import Sequence

from bot.domain.imports import (
    MANY_HOUSEHOLDS,
    Agreement,
    Counts,
    Double,
    Frequency,
    Load,
    Plan,
    Problem,
    ProblemKind,
    Sheet,
    Tally,
)
from bot.texts.workbook import OFFERED, heading, sheet_name

_K = ProblemKind
SHOWN_PROBLEMS = 5
SHOWN_GONE = 30
SHOWN_DOUBLES, DOUBLES_IN_CHAT = 30, 2

# {0}, {1} are the problem's details.
_WORDS: dict[ProblemKind, str] = {
    _K.EMPTY: "tệp trống, chưa có dữ liệu",
    _K.NOT_WORKBOOK: "tệp không phải là bảng tính Excel (.xlsx); xin lưu lại theo dạng .xlsx",
    _K.OLD_EXCEL: "tệp ở dạng Excel cũ (.xls); xin mở bằng Excel và lưu lại theo dạng .xlsx",
    _K.ENCRYPTED: "tệp có đặt mật khẩu; xin bỏ mật khẩu rồi gửi lại",
    _K.TOO_LARGE: "tệp lớn hơn 20 MB; xin chia danh sách thành nhiều tệp",
    _K.TOO_LARGE_UNPACKED: "nội dung tệp quá lớn (trên 200 MB khi mở ra); xin chia thành nhiều tệp",
    _K.TOO_MANY_PARTS: "tệp có quá nhiều phần bên trong; xin chép danh sách sang tệp mẫu mới",
    _K.SUSPICIOUS: "tệp có cấu trúc bất thường nên không được mở; xin chép danh sách sang tệp mẫu"
    " mới",
    _K.NESTED_FILE: "tệp có nhúng tệp khác bên trong; xin bỏ tệp nhúng rồi gửi lại",
    _K.MACROS: "tệp có macro; xin lưu lại theo dạng .xlsx không có macro",
    _K.EXTERNAL_LINKS: "tệp có liên kết đến tệp hoặc nguồn dữ liệu khác; xin bỏ liên kết rồi gửi"
    " lại",
    _K.ENTITIES: "tệp có khai báo không được phép; xin chép danh sách sang tệp mẫu mới",
    _K.FORMULA: "trang tính “{0}” có công thức; xin dán lại thành giá trị (Paste Values) rồi gửi"
    " lại",
    _K.TOO_MANY_ROWS: "trang tính “{0}” có trên 200.000 dòng; xin chia thành nhiều tệp",
    _K.TOO_MANY_COLUMNS: "trang tính “{0}” có trên 40 cột; xin xóa các cột thừa",
    _K.DAMAGED: "tệp bị hỏng hoặc gửi chưa trọn vẹn; xin lưu lại và gửi lần nữa",
    _K.TOO_HEAVY: "tệp quá nặng để đọc; xin chép riêng danh sách sang tệp mẫu mới rồi gửi lại",
    _K.NO_KNOWN_SHEET: "không thấy trang tính nào tên là Đảng ủy, Chi bộ, Đảng viên,"
    " Hộ hoặc Ngày nghỉ",
    _K.OLD_FONT: "chữ gõ theo phông cũ (TCVN3 hoặc VNI), {0} ô; xin chuyển sang Unicode rồi gửi"
    " lại",
    _K.NOTHING_IN_IT: "trang tính chưa có dòng nào",
    _K.COLUMN_MISSING: "chưa có cột này",
    _K.COLUMN_TWICE: "cột này có hai lần",
    _K.SHEET_TWICE: "có hai trang tính cùng loại này",
    _K.FORBIDDEN_COLUMN: "cột “{0}” thuộc loại thông tin không được lưu; xin xóa cột này rồi gửi"
    " lại, chưa có dòng nào được nhập",
    _K.MISSING: "còn trống",
    _K.NOT_A_CODE: "mã chưa đúng; mã gồm chữ và số, tối đa 30 ký tự",
    _K.IDENTITY_NUMBER: "có 12 chữ số như số căn cước; không dùng số căn cước ở đây",
    _K.NOT_A_PHONE: "số điện thoại chưa đúng; mỗi ô ghi một số",
    _K.NOT_A_DATE: "ngày chưa rõ; xin ghi ngày/tháng/năm, ví dụ 05/11/2026",
    _K.NOT_A_COUNT: "cần một số nguyên từ 0 đến 99",
    _K.NOT_A_MARK: "xin ghi x nếu có, để trống nếu không",
    _K.NOT_MEETING_DAYS: "xin ghi ngày trong tháng (1 đến 31), ví dụ 10, 10-12 hoặc cuối tháng",
    _K.NOT_TEXT: "Excel đã đổi nội dung thành ngày hoặc giá trị khác; xin định dạng ô là Text và"
    " gõ lại",
    _K.TOO_LONG: "dài quá {0} ký tự",
    _K.GUARDED: "có điều không được ghi về người dân (tín ngưỡng, chính kiến, bệnh tật, vi phạm,"
    " thu nhập, số giấy tờ); xin bỏ phần đó hoặc ghi bằng lời khác",
    _K.UNKNOWN_WORD: "chưa hiểu “{0}”",
    _K.MORE_WORKERS: "số lao động ({0}) lớn hơn số khẩu ({1})",
    _K.TWICE: "mã {0} đã có ở dòng {1}",
    _K.DAY_TWICE: "ngày {0} đã có ở dòng {1}",
    _K.SAME_PERSON: "trùng với đảng viên phụ trách",
    _K.NAMES_DIFFER: "khác với tên đã ghi ở dòng trước: {0}",
    _K.UNKNOWN_COMMITTEE: "không có đảng ủy nào mang mã {0}",
    _K.UNKNOWN_CELL: "không có chi bộ nào mang mã {0}",
    _K.UNKNOWN_MEMBER: "không có đảng viên nào mang mã {0}",
    _K.SEVERAL_CELLS: "mã {0} có ở nhiều đảng ủy; xin nhập mỗi đảng ủy một tệp",
    _K.OTHER_COMMUNE: "đảng ủy {0} không thuộc phạm vi của đồng chí",
    _K.FUTURE_DAY: "ngày này chưa đến",
    _K.UNKNOWN_COLUMN: "cột “{0}” không dùng đến, được bỏ qua",
    _K.UNKNOWN_SHEET: "trang tính “{0}” không dùng đến, được bỏ qua",
    _K.SAMPLE_ROW: "là dòng mẫu còn trong tệp, không nhập; xin xóa dòng này",
    _K.SAMPLE_ROW_TAKEN: "là dòng mẫu còn nguyên, vẫn được nhập như thật; xin sửa lại cho đúng",
}

_CODES = {_K.UNKNOWN_CELL, _K.UNKNOWN_MEMBER}  # the second detail: which code may be meant

_FREQUENCIES: dict[Frequency, str] = {
    Frequency.ALL: "mọi hộ mỗi tháng một lần",
    Frequency.FOCUS: "hộ nghèo, cận nghèo, hộ cần giúp đỡ mỗi tháng; hộ khác mỗi quý",
}
FREQUENCY_QUESTION = "Thăm hộ theo định kỳ nào, xin đồng chí chọn:"


def frequency_label(frequency: Frequency) -> str:
    """One way of setting how often households are visited, as a choice."""
    return {
        Frequency.ALL: "Mọi hộ hằng tháng",
        Frequency.FOCUS: "Hộ nghèo, cần giúp mỗi tháng; hộ khác mỗi quý",
    }[frequency]


def problem(what: Problem) -> str:
    """As in "Hộ, dòng 12, cột Diện hộ: …"."""
    words = _WORDS[what.kind].format(*what.details)
    if what.kind is ProblemKind.UNKNOWN_WORD and what.column in OFFERED:
        words += "; các cách ghi: " + ", ".join(OFFERED[what.column])
    if what.kind in _CODES and len(what.details) > 1:
        words += f"; có phải {what.details[1]}?"
    place = _place(what)
    return f"{place}: {words}" if place else words[0].upper() + words[1:]


def _place(what: Problem) -> str:
    if what.sheet is None:
        return ""
    parts = [sheet_name(what.sheet)]
    if what.row is not None:
        parts.append(f"dòng {what.row}")
    if what.column is not None:
        parts.append(f"cột {heading(what.sheet, what.column)}")
    return ", ".join(parts)


def dry_run(plan: Plan) -> str:
    """Everything, line by line, for a terminal."""
    lines = [f"Đảng ủy: {', '.join(plan.communes)}"] if plan.communes else []
    lines += _tallies(plan.counts)
    lines += _load(plan.load)
    for sheet, codes in plan.gone.items():
        more = f" và {_number(len(codes) - SHOWN_GONE)} mã nữa" if len(codes) > SHOWN_GONE else ""
        listed = ", ".join(codes[:SHOWN_GONE]) + more
        lines.append(f"{sheet_name(sheet)} không còn trong tệp, vẫn giữ nguyên: {listed}")
    if plan.first:
        lines.append(_recommendation(plan))
    lines += [f"Lưu ý: {problem(note)}" for note in plan.notes]
    lines += doubles(plan.doubles, SHOWN_DOUBLES)
    if plan.problems:
        lines.append(_refused(plan))
        lines += [f"- {problem(one)}" for one in plan.problems]
    elif plan.counts.nothing_changes:
        lines.append("Dữ liệu đã đúng như tệp, không có gì thay đổi.")
    return "\n".join(lines)


def dry_run_short(plan: Plan) -> str:
    """The same for a chat: a dozen short lines, codes instead of names."""
    if plan.problems:
        mend = "Xin đồng chí sửa và gửi lại."
        return "\n".join([_refused(plan), *_first_problems(plan), *samples(plan), mend])
    if plan.counts.nothing_changes:
        same = "Tệp đọc được, không có gì thay đổi so với dữ liệu đã có."
        return "\n".join([same, *_gone(plan), *samples(plan)])
    lines = ["Tệp đọc được. Nếu đồng chí xác nhận:", *_tallies(plan.counts), *_gone(plan)]
    lines += _load(plan.load)
    if plan.first:
        lines.append(_recommendation(plan))
    lines += doubles(plan.doubles, DOUBLES_IN_CHAT)
    unused = [note for note in plan.notes if note.kind not in _SAMPLES]
    if unused:
        lines.append(f"Bỏ qua {_number(len(unused))} phần không dùng đến trong tệp.")
    return "\n".join([*lines, *samples(plan)])


def done(plan: Plan) -> str:
    """After an import."""
    if plan.counts.nothing_changes:
        return "Đã nhập danh sách, không có gì thay đổi."
    warned = doubles(plan.doubles, DOUBLES_IN_CHAT)
    return "\n".join(["Đã nhập danh sách.", *_tallies(plan.counts), *warned])


_SAMPLES: dict[ProblemKind, str] = {
    _K.SAMPLE_ROW: "Dòng mẫu còn trong tệp, không nhập: {}.",
    _K.SAMPLE_ROW_TAKEN: "Dòng mẫu còn nguyên, sẽ được nhập như thật: {}. "
    "Nếu chưa đúng, đồng chí sửa tệp rồi gửi lại.",
}


def samples(plan: Plan) -> list[str]:
    """The template's own rows that were left in, and what becomes of them, in a line or two."""
    found = {kind: [_place(note) for note in plan.notes if note.kind is kind] for kind in _SAMPLES}
    return [_SAMPLES[kind].format("; ".join(places)) for kind, places in found.items() if places]


_AGREEING: dict[Agreement, str] = {
    Agreement.PLACE: "cùng địa chỉ",
    Agreement.ALIAS: "cùng tên thường gọi",
    Agreement.GROUP: "cùng tổ",
}


def doubles(found: Sequence[Double], most: int) -> list[str]:
    """Households that may stand in the list twice: a warning, told where to look."""
    if not found:
        return []
    count = _number(len(found))
    lines = [f"Có {count} hộ có thể ghi trùng (vẫn nhập được, đề nghị đồng chí xem lại):"]
    lines += [f"- {double(one)}" for one in found[:most]]
    left = len(found) - most
    return [*lines, f"và còn {_number(left)} hộ nữa."] if left > 0 else lines


def double(one: Double) -> str:
    """As in "Hộ, dòng 12 (mã H12): có thể trùng với dòng 8 (mã H8), cùng tên chủ hộ, …"."""
    other = f"dòng {one.other_row} (mã {one.other_code})"
    if one.other_row is None:
        other = f"hộ mã {one.other_code} đã có"
    name = "cùng tên chủ hộ" if one.same_name else "tên chủ hộ gần giống"
    if one.agree is Agreement.ALIAS and not one.same_name:
        name = "cùng nơi ở"
    place = f"{sheet_name(Sheet.HOUSEHOLDS)}, dòng {one.row} (mã {one.code})"
    return f"{place}: có thể trùng với {other}, {name}, {_AGREEING[one.agree]}"


def _refused(plan: Plan) -> str:
    count = _number(len(plan.problems))
    return f"Chưa nhập được, có {count} chỗ cần sửa; chưa có gì được lưu."


def _first_problems(plan: Plan) -> list[str]:
    shown = [f"- {problem(one)}" for one in plan.problems[:SHOWN_PROBLEMS]]
    left = len(plan.problems) - SHOWN_PROBLEMS
    return [*shown, f"và còn {_number(left)} dòng nữa."] if left > 0 else shown


def _tallies(counts: Counts) -> list[str]:
    named = {
        "Đảng ủy": counts.committees,
        "Chi bộ": counts.cells,
        "Đảng viên": counts.members,
        "Hộ": counts.households,
        "Phân công": counts.assignments,
        "Ngày nghỉ, làm bù": counts.days,
    }
    return [f"{name}: {_tally(tally)}" for name, tally in named.items() if tally.total]


def _tally(tally: Tally) -> str:
    parts = [(tally.new, "mới"), (tally.changed, "thay đổi"), (tally.same, "giữ nguyên")]
    return ", ".join(f"{_number(count)} {word}" for count, word in parts if count)


def _gone(plan: Plan) -> list[str]:
    parts = [
        f"{_number(len(codes))} {_UNITS[sheet]}" for sheet, codes in plan.gone.items() if codes
    ]
    return [f"Không còn trong tệp, vẫn giữ nguyên: {', '.join(parts)}."] if parts else []


_UNITS: dict[Sheet, str] = {
    Sheet.COMMITTEES: "đảng ủy",
    Sheet.CELLS: "chi bộ",
    Sheet.MEMBERS: "đảng viên",
    Sheet.HOUSEHOLDS: "hộ",
    Sheet.DAYS: "ngày nghỉ",
}


def _load(load: Load | None) -> list[str]:
    if load is None:
        return []
    middle = f"{load.median:g}".replace(".", ",")
    line = (
        f"{_number(load.members)} đảng viên phụ trách hộ: ít nhất {load.least},"
        f" trung vị {middle}, nhiều nhất {load.most} hộ"
    )
    over = f"; {_number(load.over)} đồng chí có trên {MANY_HOUSEHOLDS} hộ" if load.over else ""
    return [f"{line}{over}."]


def _recommendation(plan: Plan) -> str:
    return f"Đề nghị định kỳ thăm: {_FREQUENCIES[plan.recommended]}."


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
