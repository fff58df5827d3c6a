"""Complaints and denunciations are asked about; ordinary concerns are not (concerns.md 5.1)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.text import plain

COMPLAINTS = (
    "Tôi muốn tố cáo cán bộ địa chính",
    "Gia đình khiếu nại quyết định thu hồi đất",
    "Nghi có tham nhũng tiền làm đường",
    "Cán bộ xã nhận tiền của dân",
    "Cán bộ xã nhận tiền rồi không làm",
    "Cán bộ nhận tiền hỗ trợ của dân mà không phát",
    "Trưởng ấp đòi tiền mới cho vào hộ nghèo",
    "Cán bộ ấp ăn chặn tiền hỗ trợ bão",
    "Bà con nói bị vòi vĩnh khi làm giấy tờ",
    "Phải đưa tiền cho cán bộ mới được duyệt",
    "Ông tổ trưởng lấy tiền hỗ trợ của dân",
    "Chủ tịch xã bao che cho cháu",
    "Trưởng thôn ưu ái người nhà vào hộ nghèo",
    "Hối lộ cán bộ thuế",
    "Cán bộ hạch sách, gây khó dễ",
    "Dân gửi đơn tố cáo ông Bảy",
    "Kê khống danh sách nhận gạo",
    "Cán bộ xã nhận phong bì",
    "Phải lót tay mới xong giấy",
    "Công an xã đánh dân",
    "Địa chính gợi ý bồi dưỡng",
    "Bí thư làm sai quy định",
    "Hộ bà Tư làm đơn khiếu nại về bình xét hộ nghèo",
    "Kế toán giữ tiền của dân không phát",
    "Có người tố giác việc lấn đất công",
    "Ăn bớt gạo cứu trợ",
    "Tổ trưởng thu tiền không biên lai",
    "Lợi dụng chức vụ để chiếm đất",
    "Nhận tiền của dân rồi im luôn",
    "Cán bộ gian dối trong bình xét",
    "CÁN BỘ THAM Ô TIỀN QUỸ",
    "Không biết gửi đơn tố cáo ở đâu",
    "Thuỷ lợi phí bị cắt xén",
    "Nghe nói cán bộ ấp nhận tiền",
    "Nhà không có ai. Tố cáo cán bộ ấp",
    "Gia đình không khiếu nại nhưng nói cán bộ ấp ăn chặn",
)
ORDINARY = (
    "Chưa nhận được tiền hỗ trợ bão",
    "Đã nhận tiền hỗ trợ",
    "Nhận tiền trợ cấp chậm",
    "Cán bộ xã báo gia đình đã nhận tiền hỗ trợ",
    "Cán bộ ấp đã nhận tiền hỗ trợ bão và sẽ phát tuần sau",
    "Gia đình không có khiếu nại, tố cáo gì",
    "Không khiếu nại gì",
    "Chưa có đơn thư khiếu nại",
    "Không có ý kiến, khiếu nại hay tố cáo",
    "Đường vào tổ 4 bị ngập",
    "Làm ăn chăn nuôi heo gặp khó",
    "Làm ăn tiền bạc khó khăn",
    "Con nhỏ ăn bột, thiếu sữa",
    "Tuyên truyền phòng, chống tham nhũng",
    "Phổ biến Luật Khiếu nại, Luật Tố cáo",
    "Xin vay vốn nuôi tôm",
    "Tiền điện tháng này cao quá",
    "Bà con hỏi bao giờ có tiền đền bù",
    "Cán bộ xã đã đến thăm, tặng quà",
    "Trưởng ấp thu tiền rác hằng tháng",
    "Chủ nợ đến đòi tiền, gia đình lo",
    "Trạm y tế thiếu thuốc",
    "Công an xã hỗ trợ làm VNeID",
    "Bí thư chi bộ đến thăm",
    "Mất trộm trâu, mong công an tuần tra",
    "Đèn đường tổ 3 hư",
    "Nước giếng bị ô nhiễm",
    "Gia đình nhận tiền bảo hiểm rồi",
    "Người già chưa nhận tiền hưu tháng này",
    "Cán bộ hướng dẫn gia đình lấy tiền trợ cấp ở bưu điện",
    "Suy nghĩ tiêu cực, buồn chán",
    "Xin chứng chỉ nghề",
    "Bị lừa đảo qua mạng mất 5 triệu",
    "Giá lúa thấp, thương lái ép giá",
    "Ông xã đi làm xa, lấy tiền gửi về hằng tháng",
    "Nhà dột, mưa lại quá to",
    "3 5 7 bt hôm qua",
    "",
)


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_is_recognised_with_and_without_diacritics(text: str) -> None:
    assert looks_like_complaint(text)
    assert looks_like_complaint(plain(text))
    assert looks_like_complaint(unicodedata.normalize("NFD", text))
    assert looks_like_complaint(f"Hôm qua thăm hộ ông Ba. {text}. Gia đình bình thường")


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_concern_is_not_asked_about(text: str) -> None:
    assert not looks_like_complaint(text)
    assert not looks_like_complaint(plain(text))
    assert not looks_like_complaint(unicodedata.normalize("NFD", text))


def test_a_moved_tone_hides_nothing() -> None:
    assert looks_like_complaint("vòi vĩnh") == looks_like_complaint("voì vĩnh")


def test_words_with_other_diacritics_are_other_words() -> None:
    assert looks_like_complaint("cán bộ nhũng nhiễu")
    assert not looks_like_complaint("cháu ăn bột")
    assert not looks_like_complaint("mưa lại quá lớn")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_judged(text: str) -> None:
    assert looks_like_complaint(text) in (True, False)
