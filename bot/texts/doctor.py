"""What `gandan doctor` and `gandan webhook` say in Vietnamese: for whoever set it up there."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.plans import KEPT_FROM
from bot.texts.common import thousands
from bot.texts.digest import month as named

NO_KEY = (
    "Chưa có khóa bí mật, hoặc khóa ngắn hơn 32 ký tự. Chạy: gandan secret, rồi ghi dãy chữ hiện "
    "ra vào GANDAN_SECRET_KEY trong phần cài đặt (.env)."
)
NO_SUCH_DATABASE = (
    "Địa chỉ cơ sở dữ liệu ghi chưa đúng. Xem lại dòng GANDAN_DATABASE_URL trong phần cài đặt "
    "(.env), ví dụ: sqlite:///gandan.db"
)
NO_DATABASE = (
    "Chưa mở được cơ sở dữ liệu. Xem lại dòng GANDAN_DATABASE_URL trong phần cài đặt (.env) và xem "
    "cơ sở dữ liệu có đang chạy."
)
MIGRATE = "Cơ sở dữ liệu chưa đúng bản của chương trình. Chạy: gandan migrate"
ANOTHERS = (
    "Cơ sở dữ liệu này do bản mới hơn của Gần Dân, hoặc do chương trình khác lập. Cập nhật chương "
    "trình, hoặc ghi cơ sở dữ liệu khác vào dòng GANDAN_DATABASE_URL trong phần cài đặt (.env)."
)
NONE_SET_UP = (
    "Chưa có bot nào. Tạo bot trong Zalo, rồi ghi mã token vào phần cài đặt (.env), dòng "
    "GANDAN_ZALO_BOT_TOKEN_FILE, hoặc chạy: gandan channel add zalo_bot. Từng bước ở docs/zalo.md, "
    "bước 1 và bước 2."
)
NO_HTTPS = (
    "Địa chỉ ở dòng GANDAN_PUBLIC_URL chưa phải https. Sửa cho bắt đầu bằng https://, đặt chứng "
    "chỉ cho máy chủ, rồi chạy lại gandan run."
)
NO_ADDRESS = (
    "Chưa có dòng GANDAN_PUBLIC_URL trong phần cài đặt (.env). Ghi vào đó địa chỉ https của máy "
    "chủ này, rồi chạy lại gandan run."
)
TURNED_AWAY = (
    "Máy chủ hoặc tường lửa chặn cuộc gọi. Cho qua mọi yêu cầu có User-Agent bắt đầu bằng Java/."
)
NOBODY_THERE = (
    "Ở địa chỉ đó không có ai nghe. Xem gandan run có đang chạy, và máy chủ web có chuyển {path} "
    "đến chương trình."
)
FAILED_THERE = "Máy chủ web hoặc chương trình đang báo lỗi. Xem gandan run có đang chạy."
CERTIFICATE = (
    "Chứng chỉ https chưa dùng được. Đặt chứng chỉ mà trình duyệt tin, và cho phép TLS 1.2."
)
NO_SUCH_NAME = (
    "Không tìm thấy tên miền ở dòng GANDAN_PUBLIC_URL. Xem tên ghi có đúng và tên miền đã trỏ về "
    "máy chủ này."
)
PORT_SHUT = "Từ ngoài không gọi vào được máy chủ. Mở cổng 443, xem máy chủ web có đang chạy."
LOOK_AT_IT = "Xem máy chủ web và gandan run có đang chạy."


def no_bot(variables: Sequence[str]) -> str:
    """Nobody can write to us, and this is where a token would stand."""
    where = " hoặc ".join(variables)
    return f"Chưa có bot nào: ghi mã token vào dòng {where} trong phần cài đặt (.env)."


def unread(variable: str) -> str:
    """A file that the settings name is not there, or not for us to read."""
    return (
        f"Không đọc được tệp ghi ở dòng {variable}. Xem dòng đó có ghi đúng đường dẫn của tệp, "
        "tệp có ở đó, và chương trình có quyền đọc."
    )


def unfit_setting(variable: str, why: str) -> str:
    """What stands in a setting is not of its kind."""
    return f"Dòng {variable} trong phần cài đặt (.env) ghi chưa đúng ({why}). Sửa rồi chạy lại."


def token_refused(title: str, variable: str, command: str) -> str:
    """The messenger does not know the token."""
    then = f"ghi vào {variable}, rồi chạy lại gandan run" if variable else f"rồi chạy: {command}"
    return (
        f"{title} không nhận mã token này: mã đã bị đổi hoặc chép sai. Lấy lại mã ở nơi đã tạo "
        f"bot, {then}."
    )


def not_reached(title: str) -> str:
    """Nobody answered, or somebody in between."""
    return (
        f"Máy chủ này chưa gọi được {title}. Xem lại đường mạng và tường lửa của máy chủ: phải gọi "
        "được ra ngoài ở cổng 443. Mã token không phải đổi."
    )


def said_no(title: str, why: str) -> str:
    """The messenger does not like what it was asked."""
    return (
        f"{title} không nhận ({why}). Xem lại dòng GANDAN_PUBLIC_URL và câu bí mật của bot trong "
        "phần cài đặt (.env)."
    )


def trouble_there(title: str) -> str:
    """The messenger has an error of its own."""
    return f"{title} đang có lỗi ở phía họ. Đợi vài phút rồi chạy lại gandan doctor."


def no_token(named: str, command: str) -> str:
    """No key of ours opens the token of an account, or there is none."""
    return f"Chưa có mã token đọc được của {named}. Nhập lại mã bằng lệnh: {command}"


def no_such_token(where: str, looks_like: str) -> str:
    """What stands there is no token."""
    return f"{where} không phải là mã token. Mã có dạng {looks_like}: chép lại cho đủ."


def of_no_messenger(named: str) -> str:
    """A version of the program that knows the account's messenger wrote it down."""
    return f"Bản chương trình này chưa dùng được {named}. Cài bản mới hơn, hoặc bỏ tài khoản đó."


