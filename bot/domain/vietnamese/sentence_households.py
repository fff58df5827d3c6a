"""Which households a line names: numbers of the book, ranges, names as people say them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.numbers import DIGIT_NAMES, NUMBER_WORDS
from bot.domain.vietnamese.phrase_lists import common, listed
from bot.domain.vietnamese.sentence_book import (
    LONGEST_NAME,
    PLACES,
    SPELLED_PLACES,
    Book,
    Named,
    is_title,
)
from bot.domain.vietnamese.sentence_days import put_right
from bot.domain.vietnamese.sentence_mentions import By, Mention, but, either, instead, those_told_of
from bot.domain.vietnamese.sentence_numbers import (
    COUNTED_PAIRS,
    LEADS,
    NOT_BEFORE,
    Numbers,
    ascending,
)
from bot.domain.vietnamese.sentence_tokens import Line, Token
from bot.domain.vietnamese.sentence_words import BEGINNING, IN_PAIRS, LEADING_IN, OF_TOPICS, SAYING

_HOUSE = listed("ho nha gd hgd")
_HOUSE_PAIRS = (("gia", "dinh"), ("me", "con"), ("vo", "chong"), ("chu", "ho"))
_OTHER_WORDS_TOO = listed("a b c u o me co bo ma di giao em bau on cai thang")
"""Titles that mostly are other words where nobody typed diacritics."""
_JOINS = listed("va voi cung vs roi ca luon den")
_BETWEEN = listed("va voi cung vs") | LEADS
_MARKS = frozenset(",+&/.")
_OPENS = _MARKS | frozenset(':(-–→>"“')
_DENIALS = listed("hổng hông hong ko hok chẳng")
_BORN = {str(n): word for n, word in enumerate(DIGIT_NAMES) if n > 1} | {"4": "tu"}
"""People are named by the order in which they were born."""
_COUNTED = listed("nha ho dua con nguoi chau deu ba ong be")
_PEOPLE = listed("dua be nguoi khau")
"""Whoever is counted before these is no household, wherever it stands."""
_PEOPLE_TOO = listed("con chau cu")
_WELL_OR_AWAY = listed("bt vang on ok khoe binh khong ko k om di chua")
_CALLING = listed("tham ghe")
_GOING = (
    ["di", "tham"],
    ["di", "ghe"],
    ["di", "ho"],
    ["di", "nha"],
    ["xuong", "ho"],
    ["den", "ho"],
)
_MOST_TITLES = 3
_FURTHEST_PLACE = 6
_MARKED_OF = 3
"""Of so many words at least one has diacritics where somebody types them."""


def mentions_in(line: Line, book: Book) -> list[Mention]:
    """The households that a line names, in their order."""
    return _Reader(line, book).mentions()


class _Reader:
    def __init__(self, line: Line, book: Book) -> None:
        self.line, self.book = line, book
        self.tokens, self.keys = line.tokens, line.keys
        self.numbers = Numbers(line, book)

    def mentions(self) -> list[Mention]:
        """All that are named, without those who are only spoken of beside them."""
        joined: list[Mention] = []
        found = self._found()
        told = [one for one in found if one is found[-1] or not self._goes_along(one)]
        for one in those_told_of(self._meant(told)):
            joined = self._with(joined, one)
        return joined

    def _found(self) -> list[Mention]:
        found: list[Mention] = []
        at, fresh = 0, True
        while at < len(self.keys):
            if at in self.line.taken:
                at = self.line.taken[at]
                continue
            out = self.numbers.leaves_out(at) if found or self.numbers.of_all else 0
            left = self._mention_at(at + out, found, fresh=True) if out else None
            if left is not None:
                found, at, fresh = but(found, left), left.end, False
                if self.numbers.told_beyond(at):
                    found.append(left)
                continue
            mention = self._mention_at(at, found, fresh=fresh)
            if mention is not None:
                found.append(mention)
                at, fresh = mention.end, False
                continue
            fresh = self._begins_anew(at, fresh, found)
            at += 1
        return found

    def _meant(self, found: list[Mention]) -> list[Mention]:
        """ "Không phải hộ 15 mà là hộ 16", "hộ 12, thật ra là hộ 13": what was meant at last."""
        for at in range(len(found) - 1, 0, -1):
            if put_right(self.keys, found[at - 1].end, found[at].first):
                return found[at:]
        found = instead(self.keys, found)
        meant = [one for one in found if not self._denied(one)]
        return meant if len(meant) < len(found) else found

    def _goes_along(self, one: Mention) -> bool:
        """ "Tôi với anh Sáu đi thăm hộ 10": who comes with the speaker."""
        before, after = (
            self.keys[max(0, one.first - 2) : one.first],
            self.keys[one.end : one.end + 2],
        )
        joins = bool(before) and before[-1] in _JOINS and one.by >= By.NAME
        speaker = before[:-1] in ([], [""], ["toi"], ["tui"], ["minh"], ["em"])
        return joins and speaker and bool(after) and (after[0] in _CALLING or after in _GOING)

    def _denied(self, one: Mention) -> bool:
        before = [common(key) for key in self.keys[max(0, one.first - 3) : one.first]]
        after = self.keys[one.end : one.end + 1]
        return ("khong", "phai") in pairwise(before) or after == ["nham"]

    def _begins_anew(self, at: int, fresh: bool, found: Sequence[Mention]) -> bool:
        """Whether a household may be named behind this word."""
        key = self.keys[at]
        if self.tokens[at].text in _OPENS:
            return True
        if found and (key == "rieng" or self.keys[max(0, at - 1) : at + 1] == ["chi", "co"]):
            return True
        if key in _JOINS | {"con"} and found:
            return at > found[-1].end or key in ("va", "voi", "cung", "vs")
        if key == "bao" and self.keys[at + 1 : at + 2] != ["cao"]:  # bão, bảo
            return False
        return fresh and (key in LEADING_IN or key in _JOINS or not key)

    def _with(self, found: list[Mention], mention: Mention) -> list[Mention]:
        """Households named one after another belong together."""
        if not found or not all(map(self._joins, range(found[-1].end, mention.first))):
            return [*found, mention]
        last = found[-1]
        if self.numbers.tells_apart(last.first, last.end):
            return [*found, mention]
        ids = {one.ids for one in last.households}
        more = tuple(one for one in mention.households if one.ids not in ids)
        again = not more and mention.by is By.LED_NUMBER and len(last.households) > 1
        if again and last.end < mention.first:  # "hộ 9 10, hộ 10 không mở cửa"
            return [*found, mention]
        adjacent = last.end == mention.first and last.by <= By.NUMBER < mention.by
        if adjacent:  # "hộ 13 ông Chín Đức" is one
            last, more = either(last, mention), ()
        whole = replace(last, end=mention.end, households=(*last.households, *more))
        return [*found[:-1], whole]

    def _joins(self, at: int) -> bool:
        return self.tokens[at].text in _MARKS or self.keys[at] in _BETWEEN

    def _mention_at(self, at: int, found: Sequence[Mention], *, fresh: bool) -> Mention | None:
        if at >= len(self.keys):
            return None
        if at + 1 < len(self.keys) and is_title(self.tokens[at]) and self.keys[at + 1] in _BORN:
            named = self._name_at(at, found, fresh)
            if named is not None and named.end > at + 2:  # bà 5 Hường
                return named
        return self._number_at(at, found, fresh) or self._name_at(at, found, fresh)

    # numbers

    def _number_at(self, at: int, found: Sequence[Mention], fresh: bool) -> Mention | None:
        leads = self.numbers.leads_on(at)
        goes_on = not (fresh or leads) and self._may_go_on(at, found)
        read = self.numbers.at(at, fresh=fresh or leads or goes_on)
        if read is None:
            return None
        end, named, led = read
        if leads and self.numbers.doubtful(at, end, named):
            named = (replace(named[0], certain=False),)
        if not led and len(named) == 1 and self._counts_people(at, end, found):
            return None
        if goes_on and not led:
            before = [one for each in found for one in each.households]
            after = self.keys[end] if end < len(self.keys) else ""
            told = not after or (common(after) in BEGINNING and after not in NOT_BEFORE)
            sure = told and all(one.ids for one in named) and ascending(named, before)
            if not (sure or self.numbers.told_of(end)):
                return None
        return Mention(at, end, named, By.LED_NUMBER if led else By.NUMBER, fresh)

    def _may_go_on(self, at: int, found: Sequence[Mention]) -> bool:
        """ "2 bt 3 bt 4 đi vắng": a number where nobody typed a comma."""
        numbers = all(one.by <= By.NUMBER for one in found)
        dated = at - 1 in self.line.dated
        return numbers and at > 0 and (dated or self.keys[at - 1] not in NOT_BEFORE)

    def _counts_people(self, at: int, end: int, found: Sequence[Mention]) -> bool:
        """ "2 bé trai", and "2 vợ chồng" where something else stands before it."""
        after = self.keys[end] if end < len(self.keys) else ""
        if after in _PEOPLE:
            return True
        listed_so = all(one.by is By.NUMBER for one in found) and (
            found or not at or self.tokens[at - 1].text in _OPENS - _MARKS
        )
        pair = tuple(self.keys[end : end + 2])
        return not listed_so and (after in _PEOPLE_TOO or pair in COUNTED_PAIRS)

    # names

    def _name_at(self, at: int, found: Sequence[Mention], fresh: bool) -> Mention | None:
        """The longest words from here on that somebody in the book is called by."""
        first, house = at, False
        while (step := self._house_words(at)) > 0:
            at, house = at + step, True
        beside = bool(found) and found[-1].by > By.NUMBER and found[-1].end == at
        if not (house or fresh or beside) and found:
            return None
        for count in (*range(1, self._titles(at) + 1), 0):
            mention = self._called_at(first, at, at + count, house=house, fresh=fresh)
            if mention is not None:
                return mention
        if house or (found and found[-1].by is By.HOUSE and self._joins(at - 1)):
            return self._living_at(first, at, fresh)
        return None

    def _house_words(self, at: int) -> int:
        if tuple(self.keys[at : at + 2]) in _HOUSE_PAIRS:
            return 2
        return 1 if at < len(self.keys) and self.keys[at] in _HOUSE else 0

    def _titles(self, at: int) -> int:
        count = 0
        while (
            count < _MOST_TITLES
            and at + count < len(self.keys)
            and is_title(self.tokens[at + count])
        ):
            count += 1
        return count

    def _called_at(
        self, first: int, at: int, name: int, *, house: bool, fresh: bool
    ) -> Mention | None:
        """Somebody is called by the words from `name` on; the title stands before them."""
        words = self._name_words(name, titled=name > at)
        length, who = self.book.called(words)
        slip = not length and (house or name > at or fresh)
        if slip:
            length, who = self.book.called_with_a_slip(words)
            if length == 1 and not (house or name > at):
                return None
        if not length:
            return None
        alone = length == 1
        if alone and not self._is_name(at, name, house=house, fresh=fresh):
            return None
        end = name + length
        if not house and not slip and not all(map(self._spelled_so, range(name, end))):
            return None
        title = self.tokens[name - 1].text if name > at else ""
        called = self.line.said(name, end)
        if self.keys[name] in _BORN:
            called = f"{_BORN[self.keys[name]]}{called[1:]}"
        named = self.book.named(self.line.said(at, end), title, called, who, slip=slip)
        if named is None:
            return None
        named = self._or_number(name, end, named) if alone else named
        by = By.HOUSE if house else By.NAME if name > at or not alone else By.WORD
        return self._where(Mention(first, end, (named,), by, fresh), at, who)

    def _or_number(self, at: int, end: int, named: Named) -> Named:
        """ "Nhà ông 3": ông Ba, or number 3; "ho ba nam bay": three of them, or bà Năm."""
        words = [token.text for token in self.tokens[max(0, at - 1) : end + 1]]
        if len(words) > 2 and all(word in NUMBER_WORDS for word in words):
            return replace(named, certain=False)
        number = self.tokens[at].number
        known = self.book.by_number.get(number) if number is not None else None
        if known is None or known in named.ids:
            return named
        return Named(named.said, (*named.ids[:2], known), False)

    def _name_words(self, name: int, *, titled: bool) -> list[str]:
        """ "Bà 5 Hường" is bà Năm Hường."""
        words = self.line.words_from(name, LONGEST_NAME)
        if titled and words and words[0] in _BORN and self._bears_order(name - 1):
            return [_BORN[words[0]], *words[1:]]
        return words

    def _bears_order(self, at: int) -> bool:
        title, after = self.tokens[at], self.keys[at + 2 : at + 3]
        mostly_other = title.key in _OTHER_WORDS_TOO and not title.marked
        return not mostly_other and after not in (["ho"], ["nha"], ["nguoi"], ["lan"])

    def _where(self, mention: Mention, at: int, who: Sequence[Candidate]) -> Mention:
        """ "Chú Bảy gần chợ": where somebody lives tells who of several is meant."""
        words = self.line.words_from(mention.end, _FURTHEST_PLACE)
        length, there = self.book.living(words, who)
        if not length:
            return mention
        end = mention.end + length
        named = mention.households[0]
        ids = {one.id for one in there}
        fitting = tuple(one for one in named.ids if one in ids) or tuple(ids)
        certain = named.certain or (len(there) == 1 and len(who) > 1)
        told = Named(self.line.said(at, end), fitting[: 1 if certain else 3], certain)
        return replace(mention, end=end, households=(told,))

    def _living_at(self, first: int, at: int, fresh: bool) -> Mention | None:
        """ "Hộ cạnh lò gạch": nobody is named, but a place that one lives at."""
        while at < len(self.keys) and self.keys[at] in ("can", "cai", "cho", "ma", "nao"):
            at += 1
        words = self.line.words_from(at, _FURTHEST_PLACE)
        placed = [
            token.text.isascii() or token.text.lower() in SPELLED_PLACES
            for token in self.tokens[at : at + 3]
            if token.key in PLACES
        ]
        if not any(placed):
            return None
        length, who = self.book.living(words, self.book.candidates, alone=True)
        if not length:  # "cuối kênh 5" is kênh Năm
            words = [_BORN.get(word, word) for word in words]
            length, who = self.book.living(words, self.book.candidates, alone=True)
        if not length:
            return None
        ids = tuple(one.id for one in who[:3])
        named = Named(self.line.said(at, at + length), ids, len(who) == 1)
        return Mention(first, at + length, (named,), By.HOUSE, fresh)

    def _is_name(self, at: int, name: int, *, house: bool, fresh: bool) -> bool:
        """One word is a name behind a title, or where nothing else is likely to be meant by it."""
        token, word = self.tokens[name], self.keys[name]
        after = self.keys[name + 1] if name + 1 < len(self.keys) else ""
        capital = token.text[0].isupper()
        if word == "lon" and name and self.keys[name - 1] in ("a", ""):  # à lộn
            return False
        if name > at:
            doubtful = (
                self.keys[name - 1] in _OTHER_WORDS_TOO and self.tokens[name - 1].text.isascii()
            )
            told = fresh and (not after or after in BEGINNING or (name + 1) in self.line.taken)
            return house or capital or told or not doubtful
        if house:
            if (word, after) in OF_TOPICS and not capital:
                return False
            counted = word in NUMBER_WORDS or word in SAYING
            return len(word) > 1 and (capital or not counted)
        if at and self.keys[at - 1] == "ca" and word in NUMBER_WORDS:  # cả hai
            return False
        begins = name == 0 or not self.keys[name - 1]  # "con út đi nghĩa vụ" is of a child
        if begins and after in _WELL_OR_AWAY and self._typed_as_name(token):
            return True
        denies = token.text.lower() in _DENIALS or not self._may_name(token)
        if (
            not fresh
            or denies
            or self._counts(name)
            or len(word) < 3
            or word in SAYING | PLACES
            or (word, after) in IN_PAIRS
        ):
            return False
        return (
            not after
            or after in BEGINNING
            or after.isdigit()
            or (name + 1) in self.line.taken
            or (capital and at > 0)
        )

    def _counts(self, at: int) -> bool:
        """ "Hai hộ", "ba mẹ con"."""
        pair = tuple(self.keys[at + 1 : at + 3])
        counted = bool(pair) and pair[0] in _COUNTED
        return self.keys[at] in NUMBER_WORDS and (counted or pair in COUNTED_PAIRS)

    def _typed_as_name(self, token: Token) -> bool:
        """ "Sáu bt, Út vắng": spelled as somebody in the book is."""
        shown = token.marked or (token.text[0].isupper() and self._with_diacritics())
        return shown and self.book.spells(token.text)

    def _may_name(self, token: Token) -> bool:
        """In a text with its diacritics "hai" is two, and no Hải."""
        if token.key not in NUMBER_WORDS or token.marked or token.text[0].isupper():
            return True
        return self.book.spells(token.text) or not self._with_diacritics()

    def _with_diacritics(self) -> bool:
        words = [token for token in self.tokens if token.key.isalpha()]
        return sum(token.marked for token in words) * _MARKED_OF >= len(words)

    def _spelled_so(self, at: int) -> bool:
        """Other diacritics make another word, unless a name is surely meant."""
        text = self.tokens[at].text
        return text.isascii() or text[0].isupper() or self.book.spells(text)
