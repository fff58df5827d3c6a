"""The days that a line names on which somebody was visited, told from all other days in it."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from bot.domain.households import Change, DatePrecision
from bot.domain.refusals import Refusal
from bot.domain.vietnamese.date_words import FIXED
from bot.domain.vietnamese.dates import DayRead, read_day
from bot.domain.vietnamese.finding import KEYS_KEPT
from bot.domain.vietnamese.numbers import NUMBER_WORDS
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_signs import Clause, Sort
from bot.domain.vietnamese.sentence_tokens import (
    FULL_DAY,
    LIST,
    Line,
    Said,
    Token,
    of_two,
    tokens_of,
    without_lists,
    written_out,
)
from bot.domain.vietnamese.text import search_key
from bot.domain.vietnamese.visit_words import PROMISING
from bot.domain.visits import LATEST_REPORT

_LONGEST_DAY = 7  # words: "thứ sáu ngày 5 tháng 11 vừa rồi" is read in two parts
_STARTS = listed(
    "hom bua ngay sang chieu toi trua dem thu chu cn mung mong ram dau giua cuoi tuan thang "
    "hq hqua hnay hwa vua t2 t3 t4 t5 t6 t7 mai may vai cach khi luc hn qua nay hqa hum chiu"
)
_NOT_ALONE = listed(
    "hom bua ngay sang chieu toi trua dem thu chu cn dau giua cuoi tuan thang vua may vai cach "
    "khi luc qua nay hn mai hum chiu"
)
"""Words that begin a day but are none by themselves where other words stand beside them."""
_DAY_WORDS = (
    frozenset(word for phrase in (*FIXED, *NUMBER_WORDS) for word in search_key(phrase).split())
    | _STARTS
    | listed("""
        nay ni truoc roi vua moi qua ngoai sau toi den ke tiep theo sap kia hom bua ngay tuan
        thang quy nam gieng chap vao dem al am dl duong lich khoang chung tam dau do hinh nhu co
        le chac gi gio g h phut ruoi kem sang trua chieu khuya som rang xe buoi hoi ban giao thua
        tet ta tay nguyen dan may vai gan day cach ray no nua trong giua cuoi dip cai nham la luc
        thu chu nhat nhut chua cn nhuan qa wua te nhe nha a nghe ne
    """)
)
"""A day is said with these words and with numbers."""
_POLITE = listed("nha nhe a do ne nghe")
_COUNTED = re.compile(r"ngay|tuan|thang|gio|h\d{0,2}")
_HOUR = re.compile(r"\d{1,2}(?:h|g|gio)\d{0,2}")
_PARTS = listed("sang trua chieu toi hom")
_HOUSES = listed("ho nha so")
_ALONE_AT_FIRST = {"mai": "ngày mai", "nay": "hôm nay", "hn": "hôm nay", "cn": "chủ nhật"}
_HOW_IT_WAS = listed("bt binh on khoe vang tot ok deu")
_BEFORE_YESTERDAY = listed("hom bua ngay sang trua chieu toi dem")
_OTHER_WORDS = listed("toi tôi đến den qua sau")
"""Behind a day mostly a new beginning, though "tới" and "sau" may belong to it."""
_UNTIL = ("trước", "truoc", "hạn", "han", "kể", "đến", "hết")
"""A day behind one of these is the end of something."""
_COUNTED_SO = ("con", "chau", "dua", "be", "lan", "nguoi", "trai", "gai")
_EXACT = (DatePrecision.DAY, DatePrecision.HOUR, DatePrecision.LUNAR)
_TOLD_WITH = listed(
    "bt binh thuong on dinh khoe vang nha ho so het ca deu va da roi khong co gi moi di goi dien "
    "toi tui em minh hop h ok tot cac may"
) | frozenset(map(str, range(100)))
"""Beside these alone a week or a month is that of the visit."""
_COMES = listed("tham ghe den qua vo vao gap toi xuong len tat sang tham")
"""The words of a visit."""
_TOLD_OF_VISITS = (_TOLD_WITH | _COMES) - {"hop"}
_VISITED = listed("tham ghe vieng gap goi dien den")
_RECENT = timedelta(days=3)
_PUT_RIGHT = (("that", "ra"), ("dung", "ra"), ("sua", "lai"), ("noi", "lai"), ("chinh", "xac"))


def line_of(text: str, today: date, numbers: Container[int]) -> Line:
    """A line with the days of visits in it; `numbers` are those of the speaker's book."""
    tokens = tokens_of(text)
    named = days_in(text, tokens, today)
    days = _visit_days(named, tokens, today, numbers)
    days = sorted(
        [*days, *_days_by_number(tokens, days, numbers, today)], key=lambda one: one.first
    )
    if any(LIST.fullmatch(token.text) for token in tokens):
        tokens = without_lists(tokens, [*days, *written_out(named, tokens)], numbers)
        days = _visit_days(days_in(text, tokens, today), tokens, today, numbers)
    return Line(text, tokens, of_two(tokens, days))


