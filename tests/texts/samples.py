"""Every public function of bot.texts, and values to call it with, made from its own signature."""

import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from importlib import import_module
from inspect import Parameter, isfunction, signature
from pkgutil import iter_modules
from typing import Any, Union, get_args, get_origin, get_type_hints

import bot.texts
from bot.domain.announcements import Language
from bot.domain.refusals import Reason, Refusal
from bot.messages import Attachment, Choice, Outgoing

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
NAMES = ("Hạnh", "Nguyễn Thị Thanh Nhàn")
MONTHS = ("2026-11", "2026-01")
MODULES = tuple(sorted(one.name for one in iter_modules(bot.texts.__path__)))

STRINGS: dict[str, tuple[str, ...]] = {
    "month": MONTHS,
    "key": MONTHS,
    "name": NAMES,
    "address": ("Tổ 4, ấp Bình Hòa", "Số 12, đường Kênh Ba, ấp Bình Hòa", ""),
    "code": ("PA-05-202611-003", f"PA-{'A' * 30}-202611-003"),
    "link": ("https://gandan.example/t/x", ""),
    "word": ("GUI 12",),
    "command": ("/tham",),
    "phone": ("+84912345678",),
    "language": ("vi", "en"),
    "languages": (Language.KHMER.value, Language.CHINESE.value),
    "missed": ("", "Hạnh"),
    "back": ("", "/tonghop"),
    "recommended": ("all", "focus"),
    "number": ("2",),
    "number_said": ("2",),
    "looks_like": ("1234:abc",),
    "codes": ("PA-05-202611-003", "PA-05-202611-012"),
    "numbers": ("3", "5"),
    "more": ("/x 2",),
    "other": ("/thangnay",),
    "path": ("/var/lib/gandan/x.log",),
    "variable": ("GANDAN_ZALO_BOT_TOKEN",),
    "typed": ("3 hôm qua", "một tin rất dài " * 6),
    "tail": ("", "hôm qua"),
    "of": ("2026-11",),
    "due": ("2026-11",),
    "error_id": ("a1b2c3",),
}
"""What a parameter of a name stands for, where any words will not do."""
WORDS = (
    "Đèn đường đầu kênh hư đã lâu",
    "Đường vào tổ bốn ngập sâu nên trẻ đi học vất vả. " * 3 + "Mong xã xem giúp",
)
MAYBE = frozenset(
    {
        "note",
        "added",
        "place",
        "decision",
        "corrected",
        "alias",
        "basis",
        "more",
        "other",
        "counts",
        "promise",
        "elsewhere",
        "lead",
        "cell",
        "question_before",
        "occupation",
        "confirming",
    }
)
"""Words that there may be none of."""
NUMBERS = (3, 0, 1, 12)
DAYS = (
    TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=40), date(2025, 12, 31),
    TODAY + timedelta(days=9),
)  # fmt: skip

Called = Callable[..., object]


def functions() -> Iterator[tuple[str, Called]]:
    """Every function that a module of bot.texts offers, as "visit.saved"."""
    for module in MODULES:
        here = import_module(f"bot.texts.{module}")
        for name, one in vars(here).items():
            if isfunction(one) and not name.startswith("_") and one.__module__ == here.__name__:
                yield f"{module}.{name}", one


def constants() -> Iterator[tuple[str, object]]:
    """Every constant of words that a module defines itself or passes on."""
    for module in MODULES:
        for name, value in vars(import_module(f"bot.texts.{module}")).items():
            if name.isupper() and not name.startswith("_"):
                yield f"{module}.{name}", value


def calls(
    function: Called, given: Mapping[str, Sequence[object]] | None = None
) -> Iterator[dict[str, object]]:
    """Arguments: each parameter in turn takes each of its values, the others their first.

    `given` are the values of parameters for which those of their type make no sense.
    """
    hints = get_type_hints(function)
    values = {
        name: tuple((given or {}).get(name) or values_of(hints[name], name))
        for name, one in signature(function).parameters.items()
        if one.kind is not Parameter.VAR_POSITIONAL
    }
    first = {name: found[0] for name, found in values.items()}
    yield first
    for name, found in values.items():
        for other in found[1:]:
            yield first | {name: other}
    yield {name: found[-1] for name, found in values.items()}


def values_of(kind: Any, name: str) -> Sequence[object]:
    """Some values of a type, the most ordinary first."""
    if kind is str:
        return STRINGS.get(name, (*WORDS, "") if name in MAYBE else WORDS)
    plain: dict[object, Sequence[object]] = {
        bool: (False, True),
        int: NUMBERS,
        float: (1.5, 0.0, 20.0),
        date: DAYS,
        datetime: (NOW, NOW + timedelta(hours=7)),
        time: (time(8), time(19, 30)),
        bytes: (b"x",),
        type(None): (None,),
        object: ("x",),
        Attachment: (Attachment("so-lieu.png", b"x", "image/png"),),
        Choice: (Choice("Xem thêm", "/x"),),
        Outgoing: (Outgoing("Việc tháng 11: còn 3 nhà.", (Choice("Xem", "/x"),)),),
        Refusal: tuple(Refusal(one) for one in (Reason.NOT_FOUND, Reason.NOT_LINKED)),
    }
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    if is_dataclass(kind):
        return tuple(built(kind))
    return _of_generic(get_origin(kind), get_args(kind), name)


def built(kind: Any) -> Iterator[object]:
    """Values of a dataclass: with everything named, and as it is when nothing is said."""
    hints = get_type_hints(kind)
    own = [one for one in fields(kind) if one.init]
    full = {one.name: values_of(hints[one.name], one.name)[0] for one in own}
    yield kind(**full)
    bare = {
        one.name: full[one.name]
        for one in own
        if one.default is MISSING and one.default_factory is MISSING
    }
    yield kind(**bare)


def _of_generic(origin: object, inner: tuple[Any, ...], name: str) -> Sequence[object]:
    if origin in (Union, types.UnionType):
        found = [value for one in inner for value in values_of(one, name)]
        return [value for value in found if value is not None] + [None] * (None in found)
    if origin is tuple and inner[-1] is not Ellipsis:
        width = max(len(values_of(one, name)) for one in inner)
        columns = [values_of(one, name) for one in inner]
        return [tuple(one[place % len(one)] for one in columns) for place in range(width)]
    if origin in (tuple, list, Sequence, Collection, Iterable):
        few: list[object] = [one for one in values_of(inner[0], name) if one != ""]
        return (tuple(few[:1]), (), tuple((few * 9)[:9]))
    if origin in (dict, Mapping):
        keys, held = values_of(inner[0], name), values_of(inner[1], name)
        pairs = {key: held[place % len(held)] for place, key in enumerate(keys)}
        return (pairs, {})
    raise TypeError(f"nothing is known of {name}: {origin} of {inner}")


def said(value: object) -> Iterator[str]:
    """All words in what a function of words came to."""
    match value:
        case str():
            yield value
        case Outgoing():
            yield from filter(None, (value.text, value.in_words))
            yield from said((*value.choices, *value.ways))
        case Choice():
            yield value.label
        case Mapping():
            yield from said(list(value.values()))
        case list() | tuple() | set() | frozenset():
            yield from (word for one in value for word in said(one))
        case _ if is_dataclass(value):
            yield from said([getattr(value, each.name) for each in fields(value)])
