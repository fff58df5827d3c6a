"""Whether words begin with several numbers of the book."""

import pytest

from bot.domain.vietnamese.numbers import several_first


@pytest.mark.parametrize(
    "typed",
    [
        "3 5", "3 5 bt hom qua", "hộ 3, 5", "3-7 bt", "3 – 7", "3 đến 7", "3 va 5 bt", "3, 1",
        "các hộ 3 4", "hộ 3 và hộ 5", "10 20", "3;5", "số 3 + 5",
    ],
)  # fmt: skip
def test_several_numbers_stand_first(typed: str) -> None:
    assert several_first(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", "3", "35", "1234", "3, hôm qua, 1", "3, 15/11, bt", "3, 15.11", "3 4/11", "tu hanh",
        "3 nhà bị ngập", "ba tư", "hôm qua 3 5", "012345678901",
    ],
)  # fmt: skip
def test_one_number_a_day_or_a_name_is_not_several(typed: str) -> None:
    assert not several_first(typed)
