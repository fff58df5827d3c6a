"""The tests' own way of starting the program says what is wrong instead of waiting."""

import pytest

from tests.program import Forge


async def test_a_forge_that_died_is_not_waited_for_and_its_words_are_shown() -> None:
    forge = Forge.lit("tests.no_such_forge")
    with pytest.raises(AssertionError, match=r"No module named tests[.]no_such_forge"):
        await forge.asked()
    forge.put_out()
    assert not forge.folder.exists()
