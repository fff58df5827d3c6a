"""Which account each person is sent to, when codes are handed out."""

import pytest

from bot.domain.placing import Place, fitting, placed

TL, XX = 1, 2
BOT = Place("zalo_bot", "42", TL, 2)
SECOND = Place("zalo_bot", "43", TL, 1)
OF_ALL = Place("zalo_bot", "44", None, 50)
TELEGRAM = Place("telegram", "7")
ANOTHER = Place("telegram", "8")
OF_XX = Place("zalo_bot", "45", XX, 50)
FULL = Place("zalo_bot", "46", TL, 0)


@pytest.mark.parametrize(
    ("communes", "places", "at"),
    [
        pytest.param([TL], [BOT], [BOT], id="the only one"),
        pytest.param([TL, XX], [BOT, OF_XX], [BOT, OF_XX], id="each commune its own"),
        pytest.param([TL], [TELEGRAM, BOT], [BOT], id="the own one before one for all"),
        pytest.param([XX], [TELEGRAM, BOT], [TELEGRAM], id="one for all where there is no own"),
        pytest.param([XX], [OF_ALL, TELEGRAM], [None], id="two messengers: the person's choice"),
        pytest.param([TL], [TELEGRAM, ANOTHER], [None], id="two without bound: the same"),
        pytest.param(
            [TL] * 4, [BOT, SECOND], [BOT, BOT, SECOND, None], id="filled one after the other"
        ),
        pytest.param(
            [TL] * 3, [SECOND, OF_ALL], [SECOND, OF_ALL, OF_ALL], id="then one for all"
        ),
        pytest.param([TL], [FULL, TELEGRAM], [TELEGRAM], id="a full one is none"),
        pytest.param([TL], [FULL, OF_XX], [None], id="room nowhere"),
        pytest.param([], [BOT], [], id="nobody"),
        pytest.param([TL], [], [None], id="no account"),
    ],
)  # fmt: skip
def test_each_person_is_sent_to_the_account_that_has_room_for_their_commune(
    communes: list[int], places: list[Place], at: list[Place | None]
) -> None:
    assert placed(communes, places) == at


@pytest.mark.parametrize(
    ("places", "at"),
    [
        pytest.param([OF_ALL, TELEGRAM], TELEGRAM, id="where the choice would be the person's"),
        pytest.param([ANOTHER, TELEGRAM], TELEGRAM, id="also on one messenger"),
        pytest.param([BOT, TELEGRAM], BOT, id="but not before the commune's own"),
        pytest.param([OF_ALL, ANOTHER], None, id="unless it is none of these"),
    ],
)
def test_who_hands_codes_out_sends_people_to_where_they_write_themselves(
    places: list[Place], at: Place | None
) -> None:
    assert placed([TL], places, own=("telegram", "7")) == [at]


def test_who_finds_no_room_is_told_apart_from_who_may_choose() -> None:
    assert fitting(TL, [FULL, OF_XX], {}) == []
    assert fitting(TL, [BOT], {BOT: 2}) == []
    assert fitting(XX, [OF_ALL, TELEGRAM], {}) == [OF_ALL, TELEGRAM]
