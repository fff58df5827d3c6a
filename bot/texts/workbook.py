"""Names of sheets and columns in the import workbook, and the words of its blank template."""

from bot.domain.imports import Column, Sheet

SHEET_NAMES: dict[Sheet, str] = {
    Sheet.COMMITTEES: "Đảng ủy",
    Sheet.CELLS: "Chi bộ",
    Sheet.MEMBERS: "Đảng viên",
    Sheet.HOUSEHOLDS: "Hộ",
    Sheet.DAYS: "Ngày nghỉ",
}
OTHER_SHEET_NAMES: dict[str, Sheet] = {
    "Hộ dân": Sheet.HOUSEHOLDS,
    "Hộ gia đình": Sheet.HOUSEHOLDS,
    "Ngày nghỉ, làm bù": Sheet.DAYS,
    "Lịch nghỉ": Sheet.DAYS,
}
GUIDE_SHEET = "Hướng dẫn"
ROLES_TITLE = "Các vai trò"

# The first heading is the one that we write; the others are accepted too.
HEADINGS: dict[Sheet, dict[Column, tuple[str, ...]]] = {
    Sheet.COMMITTEES: {
        Column.CODE: ("Mã đảng ủy",),
        Column.NAME: ("Tên đảng ủy",),
        Column.MEETING_DAYS: ("Ngày họp", "Ngày sinh hoạt"),
    },
    Sheet.CELLS: {
        Column.CODE: ("Mã chi bộ",),
        Column.NAME: ("Tên chi bộ",),
        Column.KIND: ("Loại hình chi bộ", "Loại", "Loại hình"),
        Column.AREA: ("Địa bàn",),
        Column.MEETING_DAYS: ("Ngày sinh hoạt", "Ngày họp"),
        Column.COMMITTEE: ("Mã đảng ủy",),
        Column.COMMITTEE_NAME: ("Tên đảng ủy",),
    },
    Sheet.MEMBERS: {
        Column.CODE: ("Mã đảng viên",),
        Column.NAME: ("Họ và tên", "Họ tên"),
        Column.CELL: ("Mã chi bộ",),
        Column.ROLES: ("Vai trò",),
        Column.PHONE: ("Điện thoại", "Số điện thoại"),
        Column.STATUS: ("Chính thức/Dự bị/Miễn sinh hoạt", "Tình trạng"),
    },
    Sheet.HOUSEHOLDS: {
        Column.CODE: ("Mã hộ",),
        Column.NAME: ("Họ tên chủ hộ", "Chủ hộ", "Họ và tên chủ hộ"),
        Column.ALIAS: ("Tên thường gọi",),
        Column.ADDRESS: ("Địa chỉ",),
        Column.GROUP: ("Tổ",),
        Column.CELL: ("Mã chi bộ địa bàn", "Mã chi bộ"),
        Column.PERSONS: ("Số khẩu",),
        Column.WORKERS: ("Lao động chính", "Số lao động"),
        Column.OCCUPATION: ("Nghề chính",),
        Column.CLASS: ("Diện hộ",),
        Column.NEEDS_HELP: ("Cần giúp đỡ",),
        Column.POLICY_FAMILY: ("Gia đình chính sách",),
        Column.MEMBER: ("Mã đảng viên phụ trách",),
        Column.HELPER: ("Mã đảng viên cùng giúp đỡ",),
        Column.SINCE: ("Phụ trách từ ngày",),
        Column.BASIS: ("Căn cứ phân công",),
    },
    Sheet.DAYS: {
        Column.DAY: ("Ngày",),
        Column.MARK: ("Nghỉ hay làm bù", "Loại"),
        Column.NAME: ("Tên ngày nghỉ", "Lý do"),
        Column.COMMITTEE: ("Mã đảng ủy",),
    },
}

MARK = "x"

CELL_KINDS: tuple[str, ...] = (
    "Chi bộ thôn, ấp, khu phố",
    "Chi bộ cơ quan",
    "Chi bộ trường học",
    "Chi bộ trạm y tế",
    "Chi bộ công an",
    "Chi bộ quân sự",
    "Chi bộ doanh nghiệp nhà nước",
    "Chi bộ doanh nghiệp ngoài nhà nước",
    "Chi bộ hợp tác xã",
    "Chi bộ học sinh, sinh viên",
    "Khác",
)
ROLES: tuple[str, ...] = (
    "Đảng viên",
    "Bí thư chi bộ",
    "Phó bí thư chi bộ",
    "Trưởng ấp",
    "Văn phòng đảng ủy",
    "Thường trực Đảng ủy",
    "Quản trị",
)
STATUSES: tuple[str, ...] = ("Chính thức", "Dự bị", "Miễn sinh hoạt")
CLASSES: tuple[str, ...] = (
    "Hộ nghèo",
    "Hộ cận nghèo",
    "Mới thoát nghèo",
    "Mức sống trung bình",
    "Không thuộc diện",
)
DAY_MARKS: tuple[str, ...] = ("Nghỉ", "Làm bù")

