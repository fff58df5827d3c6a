"""What goes wrong is caught by kind; where anything is caught, it is said why, and logged where."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.troubles import MOST_FRAMES, place_of

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "scheduler", "storage")
ANYTHING = ("Exception", "BaseException")


def _names(node: ast.AST | None) -> set[str]:
    found = ast.walk(node) if node is not None else ()
    return {one.id for one in found if isinstance(one, ast.Name)}


def _catching_anything() -> Iterator[tuple[str, str, ast.ExceptHandler]]:
    """Where, the line itself, and what is done then."""
    for file in (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")):
        words = file.read_text(encoding="utf-8")
        lines = words.splitlines()
        for node in ast.walk(ast.parse(words)):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or _names(node.type).intersection(ANYTHING)
            ):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", lines[node.lineno - 1], node


def test_who_catches_anything_says_why_beside_it() -> None:
    found = list(_catching_anything())
    assert found
    assert [where for where, line, _ in found if "  # " not in line] == []


def test_who_catches_anything_and_logs_it_logs_the_place() -> None:
    silent = [
        where
        for where, _, then in _catching_anything()
        if "log" in (names := _names(ast.Module(then.body, []))) and "place_of" not in names
    ]
    assert silent == []


def _deep(steps: int) -> None:
    if not steps:
        raise KeyError("CANARY, what somebody wrote")
    _deep(steps - 1)


def test_the_place_is_the_innermost_way_without_a_word_of_the_trouble() -> None:
    try:
        _deep(20)
    except KeyError as trouble:
        place = place_of(trouble)
    assert place.startswith("KeyError, test_troubles.py:")
    assert place.count(" > ") == MOST_FRAMES - 1
    assert "CANARY" not in place


def test_trouble_that_was_never_raised_has_a_kind_and_no_place() -> None:
    assert place_of(ValueError("CANARY")) == "ValueError"
