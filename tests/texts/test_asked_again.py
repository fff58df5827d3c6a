"""What stands above a question or a menu, the first time and once more."""

import pytest

from bot.domain.people import Actor, ConsentState, Post, Role
from bot.texts import linking, menus
from bot.texts.forms import in_short


@pytest.mark.parametrize(
    ("question", "again"),
    [
        pytest.param(
            "Hệ thống hiểu như sau:\n• 1: tại nhà\n• 2: tại nhà\n• 3: tại nhà\nĐúng chưa?",
            "Hệ thống hiểu như sau:\nĐúng chưa?",
            id="without the rows",
        ),
        pytest.param(
            "Chưa lưu.\nHiểu như sau:\n• 1: tại nhà\nHộ 1 đã báo chưa?\nTrả lời xong là lưu.",
            "Chưa lưu.\nHộ 1 đã báo chưa?\nTrả lời xong là lưu.",
            id="with all that is asked below them",
        ),
        pytest.param(
            f"Số 7\nThăm ngày nào?{' Ví dụ: hôm qua.' * 20}\nTrả lời xong là lưu.",
            f"Số 7\nThăm ngày nào?{' Ví dụ: hôm qua.' * 20}\nTrả lời xong là lưu.",
            id="and its question is never cut",
        ),
        pytest.param(
            "Số 7\nmột\nhai\nba\nĐúng chưa?", "Số 7\nba\nĐúng chưa?", id="the end without rows"
        ),
        pytest.param(
            "Ngày nào?\nVí dụ: hôm qua.", "Ngày nào?\nVí dụ: hôm qua.", id="a short one is whole"
        ),
    ],
)
def test_a_long_question_is_repeated_with_what_it_asks(question: str, again: str) -> None:
    assert in_short(question) == again


def test_whoever_has_agreed_is_asked_once_what_to_do() -> None:
    actor = Actor(1, "An", 1, 2, ConsentState.GIVEN, (Post(Role.MEMBER, 2),), 1)
    first = menus.menu(actor, linking.welcome("Nguyễn Văn An"))
    assert first.text == f"Cảm ơn đồng chí Nguyễn Văn An.\n{menus.CHOOSE}"
