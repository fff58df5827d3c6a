"""What the scope matrix is made of: one person of some role, things near and far, and the policy.

The person sits in cell 05 of the village (or in its commune's office) and has one household in
charge; another was handed over to An this morning. Every thing carries words that occur nowhere
else, so that whatever an answer lets out can be told.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.announcements import AnnouncementKind, Audience
from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ConcernStatus,
    ConcernTarget,
    ReporterVisibility,
)
from bot.domain.households import AssignmentKind, Change, DatePrecision, HouseholdClass
from bot.domain.people import CELL_LEADS, IMPORTERS, OFFICE, ConsentState, Role
from bot.domain.vietnamese.text import search_key, sort_key
from bot.domain.visits import VisitKind
from storage import audit, invites
from storage.imports_pending import keep as keep_reading
from storage.store import Session
from storage.tables import (
    Announcement,
    AnnouncementQuestion,
    Assignment,
    BookNumber,
    Concern,
    ConcernHousehold,
    ConcernMove,
    File,
    Household,
    HouseholdChange,
    HouseholdState,
    LinkedAddress,
    Person,
    Promise,
    Receipt,
    RoleHeld,
    Table,
    Visit,
)
from tests.village import SINCE, Village

MEMBERS = frozenset({Role.MEMBER})
LEADS = frozenset(CELL_LEADS)
NOBODY: frozenset[Role] = frozenset()
IN_CHARGE = MEMBERS | LEADS | frozenset(OFFICE)  # whoever has it in charge, and a way to ask

MAY_READ: dict[tuple[str, str], frozenset[Role]] = {
    ("household", "own"): IN_CHARGE,
    ("household", "same cell"): LEADS,
    ("household", "other cell"): NOBODY,
    ("household", "other commune"): NOBODY,
    ("household", "handed over"): LEADS,  # of their area still
    ("concern", "own"): IN_CHARGE,
    ("concern", "same cell"): LEADS,
    ("concern", "other cell"): NOBODY,
    ("concern", "forwarded"): frozenset(OFFICE),  # from cell 06; the words, not whose they are
    ("concern", "other commune"): NOBODY,
    ("concern", "handed over"): LEADS,
    ("visit", "own"): MEMBERS | LEADS,
    ("visit", "same cell"): LEADS,
    ("visit", "other cell"): NOBODY,
    ("visit", "other commune"): NOBODY,
    ("visit", "handed over"): LEADS,
    ("change", "own"): MEMBERS | LEADS,
    ("change", "same cell"): LEADS,
    ("change", "other cell"): NOBODY,
    ("change", "other commune"): NOBODY,
    ("change", "handed over"): LEADS,
    ("person", "same cell"): LEADS | frozenset(IMPORTERS),  # who prints slips needs the names
    ("person", "other cell"): frozenset(IMPORTERS),
    ("person", "other commune"): NOBODY,
    ("invite", "other cell"): NOBODY,  # kept as a hash: nobody can be told a code
    ("import", "other person's"): NOBODY,
    ("announcement", "other cell"): NOBODY,
    ("audit", "any"): NOBODY,
}
"""Who may be told what (privacy.md 5.5), by the role held alone. Nothing else may be told."""

ABSENT = {"number": "577", "code": "H999", "name": "Đàm Vĩnh Phát", "pa": "PA-05-202611-999",
          "photo": "PA-05-202611-999 ảnh", "word": "khoai mì", "invite": "3H4KX-7MPR2"}  # fmt: skip
"""What names nothing at all, in each way of naming."""

_HEADS = {
    "own": ("H901", "Tống Khánh Xuyên", "Bảy Xuyên", "hẻm Xoài Mút", 552),
    "same cell": ("H902", "Lục Bá Quyền", "Ba Quyền", "lối Gò Quao", 541),
    "other cell": ("H903", "Quách Ngọc Phụng", "Sáu Phụng", "ngõ Dừa Nước", 542),
    "other commune": ("X904", "Âu Dương Thế", "Tám Thế", "đập Ô Môn", 543),
    "handed over": ("H905", "Kim Sa Rết", "Chín Rết", "rạch Cái Sắn", 551),
}
_PEOPLE = {
    "same cell": ("DV-71", "Vương Tấn Nghĩa", "05"),
    "other cell": ("DV-72", "Từ Quế Lan", "06"),
    "other commune": ("DV-73", "Bạch Thái Hưng", "01"),
}
_CONCERN_WORDS = {
    "own": ("xuồng mục", 621),
    "same cell": ("máng thủng", 622),
    "other cell": ("trụ nghiêng", 623),
    "forwarded": ("đê lở", 624),
    "other commune": ("giếng phèn", 625),
    "handed over": ("cầu gãy", 626),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be asked for: the ways to name it, and the words that give it away."""

    kind: str
    relation: str
    ways: dict[str, str]  # by the way, what is typed
    secrets: tuple[str, ...]

    def may_be_read_by(self, role: Role | None) -> bool:
        """What the policy says."""
        return role in MAY_READ[self.kind, self.relation]


