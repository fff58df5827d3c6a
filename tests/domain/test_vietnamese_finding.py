"""Households are found by whatever words people use for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.finding import Candidate, Found, find
from bot.domain.vietnamese.text import search_key


def _household(
    number: int | None, head: str, alias: str = "", place: str = "", code: str = ""
) -> Candidate:
    key = search_key(" ".join((head, alias, place, code)))
    return Candidate(number or 100, number, key, tuple(filter(None, (head, alias))), code)


BAY = _household(7, "Nguyễn Văn Bảy", "chú Bảy", "tổ 4, ấp Đông, gần chợ", "AP5-0031")
HANH = _household(3, "Trần Thị Hạnh", "bà Tư Hạnh", "tổ 2, ấp Đông", "AP5-0012")
UT = _household(12, "Lê Văn Út", "", "tổ 4, cầu Bảy Thước", "AP5-0013")
THUY = _household(1, "Hoà Thị Thuỷ", "", "tổ 1, hẻm 12/3", "AP5-0014")
BA = _household(2, "Nguyễn Văn Ba", "ông Ba", "tổ 1", "AP5-0015")
HEN = _household(9, "H'Hen Niê", "", "buôn Đôn", "AP5-0016")
HA = _household(10, "Phạm Văn Hà", "", "tổ 9", "AP5-0017")
HA_OTHER = _household(11, "Phạm Thị Hạ", "", "tổ 9", "AP5-0018")
BOOK = (BAY, HANH, UT, THUY, BA, HEN, HA, HA_OTHER)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        pytest.param("7", BAY, id="number"),
        pytest.param("số 7", BAY, id="so"),
        pytest.param("hộ 7", BAY, id="ho"),
        pytest.param("hộ số 7", BAY, id="ho-so"),
        pytest.param("ho so 07", BAY, id="leading-zero"),
        pytest.param("thăm hộ 7", BAY, id="visit-of"),
        pytest.param("#7", BAY, id="hash"),
        pytest.param("số bảy", BAY, id="number-in-words"),
        pytest.param("hộ số mười hai", UT, id="bigger-number-in-words"),
        pytest.param("AP5-0012", HANH, id="code"),
        pytest.param("ap5 0012", HANH, id="code-with-space"),
        pytest.param("hộ ap50012", HANH, id="code-run-together"),
        pytest.param("Nguyễn Văn Bảy", BAY, id="whole-name"),
        pytest.param("nguyen van bay", BAY, id="without-diacritics"),
        pytest.param("nguyenvanbay", BAY, id="run-together"),
        pytest.param("chú Bảy", BAY, id="alias"),
        pytest.param("nhà chú Bảy", BAY, id="house-of"),
        pytest.param("anh Bảy", BAY, id="other-title-of-the-same-sex"),
        pytest.param("bay", BAY, id="given-name"),
        pytest.param("văn bảy", BAY, id="middle-and-given-name"),
        pytest.param("gd ong ba", BA, id="family-of"),
        pytest.param("hộ ông Ba", BA, id="a-name-that-is-also-a-title"),
        pytest.param("tu hanh", HANH, id="alias-without-title"),
        pytest.param("gia đình bà Tư Hạnh", HANH, id="family-and-alias"),
        pytest.param("cô Hạnh", HANH, id="title-and-given-name"),
        pytest.param("hòa thị thủy", THUY, id="moved-tones"),
        pytest.param("thuy", THUY, id="moved-tone-in-a-given-name"),
        pytest.param("hen nie", HEN, id="apostrophe"),
        pytest.param("H’Hen Niê", HEN, id="curly-apostrophe"),
        pytest.param("gần chợ", BAY, id="landmark"),
        pytest.param("cầu bảy thước", UT, id="landmark-with-a-name-in-it"),
        pytest.param("12/3", THUY, id="alley"),
        pytest.param("hẻm 12/3", THUY, id="alley-said"),
        pytest.param("buôn đôn", HEN, id="hamlet"),
        pytest.param("Hà", HA, id="diacritics-tell-ha"),
        pytest.param("Hạ", HA_OTHER, id="diacritics-tell-the-other-ha"),
    ],
)
def test_one_household_is_surely_found(words: str, meant: Candidate) -> None:
    found = find(words, BOOK)
    assert found.ids[0] == meant.id
    assert found.certain


@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param("hanhh", HANH, id="a-letter-too-many"),
        pytest.param("hanj", HANH, id="a-wrong-letter"),
        pytest.param("trna thi hanh", HANH, id="swapped-letters"),
        pytest.param("nguyen van bya", BAY, id="swapped-in-a-short-word"),
        pytest.param("ng van bay", BAY, id="shortened-surname"),
        pytest.param("bà Bảy", BAY, id="title-of-the-other-sex"),
        pytest.param("trần thị hành", HANH, id="other-diacritics"),
        pytest.param("hộ bà", BA, id="only-a-title"),
        pytest.param("ngu", BAY, id="beginning"),
    ],
)
def test_a_likely_household_is_offered_and_not_taken(words: str, first: Candidate) -> None:
    found = find(words, BOOK)
    assert found.ids[0] == first.id
    assert not found.certain


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        pytest.param("tổ 4", (BAY, UT), id="group"),
        pytest.param("to 9", (HA, HA_OTHER), id="group-without-diacritics"),
        pytest.param("ấp Đông", (BAY, HANH), id="hamlet"),
        pytest.param("nguyen", (BAY, BA), id="surname"),
        pytest.param("ha", (HA, HA_OTHER), id="names-alike"),
        pytest.param("bảy tổ 4", (BAY, UT), id="words-of-name-and-place"),
    ],
)
def test_several_that_fit_are_all_offered_in_their_own_order(
    words: str, meant: tuple[Candidate, ...]
) -> None:
    found = find(words, BOOK)
    assert found.ids[: len(meant)] == tuple(each.id for each in meant)
    assert not found.certain


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "99",
        "số 99",
        "0",
        "xyz",
        "hộ",
        "nhà",
        "thăm",
        "nguyễn thị hạnh",
        "bao",
        "😀",
        "<b>",
        "\ud800",
        "AP5-9999",
        "Bảy " * 50,
        "hôm qua bình thường",
    ],
    ids=lambda words: str(ascii(words))[:20],
)
def test_nothing_near_enough_finds_nobody(words: str) -> None:
    assert find(words, BOOK) == Found((), certain=False)


def test_nobody_is_found_where_nobody_may_be_seen() -> None:
    assert find("7", ()) == Found((), certain=False)


def test_two_of_the_same_name_are_never_chosen_between() -> None:
    twin = Candidate(55, 21, BAY.key, BAY.names, "AP5-0099")
    found = find("Nguyễn Văn Bảy", (BAY, twin))
    assert found == Found((BAY.id, 55), certain=False)
    assert find("Nguyễn Văn Bảy", (twin, BAY)).ids == (55, BAY.id)


def test_a_number_means_the_book_and_not_a_name_or_group() -> None:
    assert find("4", BOOK) == Found((), certain=False)
    assert find("1", BOOK) == Found((THUY.id,), certain=True)


def test_somebody_without_a_book_may_type_the_end_of_a_code() -> None:
    seen = tuple(Candidate(each.id, None, each.key, each.names, each.code) for each in BOOK)
    assert find("hộ 12", seen) == Found((HANH.id,), certain=False)
    assert find("ap5-0012", seen) == Found((HANH.id,), certain=True)


def test_the_likeliest_stand_first_and_the_rest_behind_them() -> None:
    found = find("chú Bảy", (UT, BAY))
    assert found == Found((BAY.id, UT.id), certain=True)


def test_a_name_counts_more_than_the_same_word_in_an_address() -> None:
    namesake = _household(30, "Lê Thị Chợ", "", "tổ 7")
    assert find("chợ", (BAY, namesake)) == Found((30, BAY.id), certain=True)


def test_an_alias_of_one_is_clearer_than_the_given_name_of_another() -> None:
    other = _household(31, "Võ Văn Bảy", "", "tổ 8")
    assert find("chú Bảy", (other, BAY)).ids[0] == BAY.id
    assert not find("Bảy", (other, BAY)).certain


def test_a_code_may_be_nothing_but_digits() -> None:
    seen = Candidate(5, None, "le van nam 0012", ("Lê Văn Năm", ""), "0012")
    assert find("0012", (seen, HANH)) == Found((5,), certain=True)


def test_a_household_without_a_readable_name_is_found_by_its_place() -> None:
    seen = Candidate(5, 8, "to 6", ("...",), "")
    assert find("tổ 6", (seen, HANH)) == Found((5,), certain=True)


@given(st.text(st.characters(exclude_categories=()), max_size=120))
def test_any_words_find_only_who_was_given(words: str) -> None:
    found = find(words, BOOK)
    assert set(found.ids) <= {each.id for each in BOOK}
    assert len(set(found.ids)) == len(found.ids)
    assert found.ids or not found.certain


@given(st.sampled_from(BOOK))
def test_everybody_is_found_by_number_code_and_name(meant: Candidate) -> None:
    for words in (str(meant.number), meant.code, meant.names[0], search_key(meant.names[0])):
        found = find(words, BOOK)
        assert (found.ids[0], found.certain) == (meant.id, True)
