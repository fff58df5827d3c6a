"""What people ask to be shown in a sentence of their own instead of a command."""

import re
from enum import StrEnum

from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.numbers import read_words
from bot.domain.vietnamese.sentence_purpose import hands_over
from bot.domain.vietnamese.text import search_key


class Shown(StrEnum):
    """What is wanted to be seen."""

    HELP = "HELP"
    TO_VISIT = "TO_VISIT"  # which of one's own households are left
    UNVISITED = "UNVISITED"  # which households are left, of all that one answers for
    BEHIND = "BEHIND"  # who still has households to visit
    CONCERNS = "CONCERNS"
    MONTH = "MONTH"  # what the month has come to
    SAVED = "SAVED"  # whether the last report has arrived
    HANDING_OVER = "HANDING_OVER"  # who has which household, to give one to somebody


_HOW_TO_ANSWER = (
    "lam sao",
    "lam the nao",
    "lam nhu the nao",
    "lam nhu nao",
    "lam sao bay gio",
    "bay gio lam sao",
    "gio lam sao",
    "phai lam sao bay gio",
    "bao cao sao",
    "bao cao lam sao",
    "bao cao the nao",
    "bao cao nhu the nao",
    "ghi sao",
    "ghi lam sao",
    "ghi the nao",
    "ghi nhu the nao",
    "ghi gi",
    "phai ghi gi",
    "ghi cai gi",
    "ghi vao dau",
    "gui sao",
    "gui lam sao",
    "gui the nao",
    "gui nhu the nao",
    "gui gi",
    "gui di dau",
    "nhan gi",
    "nhan sao",
    "nhan lam sao",
    "nhan the nao",
    "nhan nhu the nao",
    "phai nhan gi",
    "tra loi sao",
    "tra loi the nao",
    "tra loi nhu the nao",
    "tra loi gi",
    "chon sao",
    "chon gi",
    "chon cai nao",
    "bam gi",
    "bam dau",
    "bam vao dau",
    "bam cho nao",
    "bam sao",
    "bam nut nao",
    "khong biet ghi",
    "khong biet ghi sao",
    "khong biet ghi gi",
    "khong biet gui",
    "khong biet nhan",
    "khong biet nhan gi",
    "khong biet tra loi",
    "khong biet chon",
    "khong biet bam",
    "khong biet bao cao",
    "chua biet ghi",
    "chua biet gui",
    "chua biet nhan",
)
"""Of what is to be typed here: no household says this of itself."""
_PARTICLES = frozenset({
    "toi", "tui", "minh", "em", "voi", "dum", "gium", "nhe", "a", "ah", "oi", "xin", "muon", "cho",
    "xem", "day", "vay", "duoc", "di", "da", "co",
})  # fmt: skip
"""Said or left out without another meaning."""
_SENTENCES: dict[Shown, tuple[str, ...]] = {
    Shown.HELP: (
        *_HOW_TO_ANSWER, "khong biet", "chua biet", "giup", "giup do", "giup lam", "can giup",
        "can giup do", "can ho tro", "lam sao bao cao", "lam sao de bao cao",
        "lam the nao de bao cao", "phai lam gi", "lam gi", "lam gi nua", "lam gi tiep",
        "gio lam gi", "bay gio lam gi", "dung sao", "dung lam sao", "dung the nao",
        "cai nay dung sao", "may nay dung sao", "su dung sao", "su dung the nao", "cach su dung",
        "cach lam", "cach bao cao", "cach nhan", "cach ghi", "chi cach dung", "chi cach lam",
        "chi cach bao cao", "chi cach nhan", "chi dan", "bay cach lam", "bay cach dung",
        "khong biet lam", "khong biet lam sao", "khong biet lam gi", "khong biet lam the nao",
        "khong biet dung", "chua biet lam", "chua biet dung", "khong hieu", "khong hieu gi",
        "khong hieu gi het", "chua hieu", "khong ro", "chua ro", "kho qua", "hdsd",
        "huong dan su dung", "huong dan cach dung", "huong dan bao cao", "huong dan cach lam",
        "doc huong dan", "gap can bo", "goi can bo", "gap nguoi", "goi nguoi that",
        "gap nguoi that", "noi chuyen voi nguoi", "noi chuyen nguoi that", "hoi ai", "goi ai",
        "lien he ai", "sao nua", "roi sao nua", "gio sao",
    ),
    Shown.TO_VISIT: (
        "phai tham nha nao", "phai tham ho nao", "tham nha nao", "tham ho nao", "tham ai",
        "can tham ai", "can tham ho nao", "can tham nha nao", "tham ai truoc", "tham nha nao truoc",
        "tham ho nao truoc", "nha nao tham truoc", "ho nao tham truoc", "nha nao can tham",
        "ho nao can tham", "con may ho", "con may nha", "con may ho nua", "con bao nhieu ho",
        "con bao nhieu nha", "con ho nao", "con nha nao", "con ho nao nua", "viec thang nay",
    ),
    Shown.UNVISITED: (
        "chua tham", "ho chua tham", "nha chua tham", "ho nao chua tham", "nha nao chua tham",
        "con ho nao chua tham", "con nha nao chua tham", "nhung ho chua tham", "cac ho chua tham",
        "nhung ho nao chua tham", "thang nay ho nao chua tham", "thang nay con ho nao chua tham",
        "danh sach chua tham", "danh sach ho chua tham", "ds chua tham", "ds ho chua tham",
        "chua tham nha nao", "chua tham ho nao", "may ho chua tham", "con may ho chua tham",
        "con bao nhieu ho chua tham", "con ho nao chua ghi", "ho chua ghi",
    ),
    Shown.BEHIND: (
        "ai chua tham", "ai con chua tham", "nhung ai chua tham", "con ai chua tham",
        "thang nay ai chua tham", "dong chi nao chua tham", "dang vien nao chua tham",
        "dang vien chua tham", "ai chua bao cao", "ai chua ghi", "con ai chua bao cao",
        "dong chi nao chua bao cao", "dang vien nao chua bao cao", "danh sach ai chua tham",
        "danh sach dang vien chua tham",
    ),
    Shown.CONCERNS: (
        "cac phan anh", "danh sach phan anh", "ds phan anh", "phan anh cua", "cac kien nghi",
        "danh sach kien nghi", "phan anh toi dau roi", "phan anh den dau roi", "phan anh da gui",
        "phan anh sao roi", "kien nghi toi dau roi", "kien nghi den dau roi",
    ),
    Shown.MONTH: (
        "bao cao thang", "bao cao thang nay", "xem bao cao thang", "bao cao cua thang",
        "lam bao cao thang", "tong hop bao cao thang",
    ),
    Shown.SAVED: (
        "luu chua", "luu roi chua", "luu khong", "ghi chua", "ghi roi chua", "ghi nhan chua",
        "gui chua", "gui roi chua", "nhan chua", "nhan roi chua", "nhan bao cao chua", "xong chua",
        "bao cao xong chua", "bao cao luu chua", "vua ghi gi", "vua bao cao gi", "may luu chua",
    ),
}  # fmt: skip