def no_name(title: str, variable: str, command: str) -> str:
    """Nobody can find the account by what its token says."""
    where = f"Ghi vào dòng {variable}" if variable else f'Chạy: {command} --name "…", ghi'
    return (
        f"Phiếu kích hoạt chưa có tên để mọi người tìm bot. {where} đúng tên bot như hiện trong "
        f"{title}."
    )


def secret(variable: str) -> str:
    """A webhook without a secret."""
    where = f"dòng {variable}" if variable else "tài khoản này"
    return f"Nhận tin bằng webhook thì {where} phải có một câu bí mật, từ 8 đến 256 ký tự."


def pushes_elsewhere(title: str, command: str) -> str:
    """The account asks for its messages, and the messenger pushes them to an address."""
    return (
        f"{title} đang chuyển tin tới một địa chỉ web, nên máy chủ này không nhận được tin nào. "
        f"Chạy: {command}"
    )


def pushes_nowhere(title: str, command: str) -> str:
    """The account waits for pushes, and the messenger knows another address or none."""
    return (
        f"{title} chưa biết địa chỉ web của máy chủ này, nên tin nhắn không tới được. "
        f"Chạy: {command}"
    )


def never_tried(title: str, command: str) -> str:
    """The address is right, and whether it can be reached was never told."""
    return f"Chưa rõ {title} có gọi được đến máy chủ này không. Chạy để thử: {command}"


def reached_in_vain(title: str, at: datetime, advice: str, command: str) -> str:
    """The messenger tried our address and did not get there."""
    return (
        f"{title} đã thử gọi đến máy chủ này lúc {moment(at)} mà không được. {advice} Sửa xong "
        f"chạy để thử lại: {command}"
    )


def pushed_in_vain(title: str, at: datetime, waiting: int, path: str) -> str:
    """The messenger had something to push and did not get there."""
    return (
        f"{title} gọi đến máy chủ này lúc {moment(at)} mà không được, {waiting} tin đang chờ ở đó. "
        f"Xem gandan run có đang chạy, và máy chủ web có chuyển {path} đến chương trình."
    )


def moment(at: datetime) -> str:
    """An hour and a day, as people in the commune say them."""
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def clock(seconds: int) -> str:
    """Our clock goes wrong."""
    return f"Đồng hồ của máy chủ lệch {seconds} giây. Bật tự động đồng bộ giờ."


def letters_astray(command: str) -> str:
    """Letters wait on an account that is no longer set up."""
    return (
        "Có tin đang chờ ở một tài khoản không còn dùng. Ghi lại mã token của tài khoản đó; hoặc "
        f"bỏ hẳn để tin chuyển sang trò chuyện khác của người nhận: {command}"
    )


def messages_wait(count: int) -> str:
    """What people wrote is not being handled."""
    return f"{count} tin của mọi người chờ quá một phút. Xem gandan run có đang chạy."


def set_aside(count: int) -> str:
    """What people wrote could not be handled."""
    return (
        f"{count} tin không xử lý được, người gửi đã được báo. Chép dòng “message set aside” trong "
        "nhật ký gửi cho nơi làm chương trình."
    )


