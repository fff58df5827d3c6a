"""What the commands at the office computer say: before the first message there is only this."""

import errno
from collections.abc import Sequence

_WHY = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "chương trình chưa có quyền",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTDIR: "đường dẫn đi qua một tệp",
    errno.ENOSPC: "ổ đĩa đã đầy",
}
_EVERY_ACCOUNT = "gandan channel list cho xem mọi tài khoản"

MIGRATED = "Cơ sở dữ liệu đã đúng bản của chương trình."
NOT_EMPTY = "Xã mẫu chỉ đưa được vào cơ sở dữ liệu còn trống."
FREQUENCY = "--frequency chỉ nhận all hoặc focus."
FREQUENCY_STAYS = (
    "--frequency chỉ dùng cho lần nhập đầu tiên, lần này định kỳ thăm giữ nguyên. Muốn đổi: nhắn "
    "/caidat cho bot, chọn “Định kỳ thăm hộ”."
)
MODE = "--mode chỉ nhận polling hoặc webhook."
WHAT_WAS_TYPED = "Nội dung vừa nhập"
REALLY = "Gõ “có” để bỏ"
REALLY_NEW = "Gõ “có” để cấp mã mới"
REALLY_SAMPLES = "Tệp còn dòng mẫu. Gõ “có” để nhập cả dòng mẫu như thật"
NOT_IMPORTED = "Chưa nhập gì: chưa gõ “có”. Sửa hoặc xóa dòng mẫu trong tệp rồi chạy lại."
UNSEEN = "Mã token (gõ hoặc dán, chữ không hiện ra)"
ASKS_NAME = "Tên bot"
OTHER_NUMBER = (
    "Ứng dụng nhắn tin báo số tài khoản khác với số trong mã token: chép lại mã token rồi chạy lại."
)
ALL_POLL = (
    "Chưa tài khoản nào chọn nhận tin bằng webhook: ghi dòng …_MODE=webhook vào phần cài đặt "
    "(.env), hoặc chạy gandan channel add với --mode webhook."
)
NONE_MADE = "Chưa cấp mã nào: chưa gõ “có”, lệnh cũng không có --yes."
NONE_REMOVED = "Chưa bỏ tài khoản nào: chưa gõ “có”, lệnh cũng không có --yes."
NO_WAY = (
    "Chưa biết tên bot nào để ghi lên phiếu, nên phiếu chưa chỉ được nơi nhắn mã. Ghi mã token và "
    "tên bot vào phần cài đặt (.env), rồi cấp lại mã trước khi in."
)
TAKEN_UP = "gandan run đang chạy thì trong vòng một phút sẽ nhận ra thay đổi này."


def unforeseen(place: str) -> str:
    """An error of ours, or of a driver."""
    return f"Lệnh không chạy được. Chạy gandan doctor để biết thêm. Lỗi: {place}"


def away(kind: str) -> str:
    """Neither the database nor the network is ours."""
    return (
        f"Chưa mở được cơ sở dữ liệu hoặc đường mạng. Chạy gandan doctor để biết thêm. Lỗi: {kind}"
    )


def unread_settings(kind: str) -> str:
    """The file .env is there, and can't be read."""
    return f"Không đọc được tệp .env. Lỗi: {kind}"


def not_read(file: str, number: int) -> str:
    """A file that was named can't be read; why, by the number of the system's error."""
    return f"Không đọc được tệp {file}: {_why(number)}."


def not_written(file: str, number: int) -> str:
    """A file can't be written where it was wanted."""
    return f"Không ghi được tệp {file}: {_why(number)}."


def _why(number: int) -> str:
    return _WHY.get(number, f"máy báo lỗi số {number}")


# --- Lists ---------------------------------------------------------------------------------------


def blank_written(file: str) -> str:
    """Where the blank workbook is, and what is done with it."""
    return (
        f"Đã ghi tệp mẫu: {file}\nĐiền danh sách, xóa dòng mẫu (dòng 2 của mỗi trang), rồi đọc "
        f"thử: gandan import {file} --dry-run"
    )


def is_there(file: str) -> str:
    """A workbook may have been filled in for days."""
    return f"Đã có tệp {file}: đặt tên khác, để không ghi đè lên danh sách đã điền."


def rows_read(count: int) -> str:
    """While a long list is read."""
    return f"đã đọc {count} dòng"


