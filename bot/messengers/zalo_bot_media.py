"""Photos that people send on Zalo: fetched from Zalo's own hosts, as pictures, of bounded size."""

from collections.abc import Collection

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, InvalidURL
from yarl import URL

from bot.domain import photos
from bot.domain.uploads import LARGEST
from bot.messengers.base import FetchFailed

_HOSTS = ".zdn.vn"
_CONNECT = 5
_LONGEST = 60
_MOST_HOPS = 3
_BEGINNINGS = {"image/jpeg": photos.JPEG, "image/png": photos.PNG}


async def fetched(
    session: ClientSession, address: str, also: Collection[str]
) -> bytes | FetchFailed:
    """The picture at an address on Zalo's hosts, or on one of `also`, each host:port.

    Whoever writes to us may name any address, so every hop is looked at before it is gone.
    """
    where: str | None = address
    limits = ClientTimeout(total=_LONGEST, connect=_CONNECT)
    try:
        for _ in range(_MOST_HOPS):
            url = _allowed(where or "", also)
            if url is None:
                break
            async with session.get(url, timeout=limits, allow_redirects=False) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await _picture(response)
                where = response.headers.get("Location")
    except (InvalidURL, ValueError):
        return FetchFailed(later=False)
    except (ClientError, OSError, TimeoutError):
        return FetchFailed(later=True)
    return FetchFailed(later=False)


def _allowed(address: str, also: Collection[str]) -> URL | None:
    """The address to ask, always encrypted on Zalo's own hosts; None for one not to be asked."""
    try:
        url = URL(address)
        host, port = (url.raw_host or "").lower(), url.explicit_port
    except ValueError:
        return None
    if url.scheme not in ("http", "https") or url.raw_user or url.raw_password:
        return None
    if f"{host}:{port}" in also:
        return url
    own_port = port is None or (url.scheme, port) in (("http", 80), ("https", 443))
    if not host.endswith(_HOSTS) or not own_port:
        return None
    return url.with_scheme("https").with_port(None)


async def _picture(response: ClientResponse) -> bytes | FetchFailed:
    if response.status >= 500 or response.status in (408, 429):
        return FetchFailed(later=True)
    kind = _BEGINNINGS.get(response.content_type.replace("jpg", "jpeg"))
    if response.status != 200 or kind is None:
        return FetchFailed(later=False)
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > LARGEST:
            return FetchFailed(later=False)
    return bytes(content) if content.startswith(kind) else FetchFailed(later=False)