def chain_breaks(row: int) -> str:
    """Somebody altered the audit behind our back."""
    return (
        f"Sổ theo dõi thay đổi bị sửa từ bên ngoài, kể từ dòng {row}. Giữ nguyên máy chủ, báo ngay "
        "người phụ trách bảo vệ dữ liệu, đối chiếu với bản sao lưu."
    )


def no_address(title: str, advice: str) -> str:
    """Without an address of ours there are no files and no page, where a chat has neither."""
    return (
        f"{title} không gửi được tệp và không có nút bấm; thiếu địa chỉ https thì không ai nhận "
        f"được phiếu kích hoạt, báo cáo tháng và trang tích hộ. {advice}"
    )


def seats(taken: int, of: int) -> str:
    """How many people are linked, and how many more fit."""
    return f"Đã có {taken}/{of} người, còn chỗ cho {max(0, of - taken)} người."


def full(taken: int, of: int, command: str) -> str:
    """Nobody more fits."""
    return f"Đã đủ {taken}/{of} người, không thêm được ai nữa. Tạo thêm một bot rồi chạy: {command}"


def too_few_seats(without: int, free: int) -> str:
    """More people have no chat yet than fit anywhere."""
    return (
        f"Còn {without} đồng chí chưa kích hoạt mà mọi tài khoản chỉ còn {free} chỗ. Tạo thêm một "
        "bot trước khi phát mã cho những đồng chí này."
    )


def this_month(month: str, sent: int, monthly: int, ends: int) -> str:
    """The month so far, and how it will end."""
    return (
        f"Tháng {named(month)} đã gửi {thousands(sent)}/{thousands(monthly)} tin; đến hết tháng "
        f"khoảng {thousands(ends)} tin."
    )


def kept_back() -> str:
    """What waits when only the last tenth is left."""
    return (
        "Gói của tháng gần hết: từ nay chỉ gửi trả lời và việc gấp; tin nhắc việc, tổng hợp và "
        "thông báo chờ sang tháng sau."
    )


def nearly_spent(mark: int) -> str:
    """A mark in per cent is passed, and all still goes out."""
    return (
        f"Đã quá {mark} % gói của tháng. Đến {KEPT_FROM} % thì chỉ còn gửi trả lời và việc gấp; "
        "tin nhắc việc, tổng hợp và thông báo chờ sang tháng sau."
    )


def takes_no_more(title: str, until: datetime, command: str) -> str:
    """The messenger said no to one letter and means all."""
    return (
        f"{title} không nhận gửi thêm tin, có thể vì đã hết số tin của tháng. Tin đang chờ, không "
        f"mất; {until:%H:%M} máy gửi thử lại. Nếu hết tin của tháng: mua thêm, hoặc tạo thêm một "
        f"bot rồi chạy: {command}"
    )


def answers_wait(seconds: int) -> str:
    """What people asked is answered, and the answers do not go out."""
    return (
        f"Có câu trả lời chờ gửi đã {seconds} giây. Xem gandan run có đang chạy, và các dòng của "
        "từng bot ở dưới."
    )


def will_not_do(command: str) -> str:
    """The plan will not carry a month."""
    return (
        "Như vậy là quá gói, cuối tháng tin nhắc việc và thông báo sẽ phải chờ. Nên tạo thêm một "
        f"bot cho bớt người rồi chạy: {command}"
    )


def whole_month(people: int, each: int, messages: int) -> str:
    """What a whole month comes to with so many people."""
    return (
        f"Một tháng đủ với {people} người, mỗi người khoảng {each} tin: khoảng "
        f"{thousands(messages)} tin."
    )


def removal(people: int, elsewhere: int, moved: int, failed: int) -> str:
    """What becomes of whom when an account is removed."""
    return (
        f"Bỏ tài khoản này: {people} người đang dùng, {elsewhere} người còn nhận tin ở trò chuyện "
        f"khác, {people - elsewhere} người không nhận được gì cho đến khi dùng mã mới (gandan "
        f"invite). Tin đang chờ: {moved} tin chuyển sang trò chuyện khác, {failed} tin không gửi "
        "được."
    )


def needs_name(title: str, name: str) -> str:
    """Nobody can find an account by the name that its token says."""
    return (
        f"Mọi người không tìm được bot bằng tên “{name}”. Ghi tên bot đúng như hiện trong {title}, "
        "ví dụ: --name 'Bot Thạnh Lộc'"
    )
