"""A played month in writing: as it is read on a screen, and the same as a page of documentation."""

from collections.abc import Sequence
from itertools import pairwise

from bot.domain.vietnamese.text import BIDI
from bot.messages import Attachment, Choice, Letter
from bot.room.stage import Glanced, Heard, Hour, Line, Note, Opening, Said, Scene
from bot.texts import room_play as words
from bot.texts.announcing import moment

_NO_SIGNS = dict.fromkeys(map(ord, BIDI))


def on_screen(line: Line) -> str:
    """A line of the story for a terminal."""
    match line:
        case Opening(month, cast):
            named = [f"  · {words.takes_part(*one)}" for one in cast]
            return "\n".join([words.title(month), "", words.CAST_LEAD, *named]) + "\n"
        case Scene(number, title, lead):
            return f"\n{'═' * 78}\n{number}. {title}\n   {lead}\n{'═' * 78}\n"
        case Hour(at):
            return f"── {moment(at)} ──\n"
        case Said(who, text, tapped):
            return f"{_how(who, tapped)} {f'[{text}]' if tapped else text}\n"
        case Heard(who, letter):
            lines = [words.heard(who), *(f"  │ {one}".rstrip() for one in _words(letter))]
            lines += [f"  │ {one}" for one in _below(letter)]
            return "\n".join(lines) + "\n"
        case Glanced(who, letter):
            return f"{words.glanced(who)} {_words(letter)[0]}\n"
        case Note(text):
            return f"{text}\n"


def on_paper(line: Line) -> str:
    """The same as Markdown."""
    match line:
        case Opening(month, cast):
            named = [f"- {words.takes_part(*one)}" for one in cast]
            return "\n".join([f"# {words.title(month)}", "", words.CAST_LEAD, "", *named]) + "\n"
        case Scene(number, title, lead):
            return f"## {number}. {title}\n\n{lead}\n"
        case Hour(at):
            return f"*{moment(at)}*\n"
        case Said(who, text, tapped):
            return f"**{_how(who, tapped)}** {f'`[{text}]`' if tapped else text}\n"
        case Heard(who, letter):
            quoted = [*_words(letter), *_quoted(letter)]
            return f"**{words.heard(who)}**\n\n" + _broken(quoted) + "\n"
        case Glanced(who, letter):
            return f"**{words.glanced(who)}** {_words(letter)[0]}\n"
        case Note(text):
            return f"{text}\n"


def _words(letter: Letter) -> list[str]:
    """Line by line, without the signs that only keep the direction of writing."""
    return letter.text.translate(_NO_SIGNS).splitlines()


def _broken(quoted: Sequence[str]) -> str:
    """Quoted, with every line on a line of its own."""
    ends = ["\\" if one and after else "" for one, after in pairwise((*quoted, ""))]
    return "\n".join(f"> {one}{end}".rstrip() for one, end in zip(quoted, ends, strict=True))


def _how(who: str, tapped: bool) -> str:
    return words.tapped(who) if tapped else words.said(who)


def _buttons(letter: Letter) -> tuple[Choice, ...]:
    return (*letter.choices, *letter.ways)


def _below(letter: Letter) -> list[str]:
    shown = [words.file(letter.attachment.name)] if letter.attachment else []
    if buttons := _buttons(letter):
        shown.append(" ".join(f"[{one.label}]" for one in buttons))
    return shown


def _quoted(letter: Letter) -> list[str]:
    shown = [_linked(letter.attachment)] if letter.attachment else []
    if buttons := _buttons(letter):
        shown.append(" ".join(f"`[{one.label}]`" for one in buttons))
    return shown


def _linked(file: Attachment) -> str:
    if file.media_type.startswith("image/"):
        return f"![{file.name}]({file.name})"
    return words.file(file.name)
