"""Phone numbers of persons, however they are written, as one international form."""

import re

import phonenumbers
from phonenumbers import PhoneNumberType

from bot.domain.vietnamese.text import clean

_WRITTEN = re.compile(r"\+?[\d\s().\-]{6,30}")
_OF_PERSONS = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
)
_OLD = {
    **{f"16{digit}": f"3{digit}" for digit in "23456789"},
    "120": "70",
    "121": "79",
    "122": "77",
    "126": "76",
    "128": "78",
    "123": "83",
    "124": "84",
    "125": "85",
    "127": "81",
    "129": "82",
    "186": "56",
    "188": "58",
    "199": "59",
}
"""Prefixes of the 11-digit numbers that ended in 2018, without the leading zero."""


def read_phone(text: str) -> str:
    """E.164, as in +84912345678; ValueError when it is no Vietnamese number of a person."""
    written = re.sub(r"^'|\.0$", "", clean(text))  # Excel: a number kept as text, or as a float
    if not written.isascii() or not _WRITTEN.fullmatch(written):
        raise ValueError("not written like a phone number")
    own = _own_part(re.sub(r"\D", "", written), "+" in written)
    own = _OLD.get(own[:3], own[:3]) + own[3:] if len(own) == 10 else own
    number = phonenumbers.PhoneNumber(country_code=84, national_number=int(own or "0"))
    if (
        not phonenumbers.is_valid_number_for_region(number, "VN")
        or phonenumbers.number_type(number) not in _OF_PERSONS
    ):
        raise ValueError("not a Vietnamese number of a person")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _own_part(digits: str, international: bool) -> str:
    """The digits after the zero or the country's code; Excel may have eaten the zero."""
    if international or digits.startswith("0084"):
        digits = digits.removeprefix("00")
        if not digits.startswith("84"):
            raise ValueError("a number of another country")
        return digits[2:].removeprefix("0")
    if digits.startswith("84") and len(digits) in (11, 12, 13):
        return digits[2:].removeprefix("0")
    return digits.removeprefix("0")
