"""Each word by which a denunciation gives itself away, in a sentence of its own.

concerns.md 5.1: what is missed here would be stored, and passed on to whoever is complained of.
"""

import pytest

from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.text import plain

ALONE = """
Gia đình khiếu nại lần hai|Bà con khiếu kiện mấy năm nay|Có người khiếu tố rồi|Ông Ba tố cáo
Có người tố giác|Đã viết đơn tố|Đã nộp đơn kiện|Dân đòi kiện cán bộ|Hộ định kiện xã
Nghe nói có tham nhũng|Nghi tham ô tiền quỹ tổ|Có chuyện hối lộ|Phải đút lót mới xong
Phải lót tay mới được|Tiền gạo bị ăn chặn|Gạo cứu trợ bị ăn bớt|Nghe nói ăn hối lộ
Họ ăn tiền mới ký|Quà Tết bị bớt xén|Tiền đền bù bị xà xẻo|Có người biển thủ
Làm vậy là lạm quyền|Như thế là lộng quyền|Đó là lạm dụng chức quyền|Đã lợi dụng chức vụ
Có lợi dụng chức quyền|Hay vòi vĩnh|Cứ vòi tiền bà con|Còn vòi quà nữa|Hay nhũng nhiễu
Bị sách nhiễu khi làm giấy|Bị hạch sách đủ điều|Nói ra sợ bị trù dập|Bị ức hiếp
Làm việc cửa quyền|Phải chạy chọt|Nghe nói chạy hộ nghèo|Có người chạy chế độ|Nghe có chạy chức
Bị mua chuộc|Có khoản lại quả|Đây là lợi ích nhóm|Ấp có quỹ đen|Danh sách khai khống
Danh sách kê khống|Hồ sơ lập khống|Công trình bị rút ruột|Tiền công bị cắt xén
Đất bị chiếm đoạt|Có người trục lợi|Có người bao kê|Nghi ém tiền cứu trợ|Đã nhận phong bì
Họ đòi phong bì|Phải đưa phong bì|Bà con bị đòi tiền|Họ đòi chung tiền|Còn đòi chung chi
Phải chung tiền cho xong|Họ đòi tiền mới làm|Phải đưa tiền mới ký|Phải nộp tiền mới được xét
Có tiền mới xong|Phải bồi dưỡng mới làm|Đó là tiền bôi trơn|Họ ăn trên đầu dân
Đã nhận tiền của dân|Lấy tiền của dân|Thu tiền của dân|Giữ tiền của dân
"""
OFFICIALS = """
Cán bộ|Cb xã|Công chức xã|Lãnh đạo xã|Chủ tịch xã|Phó chủ tịch xã|Bí thư|Trưởng ấp|Trưởng thôn
Trưởng bản|Trưởng xóm|Trưởng khu|Khu phố trưởng|Trưởng khóm|Tổ trưởng|Ban ấp|Ban thôn|Ban quản lý
Công an|Địa chính|Kiểm lâm|Thanh tra|Hiệu trưởng|Đảng viên|Cấp ủy|Chi ủy|Ủy ban|UBND|Thủ quỹ
Kế toán|Hội trưởng|Chủ nhiệm|Giám đốc|Cảnh sát|Quản lý thị trường|Trưởng trạm|Hải quan
"""
DEEDS = """
nhận tiền|lấy tiền|đòi tiền|xin tiền|bỏ túi|giữ lại tiền|giữ tiền|gom tiền|cầm tiền|nuốt tiền
nhận quà|đòi quà|gợi ý tiền|gợi ý bồi dưỡng|đòi bồi dưỡng|thu sai|thu khống|thu vô lý
thu tiền không biên lai|thu tiền không hóa đơn|thu tiền không có biên lai
thu tiền không có hóa đơn|thu tiền trái quy định|thiên vị|bao che|dung túng|bè phái|o ép|dọa
hăm dọa|đe dọa|chửi bà con|đánh dân|gây khó dễ|làm khó|làm sai|sai phạm|làm trái|vi phạm
lấn chiếm|chia chác|lấy đất|chiếm đất|tiêu cực|gian dối|khuất tất|ưu ái người nhà|đưa người nhà
cho người nhà vào danh sách|đưa bà con mình|hành dân|hành hạ|mờ ám|ngâm hồ sơ
"""
GIFTS = """
Đã đưa tiền cho|Đã chung chi cho|Phải bồi dưỡng cho|Đã biếu tiền cho|Có đưa quà cho|Lo tiền cho
Nộp tiền cho riêng
"""
MEANT_WELL = """
Tuyên truyền Luật khiếu nại tố cáo|Phổ biến Luật khiếu nại|Phổ biến Luật tố cáo
Phổ biến Luật khiếu nại và tố cáo|Nói chuyện về khiếu nại tố cáo
Học tập phòng chống tham nhũng lãng phí tiêu cực|Học tập phòng chống tham nhũng tiêu cực
Tuyên truyền phòng chống tham nhũng|Tuyên truyền phòng chống tiêu cực
Luật phòng chống tham nhũng|Nghe nói chuyện chống tham nhũng|Bàn việc phòng tham nhũng
"""
DENIALS = "Không|Chưa|Ko|K|Hông|Hổng|Chẳng|Hok|Kh"
DUES = """
hỗ trợ|trợ cấp|bồi thường|đền bù|bảo hiểm|lương|hưu|vay|chế độ|chính sách|cứu trợ|từ thiện|tuất
thưởng|công|quà|bảo trợ|ưu đãi|điện|nước|rác|quỹ|đóng góp|góp
"""
OWN = "gia đình|hộ|dân|bà con|nhân dân|người dân"


