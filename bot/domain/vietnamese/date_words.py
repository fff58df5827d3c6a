"""The words people use for days, weeks and months, and the phrases they make of them."""

import re

from bot.domain.households import DatePrecision
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.numbers import NUMBER_WORDS
from bot.domain.vietnamese.text import clean, plain

FIXED: dict[str, tuple[int, bool]] = {
    **dict.fromkeys(("hom nay", "bua nay", "ngay hom nay", "ngay nay", "nay"), (0, True)),
    **dict.fromkeys(("hnay", "h nay", "hn", "hom ni", "bua ni", "ban nay", "hoi nay"), (0, True)),
    **dict.fromkeys(("moi nay", "vua xong", "bay gio", "vua moi", "moi vua xong"), (0, True)),
    **dict.fromkeys(("hom qua", "bua qua", "ngay hom qua", "qua", "toi hom"), (-1, True)),
    **dict.fromkeys(("hqua", "h qua", "hq", "hom wa", "hwa", "wa", "hom qa"), (-1, True)),
    **dict.fromkeys(("hom kia", "bua kia", "ngay hom kia"), (-2, True)),
    **dict.fromkeys(("hom kìa", "bua kìa", "ngay hom kìa", "hom kia kia"), (-3, False)),
    **dict.fromkeys(("ngay mai", "mai", "bua mai", "hom mai"), (1, True)),
    **dict.fromkeys(("ngay mốt", "mốt", "bua mốt", "hom mốt"), (2, True)),
    **dict.fromkeys(("ngay mot", "bua mot", "ngay kia"), (2, False)),
    "ngay qua": (-1, False),
    "kia": (-2, False),
}
"""Days from today, and whether nothing else can be meant."""

