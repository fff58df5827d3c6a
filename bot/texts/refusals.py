"""Words for every reason to say no: what is missing, and how to mend it in one step."""

from datetime import date

from bot.domain.refusals import Reason, Refusal
from bot.texts.common import day

_WORDS: dict[Reason, str] = {
    Reason.NOT_UNDERSTOOD: "Hệ thống chưa hiểu câu này. Xem cách dùng: nhắn “huongdan”.",
    Reason.NOT_LINKED: "Tài khoản này chưa được kích hoạt. Ông/bà nhắn mã ghi trên phiếu "
    "kích hoạt vào đây giúp; chưa có phiếu thì xin liên hệ người cấp mã.",
    Reason.NO_SUCH_COMMAND: "Hệ thống chưa có lệnh này. Việc đang ghi vẫn còn bên dưới; "
    "nhắn “menu” để xem các việc khác.",
    Reason.OTHERS_COMMAND: "Việc này do {whose} làm.",
    Reason.IDENTITY_NUMBER: "Hệ thống không lưu số căn cước. "
    "Đồng chí nhắn lại nội dung, bỏ số giấy tờ ra giúp.",
    Reason.NOT_FOUND: "Hệ thống không tìm thấy hộ hay nội dung này trong phần việc của đồng chí."
    " Xin nhắn lại số, tên hoặc mã.",
    Reason.CHOOSE_ONE: "Hệ thống chưa nhận ra lựa chọn. Đồng chí chọn giúp một mục bên dưới.",
    Reason.NOTHING_TICKED: "Chưa có hộ nào được đánh dấu. Đồng chí chọn từng hộ đã thăm trước, "
    "hoặc nhắn số các hộ.",
    Reason.NOT_A_DATE: "Hệ thống chưa hiểu ngày này. Đồng chí nhắn như: hôm nay, hôm qua, "
    "thứ ba, 15/11.",
    Reason.DATE_UNCLEAR: "Hệ thống cần một ngày cụ thể, ví dụ: hôm qua, 15/11.",
    Reason.FUTURE_DAY: "Ngày này chưa đến. Đồng chí nhắn lại một ngày đã qua, "
    "ví dụ: hôm nay, hôm qua, 15/11.",
    Reason.PAST_DAY: "Ngày này đã qua. Đồng chí nhắn lại một ngày sắp tới, ví dụ: ngày mai, 15/12.",
    Reason.MUTE_TOO_LONG: "Mỗi lần tạm ngừng nhắc nhiều nhất {most} ngày. "
    "Vắng lâu hơn, đồng chí báo bí thư chi bộ để phân công người thay.",
    Reason.NOT_A_SETTING: "Hệ thống chưa hiểu cách đặt này. Đồng chí nhắn như: {like}.",
    Reason.BEFORE_ASSIGNMENT: "Đồng chí phụ trách hộ này từ ngày {since}. "
    "Đồng chí nhắn lại ngày thăm từ hôm đó trở đi.",
    Reason.TOO_LONG_AGO: "Ngày này đã quá hai tháng. "
    "Đồng chí kiểm tra lại ngày, ví dụ: hôm qua, 15/11.",
    Reason.NOT_A_MONTH: "Hệ thống chưa hiểu tháng này. Đồng chí nhắn như: 10, tháng 10, 10/2026.",
    Reason.FUTURE_MONTH: "Tháng này chưa đến. Đồng chí nhắn tháng này hoặc một tháng đã qua.",
    Reason.PERIOD_NOT_OVER: "Kỳ này chưa hết nên chưa chốt được. Đồng chí chốt từ ngày {day}.",
    Reason.NOT_A_NUMBER: "Hệ thống chưa hiểu con số này. Đồng chí nhắn bằng chữ số, ví dụ: 2.",
    Reason.NUMBER_TOO_LARGE: "Con số này lớn quá, đồng chí kiểm tra lại giúp.",
    Reason.NOT_MONEY: "Hệ thống chưa rõ số tiền. Đồng chí nhắn như: 30 triệu, 500 nghìn, 1tr2.",
    Reason.TEXT_EMPTY: "Hệ thống chưa nhận được chữ nào. Đồng chí nhắn lại nội dung giúp.",
    Reason.TEXT_TOO_LONG: "Nội dung dài quá {most} ký tự. Đồng chí nhắn ngắn lại giúp, "
    "phần đã ghi trước đó vẫn còn.",
    Reason.CHANGE_TOO_OLD: "Ngày này đã quá hai năm. Đồng chí kiểm tra lại năm, "
    "ví dụ: 15/10/2026, tháng 10.",
    Reason.PLACE_TOO_EXACT: "Để giữ riêng tư cho người đi xa, hệ thống chỉ ghi tên tỉnh "
    "hoặc tên nước. Đồng chí nhắn lại, ví dụ: Đồng Nai.",
    Reason.NOT_A_PLACE: "Hệ thống chưa rõ nơi này. Đồng chí nhắn tên tỉnh hoặc tên nước, "
    "ví dụ: Đồng Nai, Nhật Bản.",
    Reason.DECISION_WANTED: "Diện hộ chỉ đổi khi có quyết định. Đồng chí nhắn số và ngày, "
    "ví dụ: 45/QĐ-UBND ngày 10/11/2026.",
    Reason.WORKERS_OVER_PERSONS: "Số lao động không quá số khẩu ({persons}). "
    "Đồng chí nhắn lại số lao động giúp.",
    Reason.NOTHING_TO_TAKE_BACK: "Trong 24 giờ qua không có báo cáo nào của đồng chí "
    "còn sửa được. Việc cũ hơn xin báo với bí thư chi bộ.",
    Reason.NOTHING_OPEN: "Hiện không có việc nào đang ghi dở.",
    Reason.NO_ONE_ASSIGNED: "Đồng chí chưa được phân công hộ nào. "
    "Nếu chưa đúng, xin báo với bí thư chi bộ.",
    Reason.NO_ONE_ASSIGNED_TO_THEM: "Đồng chí này chưa được phân công hộ nào.",
    Reason.CODE_WRONG: "Mã này không dùng được: có thể gõ nhầm, đã dùng, quá bảy ngày, "
    "hoặc đã có phiếu mới hơn. Xin kiểm tra lại, hoặc liên hệ người đã cấp mã cho ông/bà.",
    Reason.CODE_TRIES: "Mã đã nhập sai nhiều lần. Xin thử lại sau một giờ, "
    "hoặc liên hệ người đã cấp mã cho ông/bà.",
    Reason.CODE_OTHER_ACCOUNT: "Mã này vẫn còn dùng được, nhưng dùng ở một tài khoản trợ lý khác: "
    "{where}. Ông/bà gửi mã vào đó giúp.",
    Reason.ACCOUNT_FULL: "Tài khoản trợ lý này đã đủ {seats} người nên chưa nhận thêm được. "
    "Mã của ông/bà vẫn còn dùng được. Xin liên hệ người đã cấp mã để được chỉ tài khoản khác.",
    Reason.CONTACT_NOT_OWN: "Hệ thống chỉ nhận số điện thoại của chính ông/bà, "
    "gửi bằng nút bên dưới.",
    Reason.CONTACT_UNKNOWN: "Số điện thoại này chưa có trong danh sách. "
    "Xin liên hệ người đã cấp mã cho ông/bà.",
    Reason.MOVE_NOT_ALLOWED: "Việc này đã được xử lý hoặc chưa đến bước đó. "
    "Đồng chí xem lại tình trạng mới nhất.",
    Reason.FILE_WANTED: "Đồng chí gửi tệp vào đây giúp.",
    Reason.FILE_NOT_WORKBOOK: "Hệ thống chỉ nhận tệp Excel (đuôi .xlsx).",
    Reason.PHOTO_WANTED: "Hệ thống đang chờ một ảnh. Đồng chí gửi ảnh, "
    "hoặc nhắn “bo qua” nếu không có.",
    Reason.FILE_NOT_PHOTO: "Ở bước này hệ thống chỉ nhận ảnh hoặc chữ.",
    Reason.FILE_NOT_READ: "Hệ thống chưa đọc được ảnh hoặc tệp này nên chưa lưu. "
    "Đồng chí gửi lại, hoặc chụp ảnh mới rồi gửi.",
    Reason.IMPORT_CHANGED: "Danh sách đã thay đổi từ lúc xem trước. Đồng chí gửi lại tệp giúp.",
    Reason.UNREADABLE: "Hệ thống chưa đọc được loại tin này. Đồng chí nhắn bằng chữ giúp; "
    "muốn nói thành chữ, bấm micrô trên bàn phím.",
    Reason.VOICE: "Hệ thống chưa nghe được tin thoại. "
    "Đồng chí bấm micrô trên bàn phím để nói thành chữ.",
    Reason.WORD_WANTED: "Để chắc chắn, đồng chí gõ đúng chữ “{word}”.",
    Reason.TOO_FAST: "Hệ thống nhận được nhiều tin quá nhanh nên chưa ghi các tin vừa rồi. "
    "Đồng chí chờ một phút rồi nhắn lại.",
    Reason.NOT_AN_HOUR: "Hệ thống chưa hiểu ngày giờ này. Đồng chí nhắn như: 8h sáng mai, "
    "14h30 thứ sáu, 7h 15/12.",
    Reason.PAST_HOUR: "Giờ này đã qua. Đồng chí nhắn lại một giờ sắp tới, ví dụ: 8h sáng mai.",
    Reason.FILE_NOT_FOR_ALL: "Thông báo chỉ kèm được ảnh, tệp PDF hoặc Word (.docx), "
    "nặng không quá 5 MB. Đồng chí gửi tệp khác, hoặc chọn “Bỏ qua”.",
}


def refusal(said: Refusal) -> str:
    """The words for a refusal, with its details filled in."""
    return _WORDS[said.reason].format(**_readable(said.details))


def reason(why: Reason) -> str:
    """The words for a reason that needs no details."""
    return _WORDS[why]


def _readable(details: dict[str, str | int]) -> dict[str, str]:
    return {
        name: day(date.fromisoformat(value))
        if name in ("since", "day") and isinstance(value, str)
        else str(value)
        for name, value in details.items()
    }
