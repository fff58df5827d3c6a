"""The practice room's page as it leaves the server: whole in either language, and light."""

import gzip
import json
import re
import unicodedata

import pytest

from bot.room.page import FILES, document
from bot.texts.room import LANGUAGES, words

HEAVIEST = 30_000  # bytes over the line
SCRIPTS = {name: file.decode() for name, (file, _) in FILES.items() if name.endswith(".js")}
BLANK = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_blank(language: str) -> None:
    page = document(language)
    assert "{{" not in page
    assert f'<html lang="{language}">' in page


def test_another_language_than_the_two_is_vietnamese() -> None:
    assert document("fr") == document("vi") == document("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_the_script_cannot_end_it(language: str) -> None:
    inside = document(language).partition('id="words">')[2].partition("</script>")[0]
    assert json.loads(inside) == words(language)
    assert "<" not in inside


def test_both_languages_have_the_same_blanks_to_fill() -> None:
    vietnamese, english = (words(language) for language in LANGUAGES)
    assert {name: set(BLANK.findall(word)) for name, word in vietnamese.items()} == {
        name: set(BLANK.findall(word)) for name, word in english.items()
    }


def test_vietnamese_is_composed_and_calm() -> None:
    for word in words("vi").values():
        assert word == unicodedata.normalize("NFC", word)
        assert "!" not in word


def test_every_word_that_the_scripts_say_is_there() -> None:
    said = {name for text in SCRIPTS.values() for name in re.findall(r'\bsay\("(\w+)"', text)}
    assert said
    assert said <= words("vi").keys()


def test_the_scripts_and_the_page_hold_no_vietnamese_and_parse_nothing_as_html() -> None:
    for text in SCRIPTS.values():
        assert not re.search(r"[À-ỹ]", text)
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_whatever_the_page_loads_is_there_and_comes_from_here() -> None:
    loaded = set(re.findall(r'(?:href|src)="(/room/[^"]+)"', document("vi")))
    assert {f"/room/{name}" for name in FILES} == loaded
    assert "http" not in document("vi").replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_the_page_is_light_enough_for_a_slow_line() -> None:
    parts = [document("vi").encode(), *(file for file, _ in FILES.values())]
    assert sum(len(gzip.compress(part)) for part in parts) < HEAVIEST
