"""How the households of a cell are shared out among its members."""

from collections.abc import Sequence
from math import floor
from statistics import median

from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import TO_MENU, place, shortened

NOBODYS, BACK, MORE = "Xem hộ chưa có người phụ trách", "Xem phân công của chi bộ", "Xem thêm"
_TO_MENU = (Choice(TO_MENU, "/menu"),)
EVERY_ONE = "Hộ nào cũng có người phụ trách."


def overview(
    households: int,
    nobodys: int,
    counts: Sequence[int],
    without: Sequence[str],
    pages: tuple[int, int],
    choices: Sequence[Choice],
) -> Outgoing:
    """How many, for whom, and who has none; `counts` are the households per member."""
    place = f" Trang {pages[0]}/{pages[1]}." if pages[1] > 1 else ""
    lines = [f"Phân công: {households} hộ, {len(counts)} đồng chí phụ trách.{place}"]
    if counts:
        lines.append(
            f"Mỗi đồng chí: ít nhất {min(counts)} hộ, nhiều nhất {max(counts)} hộ; "
            f"một nửa có từ {floor(median(counts))} hộ trở lên."
        )
    if households:
        lines.append(f"Chưa có người phụ trách: {nobodys} hộ." if nobodys else EVERY_ONE)
    if without:
        shown = ", ".join(without[:5])
        more = f" và {len(without) - 5} đồng chí nữa" if len(without) > 5 else ""
        lines.append(f"Chưa phụ trách hộ nào ở địa bàn: {shown}{more}.")
    return Outgoing("\n".join(lines), tuple(choices), _TO_MENU)


def member_label(name: str, main: int, helping: int) -> str:
    """A member to choose, with how many households they have."""
    beside = f", cùng giúp {helping}" if helping else ""
    return shortened(f"{name} – {main} hộ{beside}", LONGEST_LABEL)


def household_label(code: str, name: str, address: str) -> str:
    """A household of the area, by its code: its number is that of its member's book."""
    return shortened(" · ".join(filter(None, (code, name, place(address)))), LONGEST_LABEL)


def held(name: str, count: int, pages: tuple[int, int], choices: Sequence[Choice]) -> Outgoing:
    """One member's households."""
    place = f" Trang {pages[0]}/{pages[1]}." if pages[1] > 1 else ""
    text = f"Đồng chí {name}: {count} hộ." if count else f"Đồng chí {name}: chưa có hộ nào."
    return Outgoing(text + place, tuple(choices), _TO_MENU)


def nobodys(count: int, pages: tuple[int, int], choices: Sequence[Choice]) -> Outgoing:
    """Households that nobody has in charge."""
    place = f" Trang {pages[0]}/{pages[1]}." if pages[1] > 1 else ""
    text = f"Chưa có người phụ trách: {count} hộ." if count else EVERY_ONE
    give = (Choice(GIVE_NOBODYS, "/giaoho"),) if count else ()
    return Outgoing(text + place, tuple(choices), (*give, *_TO_MENU))


def several(words: str, count: int, choices: Sequence[Choice]) -> Outgoing:
    """More than one member that may be meant."""
    return Outgoing(
        f"Có {count} đồng chí tên giống “{shortened(words, 40)}”. Đồng chí chọn giúp.",
        tuple(choices),
        _TO_MENU,
    )


GIVING = "Giao hộ"
GIVE_NOBODYS = "Giao các hộ này cho một đồng chí"
WHICH_HOMES = "Giao những hộ nào? Chọn từng hộ (hoặc nhắn mã hộ, như: H005 H008), rồi “Chọn xong”."
HOMES_CHOSEN = "Chọn xong"
WHICH_BASIS = "Căn cứ phân công là văn bản nào? Nhắn số, ngày, nơi ban hành; chưa có thì bỏ qua."
GIVE = "Giao hộ"


def to_whom(count: int) -> str:
    """The question for a member."""
    return f"Giao {count} hộ này cho đồng chí nào? Chọn, hoặc nhắn tên."


def asks_sure(codes: Sequence[str], name: str, basis: str) -> str:
    """Before it is written: which, for whom, from when, on which paper."""
    shown = ", ".join(codes[:8]) + (f" và {len(codes) - 8} hộ nữa" if len(codes) > 8 else "")
    paper = f"\nCăn cứ: {shortened(basis, 90)}." if basis else ""
    return (
        f"Giao {len(codes)} hộ cho đồng chí {name}, từ hôm nay: {shown}.{paper}\n"
        "Đồng chí xem đúng chưa?"
    )


def give_word(count: int) -> str:
    """What is typed to give them."""
    return f"GIAO {count} HO"


def given(count: int, name: str, *, told: bool) -> Outgoing:
    """Done, and whether the member knows."""
    text = f"Đã giao {count} hộ cho đồng chí {name}."
    if not told:
        text += "\nHệ thống chưa nhắn được cho đồng chí ấy; nhờ đồng chí báo giúp."
    return Outgoing(text, (Choice(BACK, "/phancong"),), _TO_MENU)


def given_to_you(count: int) -> Outgoing:
    """What the member is told; which they are is seen once it is opened."""
    return Outgoing(
        f"Bí thư chi bộ giao đồng chí phụ trách thêm {count} hộ.",
        (Choice("Xem hộ của tôi", "/hodan"),),
        _TO_MENU,
    )
