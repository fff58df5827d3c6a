"""How tests bring a concern, and what they look at afterwards."""

import json

from sqlalchemy import select

from bot.domain.refusals import Reason
from bot.texts.refusals import reason
from storage.tables import (
    Concern,
    ConcernHousehold,
    Draft,
    InboxRow,
    OutboxRow,
)
from tests.chat import Chat, World

NOT_FOUND = reason(Reason.NOT_FOUND)
COMPLAINT = "bí thư nhận tiền của dân"


async def concerns(world: World) -> list[Concern]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(Concern).order_by(Concern.id)))


async def links(world: World) -> list[ConcernHousehold]:
    async with world.store.reading() as session:
        query = select(ConcernHousehold).order_by(ConcernHousehold.household_id)
        return list(await session.scalars(query))


async def raised(chat: Chat, household: str = "3", text: str = "Đèn đường tổ 5 hư") -> str:
    """An ordinary concern, all the way; its code."""
    for answer in (f"/phananh {household}".strip(), "Phản ánh", "điện", text):
        await chat.say(answer)
    receipt = await chat.tap("Gửi luôn")
    return receipt.split("mã ")[1].split(".")[0]


async def answered(secretary: Chat, code: str, answer: str = "Đã cho thợ thay") -> None:
    await secretary.say(f"/xuly {code} traloi")
    await secretary.say(answer)


async def in_the_database(world: World, text: str) -> bool:
    """Whether the words stand anywhere in what arrived or is still being answered."""
    async with world.store.reading() as session:
        raws = [raw or b"" for raw in await session.scalars(select(InboxRow.raw))]
        states = [str(state) for state in await session.scalars(select(Draft.state))]
        said = [str(payload) for payload in await session.scalars(select(OutboxRow.payload))]
    escaped = json.dumps(text)[1:-1].encode()
    return any(escaped in raw for raw in raws) or any(text in one for one in (*states, *said))
