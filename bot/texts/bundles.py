"""How the parts of one day stand in one letter: figures, what waits, and announcements below."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.announcements import AnnouncementPart
from bot.domain.vietnamese.text import utf16_length
from bot.messages import (
    CHOICES_A_PAGE,
    LONGEST_LABEL,
    LONGEST_TEXT,
    Attachment,
    Choice,
    Outgoing,
    Urgency,
)
from bot.texts.announcements import READ, READ_WORD, TO_LIST, heading
from bot.texts.common import shortened

MOST_OPENED = 3
LONGEST_BEGINNING, LONGEST_BESIDE = 160, 700
"""How much of an announcement stands beside other parts: of a long one, or of several, only how it
begins, with a button that opens it."""
LONGEST_TOGETHER = 1600
"""So much, with choices below it, is one message everywhere, where each of them counts."""
_OF_A_LETTER = 2
_RULE = "\n\n"


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement that goes out in the same letter as other parts."""

    number: int
    part: AnnouncementPart
    on: date
    words: str
    corrected: str
    corrected_on: date | None
    has_more: bool  # a file, or other languages: its own page has them
    brief: bool = False  # only how it begins, as the rest of the letter is long


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in a letter beside the reminders; `letters` keep the words that they have."""

    letters: tuple[Outgoing, ...] = ()
    announcements: tuple[Told, ...] = ()
    attachment: Attachment | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What these parts offer."""
        return (*_of_announcements(self.announcements), *_of_letters(self.letters))

    @property
    def has_digest(self) -> bool:
        """Whether figures stand in it, above all else."""
        return any(one.urgency is Urgency.DIGEST for one in self.letters)


def together(reminders: Outgoing | None, beside: Beside) -> Outgoing:
    """One letter: the figures first, then what waits for the reader, then what is announced."""
    text = _text(reminders, beside)
    if utf16_length(text) > LONGEST_TOGETHER:
        brief = tuple(replace(one, brief=True) for one in beside.announcements)
        beside = replace(beside, announcements=brief)
        text = _text(reminders, beside)
    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT - 1]}…"
    return Outgoing(
        text, _choices(reminders, beside), attachment=beside.attachment,
        numbered=reminders is None or reminders.numbered,
    )  # fmt: skip


def _text(reminders: Outgoing | None, beside: Beside) -> str:
    announced = [_announced(one, beside.announcements) for one in beside.announcements]
    own = [reminders.text] if reminders is not None else []
    return _RULE.join((*(one.text for one in beside.letters), *own, *announced))


def _choices(reminders: Outgoing | None, beside: Beside) -> tuple[Choice, ...]:
    own = reminders.choices if reminders is not None else ()
    by_action = {one.action: one for one in (*own, *beside.choices)}
    return tuple(by_action.values())[-CHOICES_A_PAGE:]


def _of_letters(letters: Sequence[Outgoing]) -> list[Choice]:
    return [choice for one in letters for choice in one.choices[:_OF_A_LETTER]]


def _of_announcements(told: Sequence[Told]) -> list[Choice]:
    if len(told) > MOST_OPENED:
        return [Choice(TO_LIST, "/thongbao")]
    if len(told) == 1 and _in_full(told[0], told):
        read = Choice(READ, f"/thongbao {told[0].number} {READ_WORD}")
        return [read, _opened(told[0])] if told[0].has_more else [read]
    return [_opened(one) for one in told]


def _opened(one: Told) -> Choice:
    begins = one.words or heading(one.part, one.on, "", None).partition("\n")[0]
    return Choice(shortened(f"Đọc thông báo: {begins}", LONGEST_LABEL), f"/thongbao {one.number}")


def _announced(one: Told, among: Sequence[Told]) -> str:
    first = heading(one.part, one.on, one.corrected, one.corrected_on)
    if not one.words:
        return first
    return (
        f"{first}\n{one.words if _in_full(one, among) else shortened(one.words, LONGEST_BEGINNING)}"
    )


def _in_full(one: Told, among: Sequence[Told]) -> bool:
    return len(among) == 1 and len(one.words) <= LONGEST_BESIDE and not one.brief
