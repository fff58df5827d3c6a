"""Reports of several households, told to the letter: who, on which day, how, and which note."""

import pytest

from bot.domain.vietnamese.sentences import Part, names_nobody, read
from tests.domain.corpus import BOOK, TODAY


def told(part: Part) -> str:
    """ "3 5 | 19/11 | HOME fine | note"; a "?" behind what is to be asked, "!" for nobody's."""
    numbers = [
        one.said if one.certain else f"{one.said}{'?' if one.ids else '!'}"
        for one in part.households
    ]
    day = f"{part.day.day:%d/%m}" if part.day else "today"
    if part.day and not (part.day.certain or part.carried):
        day += "?"
    matter = part.matter
    how = " ".join(
        filter(None, (matter.kind or "?", matter.reason or "", "fine" if matter.fine else ""))
    )
    wishes, changes = matter.concerns, matter.changes
    more = [matter.note, *(one.words for one in wishes), *(one.words for one in changes)]
    return " | ".join((" ".join(numbers), day, how, *filter(None, more)))


def cases(table: str) -> list[tuple[str, list[str]]]:
    """What was typed with what is read, "-" where it is no report; blank lines tell them apart."""
    blocks = [block.strip().splitlines() for block in table.strip().split("\n\n")]
    return [
        (block[0].replace(" / ", "\n"), [line.strip() for line in block[1:] if line.strip() != "-"])
        for block in blocks
    ]