def each(table: str) -> list[str]:
    return [part for line in table.strip().splitlines() for part in line.split("|")]


@pytest.mark.parametrize("said", each(ALONE))
def test_words_that_alone_are_a_reason_to_ask(said: str) -> None:
    assert looks_like_complaint(said)
    assert looks_like_complaint(said.upper())
    without_diacritics = looks_like_complaint(plain(said))
    assert without_diacritics is ("lại quả" not in said)  # else it may be rain: mưa lại quá to


@pytest.mark.parametrize("who", each(OFFICIALS))
def test_whoever_holds_an_office_and_takes_money_is_a_reason_to_ask(who: str) -> None:
    assert looks_like_complaint(f"{who} nhận tiền rồi im")
    assert looks_like_complaint(plain(f"{who} nhận tiền rồi im"))
    assert not looks_like_complaint(f"{who} đến thăm gia đình")


@pytest.mark.parametrize("deed", each(DEEDS))
def test_what_an_official_did_is_a_reason_to_ask_and_of_nobody_it_is_not(deed: str) -> None:
    assert looks_like_complaint(f"Cán bộ {deed}")
    assert looks_like_complaint(f"Nghe nói trưởng ấp hay {deed} lắm")
    assert not looks_like_complaint(f"Nhà bên {deed}")


@pytest.mark.parametrize("gift", each(GIFTS))
def test_a_gift_to_an_official_is_a_reason_to_ask(gift: str) -> None:
    assert looks_like_complaint(f"{gift} cán bộ")
    assert looks_like_complaint(f"{gift} anh công an")
    assert not looks_like_complaint(f"{gift} cháu đi học")


@pytest.mark.parametrize("said", each(MEANT_WELL))
def test_a_talk_about_the_law_is_no_complaint(said: str) -> None:
    assert not looks_like_complaint(said)
    assert looks_like_complaint(f"{said}. Hộ muốn tố cáo")


@pytest.mark.parametrize("no", DENIALS.split("|"))
def test_however_no_is_said_it_denies(no: str) -> None:
    """ "Không có khiếu nại, tố cáo gì" is the commonest harmless sentence with these words."""
    assert not looks_like_complaint(f"{no} có khiếu nại gì")
    assert not looks_like_complaint(f"Gia đình {no.lower()} khiếu nại, tố cáo gì")


@pytest.mark.parametrize("due", each(DUES))
def test_an_official_who_receives_what_is_due_is_not_accused(due: str) -> None:
    assert not looks_like_complaint(f"Cán bộ xã đã nhận tiền {due}")
    assert looks_like_complaint(f"Cán bộ xã đã đòi tiền {due}")
    assert looks_like_complaint(f"Cán bộ xã đã nhận tiền {due} của dân")


@pytest.mark.parametrize("who", OWN.split("|"))
def test_what_the_people_did_after_an_official_spoke_is_theirs(who: str) -> None:
    assert not looks_like_complaint(f"Cán bộ báo {who} nhận tiền")


@pytest.mark.parametrize("whose", ["của dân", "của hộ", "của bà con", "của người nghèo"])
@pytest.mark.parametrize("took", ["nhận", "giữ", "lấy", "gom", "cầm"])
def test_what_belongs_to_the_people_is_no_due(took: str, whose: str) -> None:
    assert looks_like_complaint(f"Kế toán {took} tiền hỗ trợ {whose}")


HARMLESS = {
    "raising animals": "Nhà lo làm ăn chăn nuôi",
    "work and money": "Làm ăn tiền bạc khó khăn",
    "a child eats porridge": "Cháu ăn bột, chưa có sữa",
    "a baby eats porridge": "Bé ăn bột",
    "porridge and milk": "Cho ăn bột sữa",
    "rain too heavy again": "Mua lai qua to",
}


@pytest.mark.parametrize("said", HARMLESS.values(), ids=HARMLESS)
def test_without_diacritics_some_words_are_harmless(said: str) -> None:
    assert not looks_like_complaint(plain(said))


MEASURED = {
    "the deed seven words after the office": ("cán bộ xã ta đã hai lần đến đòi tiền", True),
    "the deed farther off": ("cán bộ a b c d e g h đòi tiền", False),
    "an office two words after the gift": ("đưa tiền cho anh hai cán bộ", True),
    "an office farther off": ("đưa tiền cho a b c cán bộ", False),
    "a denial next to it": ("không có ai khiếu nại", False),
    "a denial of something else": ("không có tiền nên khiếu nại", True),
    "a denial in the sentence before": ("Không có ai. Khiếu nại rồi", True),
    "a denial on the line before": ("Không có ai\nKhiếu nại rồi", True),
    "a denied deed": ("cán bộ không có đòi tiền", False),
}


@pytest.mark.parametrize(("said", "asked"), MEASURED.values(), ids=MEASURED)
def test_how_far_words_belong_together(said: str, asked: bool) -> None:
    assert looks_like_complaint(said) is asked
