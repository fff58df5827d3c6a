"""Who takes part, in which roles, and what each role may do."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the glossary (2). A person may hold several, each in one unit."""

    MEMBER = "MEMBER"
    GROUP_LEAD = "GROUP_LEAD"
    CELL_COMMITTEE = "CELL_COMMITTEE"
    CELL_DEPUTY = "CELL_DEPUTY"
    CELL_SECRETARY = "CELL_SECRETARY"
    COMMUNE_OVERSEER = "COMMUNE_OVERSEER"
    COMMUNE_OFFICE = "COMMUNE_OFFICE"
    COMMUNE_LEADER = "COMMUNE_LEADER"
    ANNOUNCER = "ANNOUNCER"
    ADMIN = "ADMIN"
    DATA_OFFICER = "DATA_OFFICER"
    VILLAGE_HEAD = "VILLAGE_HEAD"


class MemberStatus(StrEnum):
    """A party member's standing (glossary 2)."""

    FULL = "FULL"
    PROBATION = "PROBATION"
    EXEMPT = "EXEMPT"
    LIAISON_213 = "LIAISON_213"
    MOVED = "MOVED"
    AWAY = "AWAY"
    LEFT = "LEFT"
    DECEASED = "DECEASED"


class UnitLevel(StrEnum):
    """Levels of the organisation (glossary 2)."""

    PROVINCE = "PROVINCE"
    COMMUNE = "COMMUNE"
    SUB_COMMITTEE = "SUB_COMMITTEE"
    CELL = "CELL"
    CELL_GROUP = "CELL_GROUP"
    RESIDENTIAL = "RESIDENTIAL"
    SELF_GROUP = "SELF_GROUP"


class CellKind(StrEnum):
    """What a cell gathers people by (glossary 2)."""

    RESIDENTIAL = "RESIDENTIAL"
    AGENCY = "AGENCY"
    SCHOOL = "SCHOOL"
    HEALTH = "HEALTH"
    POLICE = "POLICE"
    MILITARY = "MILITARY"
    STATE_ENTERPRISE = "STATE_ENTERPRISE"
    PRIVATE_ENTERPRISE = "PRIVATE_ENTERPRISE"
    COOP = "COOP"
    STUDENT = "STUDENT"
    OTHER_CELL = "OTHER_CELL"


class UnitChange(StrEnum):
    """What happens to units in time (glossary, UNIT_EVENT)."""

    CREATED = "CREATED"
    MERGED = "MERGED"
    SPLIT = "SPLIT"
    RENAMED = "RENAMED"
    DISSOLVED = "DISSOLVED"
    REPARENTED = "REPARENTED"


class ConsentState(StrEnum):
    """Whether a person agreed that we keep data (glossary 7)."""

    NOT_ASKED = "NOT_ASKED"
    GIVEN = "GIVEN"
    REFUSED = "REFUSED_C"
    WITHDRAWN = "WITHDRAWN_C"
    RENEW = "RENEW"


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit."""

    role: Role
    unit_id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who is acting, as far as rules need to know."""

    person_id: int
    name: str
    commune_id: int
    cell_id: int | None
    consent: ConsentState
    posts: tuple[Post, ...]
    addressed_at: int  # the row of the address that the message came from
    typed_by: int | None = None  # who reports for this person, where that is somebody else
    elsewhere: bool = False  # whether another chat of theirs counts as the one last used
    discreet: bool = False  # who does so reads of a household its number and calling name only

    @property
    def author_id(self) -> int:
        """Who really wrote."""
        return self.person_id if self.typed_by is None else self.typed_by

    def holds(self, *roles: Role) -> bool:
        """Whether any of the roles is held anywhere."""
        return any(post.role in roles for post in self.posts)

    def units_as(self, *roles: Role) -> tuple[int, ...]:
        """The units in which any of the roles is held."""
        return tuple(sorted({post.unit_id for post in self.posts if post.role in roles}))

    @property
    def cells_led(self) -> tuple[int, ...]:
        """Cells whose households' reports this person may read (privacy.md 5.5)."""
        return self.units_as(*CELL_LEADS)


CELL_LEADS = (Role.CELL_SECRETARY, Role.CELL_DEPUTY)
OFFICE = (Role.COMMUNE_OFFICE, Role.COMMUNE_LEADER)
DIGEST_READERS = (*CELL_LEADS, Role.CELL_COMMITTEE, Role.COMMUNE_OVERSEER, *OFFICE)
"""Who is told what a month came to: of a cell, of cells entrusted to them, of the commune."""
IMPORTERS = (Role.COMMUNE_OFFICE, Role.ADMIN)
GONE = (MemberStatus.MOVED, MemberStatus.LEFT, MemberStatus.DECEASED)
"""Standings in which nobody is given a household or a code any more."""
