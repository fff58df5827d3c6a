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
    """What was looked at, and how it is to be mended unless all is well."""

    well: bool
    what: str
    mend: str = ""
    told: str = ""

    def __str__(self) -> str:
        first = f"ok   {self.what}" if self.well else f"WRONG {self.what} – {self.mend}"
        return f"{first}{BELOW}{self.told}" if self.told else first


def well(what: str, told: str = "") -> Finding:
    """Nothing is to be done; figures are told in Vietnamese, too."""
    return Finding(True, what, told=told)


def wrong(what: str, mend: str, told: str) -> Finding:
    """Something is to be done, and nobody has to read English for it."""
    return Finding(False, what, mend, told)


def unfit(what: str, why: Unfit) -> Finding:
    """What can't be, as the program says it when it is told to run."""
    return wrong(what, str(why), why.told)
