"""What the office reads when a month's messages run out."""

from bot.messages import Outgoing, Urgency
from bot.texts.common import thousands
from bot.texts.digest import month as named


def mostly_spent(account: str, month: str, sent: int, monthly: int, kept_from: int) -> Outgoing:
    """How much of the month is used up, and from where on what can wait has to."""
    return Outgoing(
        f"Tháng {named(month)}: tài khoản nhắn tin {account} đã gửi {thousands(sent)} trong "
        f"{thousands(monthly)} tin của gói.\n"
        f"Từ {thousands(kept_from)} tin, tin nhắc việc, tổng hợp và thông báo không gấp sẽ chờ "
        "sang tháng sau. Trả lời và việc gấp vẫn gửi ngay.\n"
        "Thông báo nào chưa cần ngay, mời đồng chí để sang tháng sau.",
        urgency=Urgency.URGENT,
    )


def nearly_spent(account: str, month: str, sent: int, monthly: int) -> Outgoing:
    """That only the last tenth is left, what waits because of that, and what can be done."""
    return Outgoing(
        f"Tháng {named(month)}: tài khoản nhắn tin {account} đã gửi {thousands(sent)} trong "
        f"{thousands(monthly)} tin của gói.\n"
        "Từ nay đến hết tháng, tin nhắc việc, tổng hợp và thông báo không gấp chờ sang tháng "
        "sau. Trả lời và việc gấp vẫn gửi ngay.\n"
        "Nếu tháng nào cũng vậy, mời đồng chí nhờ người cài đặt thêm một tài khoản nữa.",
        urgency=Urgency.URGENT,
    )
