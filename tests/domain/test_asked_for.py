"""Whole sentences that ask to be shown something, and those that do not."""

import pytest

from bot.domain.vietnamese.asked_for import (
    _HOW_TO_ANSWER,
    _SENTENCES,
    Shown,
    asked_for,
    asks_how,
    mistaken,
    names_concern,
)


@pytest.mark.parametrize("shown", _SENTENCES)
def test_each_sentence_asks_for_one_thing_with_or_without_particles(shown: Shown) -> None:
    for one in _SENTENCES[shown]:
        assert asked_for(one) is shown, one
        assert asked_for(f"Cho tôi xin {one} với nhé ạ?") is shown, one


@pytest.mark.parametrize(
    "said",
    [
        "", "toi", "phan anh", "ho minh", "ho tro", "ho con", "ba tu hanh", "tham 3 binh thuong",
        "ho 3 khong biet lam don", "nha so 7 chua tham", "toi chua tham so 7", "da tham so 3 roi",
        "luu", "xong", "khong", "hỏi ai cũng nói đường ngập, không biết làm sao " * 3,
    ],
)  # fmt: skip
def test_what_reports_answers_or_names_asks_for_nothing(said: str) -> None:
    assert asked_for(said) is None


def test_how_to_answer_may_be_asked_wherever_something_is_asked() -> None:
    for one in _HOW_TO_ANSWER:
        assert asks_how(f"Tôi {one} vậy", free=True, chosen=False), one


@pytest.mark.parametrize(
    ("said", "choices", "read", "free"),
    [
        ("khó quá", True, True, False),
        ("không hiểu", True, True, False),
        ("không biết", True, False, False),
        ("tôi chưa rõ", True, False, False),
        ("không biết làm gì", True, True, False),
        ("không", False, False, False),
        ("", False, False, False),
        ("ghi sao " * 20, False, False, False),
        ("còn mấy hộ", False, False, False),
    ],
)
def test_what_may_be_an_answer_is_no_question(
    said: str, choices: bool, read: bool, free: bool
) -> None:
    assert asks_how(said, free=False, chosen=True) == choices
    assert asks_how(said, free=False, chosen=False) == read
    assert asks_how(said, free=True, chosen=False) == free


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("tôi ghi nhầm", ()),
        ("toi ghi nham so 7", (7,)),
        ("toi ghi nham so bay roi", (7,)),
        ("tôi ghi nhầm 7", (7,)),
        ("Tôi vừa ghi nhầm hộ 7 thành hộ 5", (7, 5)),
        ("tôi ghi nhầm nhà chú Bảy", ()),
        ("tôi ghi nhầm ngày 7", ()),
        ("ghi nhầm rồi", ()),
        ("báo nhầm hộ số mười lăm rồi", (15,)),
        ("nhầm rồi, hộ 7", (7,)),
        ("sửa giúp tôi", ()),
        ("sua giup toi bao cao ho 7", (7,)),
    ],
)
def test_a_report_is_said_to_be_a_mistake_and_of_whom(said: str, numbers: tuple[int, ...]) -> None:
    assert mistaken(said) == numbers
    assert asked_for(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "", "hộ 3 ghi nhầm", "3 nhầm, 13", "bão lớn, hộ 7 tốc mái", "sửa giúp tôi con đường",
        "sửa giúp tôi số điện thoại hộ 7",
        "nhầm lẫn trong sổ đất", "sửa 5 đi vắng", "hộ 5 bị ghi nhầm hộ khẩu",
        "tôi ghi nhầm " + "hộ 7 " * 50, "ghi nhầm rồi, cán bộ xã đòi tiền lót tay",
    ],
)  # fmt: skip
def test_what_is_told_of_a_household_is_no_mistake_of_a_report(said: str) -> None:
    assert mistaken(said) is None


@pytest.mark.parametrize(
    "said",
    ["ban giao ho 5 cho dong chi Son", "giao hộ 5 cho đ/c Sơn", "chuyển hộ 5 cho đồng chí Sơn",
     "Tôi muốn bàn giao lại các hộ 5, 6 cho đc Sơn"],
)  # fmt: skip
def test_a_household_is_given_to_a_member_where_it_is_seen_who_has_which(said: str) -> None:
    assert asked_for(said) is Shown.HANDING_OVER


@pytest.mark.parametrize(
    "said",
    ["giao 5 suất quà cho hộ 5", "chuyển nhà 5 cho con trai", "hộ 5 giao đất cho đ/c Sơn",
     "giao hộ 5 cho đ/c Sơn là ăn chặn tiền của dân"],
)  # fmt: skip
def test_what_a_household_gets_or_gives_is_no_handing_over(said: str) -> None:
    assert asked_for(said) is None


@pytest.mark.parametrize(
    "said", ["PA-05-202611-003", " pa-05-202611-003.", "pa 05 202611 003", "PA-AP5-202611-1003?"]
)
def test_a_concern_is_named_by_its_code_alone(said: str) -> None:
    assert names_concern(said)


@pytest.mark.parametrize(
    "said",
    ["", "pa 3", "PA-05-202611", "3 bt, PA-05-202611-003 đã báo", "PA-05-202611-003 5", "pa 5 3 7"],
)
def test_numbers_of_households_are_no_code_of_a_concern(said: str) -> None:
    assert not names_concern(said)
