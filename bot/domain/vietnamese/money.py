"""Sums of money, as people type them (vietnamese.md 6.5)."""

import re
from decimal import Decimal

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.numbers import DIGIT_NAMES, read_words
from bot.domain.vietnamese.text import clean, plain

LARGEST_SUM = 100_000_000_000
_LONGEST = 80
_THOUSANDS = re.compile(r"\d{3}")

_UNITS = {
    1_000_000_000: ("ty", "ti", "ty dong", "ti dong"),
    1_000_000: ("trieu", "tr", "trd", "m", "cu", "chai", "trieu dong"),
    100_000: ("lit", "xi"),
    1_000: ("k", "ngan", "nghin", "ng", "ngan dong", "nghin dong"),
    1: ("dong", "d", "vnd", "vnđ", "₫"),
}
_SIZES = {name: size for size, names in _UNITS.items() for name in names}
_UNIT = "|".join(sorted(map(re.escape, _SIZES), key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)*"
_TOKEN = re.compile(rf"\s*(?:({_NUMBER})|({_UNIT})(?![a-z])|([a-z]+))\s*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_LEAD = re.compile(r"^(?:(?:khoang|chung|tam|gan|hon|so tien|la|vay|duoc)\s+|~\s*)+")
_MIXED = re.compile(r"(?<![\d.,])([1-9]) ?(?=(?:tram|chuc)\b)")
_MEASURES = ("lit", "xi", "chai", "cu")
_GOODS = r"(?! ?(?:dau|nuoc|mam|ruou|sua|xang|gao|khoai|san|tuong)\b)"
_IN_WORDS = "|".join(
    name + (_GOODS if name in _MEASURES else "")
    for name in sorted(set(_SIZES) - {"m", "₫"}, key=len, reverse=True)
)
_WITHIN = re.compile(
    rf"(?<![a-z\d]){_NUMBER}\s*(?:tram\s*)?(?:{_IN_WORDS})(?![a-z])"
    r"(?:\s?\d{1,3}(?![\w.,]))?(?:\s*ruoi\b)?|(?<![\d.,])\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)"
)  # no "m": within a sentence it measures a road
_NOTHING = ("khong", "khong co", "ko", "0", "khong dong", "chua co")


def read_money(text: str) -> int:
    """A sum in đồng. A number that may mean several sums is refused with the likeliest guess."""
    words = plain(clean(text)).strip(" .;")
    if len(words) > _LONGEST:
        raise Refusal(Reason.NOT_MONEY)
    words = _spelled_out(_LEAD.sub("", words))
    if words in _NOTHING:
        return 0
    dong = _sum_of(_tokens(words))
    if dong > LARGEST_SUM:
        raise Refusal(Reason.NUMBER_TOO_LARGE)
    if dong != int(dong):
        raise Refusal(Reason.NOT_MONEY)
    return int(dong)


def sum_within(text: str) -> int | None:
    """The first sum that a longer text names; None where it names none that is sure."""
    found = _WITHIN.search(plain(clean(text)))
    if found is None:
        return None
    try:
        return read_money(found[0])
    except Refusal:
        return None


def _spelled_out(words: str) -> str:
    """5 trăm and 3 chục, all in words."""
    return _MIXED.sub(lambda found: DIGIT_NAMES[int(found[1])] + " ", words)


Token = tuple[str, Decimal | int | str]


def _tokens(words: str) -> list[Token]:
    """Numbers, units and the word rưỡi, in their order."""
    found: list[Token] = []
    spoken: list[str] = []
    at = 0
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            raise Refusal(Reason.NOT_MONEY)
        number, unit, word = match.groups()
        if word is not None and word != "ruoi":
            spoken.append(word)
        else:
            _flush(spoken, found)
            found.append(_token(number, unit))
        at = match.end()
    _flush(spoken, found)
    return found


def _flush(spoken: list[str], found: list[Token]) -> None:
    """Words since the last unit become one number, "nửa" a half."""
    if not spoken:
        return
    said = " ".join(spoken)
    spoken.clear()
    value = Decimal("0.5") if said == "nua" else read_words(said)
    if value is None:
        raise Refusal(Reason.NOT_MONEY)
    found.append(("said", Decimal(value)))


def _token(number: str | None, unit: str | None) -> Token:
    if number is not None:
        return ("number", number)
    return ("unit", _SIZES[unit]) if unit is not None else ("half", "")


def _sum_of(tokens: list[Token]) -> Decimal:
    """Parts in falling order of units: 1 triệu 250 nghìn; the last may do without its own."""
    total, last = Decimal(0), 0
    rest = list(tokens)
    while rest:
        if rest[0][0] == "half":
            if not last:
                raise Refusal(Reason.NOT_MONEY)
            total, rest = total + Decimal(last) / 2, rest[1:]
            last = 0
            continue
        amount, unit, rest = _part(rest)
        if unit is None:
            if rest:
                raise Refusal(Reason.NOT_MONEY)
            return total + (_tail(total, amount, last) if tokens[1:] else _bare(amount))
        if total and not unit < last:
            raise Refusal(Reason.NOT_MONEY)
        total, last = total + _value(amount) * unit, unit
    if not tokens:
        raise Refusal(Reason.NOT_MONEY)
    return total


def _part(rest: list[Token]) -> tuple[Token, int | None, list[Token]]:
    """An amount with its unit; "triệu rưỡi" begins with a unit and means one."""
    if rest[0][0] == "unit":
        amount: Token = ("said", Decimal(1))
    else:
        amount, rest = rest[0], rest[1:]
    unit: int | None = None
    while rest and rest[0][0] == "unit" and (unit is None or rest[0][1] in (1, 1_000_000, 10**9)):
        size = rest[0][1]
        assert isinstance(size, int)
        unit, rest = (unit or 1) * size, rest[1:]
    return amount, unit, rest


def _value(amount: Token) -> Decimal:
    """Dots and commas between groups of three only group; one other is the decimal mark."""
    kind, said = amount
    if kind != "number":
        return Decimal(said)
    digits = str(said)
    if _GROUPED.fullmatch(digits):
        return Decimal(re.sub(r"[.,]", "", digits))
    *whole, last = re.split(r"[.,]", digits)
    if not whole:
        return Decimal(last)
    if len(whole) > 1 and not _GROUPED.fullmatch(digits[: -len(last) - 1]):
        raise Refusal(Reason.NOT_MONEY)
    return Decimal("".join(whole) + "." + last)


def _tail(total: Decimal, amount: Token, unit: int) -> Decimal:
    """What follows the last unit: 1tr2 is 1.2 million, 1tr250 is 1.25 and 1tr050 1.05 million.

    Two digits may be a fraction or thousands (1tr50): asked, not guessed.
    """
    value = _value(amount)
    if unit < 1_000 or value != int(value) or not 0 < value < 1_000:
        raise Refusal(Reason.NOT_MONEY)
    if _THOUSANDS.fullmatch(str(amount[1])):
        return value * unit / 1_000
    if value < 10:
        return value * unit / 10
    if value < 100:
        raise Refusal(Reason.NOT_MONEY, guess=_grouped(total + value * unit / 100))
    return value * unit / 1_000


def _bare(amount: Token) -> Decimal:
    """A number without a unit is a sum only from ten thousand on."""
    value = _value(amount)
    if value == 0 or value >= 10_000:
        return value
    if value == int(value):
        unit = "triệu" if value <= 100 else "nghìn"
        raise Refusal(Reason.NOT_MONEY, guess=f"{int(value)} {unit}")
    raise Refusal(Reason.NOT_MONEY, guess=f"{value.normalize():f} triệu".replace(".", ","))


def _grouped(value: Decimal) -> str:
    return f"{int(value):,} đồng".replace(",", ".")
