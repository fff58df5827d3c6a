"""What the README tells to type is there to be typed, in a fresh clone and in that order."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.__main__ import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    block
    for block in re.findall(r"^```\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    if re.search(r"\b(gandan|make|pip) ", block)
]
ON_THE_PATH = ("pip install .", ". .venv/bin/activate")
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]  # a group, as there are several


def test_there_is_something_to_type() -> None:
    assert len(BLOCKS) >= 4


@pytest.mark.parametrize("block", BLOCKS)
def test_a_command_is_on_the_path_before_it_is_typed(block: str) -> None:
    typed = re.search(r"(?<![\w/.`])gandan ", block)
    if typed is not None:
        before = block[: typed.start()]
        assert any(way in before for way in ON_THE_PATH), block


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_typed_is_there(block: str) -> None:
    words = re.sub(r"#.*", "", block)
    targets = set(re.findall(r"^make (\w+)", words, re.MULTILINE))
    assert targets <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bgandan ([a-z]+)", words)) <= set(COMMANDS)
