"""The line between page and room as a test has it break."""

from dataclasses import dataclass, field

from playwright.async_api import Page, WebSocketRoute

SOCKET = "**/room/socket*"


@dataclass
class Wire:
    """Goes through to the room; can be cut, or lose all that the room says."""

    down: bool = False
    deaf: bool = False
    calls: int = 0
    _open: list[WebSocketRoute] = field(default_factory=list)

    async def lay(self, page: Page) -> None:
        """Stand between a page that is yet to be opened and the room."""
        await page.route_web_socket(SOCKET, self._called)

    async def cut(self) -> None:
        """Break what is open, and whatever is tried until it is mended."""
        self.down = True
        while self._open:
            await self._open.pop().close()

    def mend(self) -> None:
        """From the next try on it goes through."""
        self.down = self.deaf = False

    async def _called(self, page_end: WebSocketRoute) -> None:
        self.calls += 1
        if self.down:
            await page_end.close()
            return
        room_end = page_end.connect_to_server()

        def told(message: str | bytes) -> None:
            if not self.deaf:
                page_end.send(message)

        room_end.on_message(told)
        self._open.append(page_end)
