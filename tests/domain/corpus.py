"""Sentences as members type them with their right reading, and how a reading is judged.

A case is what was typed, each line behind "> ", and below it one line for every group of
households: numbers | day | kind of visit | what is told. "1/7" are two that may be meant, "?" is
somebody whom the words do not tell, "!99" is in no book; "today" stands where nothing is said of a
day, a "?" behind a day where one would ask, and "none" alone where it is no report.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.sentence_book import Book, Named
from bot.domain.vietnamese.sentence_matter import Matter
from bot.domain.vietnamese.sentences import Part
from bot.domain.vietnamese.text import search_key
from bot.domain.visits import VisitKind

HERE = Path(__file__).parent
TODAY = date(2026, 11, 20)
HOUSEHOLDS = (
    ("Nguyễn Văn Ba", "ông Ba", "cạnh cầu Mười Thước, tổ 1"),
    ("Trần Thị Tư", "bà Tư Hạnh", "đầu hẻm 12, tổ 1"),
    ("Lê Văn Bảy", "chú Bảy Đờn", "gần chợ, tổ 1"),
    ("Phạm Thị Út", "cô Út bánh mì", "sau đình, tổ 1"),
    ("Huỳnh Văn Sáu", "anh Sáu sửa xe", "ngã ba lộ mới, tổ 2"),
    ("Danh Thị Hoa", "", "gần chùa, tổ 2"),
    ("Nguyễn Văn Bảy", "bác Bảy Lớn", "cuối kênh Năm, tổ 2"),
    ("Võ Thị Thuỷ", "thím Tám", "bến đò, tổ 2"),
    ("Thạch Sơn", "", "gần trường học, tổ 2"),
    ("Đặng Thị Hồng", "cô giáo Hồng", "cạnh trạm y tế, tổ 3"),
    ("Nguyễn Thị Hường", "bà Năm Hường", "tổ 3"),
    ("Trần Quốc Toản", "anh Toản", "vuông tôm cuối ấp, tổ 3"),
    ("Lý Minh Đức", "ông Chín Đức", "gần nhà văn hóa, tổ 3"),
    ("Bùi Thị Nga", "", "tổ 4"),
    ("A Nghĩa", "", "trên rẫy, tổ 4"),
    ("Ngô Văn Hải", "anh Hải thợ hồ", "cạnh lò gạch, tổ 4"),
    ("Ngô Thị Hải", "dì Hải", "tổ 4"),
    ("H'Hen Niê", "", "đầu buôn, tổ 4"),
)
CANDIDATES = [
    Candidate(at, at, search_key(" ".join(known)), tuple(filter(None, known[:2])))
    for at, known in enumerate(HOUSEHOLDS, 1)
]
BOOK = Book(CANDIDATES)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be read of some households."""

    households: tuple[str, ...]
    day: str
    kind: str
    what: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its right reading; nothing is wanted of what is no report."""

    typed: str
    wanted: tuple[Wanted, ...]


@dataclass(slots=True)
class Judged:
    """How a reading of a case compares: for each household, and what was read beyond."""

    first: list[bool] = field(default_factory=list)
    among_three: list[bool] = field(default_factory=list)
    day: list[bool] = field(default_factory=list)
    kind: list[bool] = field(default_factory=list)
    what: list[bool] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> set[str]:
        """The aspects that are not right."""
        found = {"household"} if self.beyond or not all(self.first) else set()
        aspects = {"day": self.day, "kind": self.kind, "what": self.what}
        return found | {name for name, right in aspects.items() if not all(right)}


def cases(name: str) -> Iterator[Case]:
    """The cases of a file."""
    for block in (HERE / name).read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and line[0] != "#"]
        typed = [line[2:] for line in lines if line.startswith("> ")]
        rest = [line for line in lines if line[:2] != "> " and not line.startswith("region:")]
        if typed:
            yield Case("\n".join(typed), tuple(map(_wanted, rest)) if rest != ["none"] else ())


def _wanted(line: str) -> Wanted:
    numbers, day, kind, what = (each.strip() for each in f"{line} | | |".split("|")[:4])
    told = frozenset(" ".join(one.split()[:2]) for one in what.split(" + "))
    promised = {"promise" if one.startswith("promise") else one for one in told}
    return Wanted(tuple(numbers.split()), day, kind, frozenset(promised - {"", "note"}))


def told(matter: Matter) -> set[str]:
    """What a case calls it; a note is the rest that fits nothing, so it is not compared."""
    found = {f"topic {one}" for one in matter.topics}
    found |= {f"help {one.kind}" for one in matter.helps}
    found |= {f"concern {one.category.removesuffix('_C')}" for one in matter.concerns}
    found |= {f"change {one.change}" for one in matter.changes}
    found |= {"promise"} if matter.promise else set()
    return found or ({"fine"} if matter.fine else set())


def by_household(parts: list[Part]) -> dict[str, tuple[Named, Part]]:
    """Each household that was named, under the number that stands first for it."""
    return {
        str(named.ids[0]) if named.ids else f"!{named.said}": (named, part)
        for part in parts
        for named in part.households
    }


def judged(case: Case, parts: list[Part]) -> Judged:
    """How these parts compare with what was meant."""
    found, result = by_household(parts), Judged()
    for wanted in case.wanted:
        for number in wanted.households:
            if number != "?":
                _judge(result, wanted, number.split("/"), found)
    unsure = sum(number == "?" for wanted in case.wanted for number in wanted.households)
    beyond = sorted(found, key=lambda one: found[one][0].certain)
    result.beyond = [one for at, one in enumerate(beyond) if at >= unsure or found[one][0].certain]
    return result


def _judge(
    result: Judged, wanted: Wanted, likely: list[str], found: dict[str, tuple[Named, Part]]
) -> None:
    hit = next((one for one in likely if one in found), None)
    among = [one for one, (named, _) in found.items() if set(likely) & set(map(str, named.ids))]
    taken = hit or next(iter(among), None)
    result.first.append(hit is not None)
    if taken is None:
        for missed in (result.among_three, result.day, result.kind, result.what):
            missed.append(False)
        return
    named, part = found.pop(taken)
    result.among_three.append(not named.ids or set(likely) <= set(map(str, named.ids)))
    result.day.append(_same_day(wanted.day, part))
    result.kind.append(_same_kind(wanted.kind, part.matter))
    more = wanted.what - {"fine"} or wanted.what
    result.what.append(told(part.matter) == more)


def _same_day(wanted: str, part: Part) -> bool:
    on, said = part.day.day if part.day else TODAY, wanted.rstrip("?")
    if said == "today":
        return on == TODAY
    return on.isoformat().startswith(said)


def _same_kind(wanted: str, matter: Matter) -> bool:
    if wanted == "NOT_DONE:?":
        return matter.kind is VisitKind.NOT_DONE
    own = wanted.replace("MEMBER_SICK", "MEMBER_PRIVATE")  # an illness is written down as private
    return own in ("?", "", str(matter.kind), f"{matter.kind}:{matter.reason}")
