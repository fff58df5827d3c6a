"""What is kept out of notes, and what is not: a list of sentences in both directions."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vietnamese.guarded_words import GUARDS, Guarded
from bot.domain.vietnamese.guarding import masked, names_guarded, neutral
from bot.domain.vietnamese.spotting import listed
from bot.domain.vietnamese.text import plain


def _sentences() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "guarded.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            found[line.removeprefix("# ").split(":")[0]] = current = []
        elif line:
            current.append(line)
    return found


SAID = _sentences()
CAUGHT, CAUGHT_AS_SPELT = SAID["caught"], SAID["caught as spelt"]
HARMLESS, HARMLESS_AS_SPELT = SAID["harmless"], SAID["harmless as spelt"]


def test_there_are_many_of_both() -> None:
    assert len({*CAUGHT, *CAUGHT_AS_SPELT}) >= 150
    assert len({*HARMLESS, *HARMLESS_AS_SPELT}) >= 150


@pytest.mark.parametrize("text", CAUGHT)
def test_what_is_nobodys_to_write_down_is_noticed_with_and_without_diacritics(text: str) -> None:
    for typed in (text, plain(text), text.upper(), unicodedata.normalize("NFD", text)):
        assert names_guarded(typed), typed


@pytest.mark.parametrize("text", CAUGHT_AS_SPELT)
def test_some_of_it_is_noticed_only_as_it_is_spelt(text: str) -> None:
    assert names_guarded(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_not_asked_about(text: str) -> None:
    for typed in (text, plain(text), text.capitalize(), unicodedata.normalize("NFD", text)):
        assert not names_guarded(typed), typed


@pytest.mark.parametrize("text", HARMLESS_AS_SPELT)
def test_what_is_harmless_as_it_is_spelt_is_not_asked_about(text: str) -> None:
    assert not names_guarded(text)


@pytest.mark.parametrize("text", [*CAUGHT, *CAUGHT_AS_SPELT])
def test_neither_the_neutral_words_nor_a_masked_text_hold_anything_of_it(text: str) -> None:
    for typed in (text, plain(text)):
        assert not names_guarded(neutral(typed)), neutral(typed)
        assert not names_guarded(masked(typed)), masked(typed)
        assert len(neutral(typed)) <= len(typed) + 40


def test_each_guard_stands_in_its_own_list_once() -> None:
    every = [told for guard in GUARDS for told in listed(guard.words)]
    assert sorted(every) == sorted(set(every))
    assert {guard.kind for guard in GUARDS} == {*Guarded} - {Guarded.IDENTITY}


def test_offered_words_are_harmless_themselves() -> None:
    assert not any(names_guarded(guard.need) for guard in GUARDS)


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("ung thư, cần xe đi viện", "cần hỗ trợ đi khám chữa bệnh"),
        ("bà Tư bị ung thư xin vay vốn", "cần hỗ trợ đi khám chữa bệnh, xin vay vốn"),
        ("cháu bại não cần xe lăn", "cần hỗ trợ chăm sóc sức khỏe, cần xe lăn"),
        ("mẹ mất vì ung thư", "mẹ mất"),
        ("đề nghị xét hộ nghèo vì có con bại não", "đề nghị xét hộ nghèo"),
        ("theo đạo Thiên Chúa", ""),
        ("theo đạo Công giáo, xin vay vốn nuôi tôm", "xin vay vốn nuôi tôm"),
        ("vợ theo đạo, chồng không", ""),
        ("gia đình chấp hành tốt chủ trương", "đã trao đổi về chủ trương, chính sách"),
        ("chồng nghiện rượu hay đánh vợ", "cần quan tâm, hỗ trợ thêm"),
        ("con trai hay đánh bạc", "đề nghị quan tâm an ninh, trật tự"),
        ("con tên Tám số 012345678901", "con tên Tám"),
        ("cấp lại căn cước số 012345678901 bị mất", "cấp lại căn cước bị mất"),
        ("012345678901", ""),
        ("nhà dột.\nchồng bị lao phổi", "nhà dột.\ncần hỗ trợ đi khám chữa bệnh"),
        ("xin sửa cầu", "xin sửa cầu"),
    ],
)  # fmt: skip
def test_the_need_is_offered_and_what_was_harmless_stays(said: str, offered: str) -> None:
    assert neutral(said) == offered


def test_only_what_is_kept_out_is_blotted_out_of_what_is_shown() -> None:
    assert masked("nhà bà Tư tâm thần, sau chợ") == "nhà bà Tư …, sau chợ"
    assert masked("ba Tu bij ung thuw") == "…"
    assert masked("nhà bà Tư sau chợ") == "nhà bà Tư sau chợ"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_judged_and_said_otherwise(text: str) -> None:
    assert not names_guarded(neutral(text))
    assert names_guarded(text) or masked(text) == unicodedata.normalize("NFC", text)
