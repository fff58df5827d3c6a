"""What passes between people and conversations, whatever messenger carries it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

CHOICES_A_PAGE = 9
LONGEST_LABEL = 60
LONGEST_WORD = 30
LONGEST_TEXT = 4096  # what one letter holds; a messenger splits to its own limit

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
"""What a conversation may remember of an answer until the form is saved."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person can be written to. All text: Zalo's ids are hex or exceed 2^53."""

    surface: str
    account: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number shared through the messenger.

    `owner` is the messenger's id of the person whose number it is, empty when it did not say.
    """

    phone: str
    owner: str
    forwarded: bool


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file that the messenger holds for us until it is fetched."""

    reference: str
    name: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did. Text is clean (bot.domain.vietnamese.clean), never None."""

    address: Address
    message_id: str
    sent_at: datetime
    text: str = ""
    choice: str | None = None
    tapped: str | None = None  # the message whose button was tapped
    tap_id: str | None = None  # what the messenger wants acknowledged for a tap
    contact: Contact | None = None
    photo: FileReference | None = None
    document: FileReference | None = None
    unreadable: bool = False  # a sticker, a film: answered once, kept nowhere
    voice: bool = False  # somebody speaking: never fetched, kept nowhere
    buttons: bool = True  # whether choices can be tapped there; else they are typed by number


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap or to type the number of.

    In a form `action` is the answer's value; anywhere else it is a command as a person could
    type it ("/hodan 12"), so that a forged or old button can do no more than its finder may.
    `word` names what it does and to what ("DUYET 12"): where there are no buttons that is typed,
    and no number does it.
    """

    label: str
    action: str
    word: str = ""

    def __post_init__(self) -> None:
        if not self.label or len(self.label) > LONGEST_LABEL:
            raise ValueError(f"a label has 1 to {LONGEST_LABEL} characters, not {len(self.label)}")
        if len(self.word) > LONGEST_WORD:
            raise ValueError(f"a word has at most {LONGEST_WORD} characters")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with a letter."""

    name: str
    content: bytes = field(repr=False)
    media_type: str


class Urgency(StrEnum):
    """Which letters go first, and what becomes of one that may or may not have arrived."""

    LIVE = "live"  # what a person just did brings about: the answer, and what others hear of it
    URGENT = "urgent"
    DIGEST = "digest"
    BULK = "bulk"  # reminders and announcements

    @property
    def priority(self) -> int:
        """Lower goes first (reliability.md 3.3)."""
        return {Urgency.LIVE: 0, Urgency.URGENT: 1, Urgency.DIGEST: 5, Urgency.BULK: 9}[self]

    @property
    def pushes(self) -> bool:
        """Whether nobody asked for it and it can wait: a person gets one such letter a day."""
        return self in (Urgency.DIGEST, Urgency.BULK)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a person is told. Fails when it is built if some messenger could not carry it."""

    text: str
    choices: tuple[Choice, ...] = ()
    ways: tuple[Choice, ...] = ()  # back, skip, cancel: beside the answers, never numbered
    attachment: Attachment | None = None
    urgency: Urgency = Urgency.LIVE
    ask_contact: bool = False  # offers to share one's own phone number, where a messenger can
    numbered: bool = True  # whether a typed 2 means the second choice, where there are no buttons
    in_words: str = ""  # in place of text and choices where there are no buttons: what to type

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a letter has words")
        if max(len(self.text), len(self.in_words)) > LONGEST_TEXT:
            raise ValueError(f"a letter has at most {LONGEST_TEXT} characters")
        if len(self.choices) > CHOICES_A_PAGE:
            raise ValueError(f"at most {CHOICES_A_PAGE} choices a page")


@dataclass(frozen=True, slots=True)
class Letter:
    """An outgoing message on its way: what the outbox holds and a messenger sends.

    A button's `action` is already the token that comes back when it is tapped.
    """

    id: int
    address: Address
    text: str
    choices: tuple[Choice, ...] = ()
    ways: tuple[Choice, ...] = ()
    attachment: Attachment | None = None
    ask_contact: bool = False
    numbered: bool = True
    in_words: str = ""
    edits: str | None = None  # the message to change instead of sending a new one: harmless twice
    tap_id: str | None = None
    reminds: bool = False  # its words are made when it goes out, so that they are true then
    urgency: Urgency = Urgency.LIVE
    carries: tuple[int, ...] = ()  # letters whose words go out in this one, and share its fate
    answers: bool = False  # what its reader did; else it comes by itself


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived at the messenger, which calls it by this id.

    `messages` is how many of the messenger's own it took, as a long letter goes out in parts.
    """

    message_id: str
    messages: int = 1


@dataclass(frozen=True, slots=True)
class TryLater:
    """Surely not sent, worth another try.

    `after` is in seconds, where the messenger named it. `flood` means that we wrote too fast,
    and not `reached` that no connection came about: then no attempt is counted. `most_tries`
    stands where the messenger wants fewer of them than we would make.
    """

    after: float | None = None
    flood: bool = False
    why: str = ""
    reached: bool = True
    most_tries: int | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The messenger will never take this letter; `messages` parts of it had gone out before."""

    why: str
    messages: int = 0


@dataclass(frozen=True, slots=True)
class RecipientGone:
    """The person blocked us, left, or never was there."""

    why: str


@dataclass(frozen=True, slots=True)
class OutsideWindow:
    """The messenger lets us write only so long after the person last did."""

    why: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may have arrived: the request left, and no clear answer came back.

    `messages` is how many of the messenger's own may have gone out.
    """

    why: str
    messages: int = 1


@dataclass(frozen=True, slots=True)
class AccountRefused:
    """Our own token was refused: nothing goes out on this account until someone mends it."""

    why: str


@dataclass(frozen=True, slots=True)
class QuotaSpent:
    """Surely not sent: the account has used up what its plan allows, and has to rest."""

    why: str


Outcome = (
    Sent
    | TryLater
    | Rejected
    | RecipientGone
    | OutsideWindow
    | Ambiguous
    | AccountRefused
    | QuotaSpent
)


def packed(choices: tuple[Choice, ...]) -> list[list[str]]:
    """Choices as they are stored."""
    return [[one.label, one.action, *([one.word] if one.word else [])] for one in choices]


def unpacked(stored: list[list[str]]) -> tuple[Choice, ...]:
    """The way back from `packed`."""
    return tuple(Choice(*parts) for parts in stored)


def encoded(incoming: Incoming) -> bytes:
    """An `Incoming` as the terminal and the practice room put it into the inbox."""

    def file(reference: FileReference | None) -> list[str | int] | None:
        if reference is None:
            return None
        return [reference.reference, reference.name, reference.size, reference.media_type]

    body = {
        "chat": incoming.address.external_id,
        "message": incoming.message_id,
        "text": incoming.text,
        "choice": incoming.choice,
        "tapped": incoming.tapped,
        "photo": file(incoming.photo),
        "document": file(incoming.document),
        "unreadable": incoming.unreadable,
        "voice": incoming.voice,
        "plain": not incoming.buttons,
    }
    return json.dumps({k: v for k, v in body.items() if v}, ensure_ascii=True).encode()
