"""The practice room as a test handles it: a page, its phones, and what is seen in them."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

PATIENCE = 30_000  # ms, on a machine that does other things, too
_LETTER = re.compile(r"\bletter\b")


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of the page."""

    page: Page
    slot: str

    @property
    def box(self) -> Locator:
        return self.page.locator(f"#phone-{self.slot}")

    @property
    def field(self) -> Locator:
        return self.box.locator("textarea")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.box.locator(".log > .entry").last

    @property
    def name(self) -> Locator:
        """Whose phone it is, and the button that changes that."""
        return self.box.locator(".person")

    @property
    def plain(self) -> Locator:
        """The switch to a messenger without buttons."""
        return self.box.get_by_role("switch")

    def said(self, text: str) -> Locator:
        """What the phone's person said, word for word."""
        return self.box.locator(".said .text").get_by_text(text, exact=True)

    def button(self, label: str) -> Locator:
        """A button of the newest message."""
        return self.last.get_by_role("button", name=label, exact=True)

    async def say(self, text: str) -> str:
        """Type it, send it, and wait for the answer."""
        return await self._answer_to(self.send(text))

    async def tap(self, label: str) -> str:
        """Tap a button of the newest letter, and wait for the answer."""
        return await self._answer_to(self.tap_only(label))

    async def tap_only(self, label: str) -> None:
        """Tap a button of the newest letter, whether that arrives or not."""
        await self.button(label).click()

    async def open_menu(self) -> str:
        """The way in for somebody who has not said anything yet."""
        return await self._answer_to(self.box.locator(".empty button").click())

    async def send_file(self, path: Path) -> str:
        """Attach a file, send it, and wait for the answer."""
        await self.box.locator("input[type=file]").set_input_files(path)
        await expect(self.box.locator(".file")).to_contain_text(path.name)
        return await self._answer_to(self.box.locator(".send").click())

    async def labels(self) -> list[str]:
        """What can be tapped under the newest letter."""
        return await self.last.locator(".choices button").all_inner_texts()

    async def heard(self, words: str) -> None:
        """Wait until the newest letter holds these words."""
        await expect(self.last).to_contain_text(words, timeout=PATIENCE)

    async def send(self, text: str) -> None:
        """Type it and send it, whether it arrives or not."""
        await self.field.fill(text)
        await self.field.press("Enter")

    async def _answer_to(self, doing: Awaitable[None]) -> str:
        said = self.box.locator(".log > .said")
        before = await said.count()
        await doing
        await expect(said).to_have_count(before + 1, timeout=PATIENCE)
        await expect(self.last).to_have_class(_LETTER, timeout=PATIENCE)
        return await self.last.locator(".text").inner_text()


@dataclass(frozen=True, slots=True)
class Seen:
    """A page in a browser."""

    page: Page
    address: str

    @property
    def banner(self) -> Locator:
        """What lies over the room when something is amiss."""
        return self.page.locator("#banner")

    @property
    def member(self) -> Phone:
        return Phone(self.page, "member")

    @property
    def secretary(self) -> Phone:
        return Phone(self.page, "secretary")

    @property
    def office(self) -> Phone:
        return Phone(self.page, "office")

    async def enter(self) -> None:
        """Open the room and wait until the phones show what was said before."""
        await self.page.goto(self.address)
        await expect(self.page.locator('.log[aria-busy="false"]')).to_have_count(
            3, timeout=PATIENCE
        )

    async def move_to(self, to: str) -> None:
        """Move the clock, and wait until it stands."""
        await self.page.locator(f"[data-to={to}]").click()
        await expect(self.page.locator("#moving")).to_be_hidden(timeout=4 * PATIENCE)

    async def show(self, slot: str) -> None:
        """Bring a phone to the front, where one is shown at a time."""
        await self.page.locator(f"#tab-{slot}").click()
