"""Nobody is told what is not theirs: every role, every kind of thing, every action, every way."""

import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import product

import pytest
from sqlalchemy import text

from bot.domain.people import OFFICE, Actor, ConsentState, Role
from bot.domain.refusals import Reason, Refusal
from bot.messages import Address, Incoming, Outgoing
from bot.texts import digest
from bot.texts.refusals import reason
from handlers import hearing, linking, refusing
from handlers.commands import COMMANDS
from handlers.turn import Accounts, Turn
from storage import people
from storage.drafts import Draft
from storage.inbox import Waiting
from storage.store import Session, Store
from tests.conftest import FULL_FAULTS, NOW
from tests.storage.scope import ABSENT, Scope, Thing, laid_out
from tests.village import Village

ADDRESS = Address("console", "demo", "asker")
TAPPED = ("code", "pa")
WORDLESS = (
    "/thangnay", "/sua", "/taikhoan", "/caidat", "/tamngung", "/huongdan", "/menu", "/huy", "/tiep",
    "/trang",
)  # fmt: skip
"""Commands to which words after them mean nothing: tried with codes only."""
LISTS = ("/viec", "/phancong")
OPENED = (
    "/thongbao {} ketqua", "/thongbao {} chuanhan tatca", "/thongbao {} dienthoai 06",
    "/thongbao {} guilai", "/thongbao {} danam", "/thongbao {} tep", "/soanthongbao {} sua",
    "/soanthongbao {} duyet", "/soanthongbao {} thu", "/hoithongbao {} cauhoi",
    "/hoithongbao traloi {}", "/phobien {} het",
)  # fmt: skip
"""What is tapped below an announcement, with a number that may be anybody's."""
OF_A_CELL = (
    "/tonghop cb {}", "/tonghop 10/2026 cb {}", "/chotthang {} 2026-10",
    *(f"/tonghop cb {{}} {what}" for what in (*digest.TITLES, digest.PICTURE)),
    f"/tonghop 2026-10 cb {{}} {digest.UNVISITED} 2",
)  # fmt: skip
"""What opens figures, lists and the closing of a cell whose code may be anybody's."""
ALL = slice(None)
ASIDE, BACK = text("SAVEPOINT aside"), text("ROLLBACK TO SAVEPOINT aside")
FORGED = ("deadbeef.0", "0", "visit:302", "/moi hodan H902", "concern")


@dataclass
class Asker:
    """The person at work: each thing said leads to one answer, and leaves nothing behind."""

    session: Session
    scope: Scope
    actor: Actor | None
    opened: dict[str, bytes] = field(default_factory=dict)
    """Where each command left the conversation, packed: every answer begins from it anew."""

    def share(self, place: int) -> slice:
        """Which lines are said of a thing: every fourth one, on the other engine others.

        The next thing gets the lines beside them, so that nearly each command is said of a thing
        of each kind, in one manner or another; `make faults` says all of them of each, on both.
        """
        first = (place + 2 * self.session.embedded) % 4
        return ALL if FULL_FAULTS else slice(first, None, 4)

    async def hear(self, line: str, *, tap: bool = False, after: str = "") -> str:
        """All that is read when a line is typed or tapped, at once or with a command before it."""
        if after not in self.opened:
            draft = (await self._answer(after, Draft(), tap=False))[1] if after else Draft()
            self.opened[after] = pickle.dumps(draft)
        answer, _ = await self._answer(line, self._draft(after), tap=tap)
        return _readable(answer)

    def _draft(self, after: str) -> Draft:
        draft = pickle.loads(self.opened[after])  # noqa: S301  # packed above
        assert isinstance(draft, Draft)
        return draft

    async def _answer(self, line: str, draft: Draft, *, tap: bool) -> tuple[Outgoing, Draft]:
        """What is said to a line, and where that leaves the conversation."""
        incoming = Incoming(
            ADDRESS, "m", NOW, text="" if tap else line, choice=line if tap else None
        )
        try:
            return await self._said_to(incoming, draft)
        finally:
            await self.session.rows(BACK, {})
            self.session.expunge_all()

    async def _said_to(self, incoming: Incoming, draft: Draft) -> tuple[Outgoing, Draft]:
        if self.actor is None:
            try:
                answer = await linking.way_in(self.session, incoming, draft, NOW)
                assert answer is not None, "whoever writes for the first time is told how to link"
                return answer, draft
            except Refusal as said:
                return refusing.no_to_nobody(said), draft
        waiting = Waiting(1, ADDRESS, "e", b"", NOW, 0, "", None)
        turn = Turn(self.session, self.actor, incoming, waiting, draft, NOW, Accounts({}))
        before = pickle.dumps(draft)
        try:
            answer = await hearing.answer(turn)
        except Refusal as said:
            turn = replace(turn, draft=pickle.loads(before))  # noqa: S301  # packed above
            answer = await refusing.no(turn, said)
        turn.draft.offered, turn.draft.numbered = answer.choices, answer.numbered
        return answer, turn.draft


