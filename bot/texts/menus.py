"""The menu of each role, and what is said when nothing else is open."""

from collections.abc import Collection

from bot.domain.people import CELL_LEADS, DIGEST_READERS, IMPORTERS, OFFICE, Actor, Role
from bot.domain.vietnamese.text import search_key
from bot.messages import CHOICES_A_PAGE, Choice, Outgoing
from bot.texts import forms

ALREADY_LINKED = (
    "Tài khoản này đã được kích hoạt rồi. Muốn dùng cho người khác, "
    "đồng chí nhắn “taikhoan” và hủy liên kết trước."
)
OLD_BUTTON = "Nút này thuộc tin nhắn cũ, nên hệ thống chưa làm gì."
OLD_LIST = "Danh sách đó đã quá một ngày, nên hệ thống chưa làm gì."
STILL_GOOD = "Các mục vừa nêu vẫn chọn được."
STILL_UNCLEAR = (
    "Hệ thống vẫn chưa hiểu. Đồng chí nhắn “menu” để xem các việc, “huongdan” để xem cách nhắn."
)
FILE_FOR_WHAT = (
    "Hệ thống chưa rõ tệp này dùng cho việc gì. Đồng chí chọn việc trước, rồi gửi lại tệp."
)
CHOOSE = "Đồng chí chọn việc:"

_MENU: tuple[tuple[tuple[Role, ...], str, str], ...] = (
    ((Role.MEMBER,), "Thăm hộ", "/thamho"),
    ((Role.MEMBER,), "Ghi phản ánh", "/phananh"),
    ((Role.MEMBER,), "Ghi thay đổi của hộ", "/thaydoi"),
    ((Role.MEMBER,), "Xem hộ của tôi", "/hodan"),
    ((Role.MEMBER,), "Xem việc tháng này", "/thangnay"),
    ((*CELL_LEADS, *OFFICE), "Xem việc chờ ý kiến", "/viec"),
    (DIGEST_READERS, "Xem số liệu tổng hợp", "/tonghop"),
    (IMPORTERS, "Nhập danh sách", "/nhapdanhsach"),
    (IMPORTERS, "Cấp mã kích hoạt", "/capma"),
    (CELL_LEADS, "Xem phân công", "/phancong"),
    (CELL_LEADS, "Xem hộ trong chi bộ", "/hodan"),
    ((), "Xem thông báo", "/thongbao"),  # nobody in particular: everybody
    ((), "Xem tài khoản của tôi", "/taikhoan"),
    ((), "Xem, đổi cài đặt", "/caidat"),
    ((), "Xem hướng dẫn", "/huongdan"),
)


def menu(actor: Actor, lead: str = "", page: int = 1) -> Outgoing:
    """What the person may do, by role: verbs to tap, nine at most."""
    choices = _choices(actor)
    if len(choices) > CHOICES_A_PAGE:
        cut = CHOICES_A_PAGE - 1
        first, second = choices[:cut], choices[cut:]
        choices = (
            [*first, Choice(forms.MORE, "/menu 2")]
            if page < 2
            else [*second, Choice(forms.BACK, "/menu")]
        )
    return Outgoing(f"{lead}\n{CHOOSE}" if lead else CHOOSE, tuple(choices))


_WHOSE = (
    (Role.MEMBER, "đảng viên phụ trách hộ"),
    (Role.CELL_SECRETARY, "bí thư chi bộ"),
    (Role.COMMUNE_OFFICE, "văn phòng Đảng ủy"),
)


def whose(roles: Collection[Role]) -> str:
    """Who does what the reader may not, as the offices are called."""
    return " hoặc ".join(called for role, called in _WHOSE if role in roles)


def set_aside(error_id: str) -> str:
    """A message that failed five times: honest, and what can be done."""
    return (
        "Xin lỗi, hệ thống chưa xử lý được một tin nhắn của đồng chí, nên tin đó chưa được ghi. "
        f"Xin nhắn lại; nếu vẫn chưa được, đồng chí báo quản trị mã {error_id}."
    )


def action_called(text: str, actor: Actor) -> str:
    """What a line of the menu does, whichever list is the newest; empty where there is none."""
    key = search_key(text)
    return next((one.action for one in _choices(actor) if search_key(one.label) == key), "")


def _choices(actor: Actor) -> list[Choice]:
    found: dict[str, Choice] = {}
    for roles, label, action in _MENU:
        if not roles or actor.holds(*roles):
            found[action] = Choice(label, action)  # the wider role names it: all of the cell
    return list(found.values())
