"""Which households a line names: numbers of the book, ranges, names as people say them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.vietnamese.finding import Candidate, find, name_key
from bot.domain.vietnamese.phrase_lists import listed
from bot.domain.vietnamese.sentence_tokens import Token
from bot.domain.vietnamese.sentence_words import BEGINNING, IN_PAIRS, SAYING

_LONGEST_NAME = 6  # words: "nhà ông Bảy sửa xe lộ mới"
_LONGEST_SPAN = 60
_SHORTEST_SLIP = (
    3  # in shorter words one slip makes another; `find` asks for more where a name stands alone
)

_HOUSE = listed("ho nha gd hgd")
_TITLES = listed("ong ba chu co di bac anh chi thim mo me cau duong o u em cu thay")
_MARKED_TITLES = listed("ông bà chú cô dì bác chị thím mợ mẹ cậu dượng cụ thầy mệ ôông")
_DENIALS = listed("hổng hông hong ko hok chẳng")
_NUMBER_LEADS = listed("ho so nha cac may")
_LEAD_IN = (
    listed(
        "tham ghe den gap di da toi xong roi qua minh em nay vua moi la thi con va voi cung hom "
        "bao cao bc ngay chieu sang truoc co luon them nua ca tai o vo vao vong sang xuong len lai "
        "dc dong chi thang xin phep cac chua nhung hoi kiem tra chay ve"
    )
    | _HOUSE
    | {"gia", "dinh", "so"}
)
"""What may stand before the first household without saying anything of it."""
_JOINS = frozenset({"va", "voi", "cung", "vs", "roi", "ca", "luon", "den"})
_MARKS = frozenset(",+&/.")
_NOT_BEFORE = listed(
    "thu thang ngay mung mong to ap thon xom khu kp khom doi nam quy gio luc hem ngo kiet lop "
    "phan diem khoang duoc hon gan tang them chi sinh gia tien mat cap mua ban tuoi dien"
)
_UNITS = listed(
    "tr trieu trd cu chai k ngan nghin ng ty ti dong d nguoi khau nk ld gio h g phut ngay tuan "
    "thang nam tuoi kg ky ki met m km suat ho nha lan luot lit xi hecta ha"
)
"""What is counted: a number before one of these is none of a household."""
_PEOPLE = listed("nguoi khau nk nhan ld")
"""What is counted even in "hộ 3 người"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A household as it was named: those who may be meant, the likeliest first.

    `ids` is empty where the words are surely a household's, but nobody's in the book.
    """

    said: str
    ids: tuple[int, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Households named one after another: the tokens from `first` up to `end`."""

    first: int
    end: int
    households: tuple[Named, ...]


