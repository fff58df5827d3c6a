"""A line that names households, taken apart: what is told of each, and on which day it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.vietnamese.dates import DayRead
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_book import Named
from bot.domain.vietnamese.sentence_clauses import matter_of
from bot.domain.vietnamese.sentence_kinds import why
from bot.domain.vietnamese.sentence_matter import Matter, joined, settled
from bot.domain.vietnamese.sentence_mentions import Mention
from bot.domain.vietnamese.sentence_tokens import HOUSEHOLD, Line, Said, Token
from bot.domain.vietnamese.sentence_words import LEADING_IN
from bot.domain.visits import VisitKind

_ALL_ALIKE = listed("deu")
_OF_ALL = (
    ("tat", "ca"), ("ca", "hai"), ("ca", "ba"), ("hai", "nha"), ("hai", "ho"), ("cac", "ho"),
    ("moi", "ho"), ("ai", "cung"), ("nha", "nao", "cung"), ("may", "ho"), ("may", "nha"),
    ("moi", "nguoi"), ("con", "lai"), ("ho", "nao", "cung"), ("may", "ba"), ("may", "ong"),
)  # fmt: skip
_ALL_WELL = frozenset(
    (*well.split(), *whole.split())
    for well in ("bt", "binh thuong", "on", "on dinh", "khoe", "tot", "ok")
    for whole in ("het", "ca", "het ca", "het roi", "het a", "ca a", "tat", "het tron")
)
"""Behind a comma at the end this is of all that were named."""
_MARKS = frozenset(",:;(–-")
_WENT = listed("di duoc ra ca")
_GOING = _WENT | listed("tham ghe den toi qua vo vao xuong len het nay qua")


@dataclass(frozen=True, slots=True)
class Part:
    """What was said of some households; no `day` where none was said.

    `carried`: the day was said of the households before, and likely holds for these.
    """

    households: tuple[Named, ...]
    day: DayRead | None
    matter: Matter
    carried: bool = False


def parts_of(line: Line, mentions: Sequence[Mention], today: date) -> list[Part]:
    """Each mention with the words behind it; what stands before the first is said of all."""
    starts = [_lead_of(line, mentions, at) for at in range(len(mentions))]
    if len(_alike(mentions)) == 1:
        tokens = _told(line, mentions, 0, len(line.tokens))
        days = sorted(line.days, key=lambda one: not one.of_visit)
        matter = matter_of(line.text, tokens, today)
        if days and matter.kind is VisitKind.NOT_DONE and _lasts(line, days[0]):
            days = days[1:]
        day = days[0].day if days else None
        return [Part(mentions[0].households, day, matter)]
    common = _common_from(line, mentions[-1].end)
    leading = _told(line, mentions, 0, starts[0])
    before = matter_of(line.text, leading, today)
    after = matter_of(line.text, _told(line, mentions, common, len(line.tokens)), today)
    found: list[Part] = []
    begun: list[bool] = []
    for at, mention in enumerate(mentions):
        end = starts[at + 1] if at + 1 < len(mentions) else common
        rest = line.keys[starts[at]] == "con" and starts[at] < mention.first  # "còn 7 đi vắng"
        tokens = _told(line, mentions, starts[at] + rest, end)
        own = [one for one in line.days if starts[at] <= one.first < end]
        begun.append(bool(own) and own[0].first < mention.first)
        matter = with_common(matter_of(line.text, tokens, today), before)
        if matter.kind is VisitKind.NOT_DONE and matter.reason is None and leading:
            matter = replace(matter, reason=why(leading))
        day = own[0].day if own else None
        found.append(Part(mention.households, day, with_common(matter, after)))
    missed = all(part.matter.kind is VisitKind.NOT_DONE for part in found)
    days = [one for one in line.days if not (missed and _lasts(line, one))]
    found = _going_on(found, begun, _shared_day(days, starts[0], len(line.keys)))
    shared = _shared_day(days, starts[0], common)
    return _dated(_merged(found), shared, begins=begun[-1])


def with_common(own: Matter, common: Matter) -> Matter:
    """What is said of the households themselves, and of all only where that says nothing."""
    if not common.told:
        return own
    if not own.told:
        return common
    if own.kind is VisitKind.NOT_DONE:
        return replace(own, reason=own.reason or common.reason)
    if own == Matter(own.kind, own.reason):
        return replace(common, kind=own.kind if own.kind is not VisitKind.HOME else common.kind)
    kind = own.kind or (None if own.elsewhere else common.kind)
    return replace(own, kind=kind, fine=own.fine or (common.fine and not own.understood))


def of_the_rest(line: Line) -> int:
    """Where it begins that something is told of all but those named here: "còn lại bình thường"."""
    pairs = zip(line.keys, line.keys[1:], strict=False)
    return next((at for at, pair in enumerate(pairs) if pair == ("con", "lai")), len(line.keys))


def up_to(line: Line, end: int) -> Line:
    """The line without what is told from there on."""
    return Line(line.text, line.tokens[:end], [one for one in line.days if one.end <= end])


def tells_of_all(line: Line) -> bool:
    """ "Tất cả bình thường" is of all that were named before."""
    return _common_from(line, 0) < len(line.tokens)


def _lasts(line: Line, said: Said) -> bool:
    """ "Mấy hôm rày tôi bịnh, hộ 6 chưa đi được" is told of now."""
    return line.keys[said.first] in ("may", "vai") and line.keys[said.end - 1] in ("ray", "nay")


def _alike(mentions: Sequence[Mention]) -> set[tuple[tuple[int, ...] | str, ...]]:
    return {_who(each.households) for each in mentions}


def _who(households: Sequence[Named]) -> tuple[tuple[int, ...] | str, ...]:
    """Those whom nobody has are told apart by what they were called."""
    return tuple(one.ids or one.said for one in households)


def _lead_of(line: Line, mentions: Sequence[Mention], at: int) -> int:
    """Where what is said of a mention begins: "hôm qua ghé" stands before it."""
    lowest = mentions[at - 1].end if at else 0
    first = mentions[at].first
    if not at:
        return first
    start = first
    for place in range(first - 1, lowest - 1, -1):
        token = line.tokens[place]
        if token.text == ":" and place - 1 in line.dated:
            continue
        if token.text in _MARKS:
            return place + 1
        if token.key not in LEADING_IN and place not in line.dated:
            break
        start = place
    days = [one for one in line.days if start <= one.first < first]
    return days[0].first if days else first


def _told(line: Line, mentions: Sequence[Mention], first: int, end: int) -> list[Token]:
    """The words from one place to another but for the days, with a mark for each household."""
    named = {at: one for one in mentions for at in range(one.first, one.end)}
    told: list[Token] = []
    for at in range(first, end):
        if at in named:
            if at == named[at].first:
                token = line.tokens[at]
                told.append(Token(HOUSEHOLD, "", token.start, token.end))
        elif at not in line.dated:
            token = line.tokens[at]
            if not _counts_them(line, named, at):
                told.append(token)
            elif token.key in ("di", "ra"):  # whoever went to so many houses has visited them
                told.append(replace(token, text="thăm", key="tham"))
    return told


def _counts_them(line: Line, named: Mapping[int, Mention], at: int) -> bool:
    """ "Hôm qua đi 3 nhà: 3 5 7": how many they are, and that one went."""
    begins = at in line.dated or not at or not line.keys[at - 1] or line.keys[at - 1] in _GOING
    while line.keys[at] in _WENT and at + 1 < len(line.keys):
        at, begins = at + 1, True
    counted = at + 1 in named and line.keys[at + 1] in ("nha", "ho", "gia")
    return begins and counted and line.tokens[at].number is not None


def _common_from(line: Line, first: int) -> int:
    """Where it begins that something is told of all: "đều bình thường"."""
    for at in range(first, len(line.keys)):
        if line.keys[at] in _ALL_ALIKE:
            return at
        if at and line.tokens[at - 1].text in _MARKS and tuple(line.keys[at:]) in _ALL_WELL:
            return at
        if any(tuple(line.keys[at : at + len(words)]) == words for words in _OF_ALL):
            return at
    return len(line.keys)


def _shared_day(days: Sequence[Said], first: int, common: int) -> DayRead | None:
    leading = [one.day for one in days if one.end <= first]
    trailing = [one.day for one in days if one.first >= common]
    both = leading or trailing
    return both[0] if both else None


def _going_on(parts: Sequence[Part], begun: Sequence[bool], first: DayRead | None) -> list[Part]:
    """A day that is said before a household is that of those behind it, until the next is said."""
    found: list[Part] = []
    day = first
    for part, begins in zip(parts, begun, strict=True):
        day = part.day if begins else day
        found.append(replace(part, day=part.day or day))
    return found


def _dated(parts: Sequence[Part], shared: DayRead | None, *, begins: bool) -> list[Part]:
    """A day at the end is that of all, unless it `begins` what is told of the last."""
    last = parts[-1].day
    alone = not begins and shared is None and sum(part.day is not None for part in parts) == 1
    common = last if alone and last is not None else shared
    return [replace(part, day=part.day or common) for part in parts]


def _merged(parts: Sequence[Part]) -> list[Part]:
    """A household that is named twice is told of once."""
    found: list[Part] = []
    for part in parts:
        same = next((at for at, one in enumerate(found) if _same(one, part)), None)
        if same is None:
            found.append(part)
        else:
            found[same] = more_told(found[same], part)
    return found


def _same(one: Part, other: Part) -> bool:
    return _who(one.households) == _who(other.households)


def more_told(part: Part, more: Part) -> Part:
    """The same households, of which still more is told."""
    matter = settled(joined(part.matter, more.matter))
    day = more.day if part.day is None or (part.carried and not more.carried) else part.day
    return replace(part, day=day, matter=matter)
