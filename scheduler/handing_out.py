"""A letter with a file for a messenger that carries none: its words say where the file is."""

from dataclasses import replace
from datetime import datetime

from bot.messages import Letter
from bot.texts import file_page as words
from storage import file_links
from storage.store import Session


async def without_file(session: Session, letter: Letter, now: datetime, pages: str) -> Letter:
    """The letter as it can go out: with a link to its file in place of it.

    In the transaction of its stamp, so that nothing is issued for a letter that never goes.
    """
    if letter.attachment is None:
        return letter
    name = letter.attachment.name
    signed = await file_links.issue(session, letter, now) if pages else None
    said = words.elsewhere(name)
    if signed is not None:
        address = f"{pages}/{file_links.KIND}/{signed}"
        said = words.link(name, address, now + file_links.VALID)
    in_words = f"{letter.in_words}\n\n{said}" if letter.in_words else ""
    return replace(letter, attachment=None, text=f"{letter.text}\n\n{said}", in_words=in_words)
