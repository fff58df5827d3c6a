"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import TypeVar

from bot.messages import CHOICES_A_PAGE

T = TypeVar("T")


def number_in(said: str) -> int:
    """The page that words name; the first, where they name none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1


def cut(things: Sequence[T], page: int) -> tuple[list[T], int, int]:
    """A page's things, its number, and how many pages there are.

    Nine to a page, or eight, which leave room for the way to the next; a page that is not there
    is the nearest one.
    """
    if len(things) <= CHOICES_A_PAGE:
        return list(things), 1, 1
    size = CHOICES_A_PAGE - 1
    pages = -(-len(things) // size)
    page = min(max(page, 1), pages)
    return list(things[(page - 1) * size : page * size]), page, pages
