"""Where each chat's conversation stands, so that a restart or a week of silence loses nothing."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Executable, Row, and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.pace import Pace, Unclear
from bot.domain.people import Actor
from bot.messages import Address, Choice, Json, Letter, packed, unpacked
from storage import people, tables
from storage.store import Session, changed, on_sqlite
from storage.tables import core

KEPT_OF_STRANGERS = timedelta(days=30)
MOST_PUSHED = 3
"""So many letters that came one after the other are kept: the newest may not have arrived."""
NEVER = datetime.fromtimestamp(0, UTC)
_drafts = core(tables.Draft)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A letter with choices that came by itself, below whatever was asked or offered last."""

    letter_id: int
    at: datetime
    choices: tuple[Choice, ...]
    numbered: bool = True


@dataclass(slots=True)
class Draft:
    """The open form of a chat with its answers, and what the newest message offered.

    `asking` says that the offered choices answer the form's question; otherwise they are
    commands. `nonce` names the newest question: a button of an older one is stale. `message` is
    the messenger's message that shows it, known once a tap has been answered by an edit. `aside`
    are forms that wait until the one which came in between is over, the newest last. `pushed` are
    letters that came by themselves since the last answer, the newest last. `line` is the command
    that showed the newest list, where it can be shown again. `unclear` is what came to nothing.
    """

    form: str = ""
    effect_key: str = ""
    answers: dict[str, Json] = field(default_factory=dict)
    trail: list[dict[str, Json]] = field(default_factory=list)
    page: int = 0
    held: dict[str, Json] = field(default_factory=dict)
    asking: bool = False
    offered: tuple[Choice, ...] = ()
    numbered: bool = True
    nonce: str = ""
    message: str = ""
    aside: list[dict[str, Json]] = field(default_factory=list)
    pushed: tuple[Pushed, ...] = ()
    changed_at: datetime | None = None
    line: str = ""
    unclear: Unclear = field(default_factory=Unclear)
    pace: Pace = field(default_factory=Pace)  # of the chat, whatever form is open
    stays: bool = False  # this answer leaves what was offered before good; never stored
    listed: bool = False  # this answer is what `line` shows; never stored
    idle: bool = False  # nothing was asked for, and so nothing told; never stored
    left: bool = False  # the chat was unlinked by this very message; never stored
    ticking: bool = False  # only ticks have changed, so all buttons stay good; never stored

    def clear(self) -> None:
        """Make room for another form."""
        self.form = self.effect_key = ""
        self.answers, self.trail, self.held = {}, [], {}
        self.page = 0
        self.asking = False

    def close(self) -> None:
        """The form is over: saved, cancelled or given up. What it kept waiting is open again."""
        self.clear()
        if self.aside:
            *self.aside, waiting = self.aside
            self.form, self.effect_key = str(waiting["form"]), str(waiting["effect_key"])
            answers, trail = waiting["answers"], waiting["trail"]
            assert isinstance(answers, dict)
            assert isinstance(trail, list)
            self.answers, self.trail = answers, [each for each in trail if isinstance(each, dict)]

    def forget(self) -> None:
        """The chat changes hands: whoever comes next hears nothing of what was said here."""
        self.clear()
        self.aside = []
        self.offered, self.pushed, self.numbered = (), (), True
        self.nonce = self.message = self.line = ""
        self.changed_at, self.unclear = None, Unclear()

    def put_aside(self) -> None:
        """Let the open form wait until the one that comes in between is over."""
        waiting: dict[str, Json] = {
            "form": self.form, "effect_key": self.effect_key,
            "answers": self.answers, "trail": [*self.trail],
        }  # fmt: skip
        self.aside = [*self.aside, waiting]
        self.clear()


async def with_actor(session: Session, address: Address, today: date) -> tuple[Actor | None, Draft]:
    """Who is at an address, and where their conversation stands: every message asks both."""
    rows = await session.rows(_WITH_ACTOR, people.places(address, today))
    if not rows:
        return None, await at(session, address)
    return people.actor_in(rows), _drawn(rows[0]) if rows[0].state is not None else Draft()


async def at(session: Session, address: Address) -> Draft:
    """The draft of a chat; an empty one where there is none."""
    where = {"surface_": address.surface, "account_": address.account, "chat_": address.external_id}
    rows = await session.rows(_AT, where)
    return _drawn(rows[0]) if rows else Draft()


def _drawn(row: Row[*tuple[object, ...]]) -> Draft:
    state = dict(row.state)
    pace, unclear = Pace(*state.pop("pace", ())), Unclear(*state.pop("unclear", ()))
    return Draft(
        form=row.form,
        effect_key=row.effect_key,
        offered=unpacked(row.offered),
        nonce=row.nonce,
        pushed=_unpacked(row.pushed),
        changed_at=row.changed_at,
        pace=pace,
        unclear=unclear,
        **state,
    )


