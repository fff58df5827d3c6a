"""Where somebody works away: every province and country people name, and no address (S2-09)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.places import LONGEST_PLACE, Place, known_place, read_place
from bot.domain.vietnamese.text import plain, search_key

# the 63 provinces and cities of before 1/7/2025; today's 34 keep names from among them
BEFORE_2025 = """
An Giang|Bà Rịa – Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định
Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai
Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình
Hồ Chí Minh|Huế|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An
Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh
Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang
Vĩnh Long|Vĩnh Phúc|Yên Bái
"""
PROVINCES = [one for line in BEFORE_2025.strip().splitlines() for one in line.split("|")]


def test_there_were_63() -> None:
    assert len(set(PROVINCES)) == 63


@pytest.mark.parametrize("name", PROVINCES)
def test_a_province_is_known_however_it_is_typed(name: str) -> None:
    for typed in (name, plain(name), name.upper(), f"tỉnh {name}", f"ở {name}", f"đi {name} "):
        assert read_place(typed) == name, typed
    assert known_place(search_key(name)) == Place(name, abroad=False)


ALSO = {
    "Sài Gòn": "Hồ Chí Minh",
    "SG": "Hồ Chí Minh",
    "HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "TP HCM": "Hồ Chí Minh",
    "thành phố Hồ Chí Minh": "Hồ Chí Minh",
    "Thừa Thiên Huế": "Huế",
    "HN": "Hà Nội",
    "Vũng Tàu": "Bà Rịa – Vũng Tàu",
    "BRVT": "Bà Rịa – Vũng Tàu",
    "Bà Rịa Vũng Tàu": "Bà Rịa – Vũng Tàu",
    "Dak Lak": "Đắk Lắk",
    "Đắc Lắc": "Đắk Lắk",
    "Bắc Cạn": "Bắc Kạn",
    "lên Sài Gòn": "Hồ Chí Minh",
    "xuống Cần Thơ": "Cần Thơ",
    "tại Đồng Nai": "Đồng Nai",
    "bên Long An": "Long An",
    "ngoài Hà Nội": "Hà Nội",
    "trên Gia Lai": "Gia Lai",
    "dưới Cà Mau": "Cà Mau",
}
ABROAD = {
    "Nhật": "Nhật Bản",
    "sang Nhật Bản": "Nhật Bản",
    "Hàn": "Hàn Quốc",
    "qua Hàn Quốc": "Hàn Quốc",
    "nước Đức": "Đức",
    "Đài Loan": "Đài Loan",
    "Trung Quốc": "Trung Quốc",
    "Lào": "Lào",
    "Cam pu chia": "Campuchia",
    "Campuchia": "Campuchia",
    "Malaysia": "Malaysia",
    "Singapore": "Singapore",
    "Thái Lan": "Thái Lan",
    "Đức": "Đức",
    "Mỹ": "Mỹ",
    "Úc": "Úc",
    "Anh": "Anh",
    "Pháp": "Pháp",
    "Nga": "Nga",
    "Ba Lan": "Ba Lan",
    "Ả Rập Xê Út": "Ả Rập Xê Út",
    "Rumani": "Rumani",
    "Hungary": "Hungary",
    "Canada": "Canada",
    "Ma Cao": "Ma Cao",
    "Hong Kong": "Hồng Kông",
}


@pytest.mark.parametrize(("typed", "name"), [*ALSO.items(), *ABROAD.items()])
def test_what_people_call_a_place_is_the_place(typed: str, name: str) -> None:
    assert read_place(typed) == name
    assert read_place(plain(typed)) == name


OTHER_WORDS = {"anh", "my", "uc", "nga", "duc", "han", "lao", "hn", "phap"}


@pytest.mark.parametrize("name", sorted({search_key(one) for one in ABROAD if " " not in one}))
def test_in_a_sentence_a_country_is_one_only_where_it_is_no_other_word(name: str) -> None:
    """anh is an elder brother, mỹ is pretty, lao is tuberculosis: no place to be written down."""
    found = known_place(name)
    assert (found is None) is (name in OTHER_WORDS)
    assert found is None or found.abroad


EXACT = {
    "a house number": "12 đường Kênh Ba",
    "a lane": "hẻm 5 Bình Dương",
    "an alley": "ngách 3",
    "a lane of Huế": "kiệt 7",
    "a house": "nhà số ba Bình Dương",
    "a hamlet": "ấp Tân Lập, Đồng Nai",
    "a village": "thôn Đông, Hải Dương",
    "a quarter": "khu phố Bình Hòa",
    "a group of a quarter": "tổ dân phố Đông",
    "an industrial park": "khu công nghiệp Sóng Thần",
    "an industrial park, short": "KCN Sóng Thần",
    "a ward": "phường An Phú",
    "a commune": "xã Bình Hòa",
    "a district of before": "huyện Củ Chi",
    "a district of a city": "quận Bình Tân",
    "a town": "thị trấn Dầu Giây",
    "a chartered town": "thị xã Dĩ An",
    "a rented room": "phòng trọ Bình Dương",
    "a boarding house": "nhà trọ chị Tư",
    "a company": "công ty Pouyuen",
    "a company, short": "cty giày",
    "a factory": "nhà máy giày",
    "an enterprise": "xí nghiệp may",
    "a block of flats": "chung cư Bình Phú",
    "a telephone": "Bình Dương, điện thoại của con",
    "a telephone, short": "sdt của con",
    "an account": "zalo của con",
    "another account": "facebook con",
    "an address of the web": "https://maps",
    "an address of mail": "con@xa",
    "only digits": "0912345678",
}


@pytest.mark.parametrize("typed", EXACT.values(), ids=EXACT)
def test_what_would_lead_to_somebodys_door_is_refused(typed: str) -> None:
    """privacy.md 5.3: "có địa chỉ cụ thể" is a third person's private data."""
    for said in (typed, plain(typed)):
        with pytest.raises(Refusal) as refused:
            read_place(said)
        assert refused.value.reason is Reason.PLACE_TOO_EXACT


@pytest.mark.parametrize("typed", ["", "  ", "?!", "…", "😀"])
def test_what_has_no_letters_is_no_place(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_place(typed)
    assert refused.value.reason is Reason.NOT_A_PLACE


def test_a_place_is_short() -> None:
    assert read_place("a" * LONGEST_PLACE) == "a" * LONGEST_PLACE
    with pytest.raises(Refusal) as refused:
        read_place("a" * (LONGEST_PLACE + 1))
    assert refused.value.reason is Reason.TEXT_TOO_LONG
    assert refused.value.details == {"most": LONGEST_PLACE}


def test_a_country_that_is_in_no_list_is_taken_as_it_is_written() -> None:
    assert read_place(" Bồ  Đào Nha ") == "Bồ Đào Nha"


@settings(max_examples=40)
@given(st.text(max_size=LONGEST_PLACE + 5))
def test_any_text_is_a_place_or_refused_and_a_place_is_read_again_as_itself(text: str) -> None:
    try:
        place = read_place(text)
    except Refusal:
        return
    assert len(place) <= LONGEST_PLACE + 5
    assert not any(letter.isdigit() and letter.isascii() for letter in place)
    assert read_place(place) == place
