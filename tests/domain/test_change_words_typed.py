"""What happened to a household, in the words of the North, the Centre and the South."""

import pytest

from bot.domain.households import Change
from bot.domain.vietnamese.change_words import changes_said
from bot.domain.vietnamese.people_counted import read_people
from bot.domain.vietnamese.text import plain
from bot.texts.common import CHANGES

C = Change
SAID: dict[Change, str] = {
    C.BIRTH: """
sinh con|sanh con|mới sanh|sinh em bé|sinh con gái|sinh đôi|thêm con|có em bé|thêm cháu|thêm 1 đứa
sinh cháu|vừa sinh|mới đẻ|đẻ con|có thêm cháu""",
    C.DEATH: "qua đời|từ trần|mới mất|đã mất|có tang|đám tang|đám ma|bị mất|không qua khỏi",
    C.MOVE_IN: "chuyển đến|dọn đến|chuyển tới|mới về ở|về ở chung|rước dâu|cưới dâu|nhập khẩu",
    C.MOVE_OUT: "chuyển đi|dọn đi|bán nhà đi|gả con|về nhà chồng|theo chồng|chuyển chỗ ở|dời đi",
    C.TEMP_STAY: "tạm trú|đăng ký tạm trú|ở trọ",
    C.TEMP_ABSENT: "tạm vắng|báo tạm vắng",
    C.SPLIT: "tách hộ|tách sổ|ra riêng|ở riêng|tách khẩu|cho ra riêng",
    C.JOIN: "nhập hộ",
    C.HEAD_CHANGE: "đổi chủ hộ|thay chủ hộ|con trai làm chủ hộ|đứng tên chủ hộ",
    C.AWAY_DOMESTIC: "đi công nhân|làm công nhân|đi làm thuê|vô nam làm|đi phụ hồ|đi làm mướn",
    C.AWAY_ABROAD: "xuất khẩu lao động|đi XKLĐ|đi nước ngoài|đi làm nước ngoài|xuất ngoại",
    C.RETURNED: "về quê|trở về|về lại quê|về địa phương|hết dịch về|mới về|về luôn",
    C.ENLIST: "đi bộ đội|nhập ngũ|đi nghĩa vụ|đi lính|trúng tuyển nghĩa vụ|nghĩa vụ quân sự",
    C.DISCHARGE: "xuất ngũ|ra quân|bộ đội về|hết nghĩa vụ|phục viên",
    C.STUDY_AWAY: "đi học xa|đậu đại học|đỗ đại học|vô đại học|học cao đẳng",
    C.STUDY_DONE: "tốt nghiệp|ra trường|học xong",
    C.JOB_NEW: "có việc làm|xin được việc|có việc mới|tìm được việc",
    C.JOB_LOST: "thất nghiệp|mất việc|nghỉ việc|công ty cho nghỉ|thiếu việc|công ty giải thể",
    C.JOB_CHANGE: "đổi nghề|chuyển nghề|chuyển sang nuôi|bỏ lúa nuôi tôm|mở quán|mở tiệm",
    C.DISASTER: "cháy nhà|tốc mái|nhà bị ngập|lốc cuốn|heo chết hết|lúa ngập|mất trắng|bị bão",
    C.HOUSING: "xây nhà|sửa nhà|cất nhà|làm nhà mới|nhà dột|nhà xuống cấp|lên nhà mới",
    C.SCHOOL_DROP: "bỏ học|nghỉ học|định nghỉ học|thôi học|có nguy cơ bỏ học",
    C.INSURANCE_CHG: "hết hạn BHYT|chưa mua BHYT|mới mua BHYT|mua bảo hiểm y tế|hết bảo hiểm",
    C.CLASS_RELAPSE: "tái nghèo",
    C.OTHER_CHANGE: "khác",
}
FIRST = [
    pytest.param(change, typed, id=f"{change}: {typed}")
    for change, lines in SAID.items()
    for line in lines.strip().splitlines()
    for typed in line.split("|")
]


@pytest.mark.parametrize(("change", "typed"), FIRST)
def test_what_people_call_a_change_is_offered_first(change: Change, typed: str) -> None:
    for said in (typed, plain(typed), typed.upper(), f"{typed} rồi", f"nhà {typed}"):
        assert changes_said(said, CHANGES)[:1] == [change], said


SEVERAL: dict[str, list[Change]] = {
    "lấy vợ": [C.MOVE_IN, C.JOIN],
    "cưới vợ": [C.MOVE_IN, C.JOIN],
    "lấy chồng": [C.MOVE_OUT, C.SPLIT],
    "cắt khẩu": [C.MOVE_OUT, C.SPLIT],
    "ly hôn": [C.MOVE_OUT, C.SPLIT],
    "chuyển nhà": [C.MOVE_OUT, C.MOVE_IN],
    "dọn nhà": [C.MOVE_OUT, C.MOVE_IN],
    "đổi nhà": [C.MOVE_OUT, C.MOVE_IN],
    "chuyển khẩu": [C.MOVE_OUT, C.MOVE_IN],
    "chuyển hộ khẩu": [C.MOVE_OUT, C.MOVE_IN],
    "đám cưới": [C.MOVE_IN, C.MOVE_OUT, C.JOIN, C.SPLIT],
    "kết hôn": [C.MOVE_IN, C.MOVE_OUT, C.JOIN, C.SPLIT],
    "làm xa": [C.AWAY_DOMESTIC, C.AWAY_ABROAD],
    "đi làm ăn xa": [C.AWAY_DOMESTIC, C.AWAY_ABROAD],
    "nhà sập": [C.DISASTER, C.HOUSING],
}


@pytest.mark.parametrize(("typed", "changes"), SEVERAL.items(), ids=SEVERAL)
def test_what_may_be_several_changes_is_asked_and_not_guessed(
    typed: str, changes: list[Change]
) -> None:
    found = changes_said(typed, CHANGES)
    assert found[: len(changes)] == changes
    assert changes_said(plain(typed), CHANGES)[: len(changes)] == changes


@pytest.mark.parametrize("change", Change)
def test_the_label_of_a_change_means_that_change(change: Change) -> None:
    """Whoever types what stands on the choice is understood, whole or its first words."""
    found = changes_said(CHANGES[change], CHANGES)
    assert change in found[:2], found


PEOPLE = {
    "a digit": ("3", 3),
    "with a word": ("3 người", 3),
    "in words": ("ba người", 3),
    "children": ("hai cháu", 2),
    "no more": ("khong nguoi nao", 0),
}


@pytest.mark.parametrize(("typed", "count"), PEOPLE.values(), ids=PEOPLE)
def test_how_many_people_it_was(typed: str, count: int) -> None:
    assert read_people(typed) == count
