"""Numbers of the book within a line: one after another, from one to another, all but some."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.vietnamese.numbers import NUMBER_WORDS, read_words
from bot.domain.vietnamese.phrase_lists import common, listed
from bot.domain.vietnamese.sentence_book import TITLES, Book, Named, is_title
from bot.domain.vietnamese.sentence_tokens import Line
from bot.domain.vietnamese.sentence_words import BEGINNING

_LONGEST_SPAN = 60
LEADS = listed("ho so nha cac may h hs")
_BETWEEN = listed("va voi cung vs") | LEADS
_MARKS = frozenset(",+&/.#")
_TO = listed("den toi") | {"-", "–", "→", "~", ">"}
_AMOUNTS = listed("duoc tang them chi sinh cap mua ban ca cho trong moi con xuat de nuoi co")
"""A number alone behind these is an amount; several without what is counted are households."""
NOT_BEFORE = _AMOUNTS | listed(
    "kenh thu thang ngay mung mong to ap thon xom khu kp khom doi nam quy gio luc hem ngo kiet lop "
    "phan diem khoang hon gan gia tien mat tuoi dien muc lan tap trang bai vu chuong don buoi tam "
    "khoan tu"
)
"""Words whose number is none of a household."""
_CALLED = listed("goi dien thoai dt zalo nhan tin alo phone")
_NOT_YET = listed("chua khong ko k kg hong chang")
_MET = listed("tham ghe gap den toi qua vo vao")
_UNITS = listed(
    "tr trieu trd cu chai k ngan nghin ng ty ti dong d nguoi khau nk ld gio h g phut ngay tuan "
    "thang nam tuoi kg ky ki met m km suat ho nha lan luot lit xi hecta ha tieng "
    "buoi nhan suat dot vu chuc tram mieng cap muoi lop bua"
)
"""What is counted: a number before one of these is none of a household."""
_NOT_WELL = listed(
    "di vang chua khong khoa cua dong xin hoi than keu bi om benh ban goi mat moi sinh phan de "
    "kien muon vi do tai"
)
"""How it begins that something is told of a household that was left out."""
_HARD = listed(
    "toi tui em minh dau met nam nhap cap dang kho thieu can yeu gia ngap hu sap vua van thi la"
)
"""And of one that is told of as another than those before."""
_PLAINLY = (
    ["bt"], ["vang"], ["binh", "thuong"], ["on", "dinh"], ["di", "vang"], ["dong", "cua"],
    ["khoa", "cua"], ["khong", "gap"],
)  # fmt: skip
"""How nobody but a household is told of."""
_LONGEST_CALLED = 3
"""The words between a number and what is told of it: a title and at most two of a name."""
_MORE_THAN_A_BOOK = 1000
_SPELLED = listed(
    "một hai ba bốn tư năm sáu bảy bẩy tám chín mười mốt lăm mươi mot bon sau bay tam chin muoi"
)
_SPELLED_BARE = listed("nam tu lam")
"""Numbers behind a "so" that was typed without diacritics; elsewhere mostly other words."""
_VISITED = listed("tham ghe gap goi")
_OF_TIME = (["nay"], ["truoc"], ["roi"], ["qua"])
_DASHED = re.compile(r"(?<!\d)\d{1,3}-\d{1,3}-\d{1,3}(?!\d)")
_EACH = listed("moi mot hai ba bon nam may")
_THINGS = listed("suat xuat phan goi bao thung chai hop con cay cai tui to ky kg cap chuc tram bo")
_SPELLED_THINGS = listed(
    "sào mẫu thùng tấm bao gói chai hộp túi suất phần chiếc cuốn tờ bịch miếng viên cặp bộ thung"
)
_BEASTS = listed("heo lon bo ga vit trau de ngan ngong tom ca")
_PEOPLE = listed("nguoi khau nk nhan ld ngan nghin trieu tr k dong")
"""What is counted even in "hộ 3 người", "ủng hộ 500 ngàn"."""
_COUNTED_TOO = listed("be dua chau")
COUNTED_PAIRS = (
    ("gia", "dinh"), ("vo", "chong"), ("ong", "ba"), ("me", "con"), ("cha", "con"),
    ("ba", "con"), ("anh", "em"), ("chi", "em"), ("nhan", "khau"), ("ba", "chau"),
    ("ong", "chau"), ("ba", "me"), ("cha", "me"), ("bo", "con"), ("me", "gia"),
)  # fmt: skip
"""People who are counted together; at the beginning a number before them may be a household's."""
_ALL = (("tat", "ca"), ("cac", "ho"), ("cac", "nha"), ("toan", "bo"), ("thuong", "het"))
_LEFT_OUT = (("ngoai", "tru"), ("tru", "ra"), ("tru",), ("ngoai",), ("bo",), ("khong", "tinh"))