class Book:
    """What a speaker may name, made ready to be looked up word by word."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(candidates)
        self.by_number = {one.number: one.id for one in candidates if one.number is not None}
        self._with_word: dict[str, list[Candidate]] = defaultdict(list)
        self.name_words: set[str] = set()
        for one in candidates:
            for word in dict.fromkeys(one.key.split()):
                self._with_word[word].append(one)
            for name in one.names:
                self.name_words.update(name_key(name).split())
        self._long_words = [word for word in self.name_words if len(word) >= _SHORTEST_SLIP]
        self._near: dict[str, list[str]] = {}

    def holds(self, word: str) -> bool:
        """Whether any household is known by this word, or by one a slip away from it."""
        return word in self._with_word or bool(self.slips(word))

    def near(self, words: Sequence[str]) -> list[Candidate]:
        """Those who have one of the words; nobody else can be meant."""
        keys = [key for word in words for key in (word, *self.slips(word))]
        found = {one.id: one for key in keys for one in self._with_word.get(key, ())}
        return [one for one in self.candidates if one.id in found]

    def slips(self, word: str) -> list[str]:
        """The words of names that are one slip away."""
        if len(word) < _SHORTEST_SLIP or word.isdigit():
            return []
        if word not in self._near:
            hits = process.extract(
                word, self._long_words, scorer=OSA.distance, score_cutoff=1, limit=3
            )
            self._near[word] = [hit[0] for hit in hits]
        return self._near[word]


def mentions_in(
    line: str, tokens: Sequence[Token], taken: Mapping[int, int], book: Book
) -> list[Mention]:
    """The households that a line names, in their order.

    `taken` maps the first token of what is no household (a day) to its end.
    """
    return _Line(line, tokens, taken, book).mentions()


class _Line:
    def __init__(
        self, line: str, tokens: Sequence[Token], taken: Mapping[int, int], book: Book
    ) -> None:
        self.line, self.tokens, self.taken, self.book = line, tokens, taken, book

    def mentions(self) -> list[Mention]:
        """Beside numbers only names count that are sure: "8, ông chồng mất" is of one household."""
        found = self._at_beginnings()
        if any(one.households and one.households[0].said.isdigit() for one in found):
            found = [one for one in found if self._counts_beside_numbers(one)]
        joined: list[Mention] = []
        for one in found:
            joined = self._with(joined, one)
        return joined or self._anywhere()

    def _counts_beside_numbers(self, one: Mention) -> bool:
        named = one.households[0] if one.households else None
        if named is None or named.said.isdigit():
            return True
        return named.certain or one.end - one.first == 1

    def _at_beginnings(self) -> list[Mention]:
        """At the line's start, after a comma, or joined to the one before: there names stand."""
        found: list[Mention] = []
        at, fresh = 0, True
        while at < len(self.tokens):
            if at in self.taken:
                at = self.taken[at]
                continue
            if fresh and found and self._leaves_out(at):
                left = self._numbers_at(at + self._leaves_out(at), fresh=True)
                if left is not None:
                    found, at, fresh = self._but(found, left), left.end, False
                    continue
            mention = self._mention_at(at, fresh=True) if fresh else None
            if mention is not None:
                found.append(mention)
                at, fresh = mention.end, False
                continue
            fresh = self._begins_anew(at, fresh, found)
            at += 1
        return found

    def _but(self, found: list[Mention], left: Mention) -> list[Mention]:
        """ "10 đến 14 bình thường, ngoài 12": the last list is meant without it."""
        out = {one.ids for one in left.households}
        last = found[-1]
        kept = tuple(one for one in last.households if one.ids not in out)
        return [*found[:-1], Mention(last.first, last.end, kept)]

    def _begins_anew(self, at: int, fresh: bool, found: Sequence[Mention]) -> bool:
        """Whether a household may be named behind this word."""
        token = self.tokens[at]
        if token.text in _MARKS or token.text in ":(":
            return True
        if token.key in _JOINS | {"con"} and found:
            return at > found[-1].end or token.key in ("va", "voi", "cung", "vs")
        return fresh and (token.key in _LEAD_IN | _JOINS or not token.key)

    def _anywhere(self) -> list[Mention]:
        """Nobody at the beginning: then where "hộ" or "nhà" leads to somebody, or at the end."""
        for at in range(len(self.tokens)):
            if self.tokens[at].number is not None and (last := self._ending(at)) is not None:
                return [last]
            house = self.tokens[at].key in _HOUSE or self._pair(at) == "gia dinh"
            if house or self._is_title(at):
                mention = self._mention_at(at, fresh=False)
                if mention is not None:
                    return [mention]
        return []

    def _ending(self, at: int) -> Mention | None:
        """A list of the book's numbers with which the line ends."""
        if at and self.tokens[at - 1].key in _NOT_BEFORE:
            return None
        mention = self._numbers_at(at, fresh=True)
        if mention is None or mention.end < len(self.tokens):
            return None
        return mention if all(one.certain for one in mention.households) else None

    def _with(self, found: list[Mention], mention: Mention) -> list[Mention]:
        """Households named one after another belong together."""
        if found and all(self._joins(at) for at in range(found[-1].end, mention.first)):
            whole = (*found[-1].households, *mention.households)
            return [*found[:-1], Mention(found[-1].first, mention.end, whole)]
        return [*found, mention]

    def _joins(self, at: int) -> bool:
        token = self.tokens[at]
        return token.text in _MARKS or token.key in _JOINS | _NUMBER_LEADS

    def _mention_at(self, at: int, *, fresh: bool) -> Mention | None:
        return self._numbers_at(at, fresh=fresh) or self._name_at(at, fresh=fresh)

    def _pair(self, at: int) -> str:
        return " ".join(token.key for token in self.tokens[at : at + 2])

    # numbers

    def _numbers_at(self, at: int, *, fresh: bool) -> Mention | None:
        start, led = at, False
        if self._pair(at).startswith("tu ") and self._range_end(at + 1)[1] > at + 2:
            at += 1
        while at < len(self.tokens) and self.tokens[at].key in _NUMBER_LEADS:
            led = led or self.tokens[at].key != "so"
            at += 1
        if at > start and at < len(self.tokens) and self.tokens[at].text in "#:":
            at += 1
        if at >= len(self.tokens) or not (led or fresh) or not self._is_household(at, led):
            return None
        named, end = self._listed(at, led)
        return Mention(start, end, tuple(named)) if named else None

    def _is_household(self, at: int, led: bool) -> bool:
        """A bare number is one of the book; "hộ 99" is meant for one, though nobody has it."""
        token = self.tokens[at]
        if token.number is None or token.number == 0 or at in self.taken:
            return False
        after = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        if after in (_PEOPLE if led else _UNITS) and not self._house_told_of(at, after):
            return False
        before = self.tokens[at - 1].key if at else ""
        if before in _NOT_BEFORE and not led:
            return False
        return led or token.number in self.book.by_number

    def _house_told_of(self, at: int, after: str) -> bool:
        """ "18 nhà tốc mái" tells of a house, "thăm 18 nhà" counts houses."""
        rest = [token.key for token in self.tokens[at + 2 : at + 3]]
        return after == "nha" and at == 0 and bool(rest) and rest[0] not in ("", "bt", "binh", "on")

    def _listed(self, at: int, led: bool) -> tuple[list[Named], int]:
        """3 5 7, 9-12 và 15, trừ 10: each once, in the order in which they were typed."""
        numbers: list[int] = []
        without: set[int] = set()
        leaving, end = False, at
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.number is not None and at not in self.taken and self._is_household(at, True):
                first = token.number
                last, after = self._range_end(at)
                span = range(first, last + 1) if first < last < first + _LONGEST_SPAN else (first,)
                if leaving:
                    without.update(span)
                else:
                    numbers.extend(span)
                at = end = after
            elif self._leaves_out(at):
                leaving, at = True, at + self._leaves_out(at)
            elif token.text in _MARKS or token.key in _NUMBER_LEADS | {"va", "voi", "vs"}:
                at += 1
            else:
                break
        kept = [n for n in dict.fromkeys(numbers) if n not in without]
        return [self._numbered(n) for n in kept], end

    def _range_end(self, at: int) -> tuple[int, int]:
        """The last number of "3-7", "3 đến 7" and the token behind it."""
        first = self.tokens[at].number if at < len(self.tokens) else None
        if first is None:
            return 0, at
        after = at + 1
        if after < len(self.tokens) and (
            self.tokens[after].text in "-–" or self.tokens[after].key in ("den", "toi")
        ):
            after += 1
            if after < len(self.tokens) and self.tokens[after].key in _NUMBER_LEADS:
                after += 1
            if after < len(self.tokens) and (last := self.tokens[after].number) is not None:
                return last, after + 1
        return first, at + 1

    def _leaves_out(self, at: int) -> int:
        """How many words say that what follows is left out."""
        for words in (("ngoai", "tru"), ("tru", "ra"), ("tru",), ("ngoai",), ("bo",)):
            if tuple(token.key for token in self.tokens[at : at + len(words)]) == words:
                return len(words)
        return 0

    def _numbered(self, number: int) -> Named:
        known = self.book.by_number.get(number)
        return Named(str(number), (known,) if known is not None else (), known is not None)

    # names

    def _name_at(self, at: int, *, fresh: bool) -> Mention | None:
        """The longest words from here on that somebody in the book is called by."""
        start = at
        while at < len(self.tokens) and (
            self.tokens[at].key in _HOUSE or self._pair(at) == "gia dinh"
        ):
            at += 2 if self._pair(at) == "gia dinh" else 1
        house = at > start
        titled = at < len(self.tokens) and self._is_title(at)
        if not (house or titled or fresh):
            return None
        best: tuple[int, Named] | None = None
        for end in range(at + 1, min(len(self.tokens), at + _LONGEST_NAME) + 1):
            if (end - 1) in self.taken or not self.tokens[end - 1].key:
                break
            named = self._named(at, end, house=house, titled=titled)
            if named is not None:
                best = end, named
        if best is None:
            return None
        return Mention(start, best[0], (best[1],))

    def _named(self, at: int, end: int, *, house: bool, titled: bool) -> Named | None:
        window = self.tokens[at:end]
        words = [token.key for token in window]
        if len(words) == 1 and (titled or not self._stands_alone(at, house)):
            return None
        flat = " ".join(words).split()
        if not self.book.holds(flat[-1]):
            return None
        near = self.book.near([word for word in flat if word not in _TITLES] or flat)
        said = self.line[window[0].start : window[-1].end]
        found = find(said, near)
        if not found.ids or not self._as_said(flat, found.ids[0], house=house, titled=titled):
            return None
        return Named(said, found.ids[: 1 if found.certain else 3], found.certain)

    def _is_title(self, at: int) -> bool:
        """ "Di" may be dì, but "đi" is none."""
        token = self.tokens[at]
        return token.key in _TITLES and (
            token.text.isascii() or token.text.lower() in _MARKED_TITLES
        )

    def _stands_alone(self, at: int, house: bool) -> bool:
        """One bare word is a name only where nothing else is likely to be meant by it."""
        word = self.tokens[at].key
        if word not in self.book.name_words or house:
            return house and word in self.book.name_words
        after = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        denies = self.tokens[at].text.lower() in _DENIALS
        if denies or len(word) < 3 or word in SAYING or (word, after) in IN_PAIRS:
            return False
        return not after or after in BEGINNING or after.isdigit() or (at + 1) in self.taken

    def _called(self, word: str, one: Candidate) -> bool:
        """Whether a name ends in this word: a surname and a middle name are nobody's yet."""
        return any(name_key(name).split()[-1:] == [word] for name in one.names)

    def _as_said(self, words: list[str], found: int, *, house: bool, titled: bool) -> bool:
        """Every word is the household's own; of landmarks only where a house is spoken of."""
        one = next(each for each in self.book.candidates if each.id == found)
        names = {word for name in one.names for word in name_key(name).split()}
        known = names if not house else set(one.key.split()) | _PLACES
        bare = [word for word in words if word not in _TITLES] or words
        misses = [word for word in bare if word not in known]
        if not misses:
            return words[-1] in known and (self._called(words[-1], one) or not set(bare) <= names)
        slips = [word for word in misses if any(near in names for near in self.book.slips(word))]
        if len(misses) != 1 or not slips:
            return False
        return len(bare) > 1 or (len(misses[0]) > _SHORTEST_SLIP and (house or titled))


_PLACES = listed("canh gan ben dau cuoi sau truoc doi dien o tai trong ngoai phia")
