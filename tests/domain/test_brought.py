"""Whose it is and what is raised, in words that nobody has asked for yet."""

import pytest

from bot.domain.vietnamese.brought import (
    brought,
    calls_somebody,
    describes_nobody,
    raises,
    surely_raises,
    tells,
)
from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.text import search_key
from tests.domain.corpus import BOOK, TODAY


@pytest.mark.parametrize(
    ("typed", "said", "words"),
    [
        ("hộ 3 xin sửa cống đầu ấp", ["3"], "xin sửa cống đầu ấp"),
        ("của hộ 3: đường xấu", ["3"], "đường xấu"),
        ("3 cong bi hu", ["3"], "cong bi hu"),
        ("3 cống bể, ngập hoài", ["3"], "cống bể, ngập hoài"),
        ("3, 5 xin sửa cống", ["3", "5"], "xin sửa cống"),
        ("hộ 99 xin sửa cống", ["99"], "xin sửa cống"),
        ("bác Bảy Lớn xin vay vốn", ["bác Bảy Lớn"], "xin vay vốn"),
        ("hộ 3, xin sửa cống", None, ""),
        ("3", None, ""),
        ("3 hôm qua tôi ghé", None, ""),
        ("3 điện", None, ""),
        ("3 vẫn bình thường nhé", None, ""),
        ("3 đi vắng cả tuần", None, ""),
        ("2 nhà xin sửa cống", None, ""),
        ("bà con xin sửa cống của hộ 3", None, ""),
        ("bác Bảy Lớn cạnh cầu", None, ""),
        ("K99 xin sửa cống", None, ""),
        ("", None, ""),
    ],
)
def test_households_stand_before_what_they_raise(
    typed: str, said: list[str] | None, words: str
) -> None:
    found = brought(typed, BOOK, TODAY)
    assert (None if found is None else [one.said for one in found.households]) == said
    assert found is None or found.words == words


def test_a_code_stands_for_the_household_that_has_it() -> None:
    soc = Candidate(7, 3, search_key("Danh Sóc H012"), ("Danh Sóc",), "H012")
    other = Candidate(8, 12, search_key("Lê Na H003"), ("Lê Na",), "H003")
    found = brought("H012 xin sửa cống", Book([soc, other]), TODAY)
    assert found is not None
    assert [one.ids for one in found.households] == [(soc.id,)]


@pytest.mark.parametrize(
    ("typed", "wants", "sentence", "of_nobody"),
    [
        ("bà con xin sửa cống đầu ấp", True, True, True),
        ("cống đầu ấp hư lâu rồi", False, True, True),
        ("ông Sáu nhà cạnh cầu dài", False, True, False),
        ("nhà cuối xóm trên gần chợ", False, True, False),
        ("xin sửa cống, bị ngập", True, True, True),
        ("xin điện", False, False, False),
        ("điện, xin sửa cống đầu ấp", False, False, False),
        ("", False, False, False),
    ],
)
def test_a_sentence_is_told_from_a_name_and_from_a_field(
    typed: str, wants: bool, sentence: bool, of_nobody: bool
) -> None:
    assert raises(typed, TODAY) == wants
    assert tells(typed, TODAY) == sentence
    assert describes_nobody(typed, TODAY) == of_nobody


@pytest.mark.parametrize(
    ("typed", "sure"),
    [
        ("bà con xin sửa cống đầu ấp", True),
        ("điện yếu quá", True),
        ("muốn xem thông báo", False),
        ("cần đổi số điện thoại", False),
        ("xin điện", False),
    ],
)
def test_what_is_wanted_of_nobody_else_is_surely_a_concern(typed: str, sure: bool) -> None:
    assert surely_raises(typed, TODAY) == sure


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("bà Tám đi vắng", True),
        ("ba tam di vang", True),
        ("ông Ba khoẻ", True),
        ("ông bà khoẻ", False),
        ("ong di vang", False),
        ("hôm qua ghé chị Hồng, khỏe", True),
        ("ghé nhà Năm Rô bình thường", True),
        ("ghe nha nam ro, khoe", True),
        ("tham ho gia dinh ay, khoe", False),
        ("hom qua ghe nha khong co ai", False),
        ("nha ong di vang", False),
        ("thăm rồi, khỏe", False),
        ("duong hu qua", False),
        ("cô", False),
        ("", False),
    ],
)
def test_a_name_at_the_beginning_calls_somebody(typed: str, called: bool) -> None:
    assert calls_somebody(typed) == called
