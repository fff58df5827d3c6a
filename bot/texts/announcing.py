"""What is said to those who write announcements, approve them and take them back."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.announcements import AnnouncementKind, Language, Readers, Stage
from bot.domain.periods import VIETNAM
from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.announcements import LANGUAGES, MANAGED_WORD
from bot.texts.common import day, shortened

TITLE = "Soạn thông báo"
APPROVING_TITLE = "Xem và duyệt"
WITHDRAWING_TITLE = "Thu hồi thông báo"
EDIT_WORD, APPROVE_WORD, WITHDRAW_WORD = "sua", "duyet", "thu"
"""What stands after a number: "/soanthongbao 12 sua"."""
SEND_WORD, TAKE_BACK_WORD = "gui", "thu hoi"
"""What is typed to be sure, as search keys."""

IN_WHOSE_NAME = "Thông báo gửi nhân danh nơi nào?"
WHICH_WORDS = "Đồng chí nhắn toàn bộ nội dung thông báo. Không gửi nội dung, tài liệu mật."
CORRECT_WORDS = (
    "Đồng chí nhắn lại toàn bộ nội dung đúng. Mọi người đã nhận thông báo sẽ nhận bản đính chính."
)
WHICH_PART = "Gửi đến những đâu?"
WHOLE, SOME_CELLS = "Toàn Đảng bộ", "Chọn chi bộ"
WHICH_CELLS = "Những chi bộ nào? Chọn từng chi bộ rồi “Xong”, hoặc nhắn các mã, ví dụ: 05 06."
WHICH_READERS = "Gửi cho ai?"
WHICH_KIND = "Thông báo thuộc loại nào?"
WHICH_TIME = "Gửi vào lúc nào? Đồng chí nhắn như: 8h sáng mai, 14h30 thứ sáu, 7h 15/12."
WHICH_FILE = (
    "Đồng chí gửi một ảnh, tệp PDF hoặc Word (.docx), không quá 5 MB. "
    "Không gửi tài liệu mật, giấy tờ hay danh sách có thông tin cá nhân."
)
WHICH_LANGUAGE = "Thêm bản bằng tiếng nào?"
SEND_NOW, AT_A_TIME, KEEP_TIME = "Gửi ngay", "Hẹn ngày giờ gửi", "Gửi theo giờ đã hẹn"
ADD_FILE, OTHER_FILE, NO_FILE = "Kèm ảnh hoặc tệp", "Thay tệp khác", "Bỏ tệp kèm theo"
ADD_LANGUAGE, OTHER_WORDS, OTHER_READERS = "Thêm bản tiếng khác", "Sửa nội dung", "Đổi nơi nhận"
EDIT, CORRECT, WITHDRAW = "Sửa thông báo", "Đính chính", "Thu hồi"
APPROVE, SEND_BACK = "Duyệt, cho gửi", "Trả lại để sửa"
WHY_BACK = "Cần sửa ở điểm nào? Đồng chí nhắn một câu để người soạn sửa lại."

READERS: dict[Readers, str] = {
    Readers.EVERYBODY: "Tất cả mọi người",
    Readers.MEMBERS: "Đảng viên các chi bộ",
    Readers.WITH_HOUSEHOLDS: "Đảng viên phụ trách hộ",
    Readers.LEADS: "Bí thư, phó bí thư chi bộ",
}
OF_A_CELL: dict[Readers, str] = {
    Readers.EVERYBODY: "Cả chi bộ",
    Readers.WITH_HOUSEHOLDS: "Đảng viên phụ trách hộ",
}
KINDS: dict[AnnouncementKind, str] = {
    AnnouncementKind.POLICY: "Chủ trương, chính sách",
    AnnouncementKind.MEETING: "Mời họp, lịch sinh hoạt",
    AnnouncementKind.WARNING: "Cảnh báo thiên tai, dịch bệnh",
    AnnouncementKind.TASK: "Giao việc",
    AnnouncementKind.CONGRATS: "Thăm hỏi, chúc mừng",
    AnnouncementKind.OTHER: "Khác",
}
_URGENT = ("Gửi khẩn, cả ngoài giờ", "Không gửi khẩn nữa")
_TODAY = ("Gửi gấp, không chờ sang ngày sau", "Không gửi gấp nữa")
_STAGES: dict[Stage, str] = {
    Stage.TO_APPROVE: "chờ duyệt",
    Stage.RETURNED: "trả lại để sửa",
    Stage.SCHEDULED: "chờ gửi",
    Stage.SENT: "đã gửi",
    Stage.WITHDRAWN: "đã thu hồi",
}
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def moment(value: datetime) -> str:
    """A moment as in 07:00 thứ hai 23/11/2026."""
    local = value.astimezone(VIETNAM)
    return f"{local:%H:%M} {_WEEKDAYS[local.weekday()]} {day(local.date())}"


def asks_translation(language: Language) -> str:
    """The words in another language."""
    return f"Đồng chí nhắn nội dung bằng {_in(language)}."


def cell(code: str, name: str) -> str:
    """A cell as a choice."""
    return shortened(f"{code} · {name}", LONGEST_LABEL)


def whom(readers: Readers, cells: Sequence[str], *, of_cell: bool) -> str:
    """An audience in words."""
    labels = OF_A_CELL if of_cell and readers in OF_A_CELL else READERS
    who = labels[readers].lower()
    if of_cell:
        return who
    if not cells:
        return f"{who}, toàn Đảng bộ"
    return f"{who}, {len(cells)} chi bộ ({shortened(', '.join(cells), 60)})"


def preview(
    body: str, *, to: str, people: int, reachable: int, kind: AnnouncementKind,
    at: datetime | None, file_name: str | None, languages: Sequence[Language], urgent: bool,
) -> str:  # fmt: skip
    """The announcement as it will be read, and below it how it will go out."""
    facts = [f"Gửi: {to}, {people} người"]
    if people > reachable:
        facts.append(f"trong đó {people - reachable} người hệ thống chưa nhắn tin được")
    lines = ["Xem trước:", "", body, "", "· " + "; ".join(facts) + "."]
    more = [f"Loại: {KINDS[kind].lower()}"]
    if at is not None:
        more.append(f"gửi lúc {moment(at)}")
    if languages:
        more.append("có bản " + ", ".join(_in(one) for one in languages))
    if file_name is not None:
        more.append(f"kèm tệp {shortened(file_name, 40)}" if file_name else "kèm ảnh")
    if urgent:
        more.append(_within(urgency(kind, urgent=False)))
    return "\n".join([*lines, "· " + "; ".join(more) + "."])


def urgency(kind: AnnouncementKind, *, urgent: bool) -> str:
    """To make an announcement urgent, or no longer: a warning at any hour, anything else by day."""
    return (_URGENT if kind is AnnouncementKind.WARNING else _TODAY)[urgent]


def asks_sure(people: int, at: datetime | None) -> str:
    """Before it goes out: no secrets, how many people, and a word to type."""
    when = f"lúc {moment(at)}" if at else "ngay"
    return (
        "Không gửi tài liệu mật, nội dung mật của Đảng và Nhà nước qua hệ thống này; "
        "tin đã gửi không lấy lại được.\n"
        f"Thông báo sẽ gửi {when} đến {people} người. Đồng ý thì gõ chữ “{SEND_WORD}”."
    )


def saved(
    announcement_id: int, *, goes_at: datetime, now: datetime, wants_approval: bool, asked: int
) -> Outgoing:
    """It is written down: when it goes out, or who has to approve it."""
    if wants_approval and asked:
        text = "Đã lưu và chuyển đồng chí thứ hai duyệt. Được duyệt thì thông báo mới gửi đi."
    elif wants_approval:
        text = (
            "Đã lưu, nhưng chưa có ai khác nhận được tin để duyệt. "
            "Đồng chí báo văn phòng Đảng ủy hoặc quản trị giúp."
        )
    elif goes_at <= now:
        text = "Đã ghi nhận. Thông báo bắt đầu gửi trong ít phút nữa."
    else:
        text = f"Đã ghi nhận. Thông báo sẽ gửi lúc {moment(goes_at)}."
    return Outgoing(text, (_open(announcement_id), _all()))


def already_saved(announcement_id: int) -> Outgoing:
    """The same confirmation came twice."""
    return Outgoing("Thông báo này đã lưu rồi.", (_open(announcement_id), _all()))


def to_approve(announcement_id: int) -> Outgoing:
    """A letter to whoever may approve."""
    return Outgoing(
        "Có một thông báo chờ đồng chí duyệt trước khi gửi.",
        (Choice("Xem và duyệt", f"/soanthongbao {announcement_id} {APPROVE_WORD}"),),
    )


def asks_approval(shown: str) -> str:
    """The preview, and the question."""
    return f"{shown}\nĐồng chí duyệt cho gửi, hay trả lại?"


def approve_word(number: int) -> str:
    """What is typed to approve it."""
    return f"DUYET {number}"


def approved(goes_at: datetime, now: datetime) -> Outgoing:
    """To the approver."""
    when = "trong ít phút nữa" if goes_at <= now else f"lúc {moment(goes_at)}"
    return Outgoing(f"Đã duyệt. Thông báo sẽ gửi {when}.", (_all(),))


def approved_to_author(announcement_id: int) -> Outgoing:
    """A letter to the author."""
    return Outgoing("Thông báo đồng chí soạn đã được duyệt.", (_open(announcement_id),))


def sent_back() -> Outgoing:
    """To the approver."""
    return Outgoing("Đã trả lại cho người soạn.", (_all(),))


def returned_to_author(announcement_id: int, note: str) -> Outgoing:
    """A letter to the author."""
    return Outgoing(
        f"Thông báo đồng chí soạn cần sửa trước khi gửi:\n{note}",
        (Choice("Sửa thông báo", f"/soanthongbao {announcement_id} {EDIT_WORD}"),),
    )


def asks_withdrawal(on: date, words: str, *, sent: bool) -> str:
    """Which announcement is taken back, what that means, and a word to type."""
    which = f"Thu hồi thông báo ngày {day(on)} “{shortened(words, 60)}”."
    then = (
        "Những người đã nhận sẽ được báo là thông báo không còn hiệu lực."
        if sent
        else "Thông báo chưa gửi nên chỉ bỏ đi, không ai nhận tin."
    )
    return f"{which}\n{then} Đồng ý thì gõ chữ “{TAKE_BACK_WORD}”."


def withdrawn(*, sent: bool) -> Outgoing:
    """It is taken back."""
    text = "Đã thu hồi thông báo."
    if sent:
        text += " Hệ thống sẽ báo cho những người đã nhận."
    return Outgoing(text, (_all(),))


def stage_line(stage: Stage, at: datetime, note: str) -> str:
    """Where an announcement stands, for those who manage it."""
    when = f" lúc {moment(at)}" if stage in (Stage.SENT, Stage.SCHEDULED) else ""
    why = f": {shortened(note, 200)}" if note else ""
    return f"Tình trạng: {_STAGES[stage]}{when}{why}."


def managed_line(words: str, stage: Stage) -> str:
    """An announcement in the list of those who manage it."""
    start = f"{_STAGES[stage].capitalize()} · "
    return start + shortened(words or "Thu hồi thông báo", LONGEST_LABEL - len(start))


def managed(lines: Sequence[Choice], total: int, more: Sequence[Choice]) -> Outgoing:
    """What one's unit has written."""
    text = f"Có {total} thông báo đã soạn hoặc chờ duyệt:" if total else "Chưa có thông báo nào."
    return Outgoing(text, (*lines, *more)[:9])


def _within(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _open(announcement_id: int) -> Choice:
    return Choice("Xem thông báo này", f"/thongbao {announcement_id}")


def _all() -> Choice:
    return Choice("Xem các thông báo đã soạn", f"/thongbao {MANAGED_WORD}")


def _in(language: Language) -> str:
    label = LANGUAGES[language]
    return label[0].lower() + label[1:]
