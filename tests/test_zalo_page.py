"""The page that leads a commune to its first message on Zalo: what it tells to type is there."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.domain.people import Role
from bot.domain.plans import KEPT_FROM, WARNED_AT, plan_of
from bot.domain.vietnamese.text import search_key
from bot.settings import PREFIX, Settings
from bot.texts.common import thousands
from bot.texts.linking import TYPED
from handlers.commands import COMMANDS

PAGE = (Path(__file__).parents[1] / "docs" / "zalo.md").read_text(encoding="utf-8")
LINES = sorted(set(re.findall(r"^gandan .+$|(?<=`)gandan [^`]+", PAGE, re.MULTILINE)))
ALIASES = {alias for command in COMMANDS for alias in command.aliases}
WORDS_OF_OTHERS = {"java", "zalo bot webhook", "doctor", "env", "ok", "wrong", "note", "1"}


@pytest.mark.parametrize("line", LINES)
def test_each_command_is_there_with_its_options(line: str) -> None:
    found: Any = get_command(app)
    words = line.split()[1:]
    while words and hasattr(found, "commands"):
        found = found.commands[words.pop(0)]
    known = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_each_setting_is_there() -> None:
    named = {name.removesuffix("_FILE") for name in re.findall(rf"{PREFIX}([A-Z_]+)", PAGE)}
    assert len(named) >= 5
    assert named <= {name.upper() for name in Settings.model_fields}


def test_what_is_typed_in_the_chat_is_understood() -> None:
    typed = {
        one for one in re.findall(r"`([^`\n]+)`", PAGE) if not re.match(r"gandan|GANDAN|-", one)
    }
    keys = {search_key(one).replace("/", "").replace(".", "") for one in typed} - WORDS_OF_OTHERS
    assert keys == {"capma", "dong y", "menu", "thamho"}
    assert keys <= ALIASES | TYPED.keys()
    office = next(command for command in COMMANDS if "capma" in command.aliases)
    assert Role.COMMUNE_OFFICE in office.roles


def test_its_numbers_are_those_of_the_plan() -> None:
    plan = plan_of("zalo_bot")
    assert plan.seats is not None
    assert plan.monthly is not None
    assert f"## {plan.seats} người và {thousands(plan.monthly)} tin mỗi tháng" in PAGE
    assert f"mỗi người được {plan.monthly // plan.seats} tin" in PAGE
    assert f"Đến {WARNED_AT[0]} % và {WARNED_AT[1]} %" in PAGE
    assert f"Từ {KEPT_FROM} %" in PAGE


def test_its_lines_and_words_are_as_plain_as_those_of_the_other_pages() -> None:
    assert max(len(line) for line in PAGE.splitlines() if not line.startswith("|")) <= 125
    assert "!" not in PAGE
    assert "đối tượng" not in PAGE
