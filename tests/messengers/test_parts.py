"""What messengers share: cutting long words, numbering choices, what our own keyboard says."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.vietnamese.text import utf16_length
from bot.messages import (
    AccountRefused,
    Address,
    Ambiguous,
    Choice,
    FileReference,
    Incoming,
    Letter,
    Outcome,
    QuotaSpent,
    RecipientGone,
    Rejected,
    Sent,
    TryLater,
    encoded,
)
from bot.messengers import console
from bot.messengers.base import counted, numbered, split

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
FAMILY = "👨‍👩‍👧"  # 3 persons, 2 joiners: 8 UTF-16 units
VIETNAM = "🇻🇳"

CUTS = {
    "short enough": ("xin chào", 8, ["xin chào"]),
    "between paragraphs": ("một hai ba\n\nbốn năm", 12, ["một hai ba", "bốn năm"]),
    "between lines": ("một hai\nba bốn năm", 13, ["một hai", "ba bốn năm"]),
    "between words": ("một hai ba bốn", 10, ["một hai ba", "bốn"]),
    "right behind the last word that fits": ("một hai ba", 7, ["một hai", "ba"]),
    "a paragraph too early is no place to cut": (
        "a\n\nbốn năm sáu bảy", 12, ["a\n\nbốn năm", "sáu bảy"],
    ),
    "inside a word that fills a part": ("ab" * 5, 4, ["abab", "abab", "ab"]),
    "never inside a pair": ("a😀😀", 4, ["a😀", "😀"]),
    "never between a letter and its marks": ("xa\u0302\u0323y", 3, ["x", "a\u0302\u0323", "y"]),
    "never inside a joined sign": ("a" + FAMILY + FAMILY, 12, ["a" + FAMILY, FAMILY]),
    "never before a skin colour": ("a👍🏽b", 4, ["a", "👍🏽", "b"]),
    "never inside a flag": ("a" + VIETNAM * 2, 7, ["a" + VIETNAM, VIETNAM]),
    "no marks without end": ("a" + "\u0301" * 9, 5, ["a" + "\u0301" * 4, "\u0301" * 5]),
    "blank lines without end": ("một" + "\n" * 50 + "hai", 10, ["một", "hai"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "limit", "parts"), CUTS.values(), ids=CUTS.keys())
def test_long_words_are_cut_where_it_hurts_least(text: str, limit: int, parts: list[str]) -> None:
    assert split(text, limit) == parts


@given(st.text(), st.integers(min_value=2, max_value=40))
@example("\u200d" * 9, 2)
@example("🇻" * 9, 3)
def test_every_part_fits_and_no_letter_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert all(1 <= utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_part_holds_at_least_one_sign() -> None:
    with pytest.raises(ValueError, match="any one character"):
        split("xin chào", 1)


A, B, BACK, CANCEL = (Choice(label, "x") for label in ("Có", "Không", "Quay lại", "Hủy"))
TO_AN = Address("console", "here", "an")
NUMBERED = {
    "words alone": (Letter(1, TO_AN, "Chào"), "Chào"),
    "choices": (Letter(1, TO_AN, "Chào", (A, B)), "Chào\n\n1. Có\n2. Không"),
    "where a number is an answer itself": (
        Letter(1, TO_AN, "Mấy khẩu?", (A, B), numbered=False),
        "Mấy khẩu?\n\n– Có\n– Không",
    ),
    "a choice that wants its word": (
        Letter(1, TO_AN, "Chào", (A, Choice("Duyệt", "x", "DUYET 12"), B)),
        "Chào\n\n1. Có\n– Duyệt: gõ DUYET 12\n2. Không",
    ),
    "ways": (
        Letter(1, TO_AN, "Chào", (A,), (BACK, CANCEL)),
        "Chào\n\n1. Có\n\nHoặc gõ: Quay lại · Hủy",
    ),
}


@pytest.mark.parametrize(("letter", "shown"), NUMBERED.values(), ids=NUMBERED.keys())
def test_without_buttons_choices_are_numbered(letter: Letter, shown: str) -> None:
    assert numbered(letter) == shown


TYPED = {
    "a sentence": Incoming(TO_AN, "7", NOW, text="Tôi đi thăm hộ bà Sáu"),
    "a tap": Incoming(TO_AN, "7", NOW, choice="q.1", tapped="6"),
    "a photo": Incoming(TO_AN, "7", NOW, photo=FileReference("p", "a.jpg", 9, "image/jpeg")),
    "a workbook": Incoming(TO_AN, "7", NOW, document=FileReference("d", "a.xlsx", 0, "")),
    "a sticker": Incoming(TO_AN, "7", NOW, unreadable=True),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_what_is_typed_here_comes_back_from_the_inbox(typed: Incoming) -> None:
    raw = encoded(typed)

    assert console.read("console", "here", raw, NOW) == typed


ODD = {
    "nothing": b"",
    "a list": b"[]",
    "nobody": b'{"message": "1", "text": "x"}',
    "a chat that is a number": b'{"chat": 1, "message": "1"}',
}


@pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
def test_what_nobody_typed_is_passed_over(raw: bytes) -> None:
    assert console.read("console", "here", raw, NOW) is None


@given(st.binary() | st.dictionaries(st.text(), st.text()).map(lambda d: repr(d).encode()))
def test_no_bytes_hurt_the_reader_of_our_own_keyboard(raw: bytes) -> None:
    console.read("console", "here", raw, NOW)


@pytest.mark.parametrize(
    ("last", "whole"),
    [
        pytest.param(Sent("m"), Sent("m", 3), id="sent"),
        pytest.param(Ambiguous("reset"), Ambiguous("reset", 3), id="may have arrived"),
        pytest.param(Rejected("too long"), Rejected("too long", 2), id="rejected"),
        pytest.param(TryLater(why="500"), TryLater(why="500"), id="goes on behind them later"),
        pytest.param(RecipientGone("403"), RecipientGone("403"), id="nobody there"),
        pytest.param(AccountRefused("401"), AccountRefused("401"), id="account refused"),
        pytest.param(QuotaSpent("429"), QuotaSpent("429"), id="quota spent"),
    ],
)
def test_two_parts_that_had_gone_out_count_with_the_last(last: Outcome, whole: Outcome) -> None:
    assert counted(last, 2) == whole
