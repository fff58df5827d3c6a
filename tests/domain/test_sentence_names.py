"""However a name is typed, the sentence reader finds it; and never one that is not in the book."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentences import read
from bot.domain.vietnamese.text import search_key

TODAY = date(2026, 11, 20)
SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Hoàng",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
)
MIDDLES = ("Văn", "Thị", "Hữu", "Minh", "Ngọc", "Quốc", "Thanh", "Đức")
GIVEN = (
    "Thủy", "Hòa", "Khuê", "Dũng", "Đạt", "Lượng", "Khánh", "Nghĩa", "Phượng", "Quyên", "Tuyết",
    "Xuyến", "Trường", "Nhường", "Hưởng", "Điền", "Oanh", "Kiệt", "Nhung", "Thịnh", "Vượng",
)  # fmt: skip
_TONES = {"\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0301": "s1", "\u0323": "j5"}
_SHAPES = {
    ("a", "\u0302"): ("aa", "a6"), ("e", "\u0302"): ("ee", "e6"), ("o", "\u0302"): ("oo", "o6"),
    ("a", "\u0306"): ("aw", "a8"), ("o", "\u031b"): ("ow", "o7"), ("u", "\u031b"): ("uw", "u7"),
}  # fmt: skip

names = st.tuples(st.sampled_from(SURNAMES), st.sampled_from(MIDDLES), st.sampled_from(GIVEN)).map(
    " ".join
)
books = st.lists(names, min_size=2, max_size=12, unique_by=search_key)


def keyed(name: str, digits: bool) -> str:
    """A name as a keyboard leaves it that turned nothing into diacritics: TELEX, or VNI."""
    return " ".join(_keyed(word, digits) for word in name.split())


def _keyed(word: str, digits: bool) -> str:
    typed, tone = "", ""
    flat = unicodedata.normalize("NFD", word.lower())
    for at, letter in enumerate(flat):
        if letter in _TONES:
            tone = _TONES[letter][digits]
        elif letter == "đ":
            typed += "d9" if digits else "dd"
        elif unicodedata.combining(letter):
            base = next(one for one in reversed(flat[:at]) if not unicodedata.combining(one))
            typed = (
                typed[: typed.rindex(base)]
                + _SHAPES[base, letter][digits]
                + typed[typed.rindex(base) + 1 :]
            )
        else:
            typed += letter
    return typed + tone


def moved(name: str) -> str:
    """The tone on the other vowel: hoà for hòa."""
    for new, old in (("òa", "oà"), ("ủy", "uỷ"), ("óa", "oá"), ("úy", "uý")):
        name = name.replace(new, old)
    return name


def the_book(heads: list[str]) -> Book:
    return Book([Candidate(i, i, search_key(h), (h,)) for i, h in enumerate(heads, 1)])


def found(typed: str, book: Book) -> list[tuple[tuple[int, ...], bool]]:
    """Whoever is named, with whether that is certain."""
    return [(one.ids, one.certain) for part in read(typed, book, TODAY) for one in part.households]


@settings(max_examples=25, deadline=None)
@given(books, st.data())
def test_a_whole_name_is_found_however_it_is_typed(heads: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(heads)))
    name, book = heads[at - 1], the_book(heads)
    for typed in (
        name,
        search_key(name),
        moved(name),
        name.upper(),
        unicodedata.normalize("NFD", name),
    ):
        assert found(f"hôm qua ghé nhà {typed} bình thường", book) == [((at,), True)], typed
    for digits in (False, True):
        typed = keyed(name, digits)
        hits = found(f"ghe nha {typed} binh thuong", book)
        assert hits, typed
        assert hits[0][0][0] == at, typed


@settings(max_examples=20, deadline=None)
@given(books, st.data())
def test_a_title_and_a_given_name_are_found_within_a_sentence(
    heads: list[str], data: st.DataObject
) -> None:
    heads = list({search_key(head).split()[-1]: head for head in heads}.values())
    at = data.draw(st.integers(1, len(heads)))
    name, book = heads[at - 1], the_book(heads)
    women = "Thị" in name.split()
    title = data.draw(st.sampled_from(("bà", "cô", "chị") if women else ("ông", "chú", "anh")))
    given_name = name.split()[-1]
    for called in (f"{title} {given_name}", search_key(f"{title} {given_name}"), moved(given_name)):
        typed = f"chiều qua tôi có tạt vô nhà {called} chơi một lát, bình thường"
        assert found(typed, book) == [((at,), True)], typed
    for digits in (False, True):
        typed = f"chieu qua co ghe nha {keyed(f'{title} {given_name}', digits)}, binh thuong"
        assert at in found(typed, book)[0][0], typed


@settings(max_examples=25, deadline=None)
@given(books, st.data())
def test_a_name_with_one_slip_is_among_the_first_three(
    heads: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(heads)))
    key = search_key(heads[at - 1])
    last = key.rindex(" ") + 1
    place = data.draw(st.integers(last + 1, len(key)))
    slip = data.draw(st.sampled_from("bcghklmnptv"))
    typed = key[:place] + slip + key[place:]
    hits = found(f"tham nha {typed} binh thuong", the_book(heads))
    assert hits, typed
    assert at in hits[0][0], typed


@settings(max_examples=25, deadline=None)
@given(books, names, st.data())
def test_whoever_is_not_in_the_book_is_never_found(
    heads: list[str], other: str, data: st.DataObject
) -> None:
    """The reader knows only the book; a name of somebody else comes out as nobody, or unsure."""
    heads = [
        head for head in heads if search_key(head).split()[-1] != search_key(other).split()[-1]
    ]
    book = the_book(heads)
    assert all(
        0 < one <= len(heads)
        for ids, _ in found(f"ghé nhà {other} bình thường", book)
        for one in ids
    )
    assert not any(sure for _, sure in found(f"ghé nhà {other} bình thường", book))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error_and_names_only_the_book(text: str) -> None:
    book = the_book(["Nguyễn Văn Thủy", "Trần Thị Hòa"])
    assert all(set(ids) <= {1, 2} for ids, _ in found(text, book))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True))
@settings(max_examples=20, deadline=None)
def test_numbers_are_read_in_every_way_of_listing_them(numbers: list[int]) -> None:
    book = the_book([f"Nguyễn Văn Tên{n}" for n in range(1, 13)])
    for joined in (" ", ", ", ",", " và ", " voi ", "+", " & ", ";"):
        typed = f"hộ {joined.join(map(str, numbers))} bình thường"
        if joined == ";" and len(numbers) > 1:
            continue
        assert [ids[0] for ids, sure in found(typed, book)] == numbers, typed


THU = Book([Candidate(1, 1, "hai thu", ("Đỗ Văn Hai", "Hai Thu"))])


@pytest.mark.parametrize("said", ["thu nhập 15 triệu một tháng", "thu nhập khá", "thu xếp xong"])
def test_a_word_of_every_day_is_nobodys_name(said: str) -> None:
    assert not read(said, THU, TODAY)


@pytest.mark.parametrize("said", ["Thu bình thường", "thu vắng", "hai thu khoẻ", "cô Thu bt"])
def test_the_same_word_told_of_somebody_is_a_name(said: str) -> None:
    assert [one.ids for part in read(said, THU, TODAY) for one in part.households] == [(1,)]
