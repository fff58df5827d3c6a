"""The finder of every door: slips, left-overs of the keyboard, places, order, the nearest."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.vietnamese.finding import MOST_NEAR, Candidate, Found, find, search
from bot.domain.vietnamese.text import search_key, sort_key
from tests.domain.test_sentence_names import keyed, moved, names


def home(
    number: int | None,
    head: str,
    alias: str = "",
    place: str = "",
    code: str = "",
    due: bool = True,
) -> Candidate:
    key = search_key(" ".join((head, alias, place, code)))
    called = tuple(filter(None, (head, alias)))
    return Candidate(number or int(code[-2:]), number, key, called, code, due)


BAY = home(7, "Nguyễn Văn Bảy", "chú Bảy", "tổ 4, ấp Đông, gần chợ", "AP5-0031")
HANH = home(3, "Trần Thị Hạnh", "bà Tư Hạnh", "tổ 2, ấp Đông, cạnh chùa", "AP5-0012")
UT = home(12, "Lê Văn Út", "", "tổ 4, cầu Bảy Thước", "AP5-0013")
THUY = home(1, "Hoà Thị Thuỷ", "", "tổ 1, hẻm 12/3", "AP5-0014")
NAM = home(5, "Đỗ Văn Nam", "", "số 4, tổ 3", "AP5-0016")
PHUONG = home(8, "Võ Thị Phượng", "", "tổ tự quản số 3, đối diện trường tiểu học", "AP5-0017")
BOOK = (BAY, HANH, UT, THUY, NAM, PHUONG)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        pytest.param("hanhj", HANH, id="telex"),
        pytest.param("baf tuw hanhj", HANH, id="telex-all-of-it"),
        pytest.param("chus bayr", BAY, id="telex-alias"),
        pytest.param("nguyeenx vawn bayr", BAY, id="telex-whole-name"),
        pytest.param("ba2 tu7 hanh5", HANH, id="vni"),
        pytest.param("thuyr", THUY, id="telex-given-name"),
        pytest.param("phuowngj", PHUONG, id="telex-horns"),
        pytest.param("canhj chuaf", HANH, id="telex-landmark"),
        pytest.param("hẻm 12/3", THUY, id="alley"),
        pytest.param("AP5-0012", HANH, id="code"),
        pytest.param("7", BAY, id="number"),
        pytest.param("cạnh chùa", HANH, id="landmark"),
        pytest.param("nhà bà tư hạnh", HANH, id="house-of"),
    ],
)
def test_one_household_is_surely_found(words: str, meant: Candidate) -> None:
    found = search(words, BOOK)
    assert found.ids[0] == meant.id
    assert found.certain


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        pytest.param("gần chùa", (HANH,), id="near-for-beside"),
        pytest.param("kế bên chùa", (HANH,), id="next-to"),
        pytest.param("canh truonh tieu hoc", (PHUONG,), id="a-slip-in-a-landmark"),
        pytest.param("cau bay thuoec", (UT,), id="a-letter-too-many-in-a-landmark"),
        pytest.param("tu hanhh", (HANH,), id="a-slip-in-a-name"),
        pytest.param("tổ 4", (BAY, UT), id="group"),
        pytest.param("tổ bốn", (BAY, UT), id="group-in-words"),
        pytest.param("too 4", (BAY, UT), id="group-in-telex"),
        pytest.param("to63 4", (BAY, UT), id="group-in-vni"),
    ],
)
def test_those_that_may_be_meant_are_offered(words: str, meant: tuple[Candidate, ...]) -> None:
    found = search(words, BOOK)
    assert found == Found(tuple(one.id for one in meant), certain=False)


def test_a_group_by_its_number_is_no_house_of_that_number() -> None:
    assert search("tổ 3", BOOK).ids == (NAM.id,)
    assert search("tổ tự quản số 3", BOOK).ids == (PHUONG.id,)
    assert search("số 4", BOOK) == Found((), certain=False), "a number alone is one of the book"


def test_a_code_is_no_number_of_the_book() -> None:
    seen = home(3, "Lê Văn Tám", code="H0012")
    assert search("H0012", (seen, UT)) == Found((3,), certain=True)
    assert search("H0007", (seen, BAY)) == Found((), certain=False)
    assert search("h7", (seen, BAY)) == Found((7,), certain=True)


def test_where_a_code_is_like_a_number_neither_is_sure() -> None:
    seen = home(3, "Lê Văn Tám", code="H12")
    assert search("h12", (seen, UT)) == Found((3, 12), certain=False)
    assert search("12", (seen, UT)) == Found((12,), certain=True)


def test_a_mended_word_that_is_no_name_is_not_taken_for_a_place() -> None:
    assert search("AP5125", BOOK) == Found((), certain=False)
    assert search("hộ ap9", BOOK).ids == ()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        pytest.param("Lê Thị Hạnh", (HANH,), id="another-surname"),
        pytest.param("Năm Hạnh", (HANH,), id="another-order-of-birth"),
        pytest.param("vo thi phuon", (PHUONG,), id="two-letters-short"),
        pytest.param("nguyn van by", (BAY,), id="two-slips"),
    ],
)
def test_where_nobody_fits_the_nearest_are_named(words: str, near: tuple[Candidate, ...]) -> None:
    found = search(words, BOOK)
    assert (found.ids, found.certain) == ((), False) or found.ids == (near[0].id,)
    assert (found.near or found.ids)[: len(near)] == tuple(one.id for one in near)


@pytest.mark.parametrize(
    "words",
    ["", "xyz", "99", "hộ", "AP5-9999", "bình thường", "hôm qua", "ngày mai", "cảm ơn", "09012345",
     "ông Không Có", "😀", "\ud800", "Bảy " * 50],
    ids=lambda words: str(ascii(words))[:20],
)  # fmt: skip
def test_what_is_like_nobody_suggests_nobody(words: str) -> None:
    assert search(words, BOOK) == Found((), certain=False)


def test_no_more_than_a_few_are_near() -> None:
    alike = [home(n, f"Lê Thị Bích Hạnh {n}", f"Hai Hạnh {'abcdefgh'[n]}") for n in range(1, 8)]
    assert len(search("Lê Thị Bích Hành 9", alike).near) <= MOST_NEAR


def test_the_due_stand_first_and_then_it_goes_by_given_name() -> None:
    told = [
        home(1, "Trần Văn Út", place="tổ 4"),
        home(2, "Nguyễn Văn Đông", place="tổ 4"),
        home(3, "Lê Thị Ánh", place="tổ 4"),
        home(4, "Bùi Văn Dũng", place="tổ 4", due=False),
        home(5, "Võ Thị An", place="tổ 4", due=False),
        home(6, "Cao Thị Ánh", place="tổ 4"),
    ]
    assert search("tổ 4", told).ids == (6, 3, 2, 1, 5, 4)


def test_a_better_fit_stands_before_what_is_due() -> None:
    mai = home(1, "Trần Thị Mai", due=False)
    market = home(2, "Lê Văn Út", place="chợ Mai")
    assert search("mai", (market, mai)).ids == (1, 2)


heads = st.lists(names, min_size=2, max_size=10, unique_by=search_key)


@settings(max_examples=40, deadline=None)
@given(heads, st.data())
def test_a_name_is_found_however_it_is_typed(told: list[str], data: st.DataObject) -> None:
    book = [home(n, name) for n, name in enumerate(told, 1)]
    at = data.draw(st.integers(1, len(told)))
    name = told[at - 1]
    for typed in (
        name, search_key(name), moved(name), name.upper(), unicodedata.normalize("NFD", name),
        keyed(name, False), keyed(name, True), f"nhà {name}",
    ):  # fmt: skip
        assert search(typed, book).ids[0] == at, typed


@settings(max_examples=40, deadline=None)
@given(heads, st.data())
def test_a_name_with_one_slip_is_among_the_first(told: list[str], data: st.DataObject) -> None:
    book = [home(n, name) for n, name in enumerate(told, 1)]
    at = data.draw(st.integers(1, len(told)))
    key = search_key(told[at - 1])
    place = data.draw(st.integers(key.rindex(" ") + 2, len(key)))
    letter = data.draw(st.sampled_from("bcghklmnptv"))
    for typed in (key[:place] + letter + key[place:], key[: place - 1] + letter + key[place:]):
        assert at in search(typed, book).ids, typed


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=120), names), heads)
def test_any_words_find_only_who_was_given_once_and_in_order(words: str, told: list[str]) -> None:
    book = [home(n, name, due=n % 2 == 0) for n, name in enumerate(told, 1)]
    found = search(words, book)
    assert set(found.ids) | set(found.near) <= {one.id for one in book}
    assert len(set(found.ids)) == len(found.ids)
    assert not (found.ids and found.near)
    assert found.ids or not found.certain
    if find(words, book).certain:
        assert found.ids[0] == find(words, book).ids[0]


def test_sorting_is_by_what_the_household_is_called() -> None:
    first = home(1, "Nguyễn Văn Út", "Ba Ánh", "tổ 4")
    second = home(2, "Nguyễn Văn Ba", "", "tổ 4")
    assert sort_key("Ba Ánh") < sort_key("Nguyễn Văn Ba")
    assert search("tổ 4", (second, first)).ids == (1, 2)
