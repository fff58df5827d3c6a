"""Whatever carries it, a person reads the same words and can choose the same."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.vietnamese.text import search_key, utf16_length
from bot.messages import Letter
from handlers.commands import COMMANDS
from storage.store import opened
from tests.conftest import KEYS
from tests.databases import Files
from tests.month import with_fifteen
from tests.surfaces.further_scripts import FURTHER
from tests.surfaces.ground import Line, Shown
from tests.surfaces.kinds import KINDS, surface
from tests.surfaces.scripts import SCRIPTS, Cast

ALL = {**SCRIPTS, **{one.__name__: one for one in FURTHER}}
PLAIN = tuple(one for one in KINDS if one != "telegram")
Told = dict[str, dict[str, list[Line]]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def told(
    sqlite_files: Files, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Told]:
    """All conversations on all surfaces, each in a village of its own."""
    found: Told = {}
    folder: Path = tmp_path_factory.mktemp("surfaces")
    for kind in KINDS:
        path = folder / f"{kind}.db"
        sqlite_files.copy(path, settled=True)
        store = opened(f"sqlite:///{path}", KEYS)
        async with store.begin() as session:
            await with_fifteen(session, sqlite_files.village)
        async with surface(kind, store, sqlite_files.village) as one:
            cast = Cast(one)
            found[kind] = {name: await cast.play(script) for name, script in ALL.items()}
        await store.close()
    yield found


def read(lines: list[Line], *, alike: bool) -> list[tuple[object, ...]]:
    """What was read and could be chosen, without what is put otherwise on some."""
    return [
        (line.who, line.did, *(_of(one.letter) for one in line.heard))
        for line in lines
        if line.alike or not alike
    ]


def _of(letter: Letter) -> tuple[object, ...]:
    labels = [(one.label, one.word) for one in letter.choices]
    return letter.text, letter.in_words, labels, [one.label for one in letter.ways]


@pytest.mark.parametrize("script", ALL)
def test_with_and_without_buttons_the_same_is_read_and_can_be_chosen(
    told: Told, script: str
) -> None:
    if script == "noise":
        assert read(told["zalo_bot"][script], alike=True) == read(
            told["telegram"][script], alike=True
        )
        return
    for kind in PLAIN:
        assert read(told[kind][script], alike=True) == read(told["telegram"][script], alike=True), (
            kind
        )
        assert read(told[kind][script], alike=False) == read(told["room"][script], alike=False)


def test_every_command_is_used_in_these_conversations(told: Told) -> None:
    used = {name for lines in told["zalo_bot"].values() for name in _commands(lines)}
    assert {one.name for one in COMMANDS} - used == set()


def _commands(lines: list[Line]) -> Iterator[str]:
    """What was typed as a command, or chosen where it led to one."""
    newest: dict[str, Letter] = {}
    for line in lines:
        if line.did.startswith("["):
            key, letter = search_key(line.did), newest[line.who]
            offered = (*letter.choices, *letter.ways)
            said = next(one.action for one in offered if search_key(one.label).startswith(key))
        else:
            said = line.did
        words = search_key(said).split()
        typed = {words[0], "".join(words)} if words else set()
        yield from (one.name for one in COMMANDS if typed & {one.name[1:], *one.aliases})
        if line.heard:
            newest[line.who] = line.heard[-1].letter


def each_shown(told: Told, kind: str) -> list[Shown]:
    return [one for lines in told[kind].values() for line in lines for one in line.heard]


def test_where_there_are_buttons_they_say_what_can_be_chosen(told: Told) -> None:
    for shown in each_shown(told, "telegram"):
        letter = shown.letter
        assert shown.text == letter.text
        offered = [one.label for one in (*letter.choices, *letter.ways)]
        assert [one for one in shown.buttons if one in offered] == offered


@pytest.mark.parametrize("kind", PLAIN)
def test_where_there_are_none_numbers_and_words_to_type_stand_below(told: Told, kind: str) -> None:
    for shown in each_shown(told, kind):
        whole = "".join(shown.text.split())
        for expected in _as_typed(shown.letter):
            place = whole.find("".join(expected.split()))
            assert place >= 0, (expected, shown.text)
            whole = whole[place:]


def _as_typed(letter: Letter) -> list[str]:
    """The parts of a letter in their order, as they are to be read."""
    parts, number = [letter.in_words or letter.text], 0
    for one in letter.choices if not letter.in_words else ():
        number += not one.word
        sign = "–" if one.word or not letter.numbered else f"{number}."
        parts.append(f"{sign} {one.label}" + (f": gõ {one.word}" if one.word else ""))
    return [*parts, *(one.label for one in letter.ways)]


def test_what_is_typed_in_place_of_buttons_is_shown_in_full(told: Told) -> None:
    grave = [one for one in each_shown(told, "zalo_bot") if any(c.word for c in one.letter.choices)]
    assert any("gõ DUYET" in one.text for one in grave)
    assert any("gõ GUI MOI NGUOI" in one.text for one in grave)


def messages(lines: list[Line], who: str = "An") -> int:
    return sum(one.messages for line in lines if line.who == who for one in line.heard)


def test_one_household_step_by_step_is_three_messages_and_ten_at_once_are_two(told: Told) -> None:
    assert messages(told["zalo_bot"]["one_visit"]) <= 3
    assert messages(told["zalo_bot"]["ten_households"]) == 2


def test_no_letter_of_all_these_takes_more_than_one_message(told: Told) -> None:
    for name, lines in told["zalo_bot"].items():
        for line in lines:
            for one in line.heard:
                assert one.messages == 1, (name, line.did, utf16_length(one.text))
