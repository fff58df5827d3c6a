"""Changes, numbers of people and places, as people type them."""

import pytest

from bot.domain.households import Change
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.change_words import changes_said
from bot.domain.vietnamese.people_counted import read_people
from bot.domain.vietnamese.places import read_place
from bot.texts.common import CHANGES


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sinh con", [Change.BIRTH]),
        ("SINH CON", [Change.BIRTH]),
        ("mới sinh", [Change.BIRTH]),
        ("qua đời", [Change.DEATH]),
        ("chết", [Change.DEATH]),
        ("di lam xa", [Change.AWAY_DOMESTIC, Change.AWAY_ABROAD]),
        ("xkld", [Change.AWAY_ABROAD]),
        ("nhập ngũ", [Change.ENLIST]),
        ("tách hộ", [Change.SPLIT]),
        ("tam tru", [Change.TEMP_STAY]),
        ("thoat ngheo", [Change.CLASS_EXIT, Change.CLASS_NEAR_EXIT]),
        ("tái nghèo", [Change.CLASS_RELAPSE]),
        ("bỏ học", [Change.SCHOOL_DROP]),
        ("khác", [Change.OTHER_CHANGE]),
        ("thay đổi chủ hộ", [Change.HEAD_CHANGE]),
        ("co nguoi chet", [Change.DEATH]),
        ("ba noi mat roi", [Change.DEATH]),
        ("ông nội mất hôm qua", [Change.DEATH]),
        ("con di bo doi", [Change.ENLIST]),
        ("con út đi nghĩa vụ", [Change.ENLIST]),
        ("sinh em be", [Change.BIRTH]),
        ("vợ mới sanh em bé", [Change.BIRTH]),
        ("sinh con trai đẹp", [Change.BIRTH]),
        ("sinh em bes", [Change.BIRTH]),
        ("ddi booj ddooij", [Change.ENLIST]),
        ("con gái lấy chồng", [Change.MOVE_OUT, Change.SPLIT]),
        ("con đi làm Bình Dương", [Change.AWAY_DOMESTIC, Change.AWAY_ABROAD, Change.JOB_NEW]),
        ("bão làm tốc mái", [Change.DISASTER]),
        ("mất việc", [Change.JOB_LOST]),
    ],
)
def test_a_change_is_known_by_what_people_call_it(said: str, meant: list[Change]) -> None:
    assert changes_said(said, CHANGES) == meant


@pytest.mark.parametrize(
    "said", ["", "   ", "😀", "abc", "?!", "x" * 100_000, "mất mùa", "chết heo", "học sinh", "ba"]
)
def test_what_is_no_change_is_none(said: str) -> None:
    assert changes_said(said, CHANGES) == []


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("2", 2), ("02", 2), ("2 người", 2), ("hai", 2), ("hai nguoi", 2), ("khoảng 3", 3),
        ("còn 1", 1), ("mười hai", 12), ("30", 30), ("không còn ai", 0), ("hết", 0), ("0", 0),
        ("không có ai", 0), ("ko", 0), ("mười một", 11), ("hai mốt", 21), ("hai tư", 24),
        ("2 lao động", 2), ("4 khẩu", 4), ("một cháu", 1),
    ],
)  # fmt: skip
def test_a_number_of_people_is_read(said: str, count: int) -> None:
    assert read_people(said) == count


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", Reason.NOT_A_NUMBER),
        ("-1", Reason.NOT_A_NUMBER),
        ("− 2", Reason.NOT_A_NUMBER),
        ("1,5", Reason.NOT_A_NUMBER),
        ("2/3", Reason.NOT_A_NUMBER),
        ("2 3", Reason.NOT_A_NUMBER),
        ("không rõ", Reason.NOT_A_NUMBER),
        ("😀", Reason.NOT_A_NUMBER),
        ("٣", Reason.NOT_A_NUMBER),
        ("nhiều", Reason.NOT_A_NUMBER),
        ("1" * 100_000, Reason.NOT_A_NUMBER),
        ("31", Reason.NUMBER_TOO_LARGE),
        ("999999999", Reason.NUMBER_TOO_LARGE),
    ],
)
def test_what_is_no_number_of_people_is_refused(said: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as refusal:
        read_people(said)
    assert refusal.value.reason is reason


@pytest.mark.parametrize("said", ["0", "không còn ai", "hết"])
def test_nobody_is_no_answer_where_somebody_must_be_meant(said: str) -> None:
    with pytest.raises(Refusal):
        read_people(said, least=1)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("dong nai", "Đồng Nai"),
        ("Đồng Nai", "Đồng Nai"),
        ("ở tỉnh Bình Dương", "Bình Dương"),
        ("TP. HCM", "Hồ Chí Minh"),
        ("sài gòn", "Hồ Chí Minh"),
        ("đi nhật", "Nhật Bản"),
        ("nước Lào", "Lào"),
        ("Ghana", "Ghana"),
        ("Tây Ban Nha", "Tây Ban Nha"),
    ],
)
def test_a_province_or_a_country_is_taken(said: str, place: str) -> None:
    assert read_place(said) == place


@pytest.mark.parametrize(
    "said",
    [
        "12 Lê Lợi, Quận 1, TP HCM",
        "đường Lê Lợi, Đồng Nai",
        "KCN Biên Hòa",
        "phòng trọ ở Dĩ An",
        "công ty giày da Đồng Nai",
        "xã Tân Phú, Đồng Nai",
        "0912 345 678",
        "+84912345678",
        "số nhà ba mươi, Huế",
        "zalo Nam",
        "nam@example.com",
        "10.7769, 106.7009",
    ],
)
def test_what_leads_to_a_door_is_refused(said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_place(said)
    assert refusal.value.reason is Reason.PLACE_TOO_EXACT


@pytest.mark.parametrize("said", ["", "😀😀", "???", "-"])
def test_what_names_nothing_is_no_place(said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_place(said)
    assert refusal.value.reason is Reason.NOT_A_PLACE


def test_a_place_has_a_short_name() -> None:
    with pytest.raises(Refusal) as refusal:
        read_place("Đồng Nai " * 10)
    assert refusal.value.reason is Reason.TEXT_TOO_LONG
