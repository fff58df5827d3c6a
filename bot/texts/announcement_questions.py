"""What is said around questions about an announcement: to who asks, and to who answers."""

from collections.abc import Sequence
from datetime import date

from bot.messages import LONGEST_LABEL, Choice, Outgoing
from bot.texts.announcements import QUESTIONS_WORD, TO_LIST
from bot.texts.common import day, shortened

ASKING_TITLE = "Hỏi về thông báo"
ANSWERING_TITLE = "Trả lời câu hỏi"
WHICH_QUESTION = (
    "Đồng chí nhắn câu hỏi về thông báo này; nơi gửi sẽ nhận và trả lời. "
    "Không ghi họ tên hay việc riêng của hộ."
)
FOR_WHOM = "Gửi câu trả lời cho ai?"
TO_ASKER, TO_ALL = "Chỉ người hỏi", "Mọi người đã nhận thông báo"
TO_ALL_WORD = "GUI MOI NGUOI"
ANSWER_WORD = "traloi"
"""What stands before the question's number: "/hoithongbao traloi 5"."""


def about(on: date, words: str) -> str:
    """Which announcement it is about."""
    return f"Về thông báo ngày {day(on)} “{shortened(words, 60)}”"


def asks_question(on: date, words: str) -> str:
    """What the reader wants to know."""
    return f"{about(on, words)}.\n{WHICH_QUESTION}"


def asked(*, reached: bool) -> Outgoing:
    """The question is on its way."""
    text = "Đã chuyển câu hỏi đến nơi gửi thông báo. Có trả lời hệ thống sẽ báo đồng chí."
    if not reached:
        text = "Đã ghi câu hỏi. Nơi gửi sẽ thấy khi mở thông báo; có trả lời hệ thống sẽ báo."
    return Outgoing(text, (Choice(TO_LIST, "/thongbao"),))


def question_came(question_id: int, on: date, announcement: str, words: str) -> Outgoing:
    """A letter to who may answer."""
    return Outgoing(
        f"Có câu hỏi về thông báo ngày {day(on)}.\n“{shortened(announcement, 60)}”\nHỏi: {words}",
        (Choice("Trả lời", f"/hoithongbao {ANSWER_WORD} {question_id}"),),
    )


def asks_answer(words: str) -> str:
    """What is to be answered."""
    return f"Câu hỏi: {words}\nĐồng chí nhắn câu trả lời."


def answered(*, told: bool, to_all: bool) -> Outgoing:
    """The answer is on its way."""
    text = "Đã gửi câu trả lời cho người hỏi."
    if not told:
        text = "Đã lưu câu trả lời, nhưng hiện chưa nhắn được cho người hỏi."
    if to_all:
        text += " Mọi người đã nhận thông báo cũng sẽ nhận câu trả lời."
    return Outgoing(text, (Choice(TO_LIST, "/thongbao"),))


def answer_came(announcement_id: int, on: date, question: str, answer: str) -> Outgoing:
    """A letter to who asked."""
    return Outgoing(
        f"Trả lời về thông báo ngày {day(on)}.\nHỏi: {question}\nTrả lời: {answer}",
        (Choice("Xem thông báo", f"/thongbao {announcement_id}"),),
    )


def for_all(question: str, answer: str) -> str:
    """Question and answer as an announcement of their own; nobody is named."""
    return f"Hỏi: {question}\nTrả lời: {answer}"


def listed(
    announcement_id: int, questions: Sequence[tuple[int, str, bool]], total: int
) -> Outgoing:
    """The questions about an announcement, unanswered first."""
    if not questions:
        text = "Chưa có câu hỏi nào về thông báo này."
    else:
        waiting = sum(1 for _, _, done in questions if not done)
        text = f"Có {total} câu hỏi, {waiting} câu chưa trả lời."
    choices = [
        Choice(_line(words, done), f"/hoithongbao {ANSWER_WORD} {number}")
        for number, words, done in questions[:8]
    ]
    return Outgoing(text, (*choices, Choice("Xem thông báo", f"/thongbao {announcement_id}")))


def questions_of(announcement_id: int) -> Choice:
    """The way to the questions."""
    return Choice("Xem câu hỏi gửi về", f"/hoithongbao {announcement_id} {QUESTIONS_WORD}")


def done_before(question: str, answer: str) -> Outgoing:
    """It has been answered already."""
    return Outgoing(f"Hỏi: {question}\nĐã trả lời: {answer}", (Choice(TO_LIST, "/thongbao"),))


def _line(words: str, done: bool) -> str:
    start = "Đã trả lời · " if done else "Chưa trả lời · "
    return start + shortened(words, LONGEST_LABEL - len(start))