def _bare(sentence: str) -> str:
    """Without what may be said or left out; all of it where nothing else is said."""
    words = search_key(sentence).split()
    return " ".join(one for one in words if one not in _PARTICLES) or " ".join(words)


_ASKED = {_bare(one): shown for shown, sentences in _SENTENCES.items() for one in sentences}
_ASKED_HERE = {_bare(one) for one in _HOW_TO_ANSWER}
_NOT_KNOWN = ("khong biet", "chua biet", "khong ro", "chua ro")
_LONGEST = 60


def asked_for(text: str) -> Shown | None:
    """What a whole sentence asks to be shown; None where it is no such."""
    if len(text) > _LONGEST:
        return None
    if hands_over(f" {search_key(text)} ") and not looks_like_complaint(text):
        return Shown.HANDING_OVER
    return _ASKED.get(_bare(text))


def asks_how(text: str, *, free: bool, chosen: bool) -> bool:
    """Whether somebody who is asked something asks how that is answered.

    `free`: any words may be an answer; `chosen`: none is, but the choices.
    """
    said = _bare(text) if len(text) <= _LONGEST else ""
    if free or (said in _NOT_KNOWN and not chosen):
        return said in _ASKED_HERE
    return _ASKED.get(said) is Shown.HELP


_MISTAKEN = re.compile(
    r"(?:(?:xin loi|toi|tui|minh|em|da|vua|bi) )*"
    r"(?:ghi (?:nham|lon)|(?:bao|bao cao|nhap) nham|nham roi)\b"
    r"|(?:xin |nho )?sua (?:giup|gium|dum) (?:toi|tui|minh|em)"
    r"(?: lai)?(?= (?:bao cao|(?:ho|nha so|so)(?! (?:dien|khau|can|tai)\b)|\d+)\b|$)"
)
_NAMED = re.compile(r"(?:\b(?:ho|nha|so)(?: so)? |^ ?)(\d{1,3})\b|\bso ([a-z]+(?: [a-z]+){0,2})")
_LONGEST_MISTAKE = 200


def mistaken(text: str) -> tuple[int, ...] | None:
    """The numbers of households of which somebody says that a report of them was a mistake.

    None where nothing of the kind is said; empty where no household is named.
    """
    said = search_key(text)
    found = _MISTAKEN.match(said)
    if found is None or len(text) > _LONGEST_MISTAKE or looks_like_complaint(text):
        return None
    named = (
        int(digits) if digits else _said(words)
        for digits, words in _NAMED.findall(said[found.end() :])
    )
    return tuple(dict.fromkeys(number for number in named if number))


def _said(words: str) -> int | None:
    """The longest number that the first words say."""
    parts = words.split()
    read = (read_words(" ".join(parts[:end])) for end in range(len(parts), 0, -1))
    return next((number for number in read if number), None)


_CONCERN = re.compile(r"pa[ -]?\w{1,12}[ -]\d{6}[ -]\d{3,}", re.IGNORECASE)


def names_concern(text: str) -> bool:
    """Whether all that is said is a concern's code: "PA-05-202611-003" (concerns.md 5.2)."""
    return bool(_CONCERN.fullmatch(text.strip(" .?")))
