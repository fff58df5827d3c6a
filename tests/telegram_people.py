"""People who write to the real program through the double of Telegram, and read its answers."""

from dataclasses import dataclass

from tests.doubles.telegram import Shown, TelegramDouble

ANSWERS = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")
LONGEST_WAIT = 40.0  # a chat is written to once a second, on a machine that does other things


@dataclass
class Person:
    """Somebody with a telephone."""

    telegram: TelegramDouble
    chat_id: int

    @property
    def heard(self) -> Shown:
        """The message that the bot wrote or changed last."""
        last = [e for e in self.telegram.executions if self._mine(e.method, e.chat)][-1]
        shown = self.telegram.messages_to(self.chat_id)
        edited = last.given.get("message_id")
        return next((s for s in shown if str(s.message_id) == edited), shown[-1])

    @property
    def all_read(self) -> str:
        """Every word that was ever written to this person."""
        return "\n".join(
            e.given.get("text", e.given.get("caption", ""))
            for e in self.telegram.executions
            if self._mine(e.method, e.chat)
        )

    @property
    def times(self) -> int:
        """How often the bot has written."""
        return sum(self._mine(e.method, e.chat) for e in self.telegram.executions)

    async def say(self, text: str) -> str:
        """Write; the words of the answer."""
        before = self.times
        await self.telegram.send_text(self.chat_id, text)
        return await self._answer(before)

    async def tap(self, label: str) -> str:
        """Tap the newest button with these words; the words of the answer."""
        before = self.times
        await self.telegram.tap(self.chat_id, label)
        return await self._answer(before)

    async def send_document(self, name: str, content: bytes) -> str:
        """Send a file; the words of the answer."""
        before = self.times
        await self.telegram.send_document(self.chat_id, name, content)
        return await self._answer(before)

    async def hears(self, words: str) -> Shown:
        """Wait until the bot has said this."""

        def said() -> bool:
            return any(words in shown.text for shown in self.telegram.messages_to(self.chat_id))

        await self.telegram.until(said, LONGEST_WAIT)
        return next(s for s in self.telegram.messages_to(self.chat_id) if words in s.text)

    async def _answer(self, before: int) -> str:
        await self.telegram.until(lambda: self.times > before, LONGEST_WAIT)
        return self.heard.text

    def _mine(self, method: str, chat: str) -> bool:
        return method in ANSWERS and chat == str(self.chat_id)
