"""A browser that knows forms and nothing else: what it shows, what is ticked, what it sends."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urlencode

import aiohttp

Fields = list[tuple[str, str]]


@dataclass
class _Reading(HTMLParser):
    """Words, fields and buttons of a page."""

    words: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=list)
    offered: Fields = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _button: tuple[str, str] | None = None
    _aside: int = 0
    _wrong: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self._aside += tag == "style"
        named = (of.get("name", ""), of.get("value", ""))
        if tag == "button":
            self._button = named
        if tag == "p" and of.get("class") == "wrong":
            self._wrong = of["id"]
        if tag == "input":
            chosen = of.get("type") in ("text", "hidden") or "checked" in of
            (self.fields if chosen else self.offered).append(named)

    def handle_endtag(self, tag: str) -> None:
        self._aside -= tag == "style"
        self._wrong = "" if tag == "p" else self._wrong

    def handle_data(self, data: str) -> None:
        if self._aside:
            return
        self.words.append(data)
        if self._button is not None:
            self.buttons[data], self._button = self._button, None
        if self._wrong:
            self.wrong.append(f"{self._wrong.removesuffix('-wrong')}: {data}")


@dataclass(frozen=True)
class Shown:
    """A page as it stands before somebody, with what has been ticked and typed by now."""

    browser: "Plain"
    path: str
    status: int
    headers: dict[str, str]
    html: str
    fields: Fields

    @property
    def _read(self) -> _Reading:
        reading = _Reading()
        reading.feed(self.html)
        return reading

    @property
    def text(self) -> str:
        """All words that are shown."""
        return "\n".join(self._read.words)

    @property
    def wrong(self) -> list[str]:
        """What is amiss, each with its field."""
        return self._read.wrong

    @property
    def buttons(self) -> list[str]:
        """What can be pressed."""
        return list(self._read.buttons)

    @property
    def tags(self) -> set[str]:
        """What the page is made of."""
        return set(self._read.tags)

    @property
    def offered(self) -> Fields:
        """What can be ticked and is not."""
        return self._read.offered

    def tick(self, name: str, value: str) -> "Shown":
        """Tick a box or choose an answer; a radio lets go of the other."""
        assert (name, value) in (*self.offered, *self.fields), (name, value)
        kept = [one for one in self.fields if name.startswith("how") or one[0] != name]
        return replace(self, fields=[*kept, (name, value)])

    def untick(self, name: str, value: str) -> "Shown":
        """Take a tick back."""
        return replace(self, fields=[one for one in self.fields if one != (name, value)])

    def fill(self, name: str, value: str) -> "Shown":
        """Type into a field."""
        assert name in dict(self.fields), name
        return replace(
            self, fields=[one if one[0] != name else (name, value) for one in self.fields]
        )

    def smuggle(self, name: str, value: str) -> "Shown":
        """Add what the page has no field for."""
        return replace(self, fields=[*self.fields, (name, value)])

    async def press(self, label: str) -> "Shown":
        """Send it with one of its buttons."""
        return await self.browser.send(self.path, [*self.fields, self._read.buttons[label]])


@dataclass(frozen=True)
class Plain:
    """The browser before the web server; it follows where it is sent."""

    address: str
    web: aiohttp.ClientSession

    async def open(self, link: str, method: str = "GET") -> Shown:
        """Follow a link, wherever our pages say that they are."""
        path = "/" + link.split("/", 3)[3] if "://" in link else link
        async with self.web.request(method, self.address + path) as answer:
            return await self.shown(answer)

    async def send(self, path: str, fields: Fields) -> Shown:
        """Send a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = urlencode(fields).encode()
        async with self.web.post(self.address + path, data=sent, headers=headers) as answer:
            return await self.shown(answer)

    async def shown(self, answer: aiohttp.ClientResponse) -> Shown:
        """What a browser makes of an answer."""
        page = await answer.text()
        reading = _Reading()
        reading.feed(page)
        headers = {name.title(): value for name, value in answer.headers.items()}
        return Shown(self, answer.url.raw_path, answer.status, headers, page, reading.fields)
