"""What the sample's people said and wrote: notes, promises, concerns and answers.

Texts of reports are data, so they stand here and not in bot.texts. None of them names a person,
an illness, an income or anything else of privacy.md 5.2.
"""

from dataclasses import dataclass

from bot.domain.concerns import ConcernCategory, ConcernKind, ConcernLevel, ConcernTarget

NOTES = (
    "Gia đình đang thu hoạch lúa, mọi việc bình thường.",
    "Đã nói chuyện về lịch xuống giống vụ tới.",
    "Gia đình đã cài VNeID, còn lúng túng khi nộp hồ sơ trực tuyến.",
    "Nhà mới sửa lại mái, gia đình phấn khởi.",
    "Gia đình hỏi về lớp dạy nghề may của xã.",
    "Đã trao đổi về phân loại rác tại nhà.",
    "Gia đình mong tổ sớm họp để bàn việc làm lộ.",
    "Đang chuẩn bị vèo nuôi cá, cần hỏi thêm kỹ thuật.",
    "Đã nhắc kiểm tra lại dây điện trong nhà trước mùa mưa.",
    "Gia đình vui vẻ, nhờ chuyển lời cảm ơn chi bộ.",
    "Vừa bán xong lứa vịt, đang tính tái đàn.",
    "Đã đưa tờ rơi về bảo hiểm y tế hộ gia đình.",
)

PROMISES = (
    "Hỏi lại thủ tục vay vốn chăn nuôi",
    "Mang tờ rơi về bảo hiểm y tế",
    "Nhờ cán bộ nông nghiệp ghé xem ao",
    "Hỏi lịch lớp dạy nghề may",
    "Giúp cài ứng dụng dịch vụ công",
    "Hỏi ngày xét hộ nghèo năm tới",
    "Báo lại lịch bơm nước của tổ",
    "Xin giống cây trồng đợt tới",
)

PLACES_IN_THE_COUNTRY = (
    "TP. Hồ Chí Minh", "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long", "Lâm Đồng",
)  # fmt: skip
PLACES_ABROAD = ("Nhật Bản", "Hàn Quốc", "Đài Loan")


@dataclass(frozen=True, slots=True)
class Matter:
    """A concern as a household puts it, with the answer it gets."""

    category: ConcernCategory
    words: str
    answer: str
    target: ConcernTarget = ConcernTarget.COMMUNE_GOV
    kind: ConcernKind = ConcernKind.FEEDBACK
    level: ConcernLevel = ConcernLevel.NORMAL


_C, _T = ConcernCategory, ConcernTarget