def _days_by_number(
    tokens: Sequence[Token], days: Sequence[Said], numbers: Container[int], today: date
) -> list[Said]:
    """ "Sáng 19", "hôm 12": where no household has that number."""
    dated = {at for one in days for at in range(one.first, one.end)}
    found = []
    for at, (part, token) in enumerate(pairwise(tokens)):
        number = token.number
        if part.key not in _PARTS or number is None or at + 1 in dated or not 0 < number < 32:
            continue
        further = tokens[at + 2].key if at + 2 < len(tokens) else ""
        household = number in numbers and part.key != "hom" and further not in _COMES
        if household or _COUNTED.fullmatch(further):
            continue
        read = _read(f"ngày {number}", today, False)
        if read is not None:
            found.append(Said(at, at + 2, replace(read, certain=part.key != "hom"), of_visit=True))
    return found


def put_right(keys: Sequence[str], first: int, end: int) -> bool:
    """Whether what is said from `end` on takes the place of what was said before `first`."""
    pairs = zip(keys[first:end], keys[first + 1 : end], strict=False)
    return any(pair in _PUT_RIGHT for pair in pairs)


def _visit_days(
    named: Sequence[Said], tokens: Sequence[Token], today: date, numbers: Container[int]
) -> list[Said]:
    named = [_soonest(one, tokens, today) for one in named]
    read = (
        _of_a_visit(one, tokens, today) or _to_come(one, tokens, today, numbers) for one in named
    )
    found = [said for said in read if said is not None]
    keys = [token.key for token in tokens]
    for at in range(len(found) - 1, 0, -1):
        if put_right(keys, found[at - 1].end, found[at].first):
            return found[at:]
    exact = [one for one in found if one.day.precision in _EXACT]
    return exact or found or _day_of_a_death(named, tokens, today)


def _day_of_a_death(named: Sequence[Said], tokens: Sequence[Token], today: date) -> list[Said]:
    """ "Ông nội hộ 6 mất hôm qua": with no word of a visit a death is told of on its day."""
    if not named or any(token.key in _VISITED for token in tokens):
        return []
    for one in named:
        before, after = _around(one, tokens)
        if one.day.precision not in _EXACT or not _just_now(one, today):
            continue
        if not _promised(before, after) and _died(before):
            return [replace(one, day=replace(one.day, certain=False))]
    return []


def _just_now(said: Said, today: date) -> bool:
    return today - _RECENT <= said.day.day <= today


def _of_a_visit(said: Said, tokens: Sequence[Token], today: date) -> Said | None:
    """A day of a visit that may still be told; 3/5 in November is two households."""
    if said.day.day > today and tokens[said.end - 1].key == "nay":  # thứ bảy tuần này
        earlier = replace(said.day, day=said.day.day - timedelta(days=7), certain=False)
        said = replace(said, day=earlier)
    if said.day.day > today and said.day.precision is DatePrecision.LUNAR:
        said = replace(said, day=_by_the_sun(said, tokens, today) or said.day)
    written = FULL_DAY.fullmatch(tokens[said.first].key)
    recent = today - LATEST_REPORT <= said.day.day <= today
    if said.day.day > today or (written and not recent):
        return None
    before, after = _around(said, tokens)
    if _of_something_else(before, after):
        return None
    words = {token.key for token in (*before, *after)}
    said = replace(said, of_visit=bool(words & _COMES))
    since = bool(before) and before[-1].key == "tu" and before[-1].text != "tư"
    if said.day.precision not in _EXACT:
        told = said.of_visit or not words - _TOLD_WITH or _tells_how([*before, *after])
        return said if told and not since else None
    if since:
        return replace(said, day=replace(said.day, certain=False)) if said.of_visit else None
    return said


def _to_come(
    said: Said, tokens: Sequence[Token], today: date, numbers: Container[int]
) -> Said | None:
    """A day to come, said as that of a visit: it is to be asked about, and is never today."""
    written = FULL_DAY.fullmatch(tokens[said.first].key)
    past = today - LATEST_REPORT <= said.day.day <= today
    if (
        past
        or (written and _are_numbers(written[0], numbers))
        or not (written or said.day.day > today)
    ):
        return None
    before, after = _around(said, tokens)
    words = {token.key for token in (*before, *after)}
    if _promised(before, after) or words - _TOLD_OF_VISITS:
        return None
    told = not words & _COMES and _tells_how([*before, *after])
    return said if told or not words or any(key.isdigit() for key in words) else None