_STEPS = {
    **dict.fromkeys(("nay", "ni"), 0),
    **dict.fromkeys(("truoc", "roi", "vua roi", "moi roi", "qua", "vua qua", "ngoai"), -1),
    **dict.fromkeys(("sau", "toi", "den", "ke", "ke tiep", "tiep theo", "sap toi"), 1),
    "kia": -2,
}
JUST_PAST = ("vua roi", "moi roi", "vua qua", "qua", "roi")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_PERIODS = {
    **dict.fromkeys(("ngay", "hom", "bua"), DatePrecision.DAY),
    "tuan": DatePrecision.WEEK,
    "thang": DatePrecision.MONTH,
    "quy": DatePrecision.QUARTER,
    "nam": DatePrecision.YEAR,
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LUNAR_MONTHS = {"gieng": 1, "chap": 12}


def _any_of(words: object) -> str:
    assert isinstance(words, dict | list | tuple)
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_STEP = f"(?:{_any_of(_STEPS)})"
_WORDS_TO_31 = [word for word, value in NUMBER_WORDS.items() if 1 <= value <= 31]
_NUMBER = rf"(?:\d{{1,2}}|{_any_of(_WORDS_TO_31)})"
_COUNT = rf"(?:\d{{1,3}}|{_any_of([word for word, value in NUMBER_WORDS.items() if value])})"
_MONTH = rf"(?:{_NUMBER}|{_any_of(LUNAR_MONTHS)})"
_LEAD = r"(?:(?:hom|bua|ngay|dem|vao) )*"
_YEAR_OFF = rf"(?P<year_off>nam {_STEP})"
_YEAR = rf"(?:(?:(?:[/.\-]| nam )(?P<year>\d{{4}}|\d{{2}}))| {_YEAR_OFF})?"
_LOOSE_YEAR = rf"(?:(?:[/.\-]| nam | (?=\d{{4}}))(?P<year>\d{{4}}|\d{{2}})| {_YEAR_OFF})?"
_CALENDAR = r"(?: (?P<calendar>al|am lich|am|dl|duong lich|duong))?"
_DAY_NAME = rf"(?P<weekday>thu ?(?:{_any_of(_WEEKDAYS)}|[2-7])|t[2-7]|chu nhat|chua nhat|cn)"
_LATEST_OR_NEXT = r"(?: (?:(?P<soon>toi|sau|nay|sap toi)|vua roi|vua qua|roi|qua))?"
_PART = r"(?P<part>dau|giua|cuoi)"

FIXED_PHRASE = re.compile(rf"(?P<fixed>{_any_of(FIXED)})(?: roi)?")
LATELY = re.compile(
    r"(?:may|vai) (?:ngay|hom|bua)(?: (?:truoc|nay|qua|ray|roi))?|gan day|moi day|vua roi|vua qua"
    r"|(?:hom|bua|ngay) (?:hom|truoc|no|ray|roi|bua)|hom(?: ray)?|bua"
)
WEEKDAY = re.compile(rf"{_LEAD}{_DAY_NAME}(?: (?:(?P<of_week>tuan {_STEP})|(?P<when>{_STEP})))?")
WEEK_AND_WEEKDAY = re.compile(rf"(?P<of_week>tuan {_STEP}) (?P<named>{_DAY_NAME})")
WEEKDAY_AND_DATE = re.compile(rf"{_DAY_NAME} (?P<date>(?:ngay |mung |mong |ram|\d).*)")
FIXED_AND_DATE = re.compile(rf"(?P<fixed>{_any_of(FIXED)}) (?P<date>(?:ngay )?\d.*)")
WRITTEN = re.compile(
    rf"{_LEAD}(?P<day>\d{{1,2}})[/.\-](?P<month>\d{{1,2}}){_YEAR}{_CALENDAR}{_LATEST_OR_NEXT}"
)
ISO = re.compile(r"(?P<year>\d{4})[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})")
SPACED = re.compile(rf"{_LEAD}(?P<day>\d{{1,2}}) (?P<month>\d{{1,2}})(?: (?P<year>\d{{4}}))?")
ISO_MONTH = re.compile(r"(?P<year>\d{4})[/.\-](?P<month>\d{1,2})")
UNMARKED = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})?")
SPOKEN = re.compile(
    rf"(?:(?:hom|bua|dem|vao) )*?(?P<ngay>ngay |(?P<hom>(?:hom|bua) )(?=\d))?"
    rf"(?P<moon>(?:mung|mong) (?={_NUMBER})|ram(?= |$))?"
    rf"(?P<day>{_NUMBER})?"
    rf"(?: ?thang (?:(?P<month_off>{_STEP})|(?P<month>{_MONTH}))(?P<leap> nhuan)?)?"
    rf"{_LOOSE_YEAR}{_CALENDAR}{_LATEST_OR_NEXT}"
)
WESTERN_NEW_YEAR = re.compile(r"(?:tet|ngay tet) (?:tay|duong lich|duong)")
TET = re.compile(
    rf"{_LEAD}(?:(?P<eve>giao thua)|(?:(?:mung|mong) )?(?:(?P<day>{_NUMBER}) )?"
    rf"tet(?: (?:am lich|nguyen dan|ta|al))?){_LOOSE_YEAR}"
)
NAMED_MONTH = re.compile(
    rf"(?:trong |hoi )?(?P<named>thang |t(?=\d))?(?P<month>{_MONTH}){_LOOSE_YEAR}{_CALENDAR}"
)
COUNTED = re.compile(
    rf"(?P<ago>cach day )?(?P<count>{_COUNT}) ?(?P<period>ngay|hom|bua|tuan|thang|nam)"
    r"(?: (?:(?P<later>nua|toi|sau)|(?P<earlier>truoc|truoc day|qua|roi|ve truoc)))?"
)
RELATIVE_PERIOD = re.compile(rf"(?:trong |hoi )?(?P<period>tuan|thang|quy|nam) (?P<off>{_STEP})")
QUARTER = re.compile(rf"quy (?P<quarter>[1-4]|i{{1,3}}|iv|mot|hai|ba|tu|bon){_YEAR}")
YEAR = re.compile(r"nam (?P<year>\d{4})")
PART_OF_MONTH = re.compile(
    rf"{_PART} (?:thang|t(?=\d))(?: ?(?:(?P<off>{_STEP})|(?P<month>{_NUMBER})))?{_LOOSE_YEAR}"
)
PART_OF_WEEK = re.compile(rf"{_PART} tuan(?: (?P<off>{_STEP}))?")
PART_OF_YEAR = re.compile(rf"{_PART} nam(?: (?:(?P<off>{_STEP})|(?P<year>\d{{4}})))?")