@dataclass
class Scope:
    """The village with its things, and the person who asks."""

    village: Village
    now: datetime
    role: Role | None
    person_id: int = 0
    things: list[Thing] = field(default_factory=list)
    households: dict[str, int] = field(default_factory=dict)
    concerns: dict[str, int] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Vietnam."""
        return self.now.date()

    def forbidden(self) -> list[Thing]:
        """What the person must hear nothing of."""
        return [thing for thing in self.things if not thing.may_be_read_by(self.role)]


async def laid_out(
    session: Session,
    village: Village,
    now: datetime,
    role: Role | None,
    consent: ConsentState = ConsentState.GIVEN,
    *,
    all_handed_over: bool = False,
) -> Scope:
    """Write everything down; without a role there is the person, but no chat of theirs."""
    scope = Scope(village, now, role)
    scope.person_id = await _asker(session, scope, consent)
    await _people(session, scope)
    for relation in _HEADS:
        await _household(session, scope, relation, held=not (relation == "own" and all_handed_over))
    for relation in _CONCERN_WORDS:
        await _concern(session, scope, relation)
    await _import(session, scope)
    await _announcement(session, scope)
    await audit.note(session, village.people["Cúc"], "told", "concern", "AUDIT-77", now)
    scope.things.append(Thing("audit", "any", {"number": "351"}, ("AUDIT-77",)))
    if all_handed_over:
        scope.things = [
            replace(thing, relation="handed over") if thing.relation == "own" else thing
            for thing in scope.things
        ]
    return scope


async def _add(session: Session, row: Table) -> None:
    session.add(row)
    await session.flush()


async def _asker(session: Session, scope: Scope, consent: ConsentState) -> int:
    village = scope.village
    at_commune = scope.role in (*OFFICE, Role.ADMIN, Role.ANNOUNCER, Role.COMMUNE_OVERSEER)
    person = Person(
        commune_id=village.units["TL"], code="DV-70", name="Trịnh Hỏi", sort_key="hoi",
        cell_id=None if at_commune else village.units["05"], consent=consent,
        consent_at=scope.now, consent_version="1",
    )  # fmt: skip
    await _add(session, person)
    if scope.role is not None:
        unit = village.units["TL" if at_commune else "05"]
        session.add(RoleHeld(person_id=person.id, role=scope.role, unit_id=unit, since=SINCE))
        session.add(
            LinkedAddress(
                surface="console", account="demo", external_id="asker", person_id=person.id,
                linked_at=scope.now,
            )
        )  # fmt: skip
    return person.id


async def _people(session: Session, scope: Scope) -> None:
    for relation, (code, name, cell) in _PEOPLE.items():
        person = Person(
            commune_id=scope.village.units["XX" if cell == "01" else "TL"], code=code, name=name,
            sort_key=sort_key(name), cell_id=scope.village.units[cell],
        )  # fmt: skip
        await _add(session, person)
        unit = scope.village.units[cell]
        session.add(RoleHeld(person_id=person.id, role=Role.MEMBER, unit_id=unit, since=SINCE))
        ways = {"code": code, "name": name}
        scope.things.append(Thing("person", relation, ways, (name, code)))
        if relation == "other cell":
            (issued,) = await invites.issue(session, [person.id], scope.now)
            invite = Thing("invite", relation, {"invite": issued.code}, (issued.code,))
            scope.things.append(invite)


def _where(relation: str) -> tuple[str, str, str]:
    """Commune, cell, and the member in charge; the asker where it is the own."""
    match relation:
        case "other cell" | "forwarded":
            return "TL", "06", "Cúc"
        case "other commune":
            return "XX", "01", "Phúc"
    return "TL", "05", "An"


async def _household(session: Session, scope: Scope, relation: str, *, held: bool) -> None:
    commune, cell, member = _where(relation)
    code, head, alias, address, number = _HEADS[relation]
    household = Household(
        commune_id=scope.village.units[commune], cell_id=scope.village.units[cell], code=code,
        head=head, alias=alias, address=address, since=SINCE,
        search_key=search_key(f"{head} {alias} {address} {code}"),
    )  # fmt: skip
    await _add(session, household)
    scope.households[relation] = household.id
    session.add(
        HouseholdState(household_id=household.id, since=SINCE, household_class=HouseholdClass.POOR)
    )
    mine = relation in ("own", "handed over")
    person_id = scope.person_id if mine else scope.village.people[member]
    until = scope.today if relation == "handed over" or not held else None
    for who, since, end in ((person_id, SINCE, until), (scope.village.people["An"], until, None)):
        if since is not None:
            session.add(
                Assignment(
                    person_id=who, household_id=household.id, kind=AssignmentKind.MAIN,
                    since=since, until=end,
                )
            )  # fmt: skip
    session.add(BookNumber(person_id=person_id, household_id=household.id, number=number))
    ways = {"number": str(number), "code": code, "name": head}
    scope.things.append(Thing("household", relation, ways, (head, alias, address)))
    await _reports(session, scope, relation, household.id, person_id)


async def _reports(
    session: Session, scope: Scope, relation: str, household_id: int, person_id: int
) -> None:
    """A visit with a promise, and a change, told an hour ago."""
    place = list(_HEADS).index(relation)
    told = scope.now - timedelta(hours=1)
    note, promise, happened = (f"{what} {relation} riêng" for what in ("ghi", "hứa", "đổi"))
    visit = Visit(
        id=301 + place, household_id=household_id, visitor_id=person_id, author_id=person_id,
        visited_on=scope.today - timedelta(days=1), kind=VisitKind.HOME, note=note,
        effect_key=f"visit {relation}", recorded_at=told,
    )  # fmt: skip
    await _add(session, visit)
    session.add(
        Promise(
            visit_id=visit.id, household_id=household_id, person_id=person_id, words=promise,
            due_on=scope.today,
        )
    )  # fmt: skip
    change = HouseholdChange(
        id=321 + place, household_id=household_id, change=Change.OTHER_CHANGE,
        happened_on=scope.today, precision=DatePrecision.DAY, note=happened, author_id=person_id,
        recorded_at=told, effect_key=f"change {relation}",
    )  # fmt: skip
    await _add(session, change)
    scope.visits[relation], scope.changes[relation] = visit.id, change.id
    asked = relation == "other cell"  # by the row's id, which nothing takes
    scope.things += [
        Thing("visit", relation, {"number": str(visit.id)} if asked else {}, (note, promise)),
        Thing("change", relation, {"number": str(change.id)} if asked else {}, (happened,)),
    ]


async def _concern(session: Session, scope: Scope, relation: str) -> None:
    """An answered concern with a photo; of the forwarded one the household is in cell 06."""
    commune, cell, member = _where(relation)
    text, number = _CONCERN_WORDS[relation]
    mine = relation in ("own", "handed over")
    author = scope.person_id if mine else scope.village.people[member]
    code = f"PA-{cell}-202611-{number:03d}"
    photo = File(
        name=f"anh-{number}.jpg", media_type="image/jpeg", content=f"ảnh {text}".encode(),
        created_at=scope.now,
    )  # fmt: skip
    await _add(session, photo)
    concern = Concern(
        commune_id=scope.village.units[commune], cell_id=scope.village.units[cell], code=code,
        month="2026-11", number=number, kind=ConcernKind.FEEDBACK, category=ConcernCategory.ROAD,
        level=ConcernLevel.NORMAL, words=f"{text} lâu ngày", answer=f"đáp {text}",
        target=ConcernTarget.COMMUNE_GOV if relation == "forwarded" else None,
        visibility=ReporterVisibility.HOUSEHOLD_ONLY, status=ConcernStatus.ANSWERED,
        author_id=author, visitor_id=author, photo_id=photo.id, raised_on=scope.today,
        recorded_at=scope.now - timedelta(hours=1), effect_key=f"concern {relation}",
    )  # fmt: skip
    await _add(session, concern)
    whose = scope.households["other cell" if relation == "forwarded" else relation]
    session.add(ConcernHousehold(concern_id=concern.id, household_id=whose))
    session.add(
        ConcernMove(
            concern_id=concern.id, after=ConcernStatus.ANSWERED, person_id=author,
            moved_at=scope.now, note=f"sổ tay {number}",
        )
    )  # fmt: skip
    scope.concerns[relation] = concern.id
    ways = {"number": str(number), "pa": code, "word": text}
    if relation in ("other cell", "forwarded"):
        ways["photo"] = f"{code} ảnh"
    secrets = [text, photo.name, f"sổ tay {number}"]
    if not mine:  # the code of one's own report stays in the copy of one's own data
        secrets.append(code)
    scope.things.append(Thing("concern", relation, ways, tuple(secrets)))


async def _announcement(session: Session, scope: Scope) -> None:
    """What the secretary of cell 06 has told her members, and one of them has asked."""
    words, asked, member = "hội múa lân", "thuê loa kẹo kéo", scope.village.people["Cúc"]
    announcement = Announcement(
        id=361, unit_id=scope.village.units["06"], author_id=scope.village.people["Dũng"],
        kind=AnnouncementKind.OTHER, words=words, audience=Audience().packed(),
        created_at=scope.now, due_at=scope.now, sent_at=scope.now, spread_at=scope.now,
    )  # fmt: skip
    await _add(session, announcement)
    session.add(Receipt(announcement_id=361, person_id=member))
    session.add(
        AnnouncementQuestion(
            id=361, announcement_id=361, person_id=member, words=asked, asked_at=scope.now,
            effect_key="asked before",
        )
    )  # fmt: skip
    scope.things.append(Thing("announcement", "other cell", {"number": "361"}, (words, asked)))


async def _import(session: Session, scope: Scope) -> None:
    """A workbook that the office has read, and not yet confirmed."""
    file = File(name="so-cua-en.xlsx", media_type="", content=b"x", created_at=scope.now,
                person_id=scope.village.people["Én"])  # fmt: skip
    await _add(session, file)
    await keep_reading(session, file.id, b"x", ["Mạc Trong Tệp"], scope.now)
    secrets = ("Mạc Trong Tệp", "so-cua-en")
    scope.things.append(Thing("import", "other person's", {"name": "Mạc Trong Tệp"}, secrets))
