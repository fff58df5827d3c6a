"""Where somebody works or studies away: a province or a country, never an address."""

import re
from dataclasses import dataclass

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.text import clean_name, search_key

LONGEST_PLACE = 60

_PROVINCES = (
    "An Giang", "Bà Rịa – Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai",
    "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình",
    "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu",
    "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình",
    "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh",
    "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
"""The provinces of today and those before July 2025, by which people still go."""

_ALSO = {
    "sai gon": "Hồ Chí Minh", "sg": "Hồ Chí Minh", "hcm": "Hồ Chí Minh", "tphcm": "Hồ Chí Minh",
    "thua thien hue": "Huế", "hn": "Hà Nội", "vung tau": "Bà Rịa – Vũng Tàu",
    "dak lak": "Đắk Lắk", "dac lac": "Đắk Lắk", "bac can": "Bắc Kạn", "brvt": "Bà Rịa – Vũng Tàu",
    "nhat": "Nhật Bản", "nhat ban": "Nhật Bản", "han": "Hàn Quốc", "han quoc": "Hàn Quốc",
    "dai loan": "Đài Loan", "trung quoc": "Trung Quốc", "lao": "Lào", "cam pu chia": "Campuchia",
    "campuchia": "Campuchia", "malaysia": "Malaysia", "singapore": "Singapore",
    "thai lan": "Thái Lan", "duc": "Đức", "my": "Mỹ", "uc": "Úc", "anh": "Anh", "phap": "Pháp",
    "nga": "Nga", "ba lan": "Ba Lan", "a rap xe ut": "Ả Rập Xê Út", "rumani": "Rumani",
    "hungary": "Hungary", "canada": "Canada", "ma cao": "Ma Cao", "hong kong": "Hồng Kông",
}  # fmt: skip

_ALSO_WORDS = frozenset({"anh", "my", "uc", "nga", "duc", "han", "lao", "hn", "phap"})
"""Names of countries that within a sentence are mostly other words, or people."""
_KNOWN = {search_key(name): name for name in _PROVINCES} | _ALSO
_BEFORE = re.compile(
    r"^(?:o|tai|ben|tren|duoi|ngoai|di|len|xuong|sang|qua|tinh|nuoc|thanh pho|tp) "
)
_EXACT = re.compile(
    r"\d|@|https?:|\b(?:duong|hem|ngach|kiet|so nha|nha so|ap|thon|xom|buon|to dan pho|"
    r"khu pho|khu cong nghiep|kcn|phuong|xa|huyen|quan|thi tran|thi xa|phong tro|nha tro|"
    r"cong ty|cty|xi nghiep|nha may|chung cu|dien thoai|sdt|zalo|facebook)\b"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A province of ours, or a country."""

    name: str
    abroad: bool


def known_place(key: str) -> Place | None:
    """The place that these words surely are; None for any other words."""
    name = _KNOWN.get(key)
    return (
        Place(name, name not in _PROVINCES) if name is not None and key not in _ALSO_WORDS else None
    )


def read_place(text: str) -> str:
    """The province or country; refuses what would lead to somebody's door (privacy.md 5.3)."""
    if len(text) > LONGEST_PLACE:
        raise Refusal(Reason.TEXT_TOO_LONG, most=LONGEST_PLACE)
    name = clean_name(text)
    key = search_key(name)
    known = _named(key)
    if known is not None:
        return known
    if not any(letter.isalpha() for letter in name):
        exact = any(letter.isdigit() for letter in name)
        raise Refusal(Reason.PLACE_TOO_EXACT if exact else Reason.NOT_A_PLACE)
    if _EXACT.search(f"{name} {key}".lower()):
        raise Refusal(Reason.PLACE_TOO_EXACT)
    return name


def _named(key: str) -> str | None:
    """What is known by these words, or by those behind "ở tỉnh": Bến Tre begins like "bên"."""
    while key not in _KNOWN:
        rest = _BEFORE.sub("", key)
        if rest == key:
            return None
        key = rest
    return _KNOWN[key]
