"""How deep, large and long anything may be that messengers share, a step to either side."""

import json

import pytest

from bot.domain.uploads import LARGEST
from bot.domain.vietnamese.text import utf16_length
from bot.messages import Address, Choice, FileReference, Letter
from bot.messengers.base import (
    DEEPEST,
    ENDINGS_TAKEN,
    KINDS_TAKEN,
    LARGEST_WHOLE,
    WORKBOOK,
    FetchFailed,
    decoded,
    numbered,
    packed_file,
    split,
    under,
    unpacked_file,
    wanted,
    whole,
)

HERE = Address("console", "demo", "An")
ASTRAL = "\U0001f600"  # two units


# --- Bytes from outside


def nested(kind: str, depth: int) -> bytes:
    """An object with so many levels of arrays or objects in it."""
    opening, closing = ("[", "]") if kind == "arrays" else ('{"a":', "}")
    inner = "1" if kind == "objects" else ""
    return f'{{"a":{opening * depth}{inner}{closing * depth}}}'.encode()


@pytest.mark.parametrize("kind", ["arrays", "objects"])
@pytest.mark.parametrize(
    ("depth", "understood"),
    [(0, True), (DEEPEST - 2, True), (DEEPEST - 1, True), (DEEPEST, False), (5000, False)],
)
def test_only_so_deep_is_looked(kind: str, depth: int, *, understood: bool) -> None:
    raw = nested(kind, depth) if depth else b'{"a":1}'
    assert (decoded(raw) is not None) is understood


def test_much_that_is_not_deep_is_understood() -> None:
    many: dict[str, object] = {str(number): [{}, [[]]] for number in range(500)}
    assert decoded(json.dumps(many).encode()) == many
    words = {"text": "[{" * 200}
    assert decoded(json.dumps(words).encode()) == words


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"1", b"null", b"[]", b'"a"', b"{", b'{"a":NaN}', b'{"a":Infinity}',
        b'{"a":-Infinity}', b'{"a":1}x', b"\xff", b"\xef\xbb\xbf{}", b"{'a':1}",
    ],
)  # fmt: skip
def test_what_is_no_object_is_nothing(raw: bytes) -> None:
    assert decoded(raw) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, 0), (-1, -1), (LARGEST_WHOLE, LARGEST_WHOLE), (-LARGEST_WHOLE, -LARGEST_WHOLE),
        (LARGEST_WHOLE + 1, None), (-LARGEST_WHOLE - 1, None), (True, None), (False, None),
        (1.0, None), ("1", None), (None, None), ([1], None),
    ],
)  # fmt: skip
def test_only_a_number_that_a_database_holds_is_one(value: object, number: int | None) -> None:
    found = whole(value)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), {"a": {"b": {"c": 1}}, "l": [1]}), (("a",), {"b": {"c": 1}}), (("a", "b", "c"), 1),
        (("a", "b", "c", "d"), None), (("x",), None), (("x", "y"), None), (("l", "0"), None),
    ],
)  # fmt: skip
def test_a_path_leads_as_far_as_there_is_something(path: tuple[str, ...], found: object) -> None:
    assert under({"a": {"b": {"c": 1}}, "l": [1]}, *path) == found


# --- Files


@pytest.mark.parametrize("name", ["", "a", "a.exe", "xlsx", "a.xlsx.exe", "a.gif", "a.doc"])
@pytest.mark.parametrize("kind", ["", "image/gif", "text/html", "application/zip"])
def test_a_file_of_another_kind_is_not_fetched(name: str, kind: str) -> None:
    assert wanted(FileReference("r", name, 10, kind)) is False


@pytest.mark.parametrize("kind", KINDS_TAKEN)
def test_a_file_of_our_kinds_is_fetched_whatever_it_is_called(kind: str) -> None:
    assert wanted(FileReference("r", "a.exe", 10, kind))
    assert not wanted(FileReference("r", "a.exe", 10, kind.upper() + "x"))


@pytest.mark.parametrize("ending", ENDINGS_TAKEN)
def test_a_file_called_so_is_fetched_whatever_kind_is_said(ending: str) -> None:
    for name in (f"Danh sách{ending}", f"A{ending.upper()}"):
        assert wanted(FileReference("r", name, 10, "application/octet-stream"))


@pytest.mark.parametrize(
    ("size", "fetched"),
    [(0, True), (LARGEST, True), (LARGEST + 1, False), (2**62, False)],
)
def test_a_file_is_fetched_up_to_twenty_megabytes(size: int, *, fetched: bool) -> None:
    for kind, name in ((WORKBOOK, ""), ("", "a.xlsx")):
        assert wanted(FileReference("r", name, size, kind)) is fetched


@pytest.mark.parametrize(
    "file",
    [
        FileReference("r", "", 0, ""),
        FileReference("https://x/?a=1&b=%20", 'Danh "sách".xlsx', LARGEST, WORKBOOK),
    ],
    ids=["bare", "with signs"],
)
def test_a_file_is_remembered_as_it_was_told(file: FileReference) -> None:
    assert unpacked_file(packed_file(file)) == file


def test_what_could_not_be_had_says_whether_it_may_be_later() -> None:
    assert (FetchFailed(later=True).later, str(FetchFailed(later=True))) == (True, "later")
    assert (FetchFailed(later=False).later, str(FetchFailed(later=False))) == (False, "never")


