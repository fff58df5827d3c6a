"""Who the room's people are, in a few words."""

import pytest

from bot.domain.people import Role
from bot.room import frames
from storage.sample.phones import Inhabitant

HOUSEHOLDS = "Đảng viên phụ trách hộ"


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((Role.MEMBER,), HOUSEHOLDS),
        ((Role.MEMBER, Role.CELL_SECRETARY), f"Bí thư chi bộ, {HOUSEHOLDS}"),
        (
            (Role.MEMBER, Role.CELL_DEPUTY, Role.COMMUNE_OFFICE),
            f"Văn phòng Đảng ủy, Phó bí thư chi bộ, {HOUSEHOLDS}",
        ),
        (
            (Role.MEMBER, Role.VILLAGE_HEAD, Role.CELL_SECRETARY),
            f"Bí thư chi bộ, Trưởng thôn, tổ trưởng (phối hợp), {HOUSEHOLDS}",
        ),
    ],
    ids=["a member", "a secretary", "the office", "a secretary who heads a village"],
)
def test_what_tells_somebody_apart_is_said_first(roles: tuple[Role, ...], said: str) -> None:
    assert frames.person(Inhabitant(1, "An", "05", roles))["role"] == said