def _soonest(said: Said, tokens: Sequence[Token], today: date) -> Said:
    """ "30/11" in November is sooner that of this year than of the last."""
    written = FULL_DAY.fullmatch(tokens[said.end - 1].key)
    if written is None or said.day.day >= today - LATEST_REPORT:
        return said
    ahead = _read(written[0], today, True)
    soon = ahead is not None and today < ahead.day <= today + LATEST_REPORT
    return replace(said, day=ahead) if ahead is not None and soon else said


def _are_numbers(written: str, numbers: Container[int]) -> bool:
    return all(int(one) in numbers for one in re.findall(r"\d+", written))


def _by_the_sun(said: Said, tokens: Sequence[Token], today: date) -> DayRead | None:
    """ "Mùng 8 tháng 11" that is still to come by the moon is meant by the sun."""
    numbers = [one for token in tokens[said.first : said.end] if (one := token.number)]
    if len(numbers) != 2:
        return None
    return _read(f"ngày {numbers[0]}/{numbers[1]}", today, False)


def _tells_how(tokens: list[Token]) -> bool:
    return Clause(tokens).first(Sort.HOW) is not None


def _around(said: Said, tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The words between the same commas, before the day and behind it."""
    start, end = said.first, said.end
    while start and tokens[start - 1].text not in ",:(;":
        start -= 1
    while end < len(tokens) and tokens[end].text not in ",:();":
        end += 1
    before = [token for token in tokens[start : said.first] if token.key]
    return before, [token for token in tokens[said.end : end] if token.key]


def _of_something_else(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether it is the day of a promise or of what happened: "mới sinh hôm 15/11"."""
    return _promised(before, after) or _happened(before)


def _promised(before: Sequence[Token], after: Sequence[Token]) -> bool:
    if any(token.key in PROMISING for token in before):
        return True
    further = [token.key for token in after[:3]]
    if further[-2:] == ["tra", "loi"] or further[:2] == ["tra", "loi"]:
        return True
    return bool(before) and before[-1].text.lower() in _UNTIL


def _happened(before: Sequence[Token]) -> bool:
    if before and before[-1].key == "mat":
        return True
    clause = Clause(list(before))
    changes = [end for _, end, meanings in clause.signs if Sort.CHANGE in meanings]
    return bool(changes) and not _COMES & set(clause.keys[changes[-1] :])


def _died(before: Sequence[Token]) -> bool:
    if before and before[-1].key == "mat":
        return True
    sign = Clause(list(before)).first(Sort.CHANGE)
    return sign is not None and sign[2] == Change.DEATH


def days_in(line: str, tokens: Sequence[Token], today: date, *, ahead: bool = False) -> list[Said]:
    """The days that a line names, the longest phrase each; never two over one another."""
    found: list[Said] = []
    at = 0
    while at < len(tokens):
        said = _day_at(line, tokens, at, today, ahead) if _may_start(tokens, at) else None
        if said is None:
            at += 1
        else:
            found.append(said)
            at = said.end
    return found


def day_told(text: str, today: date) -> DayRead | None:
    """The last day of the past that a text names: since when what it tells of is so."""
    tokens = tokens_of(text)
    for said in reversed(days_in(text, tokens, today)):
        before = [token.key for token in tokens[: said.first + 1]][-2:]
        counted = before[-1] == "thu" and before[0] in _COUNTED_SO  # con thứ hai
        sure = said.day.certain or said.day.precision is not DatePrecision.DAY
        if sure and not counted and said.day.day <= today:
            return said.day
    return None


def _may_start(tokens: Sequence[Token], at: int) -> bool:
    key = tokens[at].key
    if FULL_DAY.fullmatch(key) or _HOUR.fullmatch(key):
        return True
    if key.isdigit():
        if at and tokens[at - 1].end == tokens[at].start and tokens[at - 1].key:  # h3 h5
            return False
        further = [token.key for token in tokens[at + 1 : at + 3]]
        if further in (["hom", "truoc"], ["bua", "truoc"]):
            return True
        return bool(further) and bool(_COUNTED.fullmatch(further[0]))
    if key == "hoi" and tokens[at].text.lower() in ("hồi", "hoi"):  # hồi hôm
        return at + 1 < len(tokens) and tokens[at + 1].key == "hom"
    if at and tokens[at - 1].key == "ban" and key in ("dem", "ngay"):
        return False
    if _comes_to(tokens, at):
        return False
    number = tokens[at + 1] if at + 1 < len(tokens) else None  # hộ 12 ngày 18, 12 ngày 15/11
    dated = number is not None and (number.number is not None or FULL_DAY.fullmatch(number.key))
    counted = at > 0 and tokens[at - 1].number is not None and not dated  # 2 tháng nay
    return key in _STARTS and not (counted and key in ("ngay", "tuan", "thang", "nam"))


def _goes_on(window: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether the last word belongs to what follows: "thứ 5 qua nhà 3", "bữa hôm qua"."""
    further = after[0].key if after else ""
    if window[-1].key == "hom" and len(window) > 1:
        return further in ("qua", "kia", "nay")
    steps = len(window) > 2 and window[-2].key not in _BEFORE_YESTERDAY
    return steps and window[-1].key in ("qua", "toi", "den") and further in ("nha", "ho", "coi")


def _begins_with_a_day(tokens: Sequence[Token], at: int) -> bool:
    """ "Nay mới ghé", "cn thăm": at the beginning of a clause it is a day."""
    begins = at == 0 or not tokens[at - 1].key
    further = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if tokens[at].key == "mai":
        house = [token for token in tokens[at + 2 : at + 3] if token.key in _HOUSES or token.number]
        ends = at > 0 and not further and tokens[at - 1].key in _HOW_IT_WAS
        lists = at == 0 and tokens[at].text == "mai" and further.isdigit()
        return ends or lists or (begins and further in _COMES and bool(house))
    if tokens[at].key == "cn" and at and (not further or further in _HOW_IT_WAS):
        return True
    return begins and further in ("moi", "da", "toi", "tui", "ghe", "tham", "di")


@lru_cache(maxsize=KEYS_KEPT)
def _read(phrase: str, today: date, ahead: bool) -> DayRead | None:
    """Kept, as everybody says "hôm qua"."""
    try:
        return read_day(phrase, today, ahead=ahead)
    except Refusal:
        return None


def _may_belong(key: str) -> bool:
    return key in _DAY_WORDS or key[:1].isdigit() or key[-1:].isdigit()


def _comes_to(tokens: Sequence[Token], at: int) -> bool:
    """ "Toi qua ho 7": without diacritics rather tôi qua than tối qua."""
    start = at + bool(_HOUR.fullmatch(tokens[at].key))
    pair = [token.text.lower() for token in tokens[start : start + 2]]
    further = tokens[start + 2].key if start + 2 < len(tokens) else ""
    return pair in (["toi", "qua"], ["tôi", "qua"]) and (
        further in ("ho", "nha", "giup", "tham", "coi", "xem") or further.isdigit()
    )


def _day_at(line: str, tokens: Sequence[Token], at: int, today: date, ahead: bool) -> Said | None:
    longest = at
    while longest < min(len(tokens), at + _LONGEST_DAY) and _may_belong(tokens[longest].key):
        longest += 1
    first = tokens[at].key
    if first in _ALONE_AT_FIRST and _begins_with_a_day(tokens, at):
        alone = _read(_ALONE_AT_FIRST[first], today, ahead)
        return Said(at, at + 1, alone) if alone is not None else None
    for end in range(longest, at, -1):
        window = tokens[at:end]
        if not _whole(window) or _goes_on(window, tokens[end : end + 1]):
            continue
        day = _read(line[window[0].start : window[-1].end], today, ahead)
        if day is None:
            continue
        late = window[-1].text in _OTHER_WORDS or (first == "mung" and window[-1].key == "nay")
        if day.day > today and not ahead and late:
            shorter = _day_at(line, tokens[: end - 1], at, today, ahead)
            if shorter is not None and shorter.end == end - 1 and shorter.day.day <= today:
                return shorter  # "ngày 10/11 tôi đến nhà"
        return Said(at, end, day)
    return None


def _whole(window: Sequence[Token]) -> bool:
    """Whether these words are a day and not the beginning of something else."""
    last, first = window[-1].key, window[0].key
    if len(window) == 1:
        return first not in _NOT_ALONE
    if last in _POLITE or window[0].text.lower() in ("tôi", "còn"):
        return False
    if last == "roi" and first in ("dau", "giua", "cuoi"):
        return False
    if first.isdigit() and (last in ("h", "gio") or (len(window) == 3 and last == "nay")):
        return False
    return first not in ("qua", "nay", "hn")