# --- Words


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        pytest.param("", 5, [], id="nothing"),
        pytest.param("  \n ", 5, [], id="blank"),
        pytest.param(" a ", 5, ["a"], id="blank on both sides"),
        pytest.param("abcde", 5, ["abcde"], id="just fits"),
        pytest.param(" abcde ", 5, ["abcde"], id="fits without its blanks"),
        pytest.param("abcdef", 5, ["abcde", "f"], id="one too many"),
        pytest.param(ASTRAL * 2 + "a", 5, [ASTRAL * 2 + "a"], id="wide signs just fit"),
        pytest.param(ASTRAL * 3, 5, [ASTRAL * 2, ASTRAL], id="wide signs are counted twice"),
        pytest.param("\uffff" * 5, 5, ["\uffff" * 5], id="the last narrow sign"),
        pytest.param("\U00010000" * 3, 5, ["\U00010000" * 2, "\U00010000"], id="the first wide"),
        pytest.param("ab cd ef", 5, ["ab cd", "ef"], id="between words"),
        pytest.param("abcd\nef", 5, ["abcd", "ef"], id="between lines"),
    ],
)  # fmt: skip
def test_words_are_cut_only_where_they_do_not_fit(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts
    assert all(utf16_length(one) <= limit for one in parts)


@pytest.mark.parametrize(
    "sign",
    ["e\u0301", "👍🏽", "🏴\U000e0067\U000e0062\U000e007f", "👩\u200d🌾", "🇻🇳", "❤\ufe0f"],
    ids=["accent", "skin", "tags", "joined", "flag", "variant"],
)
def test_a_visible_sign_stays_whole(sign: str) -> None:
    for filled in range(1, 8):
        parts = split("a" * filled + sign + "b" * 20, 12)
        assert "".join(parts) == "a" * filled + sign + "b" * 20
        assert any(sign in part for part in parts), parts


def test_two_flags_are_cut_between_and_not_within() -> None:
    assert split("🇻🇳" * 3, 8) == ["🇻🇳" * 2, "🇻🇳"]
    assert split("🇻🇳" * 3, 6) == ["🇻🇳"] * 3


@pytest.mark.parametrize("limit", [-1, 0, 1])
def test_a_part_that_holds_nothing_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="any one character"):
        split("abc", limit)


CHOICES = (Choice("Thăm hộ", "/tham"), Choice("Duyệt", "/duyet 1", "DUYET 1"), Choice("Xem", "/x"))


@pytest.mark.parametrize(
    ("letter", "shown"),
    [
        pytest.param(Letter(1, HERE, "Chào."), "Chào.", id="words"),
        pytest.param(
            Letter(1, HERE, "Chào.", CHOICES),
            "Chào.\n\n1. Thăm hộ\n– Duyệt: gõ DUYET 1\n2. Xem",
            id="one wants its word and has no number",
        ),
        pytest.param(
            Letter(1, HERE, "Chào.", CHOICES, numbered=False),
            "Chào.\n\n– Thăm hộ\n– Duyệt: gõ DUYET 1\n– Xem",
            id="where a number is an answer",
        ),
        pytest.param(Letter(1, HERE, "Bấm nút.", in_words="Gõ số."), "Gõ số.", id="in words"),
        pytest.param(
            Letter(1, HERE, "Bấm nút.", CHOICES, in_words="Gõ số."), "Gõ số.",
            id="in words, which say the choices",
        ),
        pytest.param(
            Letter(1, HERE, "Chào.", (), (Choice("Quay lại", "/lui"), Choice("Dừng", "/huy"))),
            "Chào.\n\nHoặc gõ: Quay lại · Dừng",
            id="ways",
        ),
        pytest.param(
            Letter(1, HERE, "Bấm.", CHOICES, (Choice("Dừng", "/huy"),), in_words="Gõ số."),
            "Gõ số.\n\nHoặc gõ: Dừng",
            id="ways beside words of their own",
        ),
    ],
)  # fmt: skip
def test_a_letter_without_buttons_says_how_each_is_chosen(letter: Letter, shown: str) -> None:
    assert numbered(letter).lower() == shown.lower()


@pytest.mark.parametrize(
    ("before", "after", "one"),
    [
        ("👍", "\U0001f3fa", False), ("👍", "\U0001f3fb", True), ("👍", "\U0001f3ff", True),
        ("👍", "\U0001f400", False), ("🏴", "\U000e001f", False), ("🏴", "\U000e0020", True),
        ("🏴", "\U000e007f", True), ("🏴", "\U000e0080", False),
        ("\U0001f1e6", "\U0001f1ff", True), ("\U0001f1ff", "\U0001f1e6", True),
        ("\U0001f1e5", "\U0001f1e6", False), ("\U0001f1e6", "\U0001f200", False),
        ("\U0001f1e6", "👍", False), ("👍", "\U0001f1e6", False),
    ],
    ids=lambda value: value if isinstance(value, bool) else f"{ord(value):x}",
)  # fmt: skip
def test_what_belongs_to_the_sign_before_it_is_known(before: str, after: str, *, one: bool) -> None:
    apart, whole_sign = ["aaaa" + before, after], ["aaaa", before + after]
    assert split("aaaa" + before + after, 6) == (whole_sign if one else apart)