async def keep(
    session: Session, address: Address, person_id: int | None, draft: Draft, now: datetime
) -> None:
    """Write the draft down, in the transaction of the message that changed it."""
    values: dict[str, object] = {
        "surface": address.surface,
        "account": address.account,
        "chat": address.external_id,
        "person_id": person_id,
        "form": draft.form,
        "effect_key": draft.effect_key,
        "state": {
            "answers": draft.answers,
            "trail": draft.trail,
            "page": draft.page,
            "held": draft.held,
            "asking": draft.asking,
            "numbered": draft.numbered,
            "message": draft.message,
            "pace": astuple(draft.pace),
            **({"aside": draft.aside} if draft.aside else {}),
            **({"line": draft.line} if draft.line else {}),
            **({"unclear": astuple(draft.unclear)} if draft.unclear.times else {}),
        },
        "offered": packed(draft.offered),
        "nonce": draft.nonce,
        "pushed": _packed(draft.pushed),
        "changed_at": now,
    }
    await session.touched(_KEEP_EMBEDDED if on_sqlite(session) else _KEEP, values)


async def came(session: Session, letter: Letter, now: datetime) -> None:
    """Write down that a letter with choices is on its way to a chat that has not asked for it.

    So what is typed there next may be meant for it. What is being reported stays as it is.
    """
    address = letter.address
    where = {"surface_": address.surface, "account_": address.account, "chat_": address.external_id}
    rows = await session.rows(_AT, where)
    before = _unpacked(rows[0].pushed) if rows else ()
    pushed = (*before, Pushed(letter.id, now, letter.choices, letter.numbered))[-MOST_PUSHED:]
    values: dict[str, object] = {
        "surface": address.surface,
        "account": address.account,
        "chat": address.external_id,
        "person_id": rows[0].person_id if rows else await _whose(session, address),
        "form": "",
        "effect_key": "",
        "state": {},
        "offered": [],
        "nonce": "",
        "pushed": _packed(pushed),
        "changed_at": NEVER,
    }
    await session.touched(_CAME_EMBEDDED if on_sqlite(session) else _CAME, values)


async def _whose(session: Session, address: Address) -> int | None:
    a = core(tables.LinkedAddress).c
    found: int | None = await session.scalar(
        select(a.person_id).where(
            a.surface == address.surface,
            a.account == address.account,
            a.external_id == address.external_id,
        )
    )
    return found


def _packed(pushed: Sequence[Pushed]) -> list[list[object]]:
    return [
        [one.letter_id, one.at.timestamp(), packed(one.choices), one.numbered] for one in pushed
    ]


def _unpacked(
    stored: list[tuple[int, float, list[list[str]], *tuple[bool, ...]]],
) -> tuple[Pushed, ...]:
    return tuple(
        Pushed(letter_id, datetime.fromtimestamp(at, UTC), unpacked(choices), *numbered)
        for letter_id, at, choices, *numbered in stored
    )


async def forget(session: Session, person_id: int) -> None:
    """Drop all drafts of a person: they no longer take part, or asked for it."""
    await session.execute(delete(_drafts).where(_drafts.c.person_id == person_id))


async def purge(session: Session, now: datetime) -> int:
    """Forget chats that are nobody's and long silent; says how many rows that were."""
    strangers = _drafts.c.person_id.is_(None) & (_drafts.c.changed_at <= now - KEPT_OF_STRANGERS)
    return await changed(session, delete(_drafts).where(strangers))


# Built once: to build these costs more than to run them.
_AT = select(_drafts).where(
    _drafts.c.surface == bindparam("surface_"),
    _drafts.c.account == bindparam("account_"),
    _drafts.c.chat == bindparam("chat_"),
)
_WITH_ACTOR = people.ACTOR_AT.add_columns(
    _drafts.c.form, _drafts.c.effect_key, _drafts.c.state, _drafts.c.offered, _drafts.c.nonce,
    _drafts.c.pushed, _drafts.c.changed_at,
).join(
    _drafts,
    and_(
        _drafts.c.surface == core(tables.LinkedAddress).c.surface,
        _drafts.c.account == core(tables.LinkedAddress).c.account,
        _drafts.c.chat == core(tables.LinkedAddress).c.external_id,
    ),
    isouter=True,
)  # fmt: skip
_KEY = ("surface", "account", "chat")


def _keeping(insertion: postgresql.Insert | sqlite.Insert) -> Executable:
    rest = {c.name: insertion.excluded[c.name] for c in _drafts.c if c.name not in _KEY}
    return insertion.on_conflict_do_update(index_elements=_KEY, set_=rest)


def _coming(insertion: postgresql.Insert | sqlite.Insert) -> Executable:
    """Nothing but what has come changes in a draft that is there."""
    pushed = {"pushed": insertion.excluded.pushed}
    return insertion.on_conflict_do_update(index_elements=_KEY, set_=pushed)


_KEEP, _KEEP_EMBEDDED = _keeping(postgresql.insert(_drafts)), _keeping(sqlite.insert(_drafts))
_CAME, _CAME_EMBEDDED = _coming(postgresql.insert(_drafts)), _coming(sqlite.insert(_drafts))
