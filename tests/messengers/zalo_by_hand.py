"""Calls to Zalo as no adapter makes them, right or wrong."""

from typing import Any

import aiohttp

from tests.doubles.zalo_bot import TOKEN, ZaloBotDouble


async def ask(zalo: ZaloBotDouble, method: str, **given: Any) -> tuple[int, dict[str, Any]]:
    """A call by hand: its status and what it says."""
    address = f"{zalo.url}/bot{given.pop('token', TOKEN)}/{method}"
    async with aiohttp.ClientSession() as session, session.post(address, json=given) as response:
        return response.status, await response.json()


async def code(zalo: ZaloBotDouble, method: str, **given: Any) -> int:
    """The error's number, 0 when it went well."""
    said = (await ask(zalo, method, **given))[1]
    assert said["ok"] is ("error_code" not in said)
    return int(said.get("error_code", 0))
