"""Whoever asks how to go on within a form is told what is asked and how to stop; the form stays."""

import pytest
from sqlalchemy import func, select

from storage.tables import Visit
from tests.chat import Chat, World
from tests.concerns import concerns

STOPS = "Muốn dừng thì nhắn “huy”."


@pytest.fixture(params=[True, False], ids=["buttons", "typed"])
def an(world: World, request: pytest.FixtureRequest) -> Chat:
    """An, once where choices are tapped and once where they are typed."""
    return Chat(world, "An", buttons=request.param)


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(["/phananh"], id="which household"),
        pytest.param(["/phananh 3"], id="a choice"),
        pytest.param(["/phananh 3", "1", "dien"], id="words of the household"),
        pytest.param(["/tham"], id="a visit"),
        pytest.param(["/tham 3"], id="a day"),
        pytest.param(["3 bt, 4 di vang"], id="a report shown back"),
        pytest.param(["/danhdau"], id="ticks"),
        pytest.param(["/thaydoi 3"], id="a change"),
    ],
)
async def test_the_question_is_put_again_with_the_way_out(
    an: Chat, world: World, before: list[str]
) -> None:
    for said in before:
        await an.say(said)
    asked, labels = an.heard.text, an.labels
    for asks in ("gui nhu the nao", "làm sao bây giờ", "toi khong biet ghi"):
        told = await an.say(asks)
        assert STOPS in told
        assert asked.splitlines()[-1] in told
        assert an.labels == labels
    assert "Đã dừng" in await an.say("huy")
    assert await concerns(world) == []
    async with world.store.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Visit)) == 0


async def test_a_number_is_asked_for_only_where_lines_are_numbered(an: Chat) -> None:
    await an.say("/phananh")
    assert "số của dòng" not in await an.say("lam sao")
    await an.say("3")
    assert "số của dòng" in await an.say("khong biet")


@pytest.mark.parametrize("said", ["không hiểu", "khó quá", "không biết làm gì", "chưa rõ"])
async def test_what_a_household_may_say_stays_its_words(an: Chat, said: str) -> None:
    for answer in ("/phananh 3", "hoi dap", "dien"):
        await an.say(answer)
    assert f"“{said}”" in await an.say(said)


async def test_a_place_that_nobody_knows_is_still_an_answer(an: Chat) -> None:
    for answer in ("/thaydoi 3", "di lam xa", "1", "1"):
        await an.say(answer)
    assert "Ở tỉnh nào" in await an.say("1")
    assert "Ở tỉnh nào" not in await an.say("khong ro")
    assert STOPS not in an.heard.text


async def test_what_is_held_is_asked_about_again(an: Chat) -> None:
    await an.say("/phananh")
    await an.say("bí thư nhận tiền của dân")
    told = await an.say("lam sao bay gio")
    assert STOPS in told
    assert "khiếu nại hoặc tố cáo" in told
