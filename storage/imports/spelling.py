"""Codes that are written a little otherwise where somebody refers to them."""

from collections.abc import Iterable

from storage.imports.known import Key


class Spellings:
    """The codes of the communes, by what is left of them when they are typed carelessly."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._by_letters: dict[Key, set[str]] = {}
        self._by_number: dict[Key, set[str]] = {}
        for commune, code in keys:
            self._by_letters.setdefault((commune, code.casefold()), set()).add(code)
            if code.isdigit():
                self._by_number.setdefault((commune, code.lstrip("0")), set()).add(code)

    def meant(self, commune: str, code: str) -> str | None:
        """The only code that is the same but for capital letters."""
        return _only(self._by_letters.get((commune, code.casefold()), set()))

    def zeros_lost(self, commune: str, code: str) -> tuple[str, ...]:
        """The only code that it may be, where a spreadsheet took zeros away; or none."""
        found = self._by_number.get((commune, code.lstrip("0")), set()) if code.isdigit() else set()
        one = _only(found)
        return (one,) if one else ()


def _only(found: set[str]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None
