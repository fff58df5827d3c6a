"""What the office reads when it has activation slips made."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.placing import Place
from bot.messages import CHOICES_A_PAGE, Attachment, Choice, Outgoing
from bot.texts.common import TO_MENU, day

TITLE = "Cấp mã kích hoạt"
WITH_SLIPS = "Phiếu gửi cùng tin này"  # as a file, or behind a link where no file can come
HERE = "tài khoản trợ lý mà văn phòng đã giới thiệu"
"""Whom to write to, where nobody knows the account's name."""
FOR_ONE = "Ai mất máy hay đổi tài khoản thì cấp riêng theo mã đảng viên: nhắn như “/capma DV001”."


def found_under(name: str, messenger: str) -> str:
    """Whom to write to, where a messenger has no link that opens the chat."""
    return f"“{name}” trên {messenger}"


def write_to(links: Mapping[tuple[str, str], str], places: Sequence[Place], code: str) -> str:
    """A link that opens the chat with somebody's code in it, or whom to write to."""
    found = [links.get((place.surface, place.account), "") for place in places]
    known = [link for link in found if link]
    if len(known) == 1:
        return known[0].replace("{code}", code)
    return " hoặc ".join(where(link) for link in known) if len(known) == 2 else HERE


def where(link: str) -> str:
    """Which account to write to, as a person can type it or look it up; by its link."""
    return link.removeprefix("https://").split("?")[0].rstrip("/")


def word(count: int) -> str:
    """What is typed to confirm; it names what is made."""
    return f"cap {count} ma"


def sure_of_one(name: str, code: str, ended: int) -> str:
    """A code for one person, who may have a chat already, and what becomes of that."""
    before = "Mã cấp trước đây mà chưa dùng sẽ hết hiệu lực: xin bỏ phiếu cũ.\n" if ended else ""
    return (
        f"Cấp mã mới cho đồng chí {name} ({code}).\n"
        "Khi mã được dùng, trò chuyện trước đây trên cùng ứng dụng sẽ dừng; sổ hộ và báo cáo giữ "
        f"nguyên.\n{before}Để cấp mã, đồng chí gõ: {word(1)}"
    )


def sure(count: int, cell: str, ended: int, *, changed: bool) -> str:
    """How many codes, how many earlier ones they end, and the word that it wants."""
    where, of_one = (f" thuộc chi bộ {cell}", "") if cell else ("", f"\n{FOR_ONE}")
    lead = "Danh sách vừa thay đổi, xin xác nhận lại.\n" if changed else ""
    before = ""
    if ended:
        before = f"{ended} mã đã cấp trước đây mà chưa dùng sẽ hết hiệu lực: xin bỏ phiếu cũ.\n"
    return (
        f"{lead}Có {count} đồng chí{where} chưa kích hoạt tài khoản. "
        "Hệ thống sẽ cấp mỗi người một mã mới và lập phiếu để in.\n"
        f"{before}Để cấp mã, đồng chí gõ: {word(count)}{of_one}"
    )


def cell_by_cell(count: int, cells: Sequence[str]) -> Outgoing:
    """More people than one document holds: the cells to choose from."""
    choices = tuple(
        Choice(f"Chi bộ {cell}", f"/capma {cell}") for cell in cells[: CHOICES_A_PAGE - 1] if cell
    )
    return Outgoing(
        f"Có {count} đồng chí chưa kích hoạt tài khoản, nhiều quá cho một tệp. "
        "Đồng chí cấp theo từng chi bộ: chọn bên dưới, hoặc nhắn như “/capma 05”.",
        (*choices, Choice(TO_MENU, "/menu")),
    )


def everybody_linked(cell: str) -> Outgoing:
    """Nobody is left to give a code to."""
    where = f" của chi bộ {cell}" if cell else ""
    return Outgoing(
        f"Mọi đồng chí{where} trong danh sách đã kích hoạt tài khoản. Không cần cấp thêm mã.\n"
        f"{FOR_ONE}",
        (Choice(TO_MENU, "/menu"),),
    )


def nobody_listed(cell: str) -> Outgoing:
    """Nobody is there to give a code to."""
    where = f"Chi bộ {cell}" if cell else "Danh sách"
    return Outgoing(
        f"{where} chưa có đồng chí nào để cấp mã. Đồng chí thêm vào tệp danh sách rồi nhập lại.",
        (Choice("Nhập danh sách", "/nhapdanhsach"), Choice(TO_MENU, "/menu")),
    )


def printed(count: int, until: date, document: Attachment, roomless: int) -> Outgoing:
    """With the slips: how long they hold, how to hand them out, and who has no seat yet."""
    full = ""
    if roomless:
        full = (
            f"\nTrong đó {roomless} đồng chí chưa có chỗ: tài khoản trợ lý đã đủ người. "
            "Xin báo quản trị thêm tài khoản, rồi cấp lại mã."
        )
    return Outgoing(
        f"Đã cấp {count} mã, dùng đến ngày {day(until)}. {WITH_SLIPS}, 8 phiếu một trang.\n"
        "Xin in, cắt và trao tận tay từng người; không chuyển tiếp tệp này. "
        f"In xong, đồng chí xóa tin này khỏi điện thoại.{full}",
        (Choice(TO_MENU, "/menu"),),
        attachment=document,
    )


def file_name(today: date) -> str:
    """What the document with the slips is called."""
    return f"phieu-kich-hoat-{today:%Y-%m-%d}.docx"