# What a column's words may be: for the drop-downs, and for saying so when a word is another.
OFFERED: dict[Column, tuple[str, ...]] = {
    Column.KIND: CELL_KINDS,
    Column.ROLES: ROLES,
    Column.STATUS: STATUSES,
    Column.CLASS: CLASSES,
    Column.MARK: DAY_MARKS,
}

GUIDE: tuple[str, ...] = (
    "Hướng dẫn lập danh sách",
    "1. Mỗi trang tính là một danh sách; không đổi tên trang tính và tiêu đề cột.",
    "2. Cột có dấu * cần có ở mọi dòng; các cột khác có thể để trống.",
    "3. Mã đảng ủy, mã chi bộ, mã đảng viên, mã hộ do địa phương tự đặt, ví dụ 05, DV001, H0123.",
    "4. Không dùng số thẻ đảng viên, số căn cước công dân hoặc số chứng minh nhân dân làm mã.",
    "5. Một đồng chí có nhiều vai trò: ghi cách nhau bằng dấu chấm phẩy (;).",
    "6. Ngày ghi theo dạng ngày/tháng/năm, ví dụ 05/11/2026.",
    "7. Cần giúp đỡ, Gia đình chính sách: ghi x nếu có.",
    "8. Không lập thêm cột về tôn giáo, dân tộc, căn cước, thu nhập, tài khoản ngân hàng, bệnh tật,"
    " đánh giá hay xếp loại hộ: tệp có cột như vậy sẽ không được nhận.",
    "9. Dòng 2 của mỗi trang tính là dòng mẫu; xin xóa hoặc ghi đè. Dòng mẫu còn nguyên thì không"
    " được nhập.",
    "10. Gửi lại tệp đã sửa lúc nào cũng được: dòng không đổi thì giữ nguyên, dòng thay đổi được"
    " cập nhật từ ngày nhập, dòng không còn trong tệp chỉ được báo lại, không bị xóa.",
    "11. Ngày nghỉ: mỗi năm ghi ngày nghỉ và ngày làm bù theo thông báo, cùng ngày nghỉ riêng của"
    " địa phương. Không ghi mã đảng ủy thì áp dụng cho đảng ủy của người nhập.",
)

SAMPLES: dict[Sheet, dict[Column, str]] = {
    Sheet.COMMITTEES: {
        Column.CODE: "DU01",
        Column.NAME: "Đảng ủy xã Mẫu",
        Column.MEETING_DAYS: "8",
    },
    Sheet.CELLS: {
        Column.CODE: "05",
        Column.NAME: "Chi bộ Ấp 5",
        Column.KIND: "Chi bộ thôn, ấp, khu phố",
        Column.AREA: "Ấp 5",
        Column.MEETING_DAYS: "3-5",
        Column.COMMITTEE: "DU01",
    },
    Sheet.MEMBERS: {
        Column.CODE: "DV001",
        Column.NAME: "Nguyễn Văn Mẫu",
        Column.CELL: "05",
        Column.ROLES: "Đảng viên; Bí thư chi bộ",
        Column.PHONE: "0912345678",
        Column.STATUS: "Chính thức",
    },
    Sheet.HOUSEHOLDS: {
        Column.CODE: "H0001",
        Column.NAME: "Trần Thị Ví Dụ",
        Column.ALIAS: "bà Tư",
        Column.ADDRESS: "Số 12, tổ 3, ấp 5",
        Column.GROUP: "Tổ 3",
        Column.CELL: "05",
        Column.PERSONS: "4",
        Column.WORKERS: "2",
        Column.OCCUPATION: "Làm ruộng",
        Column.CLASS: "Hộ cận nghèo",
        Column.NEEDS_HELP: MARK,
        Column.MEMBER: "DV001",
        Column.SINCE: "01/01/2026",
        Column.BASIS: "QĐ 12-QĐ/ĐU ngày 20/12/2025",
    },
    Sheet.DAYS: {
        Column.DAY: "02/01/2026",
        Column.MARK: "Nghỉ",
        Column.NAME: "Tết Dương lịch",
    },
}


def sheet_name(sheet: Sheet) -> str:
    """The sheet's name as it stands in the template."""
    return SHEET_NAMES[sheet]


def heading(sheet: Sheet, column: Column) -> str:
    """The column's heading as it stands in the template, without the star."""
    return HEADINGS[sheet][column][0]
