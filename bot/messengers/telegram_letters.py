"""A letter as the calls to Telegram that carry it."""

from mimetypes import guess_extension

from aiogram.methods import EditMessageText, SendDocument, SendMessage, SendPhoto
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.domain.vietnamese.text import utf16_length
from bot.messages import Attachment, Choice, Letter
from bot.messengers.base import split
from bot.texts import messenger as words

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_TOKEN = 64
LARGEST_PHOTO = 10 * 1024 * 1024
PICTURES = ("image/png", "image/jpeg")

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup
Call = SendMessage | SendDocument | SendPhoto


def edit(letter: Letter) -> EditMessageText | None:
    """The call that changes the tapped message, or None where only a new message can say it."""
    keyboard = _buttons(letter)
    fits = utf16_length(letter.text) <= LONGEST_TEXT
    if letter.edits is None or letter.attachment or letter.ask_contact or not fits:
        return None
    return EditMessageText(
        chat_id=letter.address.external_id,
        message_id=int(letter.edits),
        text=letter.text,
        reply_markup=keyboard,
    )


def calls(letter: Letter) -> list[Call]:
    """The messages in their order; the last one carries the buttons."""
    chat = letter.address.external_id
    keyboard = _share_contact(letter) if letter.ask_contact else _buttons(letter)
    attachment = letter.attachment
    if attachment is None:
        *first, last = split(letter.text, LONGEST_TEXT)
        said: list[Call] = [SendMessage(chat_id=chat, text=part) for part in first]
        return [*said, SendMessage(chat_id=chat, text=last, reply_markup=keyboard)]
    if utf16_length(letter.text) <= LONGEST_CAPTION:
        return [_file(chat, attachment, letter.text, keyboard)]
    texts = [SendMessage(chat_id=chat, text=part) for part in split(letter.text, LONGEST_TEXT)]
    return [*texts, _file(chat, attachment, None, keyboard)]


def _file(
    chat: str, attachment: Attachment, caption: str | None, keyboard: Keyboard | None
) -> SendDocument | SendPhoto:
    ending = guess_extension(attachment.media_type) or ""
    file = BufferedInputFile(attachment.content, attachment.name or f"anh{ending}")
    if attachment.media_type in PICTURES and len(attachment.content) <= LARGEST_PHOTO:
        return SendPhoto(chat_id=chat, photo=file, caption=caption, reply_markup=keyboard)
    return SendDocument(chat_id=chat, document=file, caption=caption, reply_markup=keyboard)


def _buttons(letter: Letter) -> InlineKeyboardMarkup | None:
    """Answers one below the other, for their words are long; the ways together in a last row."""
    rows = [[_button(choice)] for choice in letter.choices]
    if letter.ways:
        rows.append([_button(way) for way in letter.ways])
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(choice: Choice) -> InlineKeyboardButton:
    size = len(choice.action.encode())
    if not 1 <= size <= LONGEST_TOKEN:
        raise ValueError(f"a button carries 1 to {LONGEST_TOKEN} bytes, not {size}")
    return InlineKeyboardButton(text=choice.label, callback_data=choice.action)


def _share_contact(letter: Letter) -> ReplyKeyboardMarkup:
    """A button for one's own number; beside it the answers come back as their words."""
    rows = [[KeyboardButton(text=words.SHARE_MY_NUMBER, request_contact=True)]]
    rows += [[KeyboardButton(text=choice.label)] for choice in (*letter.choices, *letter.ways)]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
