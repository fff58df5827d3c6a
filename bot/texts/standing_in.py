"""What is said when somebody reports for a member who has no phone."""

from collections.abc import Sequence

from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.common import TO_MENU, shortened

TITLE = "Người ghi thay"
NOBODY, YES = "Không ai", "Đúng"
WHOSE = (
    "Đồng chí nào cần người ghi thay? Chọn, hoặc nhắn tên. "
    "Bí thư, phó bí thư vẫn ghi thay được cho mọi đồng chí trong chi bộ."
)


def instead_of(name: str) -> str:
    """Stands above all that is asked and shown back."""
    return f"Ghi thay đ/c {name}."


def which(said: str) -> str:
    """Several are called so."""
    return f"Có nhiều đồng chí gần giống “{shortened(said, 40)}”. Đồng chí ghi thay cho ai?"


def member(name: str, code: str) -> str:
    """A member to choose."""
    return shortened(f"{name} · {code}", LONGEST_LABEL)


def saved(name: str, receipt: str, *, told: bool) -> str:
    """The receipt; whether the member was told too."""
    tail = f"\nHệ thống đã báo đ/c {name}." if told else ""
    return f"{instead_of(name)}\n{receipt}{tail}"


def go_on(name: str) -> str:
    """The way to the rest of that member's households."""
    return shortened(f"Ghi tiếp thay đ/c {name}", LONGEST_LABEL)


def recorded_for_you(author: str, households: int) -> Outgoing:
    """To the member, who may have a phone after all; no household is named."""
    return Outgoing(
        "Có kết quả được ghi thay.\n"  # first lines show on a locked screen (privacy.md 5.4)
        f"Đ/c {author} đã ghi thay đồng chí {households} hộ. "
        "Đồng chí xem lại trong “Hộ của tôi”. "
        f"Nếu chưa đúng, xin báo đ/c {author} sửa trong 24 giờ.",
        (Choice("Xem hộ của tôi", "/hodan"), Choice(TO_MENU, "/menu")),
    )


def typed_for(author: str, visitor: str) -> str:
    """On a household's page: who went there, and who wrote it down."""
    return f" (đ/c {author} ghi thay đ/c {visitor})"


def asks_who(name: str, now: str) -> str:
    """Who is to report for a member."""
    known = f" Hiện nay là đ/c {now}." if now else ""
    return f"Ai ghi thay đ/c {name}?{known} Chọn, hoặc nhắn tên."


def asks_sure(name: str, stand_in: str) -> str:
    """Before it holds: what that person will see."""
    if not stand_in:
        return f"Không còn ai ghi thay đ/c {name}. Đúng không?"
    return (
        f"Đ/c {stand_in} ghi thay đ/c {name}: thấy số và tên thường gọi các hộ của đ/c {name}, "
        "không thấy gì khác. Đúng không?"
    )


def done(name: str, stand_in: str) -> Outgoing:
    """It holds from now on."""
    if not stand_in:
        text = f"Từ nay không còn ai ghi thay đ/c {name}."
    else:
        text = f"Từ nay đ/c {stand_in} ghi thay đ/c {name}, bằng cách nhắn: {how(name)}"
    return Outgoing(text, (Choice("Xem phân công", "/phancong"), Choice(TO_MENU, "/menu")))


def named_you(member: str) -> Outgoing:
    """To whoever was named."""
    return Outgoing(
        "Có việc mới giao.\n"
        f"Đồng chí ghi thay đ/c {member}. Khi đ/c {member} kể lại, đồng chí nhắn: "
        f"{how(member)}",
        (Choice(TO_MENU, "/menu"),),
    )


def how(member: str) -> str:
    """What to type."""
    return f"thay đ/c {member.split()[-1]}: 1 3 5 bt"


def for_whom(names: Sequence[str]) -> str:
    """For whom one may report, where nobody was said."""
    if not names:
        return "Đồng chí chưa được giao ghi thay cho ai. Bí thư chi bộ giao việc này."
    more = f" và {len(names) - 5} đồng chí nữa" if len(names) > 5 else ""
    return (
        f"Đồng chí ghi thay cho ai? Nhắn ví dụ: {how(names[0])}\n"
        f"Đồng chí ghi thay được cho: {', '.join(names[:5])}{more}."
    )