def _readable(answer: Outgoing) -> str:
    parts = [answer.text]
    parts += [f"[{choice.label}|{choice.action}]" for choice in (*answer.choices, *answer.ways)]
    if answer.attachment is not None:
        parts += [answer.attachment.name, answer.attachment.content.decode("utf-8", "replace")]
    return "\n".join(parts)


def _lines(argument: str, way: str) -> list[tuple[str, bool, str]]:
    """Every action with the argument: typed, tapped, and said once the command has asked for it."""
    lines = [(argument, False, ""), (argument, True, "")]
    for command in COMMANDS:
        line = f"{command.name} {argument}"
        if command.name in WORDLESS and way not in TAPPED:
            continue
        lines.append((line, False, ""))
        if way in TAPPED:
            lines.append((line, True, ""))
        if command.opens_form or command.takes_words or command.name in LISTS:
            lines.append((argument, False, command.name))
        if command.takes_words:
            lines.append((line.removeprefix("/"), False, ""))
    return lines


async def matrix(asker: Asker) -> tuple[int, list[str]]:
    """Ask for everything in every way: how many cells that were, and what leaked."""
    leaks: list[str] = []
    cells = 0
    secrets = [(thing, one) for thing in asker.scope.forbidden() for one in thing.secrets]
    nothing = {way: await _heard_of(asker, argument, way) for way, argument in ABSENT.items()}
    for place, thing in enumerate(asker.scope.things):
        share = asker.share(place)
        for way, argument in thing.ways.items():
            heard = await _heard_of(asker, argument, way, share)
            cells += len(heard)
            leaks += _let_out(argument, heard, secrets)
            if not thing.may_be_read_by(asker.scope.role):
                leaks += [
                    f"{done} differs from what is not there"
                    for (done, answer), (_, absent) in zip(heard, nothing[way][share], strict=True)
                    if answer.replace(argument, "…") != absent.replace(ABSENT[way], "…")
                ]
    return cells, leaks


async def _heard_of(
    asker: Asker, argument: str, way: str, share: slice = ALL
) -> list[tuple[str, str]]:
    """What was done, and what was read then."""
    return [
        (
            f"{after} > {'tap' if tap else 'type'} {line}",
            await asker.hear(line, tap=tap, after=after),
        )
        for line, tap, after in _lines(argument, way)[share]
    ]


def _let_out(
    argument: str, heard: list[tuple[str, str]], secrets: list[tuple[Thing, str]]
) -> list[str]:
    """Words of what is not theirs, but for those that the person has typed just now."""
    return [
        f"{done}: {told.kind}, {told.relation}: {secret}"
        for (done, answer), (told, secret) in product(heard, secrets)
        if secret in answer and secret not in argument
    ]


