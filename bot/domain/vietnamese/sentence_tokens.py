"""A typed sentence as words, each with its key and its place, and the days that stand in it."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.vietnamese.dates import DayRead
from bot.domain.vietnamese.finding import name_key
from bot.domain.vietnamese.phrase_lists import common, listed
from bot.domain.vietnamese.text import clean, search_key

_TOKEN = re.compile(
    r"\bpa-\w{1,12}-\d{6}-\d{3,}"  # the code of a concern
    r"|\d{1,2}(?:[/.]\d{1,2}){1,2}(?:[/.]\d{4})?(?![\d/])"  # 15/11, 15.11.2026
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"
    r"|(?:(?<=ngày )|(?<=ngay )|(?<=hôm )|(?<=hom ))\d{1,2}-\d{1,2}(?![\d-])"
    r"|(?<![\d-])(?:1[3-9]|2\d|3[01])-(?:0?[1-9]|1[0-2])(?![\d-])"  # 15-11 is no range
    r"|(?:hộ|ho|hs|h|số|so|nhà|nha)(?=\d{1,3}\b)"  # ho3
    r"|\d+(?:tr|k|g|h|m|t[yỷỉ])\d*\b"  # 1tr263, 500k, 18h30
    r"|[^\W\d_]+\d[^\W_]*"  # tra6n2, H0012
    r"|[aceo]\.(?=[^\W\d_]{2})"  # c.Nga
    r"|H['’ʼ] ?(?=[^\W\d_])"  # H'Hen
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
    r"|\d+[.,]\d+(?= ?(?:t[rỷyỉi]\b|triệu|trieu|củ\b)|k\b|đ\b)"
    r"|\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+|[^\w\s]",
    re.IGNORECASE,
)
_LINES = re.compile(
    r"\n|;|(?<=[^\d\s])[.!?…]+(?=\s|$)|(?<=[^\n]{3})(?<=\d)\.(?=\s+[^\W\d_])|\s+/\s+|(?<=\s)[-–•*](?=\s)"
)
_SHORT_DAY = re.compile(r"\bh\. ?(?=(?:qua|nay|kia|wa)\b)", re.IGNORECASE)
_PLACE_IN_LIST = re.compile(
    r"^\d{1,2}[.)]\s+(?=(?:hộ|ho|nhà|nha|gia đình|gia dinh|ông|ong|bà|ba|cô|co|chú|chu|bác|bac|anh|"
    r"chị|chi|dì|di|thím|thim)\s+\D|(?:hộ|ho|nhà|nha)\s*(?:số|so)?\s*\d)",
    re.IGNORECASE,
)
""" "3. Nhà cô Út" is the third that is told of, not number 3."""
_IN_LIST = r"\d{1,3}[.)]\s+(?=[^\W\d_])"
_LIST_IN_A_LINE = re.compile(rf"^{_IN_LIST}[^\n]*?\s{_IN_LIST}[^\n]*", re.MULTILINE)
_NEXT_IN_LIST = re.compile(rf"\s(?={_IN_LIST})")
""" "3. bt 5. vắng 7. bt"."""
_COMRADE = (
    r"(?:các |cac )?(?:đồng chí|dong chi|đ/c|d/c|đc|dc)(?: (?:phó |pho )?(?:bí thư|bi thu))?|"
    r"(?:phó |pho )?(?:bí thư|bi thu)|chi bộ|chi bo|chi ủy|chi uỷ|chi uy"
)
_OPENING = re.compile(
    r"^(?i:(?:(?:kính|kinh|xin|em|tôi|toi|dạ|da) ){0,3}"
    rf"(?:gửi|gui|báo cáo|bao cao|thưa|thua|chào|chao) (?:với |voi )?(?:{_COMRADE}))"
    r"(?: [^\W\d_a-zà-ỹđ][^\W\d_]*){0,4}\s*[:,]\s*(?=\S)"
)
_ENDING = re.compile(
    r"[,.]?\s+(?:xin hết|xin het|hết báo cáo|het bao cao)\s*\.?\s*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:(?:xin|toi|em) )?(?:chan thanh )?(?:tran trong|cam on|kinh (?:bao|chao|thu)|than ai|het"
    r"|bao cao het|het bao cao|chuc (?:dong chi|d c|dc|cac dong chi) .*(?:khoe|vui)(?: manh)?)"
    r"(?: (?:cam on|kinh chao|va|dong chi|d c|dc|cac|bi thu|chi bo|nhieu|a|nhe))*"
)
"""How a letter begins and ends that tells nothing of anybody."""
FULL_DAY = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.]\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"
)

LIST = re.compile(r"\d{1,2}(?:[/.]\d{1,2}){1,2}")
_DATING = listed("ngay hom bua truoc han den tu sang chieu toi trua thu")
_JOINS_DAYS = listed("va voi cung den toi hay hoac")

HOUSEHOLD = "@"
"""Stands in what is told for the household itself."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; `key` is empty for a mark."""

    text: str
    key: str
    start: int
    end: int

    @property
    def marked(self) -> bool:
        """Whether it was typed with diacritics."""
        return not self.text.isascii()

    @property
    def word(self) -> str:
        """The word spelt in full; "hông" is không, but Hồng is a name."""
        named = self.key == "hong" and self.text.lower() in ("hồng", "hống", "hộng")
        return self.key if named else common(self.key)

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
    of_visit: bool = False  # somebody comes to see somebody, in the same breath


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was typed, its words, and the days that it names."""

    text: str
    tokens: Sequence[Token]
    days: Sequence[Said] = ()
    keys: list[str] = field(init=False)
    taken: dict[int, int] = field(init=False)  # from the first token of a day to its end
    dated: set[int] = field(init=False)  # the tokens of all days

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", [token.key for token in self.tokens])
        object.__setattr__(self, "taken", {one.first: one.end for one in self.days})
        dated = {at for one in self.days for at in range(one.first, one.end)}
        object.__setattr__(self, "dated", dated)

    def words_from(self, first: int, most: int) -> list[str]:
        """The keys from here on, up to a mark or a day."""
        found: list[str] = []
        for at in range(first, min(len(self.keys), first + most)):
            if not self.keys[at] or at in self.taken:
                break
            found.append(self.keys[at])
        return found

    def said(self, first: int, end: int) -> str:
        """The words from one token up to another, as they were typed."""
        return self.text[self.tokens[first].start : self.tokens[end - 1].end]


def pieces_of(text: str) -> list[str]:
    """What is told apart by lines, semicolons, full stops and list dashes."""
    typed = _ENDING.sub("", _OPENING.sub("", _SHORT_DAY.sub("hôm ", clean(text))))
    typed = _LIST_IN_A_LINE.sub(lambda line: _NEXT_IN_LIST.sub("\n", line[0]), typed)
    parts = [part.strip(" .,:-–•*\t") for part in _LINES.split(typed)]
    said = [_PLACE_IN_LIST.sub("", part) for part in parts if part]
    while len(said) > 1 and _CLOSING.fullmatch(search_key(said[-1])):
        said.pop()
    return said


def tokens_of(line: str) -> list[Token]:
    """The words, numbers and marks of a line."""
    found = []
    for match in _TOKEN.finditer(line):
        text = match[0]
        dated = text[0].isdigit() and FULL_DAY.fullmatch(text)
        key = text.lower() if dated else name_key(text)
        found.append(Token(text, key if text[0].isalnum() else "", match.start(), match.end()))
    return found


def of_two(tokens: Sequence[Token], days: Sequence[Said]) -> list[Said]:
    """ "Hôm qua và hôm nay": one of both days was meant, or both."""
    found: list[Said] = []
    for said in days:
        before = found[-1] if found else None
        both = before is not None and _side_by_side(tokens[before.end : said.first])
        if before is None or not both or before.day.day == said.day.day:
            found.append(said)
        else:
            day = replace(before.day, certain=False)
            found[-1] = replace(before, end=said.end, day=day)
    return found


def _side_by_side(between: Sequence[Token]) -> bool:
    return len(between) == 1 and (between[0].key in _JOINS_DAYS or between[0].text in "&+-–")


def without_lists(
    tokens: Sequence[Token], days: Sequence[Said], numbers: Container[int]
) -> list[Token]:
    """The tokens, with 3/5/7 taken apart where it is no day, and all are numbers of the book."""
    dated = {at for said in days for at in range(said.first, said.end)}
    found: list[Token] = []
    for at, token in enumerate(tokens):
        parts = list(re.finditer(r"\d+|[^\d]", token.text)) if LIST.fullmatch(token.text) else []
        said = [int(part[0]) for part in parts if part[0].isdigit()]
        due = at > 0 and tokens[at - 1].key in _DATING
        if at in dated or due or not parts or not all(one in numbers for one in said):
            found.append(token)
            continue
        for part in parts:
            number = part[0] if part[0].isdigit() else ""
            place = token.start + part.start()
            found.append(Token(part[0], number, place, token.start + part.end()))
    return found


def written_out(named: Sequence[Said], tokens: Sequence[Token]) -> list[Said]:
    """ "Thứ sáu 11/12", "ngày mai 12/12": there the numbers are those of the day."""
    found = [one for one in named if one.end - one.first > 1]
    for one in named:
        behind = "".join(token.key for token in tokens[one.end : one.end + 1])
        parts = [int(part) for part in re.findall(r"\d+", behind)]
        if parts[:2] == [one.day.day.day, one.day.day.month]:
            found.append(replace(one, first=one.end, end=one.end + 1))
    return found
