"""What the practice room's own page says around the phones, in Vietnamese and in English."""

from collections.abc import Mapping

LANGUAGES = ("vi", "en")

_WORDS: Mapping[str, tuple[str, str]] = {
    # the page
    "title": ("Gần Dân – Phòng thực hành", "Gần Dân – Practice room"),
    "room": ("Phòng thực hành", "Practice room"),
    "sample": (
        "Xã mẫu: mọi người và hộ ở đây đều hư cấu.",
        "A sample commune: all people and households here are invented.",
    ),
    "skip": ("Đến các điện thoại", "Skip to the phones"),
    "needs_script": (
        "Trang này cần JavaScript. Đồng chí bật JavaScript trong trình duyệt rồi tải lại trang.",
        "This page needs JavaScript. Please allow it in the browser and load the page again.",
    ),
    "settings": ("Cách hiển thị", "Display"),
    "language": ("English", "Tiếng Việt"),
    "dark": ("Nền tối", "Dark background"),
    "opening": ("Đang mở phòng thực hành…", "Opening the practice room…"),
    # the phones
    "phones": ("Các điện thoại", "The phones"),
    "phone_member": ("Đảng viên", "Member"),
    "phone_secretary": ("Bí thư", "Secretary"),
    "phone_office": ("Văn phòng", "Office"),
    "phone_of": ("Điện thoại của {name}", "{name}’s phone"),
    "messages_of": ("Tin nhắn của {name}", "{name}’s messages"),
    "nothing_yet": (
        "Chưa có tin nhắn. Đồng chí gõ “menu”, hoặc bấm “Mở trang chính”.",
        "No messages yet. Type “menu”, or press “Open the main menu”.",
    ),
    "open_menu": ("Mở trang chính", "Open the main menu"),
    "new_here": ("{count} tin mới", "{count} new"),
    "to_newest": ("Xuống tin mới nhất", "To the newest message"),
    "bot": ("Gần Dân", "Gần Dân"),
    "me": ("Tôi", "Me"),
    "typing": ("Gần Dân đang soạn trả lời…", "Gần Dân is writing…"),
    "choices": ("Các lựa chọn", "Choices"),
    "older_buttons": ("Hiện nút của tin này", "Show this message’s buttons"),
    "mark_waiting": ("Chờ gửi", "Waiting to be sent"),
    "mark_kept": ("Đã nhận", "Received"),
    "mark_answered": ("Đã trả lời", "Answered"),
    "mark_refused": ("Chưa gửi được", "Not sent"),
    "download": ("Tải về", "Download"),
    "picture": ("Hình ảnh", "Picture"),
    "enlarge": ("Xem hình lớn", "Enlarge the picture"),
    "plain": ("Zalo không nút bấm", "Zalo without buttons"),
    # writing
    "write": ("Nhắn tin với tên {name}", "Write as {name}"),
    "placeholder": ("Nhắn tin…", "Message…"),
    "send": ("Gửi", "Send"),
    "attach": ("Gửi ảnh hoặc tệp", "Send a photo or a file"),
    "chosen_file": ("Sẽ gửi: {name} ({size})", "To be sent: {name} ({size})"),
    "drop_file": ("Bỏ tệp {name}", "Remove {name}"),
    "too_large": (
        "Tệp lớn hơn 20 MB nên chưa gửi được.",
        "The file is larger than 20 MB and was not sent.",
    ),
    "file_failed": (
        "Chưa gửi được tệp {name}. Đồng chí chọn và gửi lại giúp.",
        "{name} was not sent. Please choose it again.",
    ),
    # another person
    "change_person": ("Đổi người dùng điện thoại này", "Change this phone’s person"),
    "who": ("Điện thoại này của ai?", "Whose phone is this?"),
    "search": ("Tìm theo tên, vai trò, chi bộ", "Search by name, role, cell"),
    "people": ("Người của xã mẫu", "People of the sample commune"),
    "found": ("Tìm thấy {count} người", "{count} found"),
    "nobody": ("Không có ai như vậy.", "Nobody like that."),
    "close": ("Đóng", "Close"),
    # the clock
    "clock": ("Ngày trong xã mẫu", "Date in the sample commune"),
    "next_day": ("Ngày mai", "Next day"),
    "day_1": ("Đến mùng 1", "To day 1"),
    "eve": ("Đến hôm trước họp", "To the eve of the meeting"),
    "date": ("Đến ngày", "To a date"),
    "go": ("Đi", "Go"),
    "moving": (
        "Thời gian đang trôi: nhắc việc, tổng hợp sẽ tự gửi đến…",
        "Time is passing: reminders and digests come by themselves…",
    ),
    "change_date": ("Đổi ngày", "Change date"),
    # the guided path
    "path": ("Làm thử từng bước", "Step by step"),
    "path_why": (
        "Đi một vòng qua các việc chính, mỗi việc khoảng một phút.",
        "A tour of the main jobs, about a minute each.",
    ),
    "path_count": ("Đã xong {done} trên {all} bước", "{done} of {all} steps done"),
    "path_begin": ("Bắt đầu làm thử", "Begin"),
    "path_resume": ("Làm tiếp", "Go on"),
    "path_leave": ("Để sau", "Later"),
    "path_done": (
        "Đồng chí đã đi hết các bước. Từ đây mời đồng chí thử tự do.",
        "All steps are done. Feel free to try anything.",
    ),
    "step_now": ("Bước {at} trên {all}", "Step {at} of {all}"),
    "step_short": ("Bước {at}/{all}: {title}", "Step {at}/{all}: {title}"),
    "step_on": ("Điện thoại: {phone} – {name}", "Phone: {phone} – {name}"),
    "step_send": (
        "Câu này đã gõ sẵn. Đồng chí bấm mũi tên trên điện thoại để gửi.",
        "It is typed. Press the arrow on the phone to send it.",
    ),
    "step_seen": (
        "Mời đồng chí đọc câu trả lời trên điện thoại {phone}.",
        "Read the answer on the phone “{phone}”.",
    ),
    "step_type": ("Gõ giúp tôi", "Type it for me"),
    "step_lines": ("Những câu của bước này", "What is said in this step"),
    "step_clock": ("Chuyển ngày", "Move the date"),
    "step_skip": ("Bỏ qua", "Skip"),
    "step_end": ("Xong", "Finish"),
    "step_next": ("Bước tiếp theo", "Next step"),
    "step_show": ("Xem điện thoại này", "Show this phone"),
    "step_done": ("đã xong", "done"),
    "step_open": ("chưa làm", "not yet done"),
    "all_steps": ("Tất cả các bước", "All steps"),
    # starting over
    "again": ("Làm lại từ đầu", "Start over"),
    "again_ask": ("Làm lại từ đầu?", "Start over?"),
    "again_what": (
        "Mọi tin nhắn và báo cáo đã thử sẽ mất, xã mẫu trở lại như lúc đầu.",
        "All messages and reports of this practice are lost; the sample commune begins anew.",
    ),
    "again_yes": ("Làm lại từ đầu", "Start over"),
    "again_no": ("Giữ nguyên", "Keep everything"),
    "again_on": ("Đang dựng lại xã mẫu, vài giây…", "Building the sample commune anew…"),
    "again_failed": (
        "Chưa làm lại được, mọi thứ vẫn còn nguyên.",
        "That did not work; everything is as it was.",
    ),
    # the connection
    "away": (
        "Mất kết nối, đang nối lại. Tin đồng chí gõ được giữ ở đây và sẽ tự gửi khi nối được.",
        "Connection lost, trying again. What you write is kept and sent once it is back.",
    ),
    "back": ("Đã nối lại được.", "Connected again."),
    "try_now": ("Nối lại ngay", "Try now"),
}


def words(language: str) -> dict[str, str]:
    """All words of the page by their names; anything but English is Vietnamese."""
    place = 1 if language == "en" else 0
    return {name: both[place] for name, both in _WORDS.items()}
