"""Households that are written down twice are seen, and namesakes are left in peace."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.imports import Agreement
from bot.domain.vietnamese.doubles import MOST_SHARING, Alike, Listed, alike
from bot.domain.vietnamese.text import search_key
from storage.sample.names import name_of_somebody
from tests.domain.test_sentence_names import names

A = Agreement


def home(
    head: str, alias: str = "", group: str = "Tổ 4", *places: str, fresh: bool = True
) -> Listed:
    return Listed(head, alias, group, places, fresh)


BA = home("Nguyễn Văn Ba", "Ba Ghe", "Tổ 4", "Số 12, tổ 4, ấp Đông", "cạnh cầu kênh 7")


@pytest.mark.parametrize(
    ("other", "agree"),
    [
        pytest.param(BA, A.PLACE, id="the-same-again"),
        pytest.param(home("NGUYEN VAN BA", "", "4", "so 12, to 4"), A.PLACE, id="no-diacritics"),
        pytest.param(home("Nguyễn Văn Ba", "", "", "Ấp Đông - số 12"), A.PLACE, id="put-otherwise"),
        pytest.param(home("Nguyễn  Văn Ba", "", "", "gần cầu kênh 7"), A.PLACE, id="by-landmark"),
        pytest.param(home("Nguyễn Văn Ba", "anh Ba Ghe", "Tổ 5"), A.ALIAS, id="moved-in-the-list"),
        pytest.param(home("Nguyễn Văn Ba", "", "tổ 4"), A.GROUP, id="in-one-group"),
        pytest.param(home("Nguyễn Văn Ba", "", "", "tổ 4, ấp Đông"), A.GROUP, id="told-by-address"),
        pytest.param(home("NguyễnVăn Ba", "", "tổ 4"), A.GROUP, id="a-space-left-out"),
    ],
)  # fmt: skip
def test_a_household_written_twice_is_seen(other: Listed, agree: Agreement) -> None:
    assert alike([BA, other]) == [Alike(0, 1, True, agree)]


@pytest.mark.parametrize(
    ("other", "agree"),
    [
        pytest.param(home("Nguyễn Văm Ba", "", "Tổ 4", "số 12"), None, id="short-word-is-no-slip"),
        pytest.param(home("Nguyễm Văn Ba", "", "Tổ 4", "số 12"), A.PLACE, id="a-wrong-letter"),
        pytest.param(home("Nguyển Văn Bá", "", "Tổ 4", "số 12"), A.PLACE, id="other-diacritics"),
        pytest.param(home("Nguyn Văn Ba", "Ba Ghe", "Tổ 4"), A.ALIAS, id="called-the-same"),
        pytest.param(home("Lê Thị Sen", "vợ Ba Ghe", "Tổ 4", "số 12"), A.ALIAS, id="man-and-wife"),
    ],
)  # fmt: skip
def test_a_name_that_is_only_like_it_wants_more_than_the_group(
    other: Listed, agree: Agreement | None
) -> None:
    assert alike([BA, other]) == ([Alike(0, 1, False, agree)] if agree else [])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(home("Nguyễn Văn Ba", "Ba Lúa", "Tổ 4"), id="called-otherwise"),
        pytest.param(home("Nguyễn Văn Ba", "", "Tổ 5"), id="another-group"),
        pytest.param(home("Nguyễn Văn Ba", "", ""), id="nothing-else-known"),
        pytest.param(home("Nguyễn Văn Ba", "", "", "ấp Đông, xã Thạnh Lộc"), id="only-the-hamlet"),
        pytest.param(home("Nguyễn Văn Ba", "", "Tổ 4", "Số 14, tổ 4"), id="another-house"),
        pytest.param(home("Nguyễn Văn Ba", "", "Tổ 4", "gần bến đò"), id="another-landmark"),
        pytest.param(home("Nguyễn Văn Bạ", "", "Tổ 4"), id="other-diacritics-and-only-the-group"),
        pytest.param(home("Nguyễn Thị Sáu", "", "Tổ 4", "Số 12"), id="another-name-there"),
        pytest.param(home("Nguyễn Văn Ba Anh", "", "Tổ 4"), id="a-longer-name"),
        pytest.param(home("...", "", "Tổ 4", "Số 12"), id="no-name"),
    ],
)
def test_namesakes_and_neighbours_are_left_in_peace(other: Listed) -> None:
    assert alike([BA, other]) == []
    assert alike([other, BA]) == []


def test_a_calling_name_that_only_repeats_the_name_tells_nothing() -> None:
    first = home("Nguyễn Văn Ba", "ông Ba", "Tổ 4")
    assert alike([first, home("Nguyễn Văn Ba", "ông Ba", "Tổ 5")]) == []


def test_a_place_that_many_share_tells_nothing_of_one() -> None:
    at_the_market = [
        home(f"Lê Thị {given}", "", "Tổ 1", "chợ Mới")
        for given in ("Hường", "Sương", "Mười", "Trúc", "Hương")
    ]
    assert len(at_the_market) == MOST_SHARING + 1
    assert alike(at_the_market) == []
    assert alike([at_the_market[0], at_the_market[-1]]) == [Alike(0, 1, False, A.PLACE)]


def test_only_what_is_new_or_changed_is_told_of() -> None:
    old, again = home("Lê Văn Tám", fresh=False), home("Lê Văn Tám", fresh=False)
    assert alike([old, again]) == []
    assert alike([old, again, home("Lê Văn Tám")]) == [Alike(0, 2, True, A.GROUP)]


def test_each_is_told_of_once() -> None:
    assert [pair.second for pair in alike([BA] * 5)] == [1, 2, 3, 4]


def test_a_thousand_of_one_name_in_one_group_are_soon_looked_through() -> None:
    found = alike([home("Chưa Rõ")] * 20_000)
    assert len(found) == 19_999


heads = st.lists(names, min_size=2, max_size=12)
groups = st.sampled_from(["", "Tổ 1", "2", "tổ 2"])
places = st.lists(
    st.sampled_from(["Số 3", "số 4, tổ 1", "cạnh chùa", "ấp Đông", "12/3 Lê Lợi", "", ", ;"]),
    max_size=2,
)
lists = st.lists(
    st.builds(
        lambda head, group, where, fresh: Listed(head, "", group, tuple(where), fresh),
        names, groups, places, st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(lists)
def test_whatever_is_listed_the_order_is_kept_and_something_agrees(told: list[Listed]) -> None:
    found = alike(told)
    assert len({pair.second for pair in found}) == len(found)
    for pair in found:
        first, second = told[pair.first], told[pair.second]
        assert pair.first < pair.second
        assert first.fresh or second.fresh
        if pair.same_name:
            assert search_key(first.head) == search_key(second.head)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_compared_without_an_error(head: str, alias: str, place: str) -> None:
    one = Listed(head, alias, place, (place, alias))
    assert len(alike([one, one, BA])) <= 2


def test_generated_namesakes_are_few() -> None:
    """Ten hamlets of 280 households, in groups of 25; benchmarks/doubles.py has 137,461."""
    rng = Random(5)
    found = 0
    for _ in range(10):
        told = []
        for at in range(280):
            name = name_of_somebody(rng)
            group = f"Tổ {at // 25 + 1}"
            told.append(home(name.full, name.calling, group, f"{group}, ấp Đông"))
        found += len(alike(told))
    assert found < 28, "less than one in a hundred"
