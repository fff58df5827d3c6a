"""What tests of announcements do again and again: write one, let it go out, hear it."""

from scheduler.announcements import send_announcements
from tests.chat import Chat, World

WORDS = "Chiều thứ sáu 27/11 họp tổ bàn việc làm đường. Mời bà con dự đông đủ."


async def written(
    author: Chat, words: str = WORDS, *, where: tuple[str, ...] = ("Toàn Đảng bộ",),
    to: str = "Tất cả", kind: str = "Mời họp",
) -> None:  # fmt: skip
    """Write an announcement as far as its preview; for a cell `where` is empty."""
    await author.say("/soanthongbao")
    await author.say(words)
    for step in where:
        await author.tap(step)
    await author.tap(to)
    await author.tap(kind)


async def sent(author: Chat, words: str = WORDS, **how: object) -> int:
    """Write an announcement, send it at once and let it go out; its number."""
    await written(author, words, **how)  # type: ignore[arg-type]  # as above
    await author.tap("Gửi ngay")
    await author.say("gửi")
    number = number_in(author)
    await gone_out(author.world)
    return number


def number_in(chat: Chat) -> int:
    """The announcement that the newest letter offers to open."""
    return int(chat.button("Xem thông báo này").action.split()[1])


async def gone_out(world: World) -> int:
    """What the clock does every few minutes."""
    return await send_announcements(world.store, world.now)


async def heard_by(*chats: Chat) -> list[str]:
    """What is new in each of the chats, the first lines of it."""
    return [one.text.split("\n")[0] for chat in chats for one in await chat.listen()]