NAMED = """
gọi điện cho 3 5 7 đều ổn
    3 5 7 | today | PHONE fine

goi dien cho 5, 3 va 7 deu on
    5 3 7 | today | PHONE fine

nhắn zalo cho 3, 5, 7 đều ổn
    3 5 7 | today | PHONE fine

gọi cho 3
    3 | today | PHONE

3 bt, PA-05-202610-006 đã báo, 7 vắng
    3 | today | HOME fine | PA-05-202610-006 đã báo
    7 | today | NOT_DONE ABSENT_HH

chưa thăm được 3 5
    3 5 | today | NOT_DONE

chưa đến được 3, 5 và 7
    3 5 7 | today | NOT_DONE

không gặp được 3 5
    3 5 | today | NOT_DONE ABSENT_HH

thăm được 3 5 7 đều bt
    3 5 7 | today | HOME fine

có 3 5 7 bt
    3 5 7 | today | HOME fine

cả 3 5 7 đều bt
    3 5 7 | today | HOME fine

tất cả 3 5 7 đều ổn
    3 5 7 | today | HOME fine

còn 3 5 chưa thăm
    3 5 | today | NOT_DONE

5 bt 3 vắng 9 bt
    5 | today | HOME fine
    3 | today | NOT_DONE ABSENT_HH
    9 | today | HOME fine

thứ hai 3 5 bt, thứ tư 9 vắng
    3 5 | 16/11 | HOME fine
    9 | 18/11 | NOT_DONE ABSENT_HH

3 tặng 2 5 kg gạo
    3 | today | HOME

3 bt, có 2 3 người già yếu
    3 | today | HOME fine | có 2 3 người già yếu

3 bt, mới mua 2 3 con heo
    3 | today | HOME fine | mới mua 2 3 con heo

mới thăm được 3 nhà
    -

mới thăm được 3
    -

thăm được 3/15 hộ
    -
"""
OF_ANOTHER = """
3 và 5 bình thường, còn 7 ốm nặng đi viện
    3 5 | today | HOME fine
    7 | today | HOME | ốm nặng đi viện

3 5 bt còn 7 vắng
    3 5 | today | HOME fine
    7 | today | NOT_DONE ABSENT_HH

ghé 3 5 rồi, 3 bt con 5 than điện yếu
    3 | today | HOME fine
    5 | today | HOME | than điện yếu

3 5 bt, còn 7 chưa thăm
    3 5 | today | HOME fine
    7? | today | NOT_DONE

3 5 bt, còn 2 hộ chưa thăm
    3 5 | today | HOME fine

3 bt, còn nợ 5 triệu
    3 | today | HOME fine | còn nợ 5 triệu

3 bt, còn 2 tháng nữa sinh
    3 | today | HOME fine | còn 2 tháng nữa sinh

3 bt, còn 7 tháng nữa hết hạn
    3 | today | HOME fine | còn 7 tháng nữa hết hạn

3 bt, con 5 tuổi học lớp 1
    3 | today | HOME fine | con 5 tuổi học lớp 1

3 bt, còn 5 người ở nhà
    3 | today | HOME fine

3 5 bt, còn 7 đang nằm viện
    3 5 | today | HOME fine
    7 | today | HOME | đang nằm viện

3 5 bình thường còn 7 khó khăn, thiếu gạo
    3 5 | today | HOME fine
    7 | today | HOME | khó khăn, thiếu gạo
"""
WITH_A_COMMA = """
3 bt. Còn 5 tôi chưa đi được
    3 | today | HOME fine
    5 | today | NOT_DONE

3 bt. Còn 5 ngày nữa tôi đi tiếp
    3 | today | HOME fine | Còn 5 ngày nữa tôi đi tiếp

thăm 3 5, 7 vắng
    3 5 | today | HOME
    7 | today | NOT_DONE ABSENT_HH

gọi cho 3 5, 7 không nghe máy
    3 5 | today | PHONE
    7 | today | NOT_DONE | không nghe máy

thăm 3, 5, 7 vắng
    3 5 7 | today | NOT_DONE ABSENT_HH

thăm 3 5 7, 9 bt
    3 5 7 9 | today | HOME fine

3 bán 5, 7 con heo
    3 | today | HOME | bán 5, 7 con heo

3 có 4 5 sào ruộng
    3 | today | HOME | có 4 5 sào ruộng

3 mới mua 5 con bò
    3 | today | HOME | mới mua 5 con bò

3 chưa thăm vì mưa
    3 | today | NOT_DONE WEATHER

3 chua tham, mua qua
    3 | today | NOT_DONE WEATHER
"""
ON_ANOTHER_DAY = """
hôm qua 3 bt, 5 bt, hôm nay 7 bt, 8 vắng, 12 gọi điện
    3 | 19/11 | HOME fine
    5 | 19/11 | HOME fine
    7 | 20/11 | HOME fine
    8 | 20/11 | NOT_DONE ABSENT_HH
    12 | 20/11 | PHONE

15/11: 3 bt, 5 vắng, 16/11: 7 bt, 8 vắng
    3 | 15/11 | HOME fine
    5 | 15/11 | NOT_DONE ABSENT_HH
    7 | 16/11 | HOME fine
    8 | 16/11 | NOT_DONE ABSENT_HH

thứ hai 3 5 bt, thứ ba 7 vắng, 8 bt
    3 5 | 16/11 | HOME fine
    7 | 17/11 | NOT_DONE ABSENT_HH
    8 | 17/11 | HOME fine

3 5 bt, hôm qua 7 vắng
    3 5 | today | HOME fine
    7 | 19/11 | NOT_DONE ABSENT_HH

3 bt, 5 vắng hôm qua
    3 | 19/11 | HOME fine
    5 | 19/11 | NOT_DONE ABSENT_HH

3 5 7 ngày 15/11 bình thường
    3 5 7 | 15/11 | HOME fine

3, 5, 7 ngày 15-11 đều ổn
    3 5 7 | 15/11 | HOME fine

hộ 12 ngày 18 bt
    12 | 18/11 | HOME fine

3 5 7 bt hôm qua và hôm nay
    3 5 7 | 19/11? | HOME fine

15/11 và 16/11 thăm 3 5 bt
    3 5 | 15/11? | HOME fine

3 5 bt từ 15/11 đến 17/11
    3 5 | 15/11? | HOME fine | bt từ 15/11 đến 17/11

3 5 bt hôm qua, 7 bt hôm nay
    3 5 | 19/11 | HOME fine
    7 | 20/11 | HOME fine
"""
TO_COME = """
3 5 7 bt 30/11
    3 5 7 | 30/11 | HOME fine

30/11 thăm 3 5 7 bt
    3 5 7 | 30/11 | HOME fine

3 5 7 bt ngày mai
    3 5 7 | 21/11 | HOME fine

3 5 bt thứ hai tới
    3 5 | 23/11 | HOME fine

3 5 bt ngày 30/11
    3 5 | 30/11 | HOME fine

3 5 7 bt, mai ghé 8
    3 5 7 | today | HOME fine
    8 | 21/11 | HOME

ngày mai thăm 3 5 7
    -

mai 3 bt
    3 | 21/11 | HOME fine

3 5 bt, 30/11 họp dân
    3 5 | today | HOME fine | 30/11 họp dân

Chiều thứ sáu 11/12 họp tổ bàn việc làm đường. Mời bà con dự đông đủ.
    -

Kính gửi đồng chí An, chi bộ họp ngày mai 21/11, còn 20 hộ chưa ghi thăm
    -

3 5 bt, thứ sáu 11/12 họp tổ
    3 5 | today | HOME fine | thứ sáu 11/12 họp tổ

hôm qua 3/5/7 bt
    3 5 7 | 19/11 | HOME fine

hôm qua 19/11 thăm 3 5 bt
    3 5 | 19/11 | HOME fine

3 bt, mai đi viện
    3 | today | HOME fine | mai đi viện

3 bt, mai con về
    3 | today | HOME fine | mai con về

chưa ghé được 3, tuần sau tôi ghé
    3 | today | NOT_DONE | tuần sau tôi ghé
"""

