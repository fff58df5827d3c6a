"""What is kept out of the lists that a commune sends in, and the names that only sound like it."""

from collections.abc import Callable
from itertools import product

import pytest

from bot.domain.vietnamese.guarded_cells import (
    address_guarded,
    alias_guarded,
    cell_guarded,
    head_guarded,
)
from bot.domain.vietnamese.spotting import listed
from bot.domain.vietnamese.text import plain
from tests.domain.test_guarding import CAUGHT, CAUGHT_AS_SPELT

CALLED = "ông bà cô chú dì cậu mợ anh chị em hai ba tư năm sáu bảy tám chín mười út"
GIVEN = """
An Bảy Bé Cao Chín Cường Danh Đài Đạo Đề Điền Đức Gấm Giàu Hảo Hòa Lài Lành Lao Lễ Liễu Lúa Mù Mười
Nghĩa Nhân Ni Nợ Phật Phong Phúc Quế Sang Sáu Tâm Tân Thánh Thiên Tín Trí Tưởng Út Vinh Xuân Điếc
Câm Què Lé Cụt Sẹo Đồ Đá Lô
"""
OCCUPATIONS = """
Làm ruộng; Làm rẫy; Làm thuê; Công nhân may; Nuôi tôm; Nuôi bò sữa; Nuôi gà; Nuôi ong;
Buôn bán nhỏ; Bán vé số; Bán thuốc tây; Bán thuốc lá; Nấu rượu, nuôi heo; Thợ hồ; Thợ mộc; Xe ôm;
Đánh cá; Đi biển; Giáo viên; Thầy giáo; Thầy thuốc đông y; Bác sĩ; Y sĩ; Điều dưỡng; Công an xã;
Bộ đội xuất ngũ; Hưu trí; Mất sức; Thương binh; Già yếu; Nội trợ; Không nghề; Học sinh;
Lao động phổ thông; Xuất khẩu lao động; Đi làm xa; Thu mua phế liệu; Cho thuê trọ; Làm nhang;
Trồng tiêu; Trồng hoa; Khai thác đá; Cạo mủ; Luật sư; Đờn ca tài tử; Trang điểm cô dâu; Thú y;
Thủ từ đình; Giữ chùa; Trại hòm; Nhân viên tín dụng; Bán số; Ghi điện; Phụ hồ; Sửa máy; Hầm than;
Đập đá; QĐ 12-QĐ/ĐU ngày 20/12/2025; HD 02-HD/BTC; Nghị quyết chi bộ số 5;
Hộ nghèo theo QĐ 79/QĐ-UBND
"""
PLACES = """
Số 12, tổ 3, ấp 5; Ấp Công Giáo; Giáo xứ Tân Phú; Xóm Đạo; gần nhà thờ Tin Lành;
sau chùa Phước Hải; cạnh thánh thất Cao Đài; đối diện bệnh viện tâm thần; sau trại giam;
gần trung tâm cai nghiện; đập Đá; cầu Tư Tưởng; kế nhà bà Ni; đường Hòa Hảo; đường Thiên Hộ Dương;
bản Phiêng Lao; chợ Bà Chiểu; kênh Nợ; thôn Tiền Phong; buôn Ma Lim; ngã ba Ông Tạ; ấp Lung Tràm;
hẻm 12 đường Cao Đạt; Vũng Liêm; bến Đá
"""


def test_whatever_is_kept_out_of_a_chat_is_kept_out_of_a_list() -> None:
    slips_and_children = {"bij ung thuw", "con tên Tám số 012345678901"}

    passed = {said for said in (*CAUGHT, *CAUGHT_AS_SPELT) if not cell_guarded(said)}

    assert passed <= slips_and_children, "mistyped, and a number that every cell is refused for"
    assert not [one for one in CAUGHT if one not in passed and not cell_guarded(plain(one))]


@pytest.mark.parametrize(
    ("guarded", "said"),
    [
        (cell_guarded, "linh mục; LINH MỤC; Nghiện rượu; nghien ruou; thu nhập 5 triệu; Nhà sư"),
        (cell_guarded, "hộ có người nghiện ma túy; CCCD 079200 012345; 079 200 012 345"),
        (alias_guarded, "Tư tâm thần; bà Tư ung thư; ông Ba nghiện; Bảy bịnh lao"),
        (head_guarded, "Trần Văn Bảy (tâm thần); Lê Văn Ba - nghiện; Lê Thị Ba, bị liệt"),
        (address_guarded, "nhà ông Ba nghiện gần chùa; ở trại giam; đang ở bệnh viện tâm thần"),
        (address_guarded, "Số 5, người bị tâm thần; theo đạo Tin Lành; trung tâm cai nghiện"),
    ],
)
def test_it_is_found_wherever_it_stands(guarded: Callable[[str], bool], said: str) -> None:
    assert [one for one in said.split("; ") if not guarded(one)] == []


def test_names_of_people_and_places_and_honest_work_are_taken() -> None:
    aliases = [" ".join(pair) for pair in product(CALLED.split(), GIVEN.split())]
    heads = [
        f"{name} Văn {given}" for name, given in product(("Cao", "Phạm", "H'Hen"), GIVEN.split())
    ]

    assert [one for one in aliases if alias_guarded(one) or alias_guarded(one.title())] == []
    assert [one for one in (*heads, "Cao Đài", "Lê Ba (vợ ông Tư)") if head_guarded(one)] == []
    assert [one for one in listed(OCCUPATIONS) if cell_guarded(one)] == []
    assert [one for one in listed(PLACES) if address_guarded(one)] == []
