"""The words around announcements: they fit a letter however long everything is, and stay kind."""

import unicodedata
from datetime import date

import pytest

from bot.domain.announcements import (
    LONGEST_WORDS,
    MOST_LANGUAGES,
    AnnouncementKind,
    AnnouncementPart,
    Language,
    Missed,
    Readers,
    Stage,
)
from bot.domain.delivery import Delivery
from bot.messages import LONGEST_TEXT, Outgoing
from bot.texts import announcement_questions, announcement_results, announcements, announcing
from bot.texts.forms import resumed
from bot.texts.menus import OLD_BUTTON
from tests.conftest import NOW

TODAY = date(2026, 11, 21)
WORDS = ("Nghiêm túc triển khai. " * 200)[:LONGEST_WORDS]
LONG = "Chi bộ Khu dân cư số mười hai và các tổ tự quản liền kề " * 5
LANGUAGES = tuple(Language)[:MOST_LANGUAGES]


def body(part: AnnouncementPart) -> str:
    return announcements.body(part, WORDS, LONG, TODAY, WORDS, TODAY)


@pytest.mark.parametrize("part", list(AnnouncementPart), ids=lambda part: part.lower())
def test_the_longest_announcement_fits_everywhere(part: AnnouncementPart) -> None:
    letter = announcements.letter(10**6, body(part), LANGUAGES, part, urgent=True, again=True)
    preview = announcing.preview(
        body(part), to=announcing.whom(Readers.WITH_HOUSEHOLDS, [LONG] * 60, of_cell=False),
        people=10**5, reachable=1, kind=AnnouncementKind.WARNING, at=NOW, file_name=LONG,
        languages=LANGUAGES, urgent=True,
    )  # fmt: skip
    asked = f"{OLD_BUTTON} {resumed(announcing.TITLE)}\n{announcing.asks_approval(preview)}"
    page = f"{body(part)}\n{announcing.stage_line(Stage.RETURNED, NOW, LONG * 2)}"
    corrected = f"{page}\n{announcements.corrected_since(TODAY)}"
    for text in (letter.text, asked, corrected):
        assert len(text) <= LONGEST_TEXT


@pytest.mark.parametrize("part", list(AnnouncementPart), ids=lambda part: part.lower())
def test_the_first_line_says_nothing_of_who_reads_it(part: AnnouncementPart) -> None:
    first = body(part).split("\n")[0]
    assert first.endswith("ngày 21/11/2026")
    assert "Chi bộ" not in first
    assert "đồng chí" not in first


def test_only_whom_a_withdrawal_reaches_is_not_asked_for_questions() -> None:
    labels = {
        part: [c.label for c in announcements.letter(1, "x", (), part, urgent=False).choices]
        for part in AnnouncementPart
    }
    assert labels.pop(AnnouncementPart.WITHDRAWAL) == [announcements.READ]
    assert set(map(tuple, labels.values())) == {(announcements.READ, announcements.ASK)}


@pytest.mark.parametrize("reason", [*Missed, *Delivery, None], ids=str)
def test_every_reason_why_somebody_was_not_reached_has_words(
    reason: Missed | Delivery | None,
) -> None:
    said = announcement_results.why(reason)
    assert said
    assert said == unicodedata.normalize("NFC", said)


def test_many_cells_are_cut_to_what_a_phone_shows() -> None:
    lines = [announcement_results.of_cell(LONG, 10, 9, 8, 7, 70) for _ in range(60)]
    cells = [(f"{place:02}", LONG, 3) for place in range(60)]
    shown = announcement_results.results(
        1, "Kết quả", lines, cells, unknown=5, may_send_again=True, all_names=True
    )
    assert "và 48 chi bộ khác" in shown.text
    assert len(shown.choices) == 9
    assert shown.choices[0].label == "Gửi lại cho 5 người chưa rõ"


@pytest.mark.parametrize("language", list(Language), ids=lambda one: one.value)
def test_a_language_keeps_its_name_in_a_sentence(language: Language) -> None:
    name = announcements.LANGUAGES[language].removeprefix("Tiếng ")
    assert announcing.asks_translation(language).endswith(f"tiếng {name}.")


def test_nothing_shouts_and_everything_is_composed() -> None:
    for module in (announcements, announcing, announcement_questions, announcement_results):
        for name, said in vars(module).items():
            if name.isupper() and isinstance(said, str):
                assert "!" not in said
                assert said == unicodedata.normalize("NFC", said)


def test_a_question_and_its_answer_fit_a_letter_for_all() -> None:
    said = announcement_questions.for_all("x" * 500, "y" * 1000)
    text = announcements.body(AnnouncementPart.ANSWER, said, LONG, TODAY, WORDS, TODAY)
    assert Outgoing(text).text == text
    assert len(said) <= LONGEST_WORDS
