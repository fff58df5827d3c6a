"""The rules of tone (vietnamese.md 9) hold for every word of bot.texts, whoever adds one.

Every public function is called with values made from its own signature, so that a new one is
held to the rules without a line here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from bot.domain.vietnamese.text import utf16_length
from bot.messages import LONGEST_LABEL, Outgoing
from tests.texts.given import GIVEN, TOGETHER
from tests.texts.samples import MODULES, calls, constants, functions, said

FUNCTIONS = dict(functions())
IN_ENGLISH = frozenset({"room", "room_path", "room_server"})
"""Modules of the practice room, which speaks both languages, side by side."""
TO_THE_OPERATOR = frozenset({"command_line", "doctor", "terminal", "plans"})
"""Modules whose reader sits at a command line or looks after the program."""
LONGEST_OF_MANY = frozenset({"reporting.asks_beside", "reporting.saved", "reporting.shown_back"})
"""Read back as much as was typed: nine long sentences here, which a messenger splits."""


@cache
def outcomes(name: str) -> tuple[tuple[str, object], ...]:
    """What a function says to each of its sample values; where it raises, that."""
    found: list[tuple[str, object]] = []
    for arguments in calls(FUNCTIONS[name], GIVEN.get(name)):
        try:
            found.append((str(arguments), FUNCTIONS[name](**arguments)))
        except Exception as trouble:
            if name not in TOGETHER or "has words" not in str(trouble):
                found.append((str(arguments), trouble))
    return tuple(found)


@cache
def words() -> tuple[tuple[str, str], ...]:
    """All that is said, each text once with the place that says it."""
    found: dict[str, str] = {}
    for name in FUNCTIONS:
        for _, outcome in outcomes(name):
            for text in said(outcome):
                found.setdefault(text, name)
    for name, value in constants():
        for text in said(value):
            found.setdefault(text, name)
    return tuple((place, text) for text, place in found.items())


@cache
def words_in_full() -> tuple[tuple[str, str], ...]:
    """The same, of calls in which no list was empty: not every text can be said of nothing."""
    return tuple(
        (name, text)
        for name in FUNCTIONS
        for arguments, outcome in outcomes(name)
        if "()" not in arguments and "{}" not in arguments
        for text in said(outcome)
    )


@cache
def letters() -> tuple[tuple[str, Outgoing], ...]:
    """All letters, with the place that writes them."""
    return tuple(
        (name, outcome)
        for name in FUNCTIONS
        for _, outcome in outcomes(name)
        if isinstance(outcome, Outgoing)
    )


def of(place: str) -> str:
    """The module of a place."""
    return place.partition(".")[0]


def broken(
    rule: Callable[[str], object], but: frozenset[str] = frozenset(), *, in_full: bool = False
) -> list[str]:
    """Where a rule is broken, and by which words."""
    return [
        f"{place}: {text[:120]!r}"
        for place, text in (words_in_full() if in_full else words())
        if of(place) not in but and place not in but and rule(text)
    ]


def test_every_module_is_looked_at() -> None:
    assert len(MODULES) > 45
    assert len(FUNCTIONS) > 400
    assert {of(place) for place, _ in words()} >= set(MODULES) - {"messenger"}


@pytest.mark.parametrize("module", MODULES)
def test_each_function_has_words_for_every_value(module: str) -> None:
    """Nothing raises: not for each code of a list, nothing known, none, one or many."""
    trouble = [
        f"{name}({arguments[:300]}): {outcome!r}"
        for name in FUNCTIONS
        if of(name) == module
        for arguments, outcome in outcomes(name)
        if isinstance(outcome, Exception)
    ]
    assert trouble == [], "tests/texts/given.py says which values a parameter takes"


def test_all_words_are_composed() -> None:
    """vietnamese.md 6.2: NFC, so that they can be found and compared."""
    assert broken(lambda text: text != unicodedata.normalize("NFC", text)) == []


def test_nothing_shouts() -> None:
    assert broken(lambda text: "!" in text) == []


TOLD = (
    "bạn", "mày", "quý khách", "ngài", "vi phạm", "đối tượng", "nghiêm cấm", "bắt buộc", "kém",
    "tàn tật", "chết", "hủ tục", "tệ nạn", "chậm trễ", "nhắc nhở", "kỷ luật", "thành phần",
    "deadline", "feedback", "check", "email", "click", "user", "update",
)  # fmt: skip


@pytest.mark.parametrize("word", TOLD)
def test_no_word_that_blames_threatens_or_is_not_vietnamese(word: str) -> None:
    """vietnamese.md 9.1 and privacy.md 5.9."""
    found = re.compile(rf"\b{word}\b", re.IGNORECASE)
    assert broken(found.search, IN_ENGLISH | TO_THE_OPERATOR) == []


def test_nobody_is_called_em_and_nobody_is_told_that_they_must() -> None:
    """A child is "trẻ em"; "có phải" and "không phải" are no order; of a machine it may be said."""
    em = re.compile(r"(?<!trẻ )\bem\b", re.IGNORECASE)
    must = re.compile(r"(?<!\bcó )(?<!\bkhông )\bphải\b", re.IGNORECASE)
    assert broken(em.search) == []
    assert broken(must.search, IN_ENGLISH | TO_THE_OPERATOR) == []


def test_nobody_is_told_that_what_they_typed_was_wrong() -> None:
    """ "Hệ thống chưa hiểu…", not "Đồng chí nhập sai" (vietnamese.md 9.1)."""
    blame = re.compile(r"(đồng chí|ông/bà) (đã )?(nhập|gõ|nhắn|ghi|chọn|làm) (sai|nhầm|lộn)", re.I)
    assert broken(blame.search) == []


def test_ong_ba_is_said_only_to_those_of_whom_it_is_not_known_who_they_are() -> None:
    """Whoever is linked is đồng chí; before that, it would tell that they are of the Party."""
    before = frozenset({"linking", "refusals", "inviting", "menus", "forms", "guide", "slips"})
    assert broken(lambda text: "ông/bà" in text.lower(), before) == []
    greeted = dict(words_of("linking.greeting"))
    assert greeted
    assert all("đồng chí" not in text.lower() for text in greeted)


def words_of(name: str) -> Iterator[tuple[str, str]]:
    """What one function says."""
    for _, outcome in outcomes(name):
        for text in said(outcome):
            yield text, name


def test_comrade_is_written_small_but_at_the_beginning() -> None:
    wrong = re.compile(r"Đồng Chí|[a-zà-ỹ,;] Đồng chí\b(?! \d)")
    shouted = re.compile(r"ĐỒNG CHÍ")
    assert broken(wrong.search) == []
    assert broken(shouted.search) == []


def test_tones_stand_where_most_communes_write_them() -> None:
    """vietnamese.md 2.4: one style in all that we say: ủy, hòa, thủy."""
    old = re.compile(r"uỷ|\bhoà|\bhoá\b|thuỷ|\bquí\b|\btoà\b", re.IGNORECASE)
    assert broken(old.search) == []


def test_no_pictures_but_a_tick() -> None:
    pictures = re.compile("[\u2600-\u26ff\u2700-\u2712\u2714-\u27bf\U0001f000-\U0001faff]")
    assert broken(pictures.search) == []


def test_nothing_of_the_program_shows_through() -> None:
    python = re.compile(r"\b(None|True|False|nan|dict|tuple)\b|\[\]|<\w+\.")
    assert broken(python.search, IN_ENGLISH) == []
    blank = re.compile(r"[{}]")
    filled_in_later = frozenset({"refusals.reason", "room.words", "doctor.NOBODY_THERE"})
    assert broken(blank.search, filled_in_later) == []


def test_signs_and_spaces_stand_as_in_print() -> None:
    twice = re.compile(r"(?<!\n)  |[.,;:?]{2}|\s[.,;:?](?!\w)|[.,;:]…|\(\)|“”|\n\n\n")
    columns = frozenset({"terminal.welcome", "terminal.choose_part", "import_steps.blank_file"})
    assert broken(twice.search, columns, in_full=True) == []


def test_quotation_marks_are_those_of_print_and_closed() -> None:
    assert broken(lambda text: text.count("“") != text.count("”")) == []
    assert broken(lambda text: '"' in text, IN_ENGLISH | TO_THE_OPERATOR) == []


def test_no_letter_is_longer_than_a_message_of_the_shortest_messenger() -> None:
    """2,000 UTF-16 units (zalo.md); a longer one goes out in parts, each of which counts."""
    long = [
        f"{name}: {utf16_length(one.text)}"
        for name, one in letters()
        if name not in LONGEST_OF_MANY
        and max(utf16_length(one.text), utf16_length(one.in_words)) > 2000
    ]
    assert long == []


def test_a_letter_begins_with_words_and_ends_without_a_gap() -> None:
    for name, one in letters():
        assert one.text[0].strip(), name
        assert not one.text.endswith((" ", "\t", "\n\n")), (name, one.text[-40:])


def test_a_label_is_a_short_line_that_begins_with_a_capital_or_a_sign() -> None:
    for name, one in letters():
        for choice in (*one.choices, *one.ways):
            assert len(choice.label) <= LONGEST_LABEL, name
            assert "\n" not in choice.label, (name, choice.label)
            assert not choice.label.endswith((".", ":", ",")), (name, choice.label)
            assert not choice.label[0].islower() or choice.label.startswith("hôm "), name


def test_every_way_out_of_a_letter_is_a_command_or_a_word_of_a_form() -> None:
    """A button can do no more than what a person could type (contract.md)."""
    forms = {"cancel", "complaint", "ordinary", "neutral", "anew", "out"}
    for name, one in letters():
        for choice in (*one.choices, *one.ways):
            assert choice.action.startswith("/") or choice.action in forms, (name, choice)


BUTTONS = re.compile(r"\b(bấm|nút|chạm|nhấn)\b", re.IGNORECASE)
MAY_TAP = {
    "messenger": "the words of one messenger, which has them",
    "doctor": "says of an account that it has none",
    "upload_page": "a page of the web, which has them",
    "page": "a page of the web",
    "file_page": "a page of the web",
    "room": "the practice room in a browser",
    "room_path": "the practice room in a browser",
    "room_server": "the practice room in a browser",
    "room_play": "a transcript of the practice room",
}
MAY_SAY_BUTTON = {
    "menus.OLD_BUTTON": "is said to whoever tapped one",
    "refusals.reason": "microphone of the keyboard; sharing one's number",
    "forms.kept_so_far": "repeats a reason",
    "linking.declined": "the way to share one's number",
    "guide.guide": "the page on answering",
    "slips.steps": "is told whether the messenger opens with one",
}


def test_what_goes_to_every_messenger_speaks_of_no_buttons() -> None:
    """Where there are none they would be looked for (design.md: the core knows no messenger)."""
    allowed = frozenset({*MAY_TAP, *MAY_SAY_BUTTON})
    assert broken(BUTTONS.search, allowed) == []


BY_ITSELF = frozenset(
    {
        "announcement_questions.answer_came", "announcement_questions.question_came",
        "announcements.letter", "announcing.approved_to_author", "announcing.returned_to_author",
        "announcing.to_approve", "assignments.given_to_you", "concerns.answer_arrived",
        "concerns.urgent_arrived", "digest.pushed", "reaching.from_lead", "reminders.push",
        "standing_in.named_you", "standing_in.recorded_for_you",
    }
)  # fmt: skip
"""Letters that come without having been asked for, and light up a locked phone."""
OF_A_HOUSEHOLD = re.compile(
    r"Hạnh|Nhàn|nghèo|cận nghèo|neo đơn|khuyết tật|đảng viên", re.IGNORECASE
)


def test_what_lights_up_a_locked_phone_names_no_household_and_no_class() -> None:
    """vietnamese.md 9.1 and privacy.md 5.5: neutral in its first line, whoever looks over."""
    looked_at = set()
    for name, one in letters():
        if name in BY_ITSELF or one.urgency.pushes:
            looked_at.add(name)
            first = one.text.split("\n")[0]
            assert not OF_A_HOUSEHOLD.search(first), (name, first)
    assert looked_at >= BY_ITSELF
