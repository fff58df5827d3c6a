"""What a sentence says of a household, once the household and the day are taken out of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.households import Change
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.concern_words import NEGATIVE, PROBLEMS, WEAK
from bot.domain.vietnamese.money import sum_within
from bot.domain.vietnamese.numbers import NUMBER_WORDS
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.places import known_place
from bot.domain.vietnamese.sentence_days import days_in
from bot.domain.vietnamese.sentence_kinds import how_met, met_elsewhere
from bot.domain.vietnamese.sentence_matter import (
    ChangeSaid,
    ConcernSaid,
    HelpSaid,
    Matter,
    PromiseSaid,
    joined,
    settled,
)
from bot.domain.vietnamese.sentence_signs import Clause, Meanings, Sort, clauses_of, spelled_so
from bot.domain.vietnamese.sentence_tokens import Token
from bot.domain.vietnamese.sentence_words import KIN
from bot.domain.vietnamese.spelled_words import SIGNS, SUBJECTS
from bot.domain.vietnamese.visit_words import HELP
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind

_SMALL = listed(
    "da dang con cung rat lam thi la ma roi nua ca deu het luon co gi ve o a nhe nha ne do cho va "
    "voi duoc bi toi minh em gia dinh ho ong ba chu anh chi nguoi hien van moi vua qua ay nay kia "
    "dc dong chi bao cao bc tat hom xong ra len cac nhung thang lan mot nhu the day vi tai "
    "ngoai tru oi thua kinh gui rieng"
)
"""Words that tell nothing by themselves: they make no note."""
_COUNTED = listed("nguoi dua con chau lao ld em")
_WORKS = listed("lam cong phu mua hai")
_GOES = listed("di ra vo vao len qua sang xuong o tai")
_PEOPLE = {word: n for word, n in NUMBER_WORDS.items() if 1 <= n <= 9 and " " not in word}


def matter_of(line: str, tokens: Sequence[Token], today: date) -> Matter:
    """What these words of the line say. What fits nothing is kept as a note, word for word."""
    matter = Matter()
    for clause in clauses_of(tokens):
        matter = joined(matter, _read(line, clause, today))
    kind, why = how_met(tokens, well=matter.fine)
    if kind is None and matter == Matter(reason=matter.reason):
        kind = VisitKind.NOT_DONE if matter.reason else None
    reason = (why or matter.reason) if kind is VisitKind.NOT_DONE else None
    if reason is NotDoneReason.ABSENT_HH:  # "tối mới về" tells of that day only
        kept = tuple(one for one in matter.changes if one.change is not Change.RETURNED)
        matter = replace(matter, changes=kept)
    elsewhere = kind is None and any(token.key == "gap" for token in tokens)
    elsewhere = elsewhere and met_elsewhere(tokens)
    return settled(replace(matter, kind=kind, reason=reason, elsewhere=elsewhere))


def _read(line: str, clause: Clause, today: date) -> Matter:
    """One clause is one thing: a wish, a promise, a change, help, or how the visit was."""
    for reading in (_promise, _concern, _change, _help):
        matter = reading(line, clause, today)
        if matter is not None:
            return matter
    return _visit(line, clause)


def _said(line: str, clause: Clause, first: int = 0) -> str:
    return line[clause.tokens[first].start : clause.tokens[-1].end]


def _promise(line: str, clause: Clause, today: date) -> Matter | None:
    sign = clause.first(Sort.PROMISE)
    if sign is None or sign[1] == len(clause.tokens) or not _leads(clause, sign[0]):
        return None
    ahead = days_in(line, clause.tokens, today, ahead=True)
    due = next((said.day.day for said in ahead if said.day.day >= today), None)
    return Matter(promise=PromiseSaid(_said(line, clause, sign[1]), due))


def _concern(line: str, clause: Clause, today: date) -> Matter | None:
    asks, problem = clause.first(Sort.CONCERN), clause.first(Sort.PROBLEM)
    change = clause.first(Sort.CHANGE)
    if asks is not None and _asks_others(clause, asks[0]):
        asks = None
    kind = ConcernKind(str(asks[2])) if asks is not None else None
    if change is not None and kind is ConcernKind.FEEDBACK:
        return None
    if asks is not None and _leads(clause, asks[0]) and asks[0] + 1 < len(clause.tokens):
        about = asks[0] if problem is not None and problem[0] == asks[0] else asks[1]
        category = _category(clause, about) or ConcernCategory.OTHER
        assert kind is not None
        if category is ConcernCategory.OTHER and clause.keys[asks[0]] in _HARDLY:
            return None
        return Matter(concerns=(ConcernSaid(_said(line, clause, asks[0]), kind, category),))
    gives = clause.first(Sort.GIVES)
    if gives and problem and problem[0] < gives[0] and problem[2] == ConcernCategory.ROAD:
        gives = None  # "đèn đường cho cầu hư"
    other = gives or clause.first(Sort.TOPIC) or clause.first(Sort.REASON)
    if problem is None or change or other or not _complains(clause, problem[2]):
        return None
    category = ConcernCategory(str(problem[2]))
    said = ConcernSaid(_said(line, clause), ConcernKind.FEEDBACK, category)
    return Matter(concerns=(said,))


def _asks_others(clause: Clause, first: int) -> bool:
    """ "Nhờ tổ trưởng hỏi giúp", "hỏi qua tổ trưởng": the speaker asks how somebody is."""
    found = _OF_OTHERS.match(" ".join(clause.keys[first:]))
    return found is not None and _category(clause, first + len(found[0].split())) is None


_OTHERS = (
    "(?:(?:dong|d|c|duoc|gi|chi|anh|chu|bac|ong|ba|co) )*"
    "(?:to truong|hang xom|lang gieng|truong (?:ap|thon|ban|buon|xom)|hoi (?:phu nu|nong dan))"
)
_OF_OTHERS = re.compile(
    rf"(?:nho {_OTHERS}(?: \S+)*? hoi(?: (?:tham|giup|dum|gium|ho|coi))*|"
    rf"hoi(?: tham)? qua {_OTHERS})(?!\S)"
)
_HARDLY = listed("lo than keu mong uoc nho")
"""What hardly is a wish where it is not told about what."""
COMPLAINED_OF = frozenset(
    {
        ConcernCategory.ROAD, ConcernCategory.IRRIGATION, ConcernCategory.POWER,
        ConcernCategory.WATER_SUPPLY, ConcernCategory.ENVIRONMENT, ConcernCategory.TELECOM,
        ConcernCategory.FARMING, ConcernCategory.SAFETY,
    }
)  # fmt: skip
"""Where naming the thing says that something is wrong with it."""


def _complains(clause: Clause, category: object) -> bool:
    said = {token.word for token in clause.tokens if token.text.lower() != "ở"}
    return category in COMPLAINED_OF and bool(NEGATIVE & said)


def _leads(clause: Clause, first: int) -> bool:
    """Whether only who speaks stands before it: "gia đình có", "bà con"."""
    return all(key in _SMALL | KIN or not key for key in clause.keys[:first])


def _category(clause: Clause, start: int) -> ConcernCategory | None:
    """What it is about: what is named first, by its longest name."""
    keys, tokens = clause.keys[start:], clause.tokens[start:]
    for at in range(len(keys)):
        for end in range(min(len(keys), at + 4), at, -1):
            phrase = " ".join(keys[at:end])
            found = _ABOUT.get(phrase)
            if found is not None and spelled_so(tokens[at:end], SIGNS, phrase):
                return found
    for at, key in enumerate(keys):
        if key in _WEAK and spelled_so(tokens[at : at + 1], SUBJECTS, key):
            return _WEAK[key]
    return _WEAK.get(" ".join(keys[1:3]))


_WEAK = {phrase: ConcernCategory(category) for category, said in WEAK.items() for phrase in said}
_ABOUT = {
    phrase: ConcernCategory(category)
    for category, said in PROBLEMS.items()
    for phrase in said
    if phrase not in _WEAK
}


def _change(line: str, clause: Clause, today: date) -> Matter | None:
    sign, away = clause.first(Sort.CHANGE), _away(clause)
    if sign is None and away is None and not _died(clause):
        return None
    change, place = away or (Change.DEATH, None)
    if sign is not None and (away is None or sign[2] is not Change.AWAY_DOMESTIC.value):
        change = Change(str(sign[2]))
    if change is Change.DEATH and "chet" in clause.keys and _STOCK & set(clause.keys):
        change = Change.DISASTER
    said = ChangeSaid(_said(line, clause), change, _people(clause), place)
    return Matter(changes=(said,))


_STOCK = frozenset({"tom", "heo", "ga", "vit", "trau", "lua"})
"""What dies in ponds, stables and fields; of people one says that they are gone."""


def _died(clause: Clause) -> bool:
    """ "mẹ mất", "ông nội mất hôm qua": somebody, and nothing that could be lost."""
    keys = [
        key for key in clause.keys if key not in ("moi", "vua", "da", "roi", "bi", "hom", "qua")
    ]
    return len(keys) > 1 and keys[-1] == "mat" and all(key in KIN for key in keys[:-1])


def _away(clause: Clause) -> tuple[Change, str] | None:
    """Somebody goes to a known place to work or to study."""
    keys = clause.keys
    for at in range(1, len(keys)):
        if keys[at - 1] not in _GOES and not (keys[at - 1] in _WORKS or keys[at - 1] == "hoc"):
            continue
        for end in range(min(len(keys), at + 3), at, -1):
            place = known_place(" ".join(keys[at:end]))
            if place is None:
                continue
            others = set(keys[:at] + keys[end:])
            if "hoc" in others:
                return Change.STUDY_AWAY, place.name
            if others & _WORKS or not others & {"kham", "choi", "tham", "chua", "dam"}:
                away = Change.AWAY_ABROAD if place.abroad else Change.AWAY_DOMESTIC
                return away, place.name
    return None


def _people(clause: Clause) -> int | None:
    """2 người, hai con, 1 đứa."""
    for number, counted in zip(clause.tokens, clause.tokens[1:], strict=False):
        if counted.key in _COUNTED:
            count = number.number if number.number is not None else _PEOPLE.get(number.key)
            if count is not None and 0 < count < 30 and number.key != "ba":
                return count
    return None


def _help(line: str, clause: Clause, today: date) -> Matter | None:
    sign = clause.first(Sort.GIVES)
    if sign is None or clause.first(Sort.TOPIC) is not None:
        return None
    keys = clause.keys[sign[0] :]
    kind = _help_kind(clause.tokens[sign[0] :], keys)
    amount = sum_within(_said(line, clause))
    if kind is None and amount is None:
        return None
    proposed = any(key in ("xin", "de", "dang", "chua", "se") for key in clause.keys[: sign[0]])
    status = HelpStatus.PROPOSED if proposed or "gioi" in keys[:3] else HelpStatus.GIVEN
    return Matter(helps=(HelpSaid(kind or HelpKind.OTHER_HELP, status, amount),))


def _help_kind(tokens: Sequence[Token], keys: Sequence[str]) -> HelpKind | None:
    best: tuple[int, HelpKind] | None = None
    for at in range(len(keys)):
        for end in range(min(len(keys), at + 3), at, -1):
            phrase = " ".join(keys[at:end])
            found = _HELP.get(phrase)
            if found is None or not spelled_so(tokens[at:end], SUBJECTS, phrase):
                continue
            if best is None or end - at > best[0]:
                best = end - at, found
    return best[1] if best else None


_HELP = {phrase: HelpKind(kind) for kind, said in HELP.items() for phrase in said}


def _visit(line: str, clause: Clause) -> Matter:
    """How the visit was, what was spoken of; the rest is a note."""
    matter, used = Matter(), set[int]()
    for first, end, meanings in clause.signs:
        told = None if _buys(clause, first, meanings) else _told(matter, meanings)
        if told is not None:
            matter = told
            used.update(range(first, end))
    leaves_out = clause.keys[0] in ("ngoai", "tru", "bo")  # "ngoài 12": heeded already
    small = _SMALL | KIN if used or leaves_out else _SMALL
    rest = [
        at
        for at, key in enumerate(clause.keys)
        if at not in used and key not in small and not ((used or leaves_out) and key.isdigit())
    ]
    if rest:
        matter = replace(matter, note=_said(line, clause))
    return matter


def _buys(clause: Clause, at: int, meanings: Meanings) -> bool:
    """ "Mới mua 5 con bò": where diacritics are typed, "mua" is no rain."""
    bought = Sort.REASON in meanings and clause.tokens[at].text.lower() == "mua"
    return bought and any(token.marked for token in clause.tokens)


def _told(matter: Matter, meanings: Meanings) -> Matter | None:
    if Sort.HOW in meanings:
        return _how(matter, str(meanings[Sort.HOW]))
    if Sort.TOPIC in meanings:
        topic = Topic(str(meanings[Sort.TOPIC]))
        return replace(matter, topics=(*matter.topics, topic))
    if Sort.REASON in meanings:
        return replace(matter, reason=NotDoneReason(str(meanings[Sort.REASON])))
    return None


def _how(matter: Matter, how: str) -> Matter:
    return replace(matter, fine=True) if how == short.FINE else matter