_DOUBT = re.compile(r"^(?:(?:khoang|chung|tam|dau do|hinh nhu|co le|chac) )+|(?: gi do)$")
_HOUR = re.compile(
    r"(?:^|(?<= ))(?:luc |vao |khoang )*(\d{1,2})(?: ?(?:gio|h|g)|(?=:\d))"
    r":?(\d{1,2}| \d{1,2} phut)?(?: ruoi| kem \d{1,2})?"
    r"(?: (?:sang|trua|chieu|toi|dem|khuya))?(?= |$)"
)
_PART_OF_DAY = re.compile(
    r"^(?:(?:vao|luc|hoi|ban|buoi) )*"
    r"(?:sang som|rang sang|sang|trua|xe|chieu toi|chieu|toi|dem|khuya)(?= |$)"
    r"| (?:buoi )?(?:sang|trua|chieu|dem|khuya)$| buoi toi$"
)
_LEADING = re.compile(r"^(?:(?:vao|tu|luc|dip|cai|nham|la|moi(?= (?:hom|bua|ngay))) )+")
_TRAILING = re.compile(r"(?: (?:a|nhe|nha|do|nghe|ne))+$")
_MISSPELT = (
    (re.compile(r"\b(?:qa|wa|wua|quá)$"), "qua"),
    (re.compile(r"\bhum\b"), "hôm"),
    (re.compile(r"\bchìu\b|\bchiu\b"), "chiều"),
    (re.compile(r"\b(hôm|hom|bữa|bựa|bua|ngày|ngay) (?:tê|te)\b"), r"\1 kia"),
    (re.compile(r"\b(chủ|chu|chúa|chua) (?:nhựt|nhut)\b"), r"\1 nhật"),
    (re.compile(r"\b(?:hqa|h\. ?qua|hqu)\b"), "hôm qua"),
    (re.compile(r"\bh\. ?nay\b"), "hôm nay"),
)
"""How day words are shortened, misspelt or said in the Centre and the South."""
# told apart by their diacritics only, so before these are dropped
_TOLD_APART = (
    (re.compile(r"\b(thứ|tháng|thu|thang) sáu\b"), r"\1 6"),
    (re.compile(r"\btối\b"), "đêm"),
    (re.compile(r"\bngày một\b"), "ngày 1"),
    (re.compile(r"\b(hồi|hoi) (hôm|hom)$"), "đêm qua"),
)
_KEPT_WORDS = re.compile(r"(^|\b(?:ngày|bữa|hôm|sáng|trưa|chiều|đêm) )(mốt|kìa)$")


def phrase_of(text: str) -> str:
    """What was typed, without diacritics, polite endings and spaces around separators."""
    typed = " ".join(clean(text).lower().split()).rstrip(" .,;:!?")
    for pattern, instead in (*_MISSPELT, *_TOLD_APART):
        typed = pattern.sub(instead, typed)
    kept = _KEPT_WORDS.search(typed)
    phrase = plain(typed[: kept.start(2)] if kept else typed)
    phrase = " ".join(re.sub(r"[^a-z0-9/.:\-]+", " ", phrase).split())
    phrase = re.sub(r"(?<=\d) ?([/.\-]) ?(?=\d)", r"\1", phrase).strip(" /.:-")
    phrase = f"{phrase} {kept[2]}".strip() if kept else phrase
    return _TRAILING.sub("", _LEADING.sub("", phrase))


def without_doubt(phrase: str) -> tuple[bool, str]:
    """Whether it was said without "about", and the rest."""
    rest = _DOUBT.sub("", phrase)
    return rest == phrase, rest


def without_hour(phrase: str) -> tuple[bool, str]:
    """Whether an hour was said, and the rest."""
    found = _HOUR.search(phrase)
    if found is None or int(found[1]) > 24:
        return False, phrase
    return True, " ".join((phrase[: found.start()] + phrase[found.end() :]).split())


def without_part_of_day(phrase: str) -> tuple[bool, str]:
    """Whether morning, noon, evening or night was said, and the rest."""
    rest = _PART_OF_DAY.sub("", phrase, count=1).strip()
    return rest != phrase, rest


def number(word: str) -> int:
    """A number in digits or words."""
    return NUMBER_WORDS[word] if word in NUMBER_WORDS else int(word)


def month(name: str) -> int:
    """The month that a number or an old name says."""
    found = LUNAR_MONTHS[name] if name in LUNAR_MONTHS else number(name)
    if not 1 <= found <= 12:
        raise Refusal(Reason.NOT_A_DATE)
    return found


def quarter(name: str) -> int:
    """A quarter in digits, Roman digits or words."""
    return _QUARTERS[name] if name in _QUARTERS else number(name)


def weekday(name: str) -> int:
    """0 for Monday (thứ hai) to 6 for Sunday."""
    if name.startswith("c"):
        return 6
    said = name.removeprefix("thu").removeprefix("t").strip()
    return _WEEKDAYS[said] if said in _WEEKDAYS else int(said) - 2


def step(said: str) -> int:
    """How many weeks, months or years away "trước", "này" or "tới" means."""
    return _STEPS[re.sub(r"^(?:tuan|thang|nam) ", "", said)]


def period(word: str) -> DatePrecision:
    """The length that ngày, tuần, tháng, quý or năm names."""
    return _PERIODS[word]


def is_lunar(calendar: str) -> bool:
    """Whether ÂL was written, and not DL."""
    return calendar.startswith("a")