@asynccontextmanager
async def asking(
    store: Store, village: Village, role: Role | None, consent: ConsentState = ConsentState.GIVEN,
    *, all_handed_over: bool = False,
) -> AsyncIterator[Asker]:  # fmt: skip
    async with store.begin() as session:
        scope = await laid_out(
            session, village, NOW, role, consent, all_handed_over=all_handed_over
        )
        actor = await people.actor_at(session, ADDRESS, scope.today)
        await session.rows(ASIDE, {})
        yield Asker(session, scope, actor)


@pytest.mark.faults
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.lower())
async def test_a_role_is_told_nothing_beyond_the_policy(
    store: Store, village: Village, role: Role
) -> None:
    async with asking(store, village, role) as asker:
        cells, leaks = await matrix(asker)
        assert cells > (2600 if FULL_FAULTS else 650)
        assert not leaks, "\n".join(leaks[:20])


async def test_somebody_who_is_linked_to_nothing_is_told_one_sentence(
    store: Store, village: Village
) -> None:
    async with asking(store, village, None) as asker:
        heard = {
            answer
            for thing in asker.scope.things
            if thing.kind != "invite"  # who has the code may come in
            for way, argument in thing.ways.items()
            for _, answer in await _heard_of(asker, argument, way)
        }
        assert heard == {reason(Reason.NOT_LINKED)}


@pytest.mark.faults
async def test_whoever_handed_all_over_is_told_nothing_of_it(
    store: Store, village: Village
) -> None:
    async with asking(store, village, Role.MEMBER, all_handed_over=True) as asker:
        _, leaks = await matrix(asker)
        assert not leaks, "\n".join(leaks[:20])


@pytest.mark.parametrize(
    "consent", [c for c in ConsentState if c is not ConsentState.GIVEN], ids=lambda c: c.lower()
)
async def test_without_consent_nothing_is_told_but_the_notice(
    store: Store, village: Village, consent: ConsentState
) -> None:
    async with asking(store, village, Role.CELL_SECRETARY, consent) as asker:
        asker.scope.role = None  # nothing at all may be read
        secrets = [one for thing in asker.scope.things for one in thing.secrets]
        for argument in ("1", "H901", "PA-05-202611-621", "Tống Khánh"):
            for line, tap, after in _lines(argument, "code"):
                answer = await asker.hear(line, tap=tap, after=after)
                assert not [secret for secret in secrets if secret in answer]


@pytest.mark.parametrize("button", FORGED)
async def test_a_forged_button_opens_nothing(store: Store, village: Village, button: str) -> None:
    async with asking(store, village, Role.MEMBER) as asker:
        secrets = [one for thing in asker.scope.forbidden() for one in thing.secrets]
        for command in COMMANDS:
            answer = await asker.hear(button, tap=True, after=command.name)
            assert not [secret for secret in secrets if secret in answer]


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.lower())
async def test_another_cells_announcement_is_as_if_it_were_not_there(
    store: Store, village: Village, role: Role
) -> None:
    async with asking(store, village, role) as asker:
        (thing,) = (one for one in asker.scope.things if one.kind == "announcement")
        number, absent = thing.ways["number"], ABSENT["number"]
        for line in OPENED:
            heard = await asker.hear(line.format(number), tap=True)
            nothing = await asker.hear(line.format(absent), tap=True)
            assert heard.replace(number, "…") == nothing.replace(absent, "…"), line
            assert not [secret for secret in thing.secrets if secret in heard]


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.lower())
async def test_another_cell_is_as_if_it_were_not_there(
    store: Store, village: Village, role: Role
) -> None:
    """In another commune nobody sees one; in the own commune the office does, but no names."""
    async with asking(store, village, role) as asker:
        secrets = [one for thing in asker.scope.forbidden() for one in thing.secrets]
        for line in OF_A_CELL:
            absent = await asker.hear(line.format("99"), tap=True)
            assert await asker.hear(line.format("01"), tap=True) == absent
            if role not in OFFICE:
                assert await asker.hear(line.format("06"), tap=True) == absent
            elif digest.PICTURE not in line:
                read = await asker.hear(line.format("06"), tap=True)
                assert not [secret for secret in secrets if secret in read]