LISTED = """
3. bt 5. vắng 7. bt
    3 | today | HOME fine
    5 | today | NOT_DONE ABSENT_HH
    7 | today | HOME fine

3) bt 5) vắng 12) gọi điện
    3 | today | HOME fine
    5 | today | NOT_DONE ABSENT_HH
    12 | today | PHONE

3. bt. 5. vắng. 7. bt
    3 | today | HOME fine
    5 | today | NOT_DONE ABSENT_HH
    7 | today | HOME fine

1. hộ 3 bt 2. hộ 5 vắng
    3 | today | HOME fine
    5 | today | NOT_DONE ABSENT_HH

1. hộ 3 bt / 2. nhà cô Út vắng
    3 | today | HOME fine
    cô Út | today | NOT_DONE ABSENT_HH

thăm hộ 3. bình thường
    3 | today | HOME fine

hôm qua đi 3 nhà: 3 5 7
    3 5 7 | 19/11 | HOME

hôm qua đi thăm 3 hộ: 3, 5, 7 đều bt
    3 5 7 | 19/11 | HOME fine

3 có 3 nhà cho thuê
    3 | today | HOME | có 3 nhà cho thuê

hộ ba năm bảy bình thường
    3 5 7 | today | HOME fine

hộ số ba và năm bình thường
    3 5 | today | HOME fine

ho ba nam bay binh thuong
    ba nam? | today | HOME fine

hộ tám chín bình thường
    8 9 | today | HOME fine

hộ bà Năm bình thường
    bà Năm | today | HOME fine

hộ Ba bình thường
    Ba | today | HOME fine
"""
POLITE = """
Báo cáo đồng chí bí thư: hôm qua tôi đã đến thăm các hộ số 3, 5, 7, tình hình ổn định, không có gì mới. Trân trọng.
    3 5 7 | 19/11 | HOME fine

Kính gửi đ/c Lan: 3 5 bt, 7 vắng. Xin cảm ơn
    3 5 | today | HOME fine
    7 | today | NOT_DONE ABSENT_HH

Báo cáo chi bộ, 3 5 7 tình hình gia đình vẫn ổn định
    3 5 7 | today | HOME fine

Báo cáo đ/c: 3 bt, 5 vắng. Chúc đồng chí sức khỏe
    3 | today | HOME fine
    5 | today | NOT_DONE ABSENT_HH

Báo cáo đồng chí nhà cô Út bình thường, nhà anh Toản vắng
    cô Út | today | HOME fine
    anh Toản | today | NOT_DONE ABSENT_HH

3 5 bt xin hết
    3 5 | today | HOME fine

3 tình hình căng thẳng
    3 | today | HOME | tình hình căng thẳng

3 cảm ơn cán bộ đã giúp
    3 | today | HOME | cảm ơn cán bộ đã giúp
"""  # noqa: E501
NOTED = """
3 ghi chú: cần 2 bao gạo, 5 tấm tôn
    3 | today | HOME | ghi chú, 5 tấm tôn | cần 2 bao gạo

3 ghi chú có 4 cây xoài, 5 cây dừa đổ
    3 | today | HOME | ghi chú có 4 cây xoài, 5 cây dừa đổ

3 ghi chú: con nhỏ, 5 bt
    3 | today | HOME | ghi chú, con nhỏ
    5 | today | HOME fine

3 bt, 2 hộp sữa cho cháu
    3 | today | HOME fine | 2 hộp sữa cho cháu

3 bt, 5 họp tổ có gặp
    3 | today | HOME fine
    5 | today | GROUP_MEETING | họp tổ có gặp

7 tháng nữa
    -

2 chưa báo
    2 | today | HOME | chưa báo
"""
MET = """
3 gặp ngoài chợ
    3 | today | ? | gặp ngoài chợ

3 gặp ngoài đường, 5 gặp ở ruộng, đều bình thường
    3 | today | ? fine | gặp ngoài đường
    5 | today | ? fine | gặp ở ruộng

3 5 gặp ở quán cà phê, khỏe
    3 5 | today | ? fine | gặp ở quán cà phê

gap thim Tam ngoai cho, binh thuong
    thim Tam | today | ? fine | gap thim Tam ngoai cho

3 gặp ngoài chợ / bình thường
    3 | today | ? fine | gặp ngoài chợ

3 gặp ngoài chợ, 5 bt
    3 | today | ? | gặp ngoài chợ
    5 | today | HOME fine

3 gặp ngoài chợ, hôm qua có ghé nhà bt
    3 | 19/11 | HOME fine | gặp ngoài chợ

3 gặp ở nhà, bt
    3 | today | HOME fine

3 gặp ngoài sân, bt
    3 | today | HOME fine | gặp ngoài sân

3 gặp ở họp tổ
    3 | today | GROUP_MEETING

3 gặp tại nhà văn hóa
    3 | today | GROUP_MEETING | gặp tại nhà văn hóa

nhà cô Út vắng 2 lần rồi
    cô Út | today | NOT_DONE ABSENT_HH

3 bt, 4 vắng mấy lần rồi
    3 | today | HOME fine
    4 | today | NOT_DONE ABSENT_HH | vắng mấy lần rồi

4 vắng hoài
    4 | today | NOT_DONE ABSENT_HH | vắng hoài
"""
ALL_BUT = """
tất cả bình thường trừ 5
    -

ngoài 5 ra tất cả bt
    -

tất cả bt, trừ 5 vắng
    5 | today | NOT_DONE ABSENT_HH

1-9 trừ 4 bình thường
    1 2 3 5 6 7 8 9 | today | HOME fine

hộ 3 tất cả bình thường
    3 | today | HOME fine
"""


@pytest.mark.parametrize(
    "typed",
    [
        "thăm hết rồi, tất cả ổn định",
        "thăm hết rồi",
        "tất cả ổn",
        "tất cả trừ 5",
        "tất cả bình thường trừ 5",
        "ngoài 5 ra tất cả bt",
        "tat ca cac ho tru 5 7",
    ],
)
def test_of_all_at_once_nobody_is_named(typed: str) -> None:
    assert read(typed, BOOK, TODAY) == []
    assert names_nobody(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    ["tất cả bà con kêu đường hư", "tất cả bình thường chưa?", "tất cả sẽ thăm sau", "trừ 5"],
)
def test_not_all_that_speaks_of_all_tells_of_visits(typed: str) -> None:
    assert not names_nobody(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        case
        for table in (
            NAMED,
            OF_ANOTHER,
            ON_ANOTHER_DAY,
            TO_COME,
            LISTED,
            POLITE,
            NOTED,
            MET,
            ALL_BUT,
        )
        for case in cases(table)
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_household_is_told_of_by_itself_and_none_is_left_out(
    typed: str, wanted: list[str]
) -> None:
    assert [told(part) for part in read(typed, BOOK, TODAY)] == wanted