MATTERS = (
    Matter(_C.ROAD, "Lộ bê tông đoạn gần cầu kênh {} bị sụt, xe chở lúa khó qua.",
           "Xã đã đưa đoạn lộ vào đợt dặm vá cuối tháng, ấp sẽ báo ngày làm."),
    Matter(_C.ROAD, "Đèn đường ở tổ {} hư đã lâu, buổi tối đi lại khó.",
           "Đã thay bóng và đấu lại dây, đề nghị bà con báo nếu còn tắt."),
    Matter(_C.IRRIGATION, "Cống thoát nước đầu kênh {} bị nghẹt, mưa lớn là ngập sân.",
           "Xã bố trí nạo vét cống trong mười ngày tới."),
    Matter(_C.IRRIGATION, "Đề nghị nạo vét kênh {} để kịp bơm nước vụ đông xuân.",
           "Kênh đã có trong kế hoạch thủy lợi nội đồng quý này.", kind=ConcernKind.PROPOSAL),
    Matter(_C.POWER, "Điện ở tổ {} yếu vào buổi tối, máy bơm không chạy nổi.",
           "Điện lực đã khảo sát, sẽ san tải trạm biến áp trong tháng.", _T.SERVICE_FIRM),
    Matter(_C.POWER, "Nhánh cây đè dây điện gần cầu kênh {}, sợ đứt dây.",
           "Điện lực đã chặt nhánh và căng lại dây.", _T.SERVICE_FIRM,
           level=ConcernLevel.URGENT),
    Matter(_C.WATER_SUPPLY, "Nước máy ở tổ {} chảy yếu, có hôm mất cả ngày.",
           "Trạm cấp nước thay máy bơm, nước đã ổn định.", _T.SERVICE_FIRM),
    Matter(_C.ENVIRONMENT, "Rác tấp đầy chân cầu kênh {}, mùi hôi khó chịu.",
           "Ấp cùng đoàn thể đã dọn, đặt thêm hai thùng rác.", _T.VILLAGE),
    Matter(_C.ENVIRONMENT, "Trại vịt xả nước xuống kênh {}, nước đục không dùng được.",
           "Xã đã kiểm tra, chủ trại làm hố lắng trước cuối tháng."),
    Matter(_C.POLICY, "Hỏi vì sao chưa nhận được tiền hỗ trợ sửa nhà sau dông.",
           "Hồ sơ đã đủ, kho bạc chi trong tuần tới.", kind=ConcernKind.QUESTION),
    Matter(_C.POLICY, "Mong được xem xét lại diện hộ trong đợt rà soát năm nay.",
           "Ấp sẽ rà soát theo mẫu chung và niêm yết danh sách tại nhà văn hóa.",
           kind=ConcernKind.PROPOSAL),
    Matter(_C.HEALTH, "Hỏi cách đổi nơi khám ban đầu trên thẻ bảo hiểm y tế.",
           "Mang thẻ và căn cước đến bộ phận một cửa sáng thứ hai đến thứ sáu.",
           kind=ConcernKind.QUESTION),
    Matter(_C.EDUCATION, "Đường vào điểm trường ở kênh {} ngập, học sinh đi lại khó.",
           "Xã đã đổ đá nâng mặt đường đoạn trước cổng trường."),
    Matter(_C.LOANS, "Muốn vay vốn làm nhà vệ sinh và bồn nước mà chưa rõ thủ tục.",
           "Tổ tiết kiệm và vay vốn sẽ hướng dẫn hồ sơ tại buổi giao dịch ngày 15.",
           _T.UNION, ConcernKind.QUESTION),
    Matter(_C.EMPLOYMENT, "Đề nghị mở lớp dạy nghề sửa máy nông nghiệp tại ấp.",
           "Trung tâm mở lớp vào đầu tháng sau, đăng ký với ấp.", kind=ConcernKind.PROPOSAL),
    Matter(_C.FARMING, "Lúa tổ {} bị rầy nhiều, nhờ cán bộ kỹ thuật xuống xem.",
           "Cán bộ kỹ thuật đã xuống ruộng, phát hướng dẫn phòng trừ."),
    Matter(_C.FARMING, "Giá khóm xuống thấp, mong xã tìm giúp nơi thu mua.",
           "Hợp tác xã đã ký với một cơ sở thu mua, bà con liên hệ ban giám đốc.",
           kind=ConcernKind.PROPOSAL),
    Matter(_C.ADMIN_PROC, "Nộp hồ sơ trực tuyến bị trả lại mà không hiểu thiếu gì.",
           "Bộ phận một cửa đã gọi lại hướng dẫn bổ sung, hồ sơ đã nhận.",
           kind=ConcernKind.QUESTION),
    Matter(_C.MERGER, "Giấy tờ còn ghi tên xã cũ, hỏi có phải đổi không.",
           "Giấy tờ còn hạn vẫn dùng được, khi cần thì đổi không mất phí.",
           kind=ConcernKind.QUESTION),
    Matter(_C.SAFETY, "Khúc cua gần cầu kênh {} khuất tầm nhìn, xin cắm biển báo.",
           "Xã đã cắm biển và phát quang hai bên.", kind=ConcernKind.PROPOSAL),
    Matter(_C.CULTURE, "Nhà văn hóa ấp dột, họp tổ phải dời sang chỗ khác.",
           "Mặt trận vận động được tôn, sẽ thay trong tháng.", _T.FRONT),
    Matter(_C.LAND, "Ranh đất công ở bờ kênh {} chưa rõ, đề nghị cắm lại mốc.",
           "Cán bộ địa chính đo lại và cắm mốc, có biên bản tại ấp.",
           level=ConcernLevel.COMPLEX),
    Matter(_C.TELECOM, "Sóng điện thoại ở cuối kênh {} rất yếu.",
           "Nhà mạng khảo sát để đặt thêm trạm phát.", _T.SERVICE_FIRM),
    Matter(_C.DISASTER, "Bờ kênh {} sạt sát hàng rào sau cơn mưa lớn.",
           "Lực lượng tại chỗ đã gia cố bằng cừ tràm, đang theo dõi.",
           level=ConcernLevel.URGENT),
    Matter(_C.OTHER, "Cảm ơn ấp đã giúp dọn dẹp sau dông, mong giữ tổ xung kích.",
           "Chi bộ ghi nhận, tổ xung kích tiếp tục trực.", _T.CELL, ConcernKind.PRAISE),
)  # fmt: skip

CAST_MATTER = MATTERS[0]

NOTE_ON_FORWARDING = "Vượt thẩm quyền của chi bộ"
NOTE_ON_MORE_WANTED = "Xin cho biết rõ vị trí và thời điểm"
NOTE_ON_RETURN = "Thuộc việc của ấp, đề nghị chi bộ xử lý"
NOTE_ON_DECLINING = "Việc đã có trong kế hoạch của ấp, không mở mục riêng"
NOTE_ON_REOPENING = "Gia đình nói việc chưa xong"
NOTE_ON_WITHDRAWAL = "Gia đình cho biết việc đã tự xong"
NOTE_ON_MERGING = "Cùng một việc với phản ánh đã có"
