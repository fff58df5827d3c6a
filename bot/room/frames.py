"""What the page and the room say to each other: frames of JSON, read without trusting any."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.people import Role
from bot.domain.periods import VIETNAM, day_of
from bot.messages import Address, Choice, Letter
from bot.messengers import web
from bot.messengers.base import decoded, numbered, whole
from bot.room import path
from bot.texts import room_server as words
from bot.texts.common import ROLES
from bot.texts.concerns import FORGOTTEN
from storage.sample.phones import Inhabitant, LetterLine, Line, SaidLine

LARGEST = 64 * 1024
LONGEST_TEXT = 20_000
LONGEST_CHOICE = 200
MOST_PHONES = 12
LATEST_LINE = 2**53
NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WORLD = re.compile(r"[0-9]{0,20}")
_TELLING = (
    Role.COMMUNE_LEADER, Role.COMMUNE_OFFICE, Role.COMMUNE_OVERSEER,
    Role.CELL_SECRETARY, Role.CELL_DEPUTY,
)  # fmt: skip

Frame = dict[str, object]


class Malformed(Exception):
    """A frame that makes no sense."""


@dataclass(frozen=True, slots=True)
class Hello:
    """Which phones the page shows, and how much it has of each; of which world, if it knows."""

    phones: Mapping[int, int]
    world: str


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody typed; `plain` where their phone shows no buttons."""

    person: int
    text: str
    nonce: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Tap:
    """Somebody tapped."""

    person: int
    n: int
    choice: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock is to be moved: next_day, day_1, eve of somebody's meeting, or to a day."""

    to: str | date
    person: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """The guided path is begun at a step, or left."""

    at: int | None


Asked = Hello | Say | Tap | Clock | Step
TO = ("next_day", "day_1", "eve")


def read(text: str) -> Asked:
    """What a page asks for; raises Malformed."""
    body = decoded(text.encode("utf-8", "surrogatepass"))
    if body is None:
        raise Malformed
    match body:
        case {"do": "hello", "phones": list(shown)} if len(shown) <= MOST_PHONES:
            return Hello(dict(map(_phone, shown)), _short(body.get("world", ""), _WORLD))
        case {"do": "say", "person": person, "text": str(said), "nonce": nonce}:
            plain = body.get("plain") is True
            return Say(_number(person), _said(said), _short(nonce, NONCE), plain)
        case {"do": "tap", "person": person, "n": n, "choice": str(choice), "nonce": nonce}:
            if len(choice) > LONGEST_CHOICE:
                raise Malformed
            return Tap(_number(person), _number(n), choice, _short(nonce, NONCE))
        case {"do": "clock", "to": str(to)}:
            person = body.get("person")
            return Clock(_to(to), None if person is None else _number(person))
        case {"do": "step", "at": at}:
            return Step(None if at is None else _number(at))
    raise Malformed


def _phone(shown: object) -> tuple[int, int]:
    match shown:
        case {"person": person, "after": after}:
            return _number(person), _number(after)
    raise Malformed


def _number(value: object) -> int:
    number = whole(value)
    if number is None or not 0 <= number <= LATEST_LINE:
        raise Malformed
    return number


def _said(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise Malformed
    return text


def _short(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Malformed
    return value


def _to(said: str) -> str | date:
    if said in TO:
        return said
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Malformed from None


# --- What the room says --------------------------------------------------------------------------


def packed(frame: Frame) -> str:
    """A frame as it goes over the line."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def hour(now: datetime, language: str) -> Frame:
    """The present, as the page shows it."""
    local = now.astimezone(VIETNAM)
    return {
        "now": local.isoformat(timespec="seconds"),
        "said_date": words.said_date(day_of(now), language),
    }


def step(one: path.Step, language: str) -> Frame:
    """A step of the guided path, in the language of the page."""
    said, english = one.said, language == "en"
    return {
        "title": said.english_title if english else said.title,
        "words": said.english_words if english else said.words,
        "phone": one.phone, "say": one.say, "then": list(one.then), "clock": one.clock,
        "done": one.done,
    }  # fmt: skip


def person(one: Inhabitant) -> Frame:
    """Somebody whom one can be."""
    roles = sorted(one.roles, key=_place)
    said = ", ".join(ROLES[role] for role in roles)
    return {"id": one.id, "name": one.name, "role": said, "cell": one.cell}


def _place(role: Role) -> int:
    """What tells people apart comes first: nearly everybody has households."""
    return _TELLING.index(role) if role in _TELLING else len(_TELLING) + (role is Role.MEMBER)


def line(phone: int, one: Line) -> Frame:
    """A line of a phone."""
    return _said_frame(phone, one) if isinstance(one, SaidLine) else _letter_frame(phone, one)


def _said_frame(phone: int, one: SaidLine) -> Frame:
    echo = web.echo(one.raw) if one.raw is not None else None
    text = FORGOTTEN if echo is None else echo.text
    return {
        "is": "said", "person": phone, "n": one.n, "text": text,
        "file": {"name": echo.file_name} if echo is not None and echo.file_name else None,
        "tapped": echo is not None and echo.tapped,
        "nonce": one.event_id.partition(".")[2],
        "at": _at(one.at),
        "mark": "answered" if one.answered else "kept",
    }  # fmt: skip


def _letter_frame(phone: int, one: LetterLine) -> Frame:
    file = one.file
    letter = Letter(
        0, Address("", "", ""), one.text, one.choices, one.ways,
        numbered=one.numbered, in_words=one.in_words,
    )  # fmt: skip
    return {
        "is": "letter", "person": phone, "n": one.n, "text": one.text,
        "choices": _buttons(one.choices), "ways": _buttons(one.ways), "numbered": one.numbered,
        "plain": numbered(letter),
        "attachment": None if file is None else {
            "url": f"/room/files/{file.id}", "name": file.name, "media_type": file.media_type,
            "size": file.size, "alt": one.text.partition("\n")[0],
        },
        "at": _at(one.at), "replaces": one.replaces,
    }  # fmt: skip


def _buttons(choices: Sequence[Choice]) -> list[Frame]:
    return [{"value": choice.action, "label": choice.label} for choice in choices]


def _at(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