class Numbers:
    """Reads the numbers of one line."""

    def __init__(self, line: Line, book: Book) -> None:
        self.line, self.book = line, book
        self.tokens, self.keys = line.tokens, line.keys
        self.of_all = any(pair in _ALL for pair in pairwise(line.keys))

    def at(self, at: int, *, fresh: bool) -> tuple[int, tuple[Named, ...], bool] | None:
        """The end of the list that begins here, the households, and whether "hộ" led to it."""
        if at and self.keys[at] in LEADS and self.keys[at - 1] in _EACH:
            counted = self.keys[at + 2 : at + 3]
            if self.keys[at] != "so" and (not counted or counted[0] in _UNITS | _THINGS):
                return None
        led, span = False, self.keys[at] == "tu" and self._last(at + 1)[1] > at + 2
        at += span
        while at < len(self.keys) and self.keys[at] in LEADS:
            led = led or self.keys[at] != "so" or (at > 0 and self.keys[at - 1] == "nha")
            at += 1
            if at < len(self.keys) and self.tokens[at].text in "#:.":
                at += 1
        led = led or (fresh and self._said_behind_so(at))
        if at >= len(self.keys) or not (led or fresh) or not self._begins(at, led or span):
            return None
        named, end = self._list(at)
        return (end, tuple(named), led) if named else None

    def leaves_out(self, at: int) -> int:
        """How many words say that what follows is left out."""
        for words in _LEFT_OUT:
            if tuple(self.keys[at : at + len(words)]) == words:
                return len(words)
        return 0

    def _begins(self, at: int, led: bool) -> bool:
        """A bare number is one of the book; "hộ 99" is meant for one, though nobody has it."""
        number, end = self._number(at, led)
        if not number or at in self.line.taken:
            return False
        after = self.keys[end] if end < len(self.keys) else ""
        further = self.keys[end + 1] if end + 1 < len(self.keys) else ""
        if (after == "k" and further.isalpha()) or (after in ("h", "hs") and further.isdigit()):
            after = ""
        if self._is_half_a_word(end, after) or self._of_things(at, end):
            return False
        if after in (_PEOPLE if led else _UNITS) and not self._house_told_of(at, after):
            return False
        before = self.keys[at - 1] if at and at - 1 not in self.line.dated else ""
        if not led and (self._is_share(at) or (before in NOT_BEFORE and not self.leads_on(at))):
            return False
        return led or number in self.book.by_number or self._is_of_nobody(at, end)

    def leads_on(self, at: int) -> bool:
        """Whether a household is meant behind what mostly leads to an amount: "gọi cho 3 5"."""
        before = self.keys[at - 1] if at else ""
        number = self.tokens[at].number
        if before not in _AMOUNTS or number not in self.book.by_number or at in self.line.taken:
            return False
        named, end = self._list(at)
        of_so_many = [token.text for token in self.tokens[at + 1 : at + 2]] == ["/"]  # 3/15
        if not named or of_so_many or self._counts(end):
            return False
        several = len(named) > 1 and self._may_tell(end)
        return several or self._met_so(at) or self.is_rest(at, end) or self.told_of(end)

    def _may_tell(self, end: int) -> bool:
        """Whether nothing is counted here: "có 4 5 sào ruộng"."""
        after = self.keys[end] if end < len(self.keys) and end not in self.line.dated else ""
        return not after or common(after) in BEGINNING | _NOT_WELL | _HARD or after == "deu"

    def doubtful(self, at: int, end: int, named: Sequence[Named]) -> bool:
        """ "Có 3 vắng", "còn 7 chưa thăm": number 3, or three of them."""
        if len(named) > 1 or not at or self.keys[at - 1] not in _AMOUNTS or self._met_so(at):
            return False
        return self.keys[at - 1] != "con" or self.keys[end : end + 1] == ["chua"]

    def is_rest(self, at: int, end: int) -> bool:
        """ "3 và 5 bình thường, còn 7 ốm": another than those before is told of."""
        after = self.keys[end] if end < len(self.keys) else ""
        further = self.line.said(at - 1, at).lower() in ("còn", "con")
        told = common(after) in BEGINNING or after in _NOT_WELL | _HARD
        return further and told and after not in NOT_BEFORE

    def _met_so(self, at: int) -> bool:
        """ "Gọi điện cho 3", "chưa thăm được 3": of whom else than of a household."""
        before = self.keys[max(0, at - 5) : at - 1]
        match self.keys[at - 1]:
            case "cho":
                return bool(_CALLED & set(before[-3:]))
            case "duoc":
                return bool(_NOT_YET & set(before)) and bool((_MET | _CALLED) & set(before))
        return False

    def _counts(self, end: int) -> bool:
        """Whether what stands behind a number is counted by it."""
        if end >= len(self.keys):
            return False
        after = self.keys[end]
        if after == "con" and self.tokens[end].text.lower() == "còn":
            return False
        counted = after in _UNITS | _THINGS | _COUNTED_TOO or self.tokens[end].text == "%"
        return counted or tuple(self.keys[end : end + 2]) in COUNTED_PAIRS

    def _is_of_nobody(self, at: int, end: int) -> bool:
        """ "99 đi vắng" is told of a household, though of none in the book, and so of no other."""
        number = self.tokens[at].number
        if number is None or number >= _MORE_THAN_A_BOOK or not self.book.by_number:
            return False
        while end < len(self.keys) and (self.tokens[end].number or not self.keys[end]):
            end += 1
        if at or self.told_of(end):
            return self.told_of(end)
        after = self.keys[end] if end < len(self.keys) else ""
        counted = after in _UNITS | _THINGS | _COUNTED_TOO
        counted = counted or tuple(self.keys[end : end + 2]) in COUNTED_PAIRS
        return not counted and common(after) in BEGINNING

    def told_of(self, at: int) -> bool:
        """Whether the words here tell plainly how somebody was met; "ông Hai" may stand before."""
        words = [common(key) for key in self.line.words_from(at, _LONGEST_CALLED + 2)]
        pair = tuple(self.keys[at : at + 2])
        called = bool(words) and is_title(self.tokens[at]) and pair not in COUNTED_PAIRS
        behind = [words[skipped:] for skipped in range(_LONGEST_CALLED + 1 if called else 1)]
        return any(rest[:1] in _PLAINLY or rest[:2] in _PLAINLY for rest in behind)

    def _goes_on(self, at: int) -> bool:
        """ "hộ 2, 3 tháng nay" is of one household."""
        after = self.keys[at + 1] if at + 1 < len(self.keys) else ""
        listed_on = self.tokens[at - 1].number is not None  # "4 5 6 tuần này"
        if listed_on and after in ("tuan", "thang") and self.keys[at + 2 : at + 3] in _OF_TIME:
            return True
        if at + 1 in self.line.taken or (after == "ngay" and at + 2 in self.line.taken):
            return True
        if self.tokens[at - 1].text == "," and self._counts_people(at, after):
            return False
        return after not in _UNITS - LEADS - {"k"} or self.keys[at - 1] in LEADS

    def _counts_people(self, at: int, after: str) -> bool:
        """ "hộ 5, 2 cháu đi học", "hộ 12, 2 vợ chồng khoẻ"."""
        number, before = self.tokens[at].number, self.tokens[at - 2].number
        fewer = number is not None and before is not None and number < before
        pair = tuple(self.keys[at + 1 : at + 3])
        return after in _COUNTED_TOO or (fewer and pair in COUNTED_PAIRS)

    def _number(self, at: int, led: bool) -> tuple[int | None, int]:
        """In digits; behind "hộ số", or several at once behind "hộ", also in words."""
        number = self.tokens[at].number
        if number is not None or not led or at in self.line.taken:
            return number, at + 1
        beside = self._in_words(at + 1) or (at > 0 and self._in_words(at - 1))
        more = at > 1 and self.keys[at - 1] in ("va", "voi", "cung") and self._in_words(at - 2)
        told = at > 0 and (self.keys[at - 1] == "so" or (beside and "ho" in self.keys[:at]) or more)
        if not told or not self._in_words(at):
            return None, at + 1
        for length in (3, 2, 1):
            said = read_words(" ".join(self.keys[at : at + length]))
            plain = length == 1 or said in self.book.by_number or "muoi" in self.keys[at:][:length]
            if said and plain and at + length <= len(self.keys):
                return said, at + length
        return None, at + 1

    def _said_behind_so(self, at: int) -> bool:
        """ "Thăm số tám": number 8, and nobody who is called Tám; "số ba của chị Nga" is none."""
        if not 0 < at < len(self.keys) or self.tokens[at].number is not None:
            return False
        said, end = self._number(at, True)
        if not said or self.tokens[at - 1].text.lower() not in ("so", "số"):
            return False
        after = self.keys[end] if end < len(self.keys) else ""
        return not after or end in self.line.taken or common(after) in BEGINNING | _BETWEEN

    def _in_words(self, at: int) -> bool:
        """ "Ba" is bà where nobody typed diacritics."""
        if at >= len(self.keys) or self.keys[at] not in NUMBER_WORDS:
            return False
        text = self.tokens[at].text.lower()
        if text in _SPELLED_BARE:
            return at > 0 and self.tokens[at - 1].text.lower() == "so"
        return text in _SPELLED and (
            text not in TITLES or self.keys[at - 1] in ("so", "muoi") or self._counts_on(at)
        )

    def _counts_on(self, at: int) -> bool:
        """ "Hộ ba năm bảy": three, five and seven; "ba" is no bà beside diacritics."""
        words = self.line.words_from(at, _LONGEST_CALLED)
        if len(words) < 2 or not self.tokens[at + 1].marked or words[1] not in NUMBER_WORDS:
            return False
        return words[2:3] not in _OF_TIME and self.book.called(words)[0] < 2

    def _is_half_a_word(self, end: int, after: str) -> bool:
        """12a and 10kg are no number, 3bt is one."""
        if not after or end >= len(self.tokens) or (len(after) > 1 and after in BEGINNING):
            return False
        return self.tokens[end].start == self.tokens[end - 1].end

    def _house_told_of(self, at: int, after: str) -> bool:
        """ "18 nhà tốc mái" tells of a house, "thăm 18 nhà" counts houses."""
        rest = self.keys[at + 2 : at + 3]
        return after == "nha" and at == 0 and bool(rest) and rest[0] not in ("", "bt", "binh", "on")

    def _of_things(self, at: int, end: int) -> bool:
        """ "3 tặng gạo, 2 thùng mì"; and what is noted down counts anything."""
        if at and self.keys[at - 1] in LEADS:
            return False
        after = self.tokens[end].text.lower() if end < len(self.tokens) else ""
        noted = at > 1 and any(pair == ("ghi", "chu") for pair in pairwise(self.keys[:at]))
        beasts = after == "con" and set(self.keys[end + 1 : end + 2]) <= _BEASTS
        return beasts or after in _SPELLED_THINGS or (noted and not self.told_of(end))

    def _is_share(self, at: int) -> bool:
        """3/5 hộ: three of five."""
        rest = self.keys[at + 1 : at + 4]
        marks = [token.text for token in self.tokens[at + 1 : at + 2]]
        return marks == ["/"] and len(rest) > 2 and rest[1].isdigit() and rest[2] in ("ho", "nha")

    def _list(self, at: int) -> tuple[list[Named], int]:
        """3 5 7, 9-12 và 15, trừ 10: each once, in the order in which they were typed."""
        numbers: list[int] = []
        without: set[int] = set()
        leaving, first_at, end = False, at, at
        while at < len(self.keys):
            if self._begins(at, True) and (not numbers or self._goes_on(at)):
                first, after = self._number(at, True)
                if first in numbers and self.keys[at - 1] == "ho" and not leaving:
                    break  # "hộ 9 10, hộ 10 không mở cửa"
                last, after = self._last(at, after)
                assert first is not None
                span = range(first, last + 1) if first < last < first + _LONGEST_SPAN else (first,)
                if leaving:
                    without.update(span)
                else:
                    numbers.extend(span)
                at = end = after
            elif (out := self.leaves_out(at)) and not (numbers and self.told_beyond(at + out)):
                leaving, at = True, at + out
            elif self.tells_apart(first_at, at):
                break
            elif self._joins(at, numbers):
                at += 1
            else:
                break
        kept = [n for n in dict.fromkeys(numbers) if n not in without]
        return [self._numbered(n) for n in kept], end

    def _joins(self, at: int, numbers: Sequence[int]) -> bool:
        if self.tokens[at].text == "-":
            return bool(numbers) and self._is_dashed(at - 1)
        return self.tokens[at].text in _MARKS or self.keys[at] in _BETWEEN

    def tells_apart(self, first: int, at: int) -> bool:
        """ "Thăm 1 3 4, nhà 2 đi vắng": the first are visited, and only the last is away."""
        if at >= len(self.keys) or self.tokens[at].text != ",":
            return False
        last = at + 1 < len(self.keys) and self.tokens[at + 1].number is not None
        last = last and all(self.tokens[one].text != "," for one in range(first, at))
        if not self._leads(at + 1) and not (last and at > first + 1):
            return False
        before = first
        while before and self._leads(before - 1):
            before -= 1
        while before > 1 and self.keys[before - 1] in ("duoc", "cho", "dien"):
            before -= 1
        visited = before > 0 and self.keys[before - 1] in _VISITED
        return visited and self.told_beyond(at + 1)

    def _leads(self, at: int) -> bool:
        return at < len(self.keys) and self.keys[at] in LEADS

    def told_beyond(self, at: int) -> bool:
        """Whether something is told of those that are left out: "1-9 trừ 6 đi vắng"."""
        while at < len(self.keys) and (
            self.tokens[at].number is not None
            or self.keys[at] in _BETWEEN
            or self.tokens[at].text in _MARKS
        ):
            at += 1
        words = [common(key) for key in self.line.words_from(at, 2)]
        return bool(words) and (words[0] in _NOT_WELL or words[-1:] == ["chua"])

    def _last(self, at: int, after: int | None = None) -> tuple[int, int]:
        """The last number of "3-7", "3 đến 7" and the token behind it."""
        if at >= len(self.keys):
            return 0, at
        first = self._number(at, after is not None)[0]
        if first is None:
            return 0, at
        end = at + 1 if after is None else after
        beyond = end
        if beyond < len(self.keys) and self._leads_to(beyond) and not self._is_dashed(at):
            beyond += 1 + (
                self.tokens[beyond + 1 : beyond + 2] != [] and self._leads_to(beyond + 1)
            )
            while beyond < len(self.keys) and self.keys[beyond] in LEADS:
                beyond += 1
            if beyond < len(self.keys) and (last := self.tokens[beyond].number) is not None:
                return last, beyond + 1
        return first, end

    def _is_dashed(self, at: int) -> bool:
        """3-5-7 is a list."""
        said = "".join(token.text for token in self.tokens[max(0, at - 2) : at + 5])
        return _DASHED.search(said) is not None

    def _leads_to(self, at: int) -> bool:
        return self.tokens[at].text in _TO or self.keys[at] in _TO

    def _numbered(self, number: int) -> Named:
        known = self.book.by_number.get(number)
        return Named(str(number), (known,) if known is not None else (), known is not None)


def ascending(named: Sequence[Named], before: Sequence[Named]) -> bool:
    """Whether numbers go on from those before: "2 bt 3 bt 4 đi vắng"."""
    numbers = [int(one.said) for one in (*before, *named) if one.said.isdigit()]
    return all(one < more for one, more in pairwise(numbers))
