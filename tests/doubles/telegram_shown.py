"""What is seen of the bot: its calls, and its messages as they now stand in a chat."""

from dataclasses import dataclass, field

import telegram as ptb

from tests.doubles.telegram_checks import Markup


@dataclass(frozen=True, slots=True)
class Execution:
    """A call that Telegram carried out, and when by the monotonic clock."""

    at: float
    method: str
    given: dict[str, str]
    files: dict[str, tuple[str, bytes]]

    @property
    def chat(self) -> str:
        return self.given.get("chat_id", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it now."""

    message_id: int
    chat_id: int
    text: str
    keyboard: Markup | None = None
    file_name: str = ""
    content: bytes = field(default=b"", repr=False)
    edited: int = 0

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons, row by row."""
        return [label for label, _ in self.actions]

    @property
    def actions(self) -> list[tuple[str, str]]:
        """The words on the buttons with what each carries; a text button carries nothing."""
        match self.keyboard:
            case ptb.InlineKeyboardMarkup():
                rows = self.keyboard.inline_keyboard
                return [(b.text, str(b.callback_data)) for row in rows for b in row]
            case ptb.ReplyKeyboardMarkup():
                return [(b.text, "") for row in self.keyboard.keyboard for b in row]
        return []
