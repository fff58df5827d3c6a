"""What the doctor found: in English, and below it in Vietnamese for whoever keeps the commune's."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.starting import Unfit

BELOW = "\n     "


class Advice(NamedTuple):
    """What to do about something, in both languages."""

    mend: str
    told: str

    def __str__(self) -> str:
        return f"{self.mend}{BELOW}{self.told}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it is to be mended unless all is as good as can be."""

    well: bool
    what: str
    mend: str = ""
    told: str = ""

    def __str__(self) -> str:
        mark = "WRONG" if not self.well else "note" if self.mend else "ok"
        first = f"{mark:4} {self.what}" + (f" – {self.mend}" if self.mend else "")
        return f"{first}{BELOW}{self.told}" if self.told else first


def well(what: str, told: str = "") -> Finding:
    """Nothing is to be done; figures are told in Vietnamese, too."""
    return Finding(True, what, told=told)


def advised(what: str, mend: str, told: str) -> Finding:
    """All works as it is, and one thing would make it easier for people."""
    return Finding(True, what, mend, told)


def wrong(what: str, mend: str, told: str) -> Finding:
    """Something is to be done, and nobody has to read English for it."""
    return Finding(False, what, mend, told)


def unfit(what: str, why: Unfit) -> Finding:
    """What can't be, as the program says it when it is told to run."""
    return wrong(what, str(why), why.told)
