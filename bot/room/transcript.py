"""A played month in writing: as it is read on a screen, and the same as a page of documentation."""

from bot.messages import Attachment, Choice, Letter
from bot.room.stage import Glanced, Heard, Hour, Line, Note, Opening, Said, Scene
from bot.texts import room_play as words
from bot.texts.announcing import moment


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
            lines = [words.heard(who), *(f"  │ {one}" for one in letter.text.splitlines())]
            lines += [f"  │ {one}" for one in _below(letter)]
            return "\n".join(lines) + "\n"
        case Glanced(who, letter):
            return f"{words.glanced(who)} {letter.text.splitlines()[0]}\n"
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
            quoted = [*letter.text.splitlines(), *_quoted(letter)]
            return f"**{words.heard(who)}**\n\n" + "\\\n".join(f"> {one}" for one in quoted) + "\n"
        case Glanced(who, letter):
            return f"**{words.glanced(who)}** {letter.text.splitlines()[0]}\n"
        case Note(text):
            return f"{text}\n"


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
