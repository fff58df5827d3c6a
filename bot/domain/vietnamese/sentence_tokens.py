"""A typed sentence as words, each with its key and its place, and the days that stand in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.refusals import Refusal
from bot.domain.vietnamese.dates import DayRead, read_day
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.text import clean, search_key

_LONGEST_DAY = 7  # words: "thứ sáu ngày 5 tháng 11 vừa rồi" is read in two parts
_TOKEN = re.compile(
    r"\d{1,2}(?:[/.]\d{1,2}){1,2}(?:[/.]\d{4})?(?![\d/])"  # 15/11, 15.11.2026
    r"|\d{4}-\d{1,2}-\d{1,2}"
    r"|(?:hộ|ho|h|số|so|nhà|nha)(?=\d+\b)"  # ho3
    r"|[^\W\d_]+\d[^\W_]*"  # tra6n2, H0012
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
    r"|\d+[.,]\d+(?= ?(?:t[rỷyỉi]\b|triệu|trieu|củ\b)|k\b|đ\b)"
    r"|\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+|[^\w\s]",
    re.IGNORECASE,
)
_LINES = re.compile(r"\n|;|(?<=[^\d\s])[.!?…]+(?=\s|$)|\s+/\s+|(?<=\s)[-–•*](?=\s)")
_STARTS = listed(
    "hom bua ngay sang chieu toi trua dem thu chu cn mung mong ram dau giua cuoi tuan thang "
    "hq hqua hnay hwa vua t2 t3 t4 t5 t6 t7 mai may vai cach khi luc hn qua nay"
)
_NOT_ALONE = listed(
    "hom bua ngay sang chieu toi trua dem thu chu cn dau giua cuoi tuan thang vua may vai cach "
    "khi luc qua nay hn mai"
)
"""Words that begin a day but are none by themselves where other words stand beside them."""
_POLITE = listed("nha nhe a do ne nghe")
_FULL_DAY = re.compile(r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}")
_COUNTED = re.compile(r"ngay|tuan|thang|gio|h\d{0,2}")
_HOUR = re.compile(r"\d{1,2}(?:h|g|gio)\d{0,2}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; `key` is empty for a mark."""

    text: str
    key: str
    start: int
    end: int

    @property
    def number(self) -> int | None:
        """The whole number that it is, of at most four digits."""
        return (
            int(self.key)
            if self.key.isascii() and self.key.isdigit() and len(self.key) < 5
            else None
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A day within a line: the tokens from `first` up to `end`."""

    first: int
    end: int
    day: DayRead


def pieces_of(text: str) -> list[str]:
    """What is told apart by lines, semicolons, full stops and list dashes."""
    parts = (part.strip(" .,:-–•*\t") for part in _LINES.split(clean(text)))
    return [part for part in parts if part]


def tokens_of(line: str) -> list[Token]:
    """The words, numbers and marks of a line."""
    found = []
    for match in _TOKEN.finditer(line):
        text = match[0]
        key = text.lower() if _FULL_DAY.fullmatch(text) else search_key(text)
        found.append(Token(text, key if text[0].isalnum() else "", match.start(), match.end()))
    return found


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


def _may_start(tokens: Sequence[Token], at: int) -> bool:
    key = tokens[at].key
    if _FULL_DAY.fullmatch(key) or _HOUR.fullmatch(key):
        return True
    if key.isdigit():
        return at + 1 < len(tokens) and bool(_COUNTED.fullmatch(tokens[at + 1].key))
    counted = at > 0 and tokens[at - 1].number is not None  # 2 tháng nay: for two months
    return key in _STARTS and not (counted and key in ("ngay", "tuan", "thang", "nam"))


def _day_at(line: str, tokens: Sequence[Token], at: int, today: date, ahead: bool) -> Said | None:
    for end in range(min(len(tokens), at + _LONGEST_DAY), at, -1):
        window = tokens[at:end]
        if any(not token.key for token in window) or not _whole(window):
            continue
        try:
            day = read_day(line[window[0].start : window[-1].end], today, ahead=ahead)
        except Refusal:
            continue
        return Said(at, end, day)
    return None


def _whole(window: Sequence[Token]) -> bool:
    """Whether these words are a day and not the beginning of something else."""
    last, first = window[-1].key, window[0].key
    if len(window) == 1:
        return first not in _NOT_ALONE
    if last in _POLITE or window[0].text.lower() in ("tôi", "còn"):
        return False
    if first.isdigit() and (last in ("h", "gio") or (len(window) == 3 and last == "nay")):
        return False
    return first not in ("qua", "nay", "hn")


def without_lists(tokens: Sequence[Token], days: Sequence[Said], line: str) -> list[Token]:
    """The tokens, with 3/5/7 taken apart where it was read as no day."""
    dated = {at for said in days for at in range(said.first, said.end)}
    found: list[Token] = []
    for at, token in enumerate(tokens):
        if at in dated or not ("/" in token.text or "." in token.text) or not token.key:
            found.append(token)
            continue
        for part in re.finditer(r"\d+|[^\d]", token.text):
            number = part[0] if part[0].isdigit() else ""
            found.append(
                Token(part[0], number, token.start + part.start(), token.start + part.end())
            )
    return found
