"""Names of people who don't exist, as they are given in several regions and among several peoples.

Names are data, not words of ours, so they stand here and not in bot.texts. Nobody's people or
region is kept anywhere: a name is all that is known of it (privacy.md 5.2).
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Name:
    """A full name, and what the neighbours say instead."""

    full: str
    calling: str = ""


def _each(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_SURNAMES = _each(
    "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Trần Lê Lê Lê Phạm Phạm Huỳnh Huỳnh Phan "
    "Võ Đặng Bùi Dương Lý Ngô Hồ Trương Đỗ Đinh Mai Lâm Châu Thái Cao Kiều Hứa Lương Tiêu Từ Quách"
)
_MIDDLES_OF_MEN = _each("Văn Văn Văn Văn Hữu Minh Thanh Hoàng Quốc Thành Ngọc Công Phước")
_MIDDLES_OF_WOMEN = (
    "Thị", "Thị", "Thị", "Thị Kim", "Thị Mỹ", "Thị Ngọc", "Thị Thu", "Thị Bích", "Thị Cẩm",
    "Ngọc", "Kim",
)  # fmt: skip
_MEN = _each(
    "Lành Thuận Hòa Phước Lợi Tài Đức Hùng Minh Tâm Nghĩa Hiếu Trung Sơn Long Hải An Khánh Toàn "
    "Tín Đạt Phú Quí Thắng Tuấn Hoàng Nam Đông Ẩn Bé Út Đẹp Mừng Nhàn Giàu Khởi Nhẫn Sang Trọn "
    "Vẹn Ngoan Đực Thơ Xuyên Chiến Đoàn Kết Phấn Ửng Ơn Yên Đủ"
)
_WOMEN = _each(
    "Lan Hoa Hồng Hạnh Nga Thủy Mai Loan Phượng Tuyết Cúc Đào Huệ Liên Nhung Oanh Thu Yến Ánh "
    "Diễm Lệ Nguyệt Phấn Bảy Út Xuân Xiếu Đẹp Nhiên Thắm Gái Chín Lài Mận Ngân Tươi Dung Ửng Ý "
    "Ẩn Ên Mười Tám Bông Sương"
)
_ORDER = _each("Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Út")
_BY_TRADE = _each("Ghe Lúa Vịt Tôm Khóm Hồ Máy Lò Rẫy Chài")

_KHMER_SURNAMES = _each("Danh Danh Danh Danh Thạch Thạch Kim Sơn Châu Lâm")
_KHMER_MEN = (
    "Hên", "Thol", "Phal", "Sóc", "Sa Rên", "Chanh", "Đa Rít", "Ươl", "Phon", "Huôl", "Nhơl",
    "Khươl", "Sà Vuông", "Út", "Minh", "Hoàng Tha", "Si Thia", "Sà Rương", "Đen", "Phước",
)  # fmt: skip
_KHMER_WOMEN = (
    "Thị Sa Ry", "Thị Sà Phol", "Thị Hươn", "Thị Nê", "Thị Sóc Kha", "Thị Phol La", "Thị Đa Ri",
    "Thị Si Nuôn", "Thị Kim Huôi", "Thị Út", "Thị Sà Rây", "Thị Bé Chanh",
)  # fmt: skip

_CENTRE = (
    "Hồ Viết Chương", "Hoàng Thị Thảo", "Trần Đình Quý", "Lê Bá Hạp", "Nguyễn Khắc Dương",
    "Phan Thị Mệ", "Tôn Thất Lạng", "Cao Thị Nớ", "Hồ Thị Lý", "Nguyễn Trọng Bảo",
    "Đoàn Thị Mỵ", "Hoàng Trọng Sử", "Lê Thị Diệu Ái", "Trần Thị Lài", "Nguyễn Phúc Ưng Kỳ",
)  # fmt: skip
_NORTH = (
    "Vũ Văn Thiệp", "Đỗ Thị Nhàn", "Phùng Quang Lực", "Đào Thị Mùi", "Tạ Văn Bường",
    "Lưu Thị Nhài", "Vũ Đình Ruyên", "Nông Thị Nhình", "Vi Văn Tần", "Lò Văn Ín", "Lường Thị Ún",
    "Giàng A Páo", "Vàng Thị Mỷ", "Hoàng Văn Sềnh", "Quách Thị Ỉn",
)  # fmt: skip
_HIGHLANDS = (
    "A Nghĩa", "A Thiu", "A Brôl", "Y Blôi", "Y Hnga", "Y Dinh", "H'Lan Niê", "H'Nga Mlô",
    "H'Bia Êban", "Y Thim Êban", "Y-Wang Mlô", "K'Brèo", "Rơ Châm H'Ni", "Siu Blơm",
)  # fmt: skip

_KNOWN = frozenset({"Võ Thị Bảy", "Nguyễn Minh Đức", "Huỳnh Thanh Phú", "Phạm Hùng"})
"""Names that these lists could make and that somebody in public life bears."""


def name_of_somebody(rng: Random, *, kinh_of_the_south: float = 0.78) -> Name:
    """A name; most are from the South, where people are called by the order of their birth."""
    turn = rng.random()
    if turn < kinh_of_the_south:
        return _southern(rng)
    rest = (turn - kinh_of_the_south) / (1 - kinh_of_the_south)
    if rest < 0.60:
        return _khmer(rng)
    if rest < 0.76:
        return Name(rng.choice(_CENTRE))
    if rest < 0.91:
        return Name(rng.choice(_NORTH))
    return Name(rng.choice(_HIGHLANDS))


def _southern(rng: Random) -> Name:
    while True:
        if rng.random() < 0.62:
            middle, given = rng.choice(_MIDDLES_OF_MEN), rng.choice(_MEN)
        else:
            middle, given = rng.choice(_MIDDLES_OF_WOMEN), rng.choice(_WOMEN)
        full = f"{rng.choice(_SURNAMES)} {middle} {given}"
        if full not in _KNOWN and middle.split()[-1] != given:
            return Name(full, _calling(rng, given))


def _khmer(rng: Random) -> Name:
    given = rng.choice(_KHMER_MEN if rng.random() < 0.6 else _KHMER_WOMEN)
    calling = _calling(rng, given.split()[-1]) if rng.random() < 0.5 else ""
    return Name(f"{rng.choice(_KHMER_SURNAMES)} {given}", calling)


def _calling(rng: Random, given: str) -> str:
    turn = rng.random()
    order = rng.choice(_ORDER)
    if turn < 0.30 or (order == given and turn < 0.7):
        return ""
    if turn < 0.92 and given not in _ORDER:
        return f"{order} {given}"
    return f"{order} {rng.choice(_BY_TRADE)}"
