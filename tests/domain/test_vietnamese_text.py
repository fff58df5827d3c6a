"""Text at the door, search keys, and the order of Vietnamese lists."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.text import (
    BIDI,
    clean,
    clean_name,
    letters_key,
    plain,
    search_key,
    sort_key,
    utf16_length,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too

SENTENCE = "Hôm qua thăm hộ bà Tư, vay 30 triệu"


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        pytest.param(unicodedata.normalize("NFD", SENTENCE), SENTENCE, id="iphone-nfd"),
        pytest.param("  thăm hộ \n", "thăm hộ", id="outer-space"),
        pytest.param("thăm\x00 hộ", "thăm hộ", id="nul"),
        pytest.param("thăm\x07\x1b hộ", "thăm hộ", id="control"),
        pytest.param("một\nhai\tba", "một\nhai\tba", id="newline-and-tab-stay"),
        pytest.param("một\r\nhai\rba", "một\nhai\nba", id="windows-and-mac-newlines"),
        pytest.param("một\u2028hai", "một\nhai", id="line-separator"),
        pytest.param("\ufeffthăm\u200b hộ\u2060", "thăm hộ", id="zero-width-and-bom"),
        pytest.param("thăm\u00a0hộ\u202f5", "thăm hộ 5", id="no-break-spaces"),
        pytest.param("t\u00adhăm", "thăm", id="soft-hyphen"),
        pytest.param("thăm \ud83d hộ", "thăm \ufffd hộ", id="lone-high-surrogate"),
        pytest.param("\udc00", "\ufffd", id="lone-low-surrogate"),
        pytest.param("\ud83d\ude00", "😀", id="surrogate-pair-is-joined"),
        pytest.param("a\ufffeb\uffffc", "abc", id="what-no-document-holds"),
        pytest.param("số \u202e123", "số \u202e123", id="bidi-stays-in-free-text"),
        pytest.param("<b>đậm</b> 😀", "<b>đậm</b> 😀", id="markup-is-only-text"),
        pytest.param("\u200b \ufeff", "", id="nothing-visible"),
    ],
)
def test_text_is_cleaned_at_the_door(raw: str, stored: str) -> None:
    assert clean(raw) == stored


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        pytest.param("  Nguyễn   Văn\nAn ", "Nguyễn Văn An", id="one-line-single-spaces"),
        pytest.param("An\u202e nạB", "An nạB", id="no-turning-round"),
        pytest.param("\u2067Bảy\u2069", "Bảy", id="isolates"),
        pytest.param("H’Hen Niê", "H'Hen Niê", id="curly-apostrophe"),
        pytest.param("Y Blôi", "Y Blôi", id="short-names"),
    ],
)
def test_a_name_is_one_line_without_tricks(raw: str, stored: str) -> None:
    assert clean_name(raw) == stored


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        pytest.param("Hộ ông Đặng Văn Đức", "ho ong dang van duc", id="marks-and-d"),
        pytest.param("HOÀ", "hoa", id="old-tone-place"),
        pytest.param("hòa", "hoa", id="new-tone-place"),
        pytest.param("ấp Đông, tổ 4/2", "ap dong to 4 2", id="punctuation-is-space"),
        pytest.param("H'Hen Niê", "h hen nie", id="apostrophe"),
        pytest.param("ÐÔNG ðông", "dong dong", id="false-d-of-old-keyboards"),
        pytest.param("số １２", "so 12", id="full-width-digits"),
        pytest.param("  --  ", "", id="nothing"),
        pytest.param("\ud800x", "x", id="surrogate"),
    ],
)
def test_the_search_key_forgets_how_it_was_typed(typed: str, key: str) -> None:
    assert search_key(typed) == key


def test_decomposed_text_has_the_same_keys() -> None:
    apart = unicodedata.normalize("NFD", "Nguyễn Thuỷ Đào")
    assert search_key(apart) == "nguyen thuy dao"
    assert letters_key(apart) == letters_key("Nguyễn Thủy Đào")
    assert sort_key(apart) == sort_key("Nguyễn Thủy Đào")


def test_the_letters_key_tells_words_apart_by_their_diacritics_only() -> None:
    assert letters_key("hoà thuỷ") == letters_key("hòa thủy") == "hoa1 thuy2"
    assert len({letters_key(word) for word in ("ma", "mà", "mả", "mã", "má", "mạ", "mă")}) == 7


def test_plain_text_keeps_its_punctuation() -> None:
    assert plain("Ngày 15/11, Đ.") == "ngay 15/11, d."


IN_ORDER = (
    "Nguyễn Văn An",
    "Trần Văn An",
    "Lê Thị Ánh",  # á is an a with a tone, â another letter
    "Trần Văn Ân",
    "Lê Thị Bình",
    "Lê Văn Cường",
    "Lê Văn Dũng",
    "Lê Văn Đức",
    "Bùi Văn Em",
    "Bùi Văn Hạnh",
    "Lê Thị Hoa",
    "Lê Thị Hoà",
    "Lê Thị Hoạ",
    "Lê Thị Hồng",
    "Lê Thị Nga",
    "Đỗ Văn Quý",
    "Lê Thị Thu",
    "Lê Thị Thư",
    "Âu Văn Tư",
    "Bế Văn Tư",
    "Lê Anh Tư",
    "Lê Ánh Tư",
    "Đào Thị Út",
    "Đào Thị Ý",
)


def test_lists_are_ordered_by_given_name_then_surname_then_middle_name() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == list(IN_ORDER)


def test_the_alphabet_is_the_vietnamese_one() -> None:
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert [*map(sort_key, letters)] == sorted(map(sort_key, letters))


def test_tones_follow_ngang_huyen_hoi_nga_sac_nang() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert [*map(sort_key, tones)] == sorted(map(sort_key, tones))
    assert len(set(map(sort_key, tones))) == 6


def test_a_given_name_may_be_said_where_it_is_not_the_last_word() -> None:
    assert sort_key("Giàng A Páo", "Giàng") < sort_key("Lê Văn Hải") < sort_key("Giàng A Páo")


def test_a_given_name_that_is_not_in_the_name_still_leads() -> None:
    assert sort_key("Điểu K'Brôh", "An") < sort_key("Lê Văn Bình")


def test_case_apostrophes_and_hyphens_do_not_change_the_order() -> None:
    assert sort_key("H'HEN NIÊ") == sort_key("H’Hen Niê") == sort_key("Hhen niê")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert clean_name(clean_name(text)) == clean_name(text)


@given(ANY_TEXT)
def test_clean_text_is_nfc_and_can_be_stored_everywhere(text: str) -> None:
    stored = clean(text)
    assert unicodedata.is_normalized("NFC", stored)
    assert "\x00" not in stored
    stored.encode("utf-8")


@given(ANY_TEXT)
def test_a_clean_name_holds_no_bidi_controls_and_no_newline(text: str) -> None:
    assert not set(clean_name(text)) & (BIDI | {"\n", "\t"})


@given(ANY_TEXT)
def test_a_search_key_of_a_search_key_is_itself(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(ANY_TEXT)
def test_every_name_has_an_ascii_sort_key(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text, text).isascii()
    letters_key(text)


@given(ANY_TEXT)
def test_length_is_counted_as_messengers_count_it(text: str) -> None:
    assert len(text) <= utf16_length(text) <= 2 * len(text)


def test_an_emoji_counts_twice() -> None:
    assert utf16_length("ấp 😀") == 5