def only_tried(command: str) -> str:
    """After a dry run that found nothing to mend."""
    return f"Đây là đọc thử, chưa ghi gì. Để nhập, chạy: {command}"


# --- Codes ---------------------------------------------------------------------------------------


def made(count: int) -> str:
    """How many codes there are now."""
    return f"Đã cấp {count} mã. Mỗi mã dùng một lần, trong 7 ngày."


def written(file: str) -> str:
    """Where the codes are."""
    return f"Đã ghi: {file}"


def nobody_listed(cell: str) -> str:
    """Nobody was imported to whom a code could be given."""
    if not cell:
        return (
            "Chưa có đảng viên nào trong danh sách nên không cấp mã nào. Nhập danh sách trước: "
            "gandan template, điền vào tệp, rồi gandan import."
        )
    return (
        f"Chi bộ {cell} chưa có đảng viên nào trong danh sách nên không cấp mã nào. Thêm đảng viên "
        "của chi bộ vào tệp danh sách, rồi chạy gandan import."
    )


def all_linked(cell: str) -> str:
    """Everybody who is meant has a chat."""
    where = f"của chi bộ {cell} " if cell else ""
    return f"Mọi người {where}trong danh sách đã kích hoạt tài khoản nên không cấp mã nào."


def not_there(file: str) -> str:
    """Without codes there are no slips."""
    return f"Không có phiếu để in, tệp {file} không được ghi."


def ended(count: int) -> str:
    """Codes that were handed out before and are no longer good."""
    return f"{count} mã cấp trước đây đã hết hiệu lực: bỏ phiếu cũ, trao phiếu mới."


def had_chat(count: int) -> str:
    """Whoever was linked before, and can't be reached there."""
    return f"Trong đó {count} người từng kích hoạt, nay không còn gửi tin đến được."


def roomless(count: int) -> str:
    """Whoever finds no seat."""
    return (
        f"Trong đó {count} người chưa có chỗ ở bot nào: thêm bot (gandan channel add), rồi cấp lại "
        "mã."
    )


def only_there(count: int, account: str) -> str:
    """Whoever has no other chat than at an account that is not at work."""
    return (
        f"{count} người chỉ có trò chuyện ở {account}, tài khoản đang không hoạt động, nên không "
        "nhận được tin và không được cấp mã. Ghi lại mã token của tài khoản đó; hoặc bỏ hẳn "
        f"(gandan channel remove {account}) rồi cấp mã."
    )


def will_end(count: int, of: int) -> str:
    """Before codes on printed slips are ended."""
    return f"{count} trong {of} người này đang giữ mã chưa dùng. Cấp mã mới thì mã đó hết hiệu lực."


def no_cell(code: str) -> str:
    """No cell, or several communes have one with this code."""
    return f"Không có chi bộ nào mang mã {code}, hoặc mã này có ở nhiều đảng ủy."


# --- Accounts ------------------------------------------------------------------------------------


def no_account(account: str) -> str:
    """There is none such."""
    return f"Không có tài khoản {account}: {_EVERY_ACCOUNT}."


def no_messenger(surface: str, known: Sequence[str]) -> str:
    """Accounts are of certain messengers."""
    return f"{surface} không phải ứng dụng nhắn tin dùng được ở đây: chỉ có {' và '.join(known)}."


def no_commune(code: str) -> str:
    """No commune has this code."""
    return f"Không có đảng ủy nào mang mã {code}."


def heard_as_set(account: str, variable: str) -> str:
    """How it is heard is not said on the command line."""
    return f"{account} ghi trong phần cài đặt (.env): cách nhận tin sửa ở dòng {variable}."


def stands_in_settings(account: str, variable: str) -> str:
    """What stands in the settings can't be removed from the database."""
    return (
        f"{account} ghi trong phần cài đặt (.env): bỏ dòng {variable} (hoặc {variable}_FILE), chạy "
        "lại gandan run, rồi chạy lại lệnh này."
    )


def added(account: str, mode: str, *, new: bool) -> str:
    """It is written down."""
    return f"{'Đã thêm' if new else 'Đã sửa'}: {account}, {mode}"


def registers(command: str) -> str:
    """What tells the messenger our address."""
    return f"Khi gandan run đã nhận ra tài khoản này, chạy: {command}"


def removed(account: str) -> str:
    """It is gone."""
    return f"Đã bỏ: {account}"
