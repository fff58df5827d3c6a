"""What `gandan doctor` says of an account in Vietnamese: for whoever set it up in the commune."""

from bot.texts.common import thousands
from bot.texts.digest import month as named


def token_refused(title: str, where: str) -> str:
    """The messenger does not know the token, or cannot be asked."""
    return (
        f"Chưa nói chuyện được với {title}. Xem lại đường mạng của máy chủ; nếu mạng tốt thì lấy "
        f"lại mã token ở nơi đã tạo bot và ghi lại vào {where}."
    )


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


def no_address(title: str) -> str:
    """Without an address of ours there are no files and no page, where a chat has neither."""
    return (
        f"{title} không gửi được tệp và không có nút bấm. Cần một địa chỉ https của máy chủ này "
        "(GANDAN_PUBLIC_URL), nếu không thì không ai nhận được phiếu kích hoạt, báo cáo tháng và "
        "trang tích hộ."
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
