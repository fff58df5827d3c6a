"""What waits for the secretary and the committee's office, and what they make of it."""

import pytest
from sqlalchemy import select

from bot.domain.concerns import ConcernStatus, ConcernTarget
from bot.domain.refusals import Reason
from bot.texts import concerns as concern_words
from bot.texts import pending as words
from bot.texts.refusals import reason
from storage.tables import Concern, ConcernMove, LinkedAddress
from tests.chat import Chat, World
from tests.concerns import in_the_database, raised
from tests.village import Village

S = ConcernStatus
COMPLAINT = "chủ tịch xã nhận tiền của dân"


async def concern(world: World) -> Concern:
    async with world.store.reading() as session:
        return (await session.scalars(select(Concern))).one()


async def way(world: World) -> list[ConcernStatus]:
    async with world.store.reading() as session:
        return list(await session.scalars(select(ConcernMove.after).order_by(ConcernMove.id)))


# --- What waits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Bình", "Dũng", "Giang", "Oanh", "Én", "Lâm"])
async def test_nothing_waits_at_first(world: World, who: str) -> None:
    assert await Chat(world, who).say("/viec") == words.NOTHING_WAITS


async def test_a_new_concern_waits_for_its_own_secretary_only(
    an: Chat, binh: Chat, dung: Chat, giang: Chat, en: Chat, oanh: Chat
) -> None:
    code = await raised(an)
    assert "1" in await binh.say("/viec")
    assert code in binh.labels[0]
    for other in (dung, giang, en, oanh):
        assert await other.say("/viec") == words.NOTHING_WAITS


async def test_a_member_has_no_list_of_decisions(an: Chat) -> None:
    assert "Việc này do bí thư chi bộ" in await an.say("/viec")
    assert "việc chờ đồng chí" not in an.heard.text


async def test_what_waits_comes_nine_at_a_time_oldest_first_urgent_before_all(
    an: Chat, binh: Chat
) -> None:
    for _ in range(9):
        await raised(an)
    assert len(binh.heard.choices if await binh.say("/viec") else []) == 9
    await an.say("/phananh 1")
    for answer in ("1", "thien tai", "Nước lên", "2", "1"):
        await an.say(answer)
    await binh.say("/viec")
    assert binh.labels[0].startswith("Khẩn · PA-05-202611-010")
    assert "PA-05-202611-001" in binh.labels[1]
    await binh.tap("Xem thêm")
    assert [one.label[:16] for one in binh.heard.choices] == [
        "PA-05-202611-008", "PA-05-202611-009", "Xem thêm",
    ]  # fmt: skip
    assert "10" in await binh.say("/viec 99999999999999999999")
    assert "10" in await binh.say("/viec 0")


async def test_only_what_was_forwarded_to_the_commune_waits_for_its_office(
    an: Chat, binh: Chat, en: Chat, lam: Chat
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} chuyen")
    await binh.tap("Trưởng thôn")
    assert await en.say("/viec") == words.NOTHING_WAITS
    other = await raised(an)
    await binh.say(f"/xuly {other} chuyen")
    await binh.tap("Đảng ủy")
    for office in (en, lam):
        await office.say("/viec")
        assert [one.label[:16] for one in office.heard.choices] == [other]


# --- Deciding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "status", "steps"),
    [
        (["nhan"], S.IN_PROGRESS, [S.TRIAGE, S.IN_PROGRESS]),
        (["traloi", "Tuần sau làm"], S.ANSWERED, [S.TRIAGE, S.IN_PROGRESS, S.ANSWERED]),
        (["chuyen", "UBND xã"], S.FORWARDED, [S.TRIAGE, S.FORWARDED]),
        (["hoi", "Ở đâu?"], S.NEED_INFO, [S.TRIAGE, S.NEED_INFO]),
        (["khongnhan", "Việc riêng", "từ chối"], S.DECLINED, [S.TRIAGE, S.DECLINED]),
        (["guidon", "Gửi đơn"], S.REFERRED, [S.TRIAGE, S.REFERRED]),
    ],
    ids=["take", "answer", "forward", "ask", "decline", "refer"],
)
async def test_the_secretary_decides_a_new_concern_in_one_go(
    an: Chat, binh: Chat, world: World, answers: list[str], status: S, steps: list[S]
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} {answers[0]}")
    for answer in answers[1:]:
        await binh.say(answer)
    assert f"Đã ghi nhận {code}" in binh.heard.text
    assert (await concern(world)).status is status
    assert await way(world) == [S.NEW, *steps]


@pytest.mark.parametrize(
    ("answers", "first_line", "inside"),
    [
        (["traloi", "Tuần sau làm"], "Có trả lời cho một phản ánh.", "Tuần sau làm"),
        (["hoi", "Ở đâu?"], "Có một phản ánh cần bổ sung.", "Ở đâu?"),
        (["khongnhan", "Việc riêng", "tu choi"], "Có trả lời cho một phản ánh.", "Việc riêng"),
        (["guidon", "gui don"], "Có trả lời cho một phản ánh.", "Trụ sở tiếp công dân"),
    ],
    ids=["answered", "asked", "declined", "referred"],
)
async def test_the_member_is_told_without_anybodys_name_and_reads_the_rest_inside(
    an: Chat, binh: Chat, answers: list[str], first_line: str, inside: str
) -> None:
    code = await raised(an, "1", "Lộ sụt")
    await binh.say(f"/xuly {code} {answers[0]}")
    for answer in answers[1:]:
        await binh.say(answer)
    assert "Hệ thống báo đồng chí phụ trách hộ" in binh.heard.text
    (letter,) = await an.listen()
    assert letter.text.splitlines()[0] == first_line
    for hidden in ("Lành", "Lộ sụt", "nghèo", inside):
        assert hidden not in letter.text
    assert inside in await an.tap("Xem nội dung")


async def test_a_letter_to_the_member_waits_for_the_morning(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an)
    world.later(hours=14)
    await binh.say(f"/xuly {code} traloi")
    await binh.say("Tuần sau làm")
    assert await an.listen() == []
    world.later(hours=10)
    assert len(await an.listen()) == 1


async def test_opening_in_order_to_decide_takes_a_new_concern_up(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an)
    await binh.say(f"/pa {code}")
    assert await way(world) == [S.NEW]
    await binh.say(f"/xuly {code}")
    await binh.say("huy")
    assert await way(world) == [S.NEW, S.TRIAGE]


async def test_the_office_answers_what_was_forwarded_or_gives_it_back(
    an: Chat, binh: Chat, en: Chat, world: World
) -> None:
    code = await raised(an, "1", "Lộ sụt")
    await binh.say(f"/xuly {code} chuyen")
    await binh.tap("UBND xã")
    assert (await concern(world)).target is ConcernTarget.COMMUNE_GOV
    await en.say("/viec")
    shown = await en.tap(code)
    assert "hộ H001" in shown
    assert "Lành" not in shown
    assert en.labels == ["Trả lời ngay", "Chuyển trả chi bộ", "Về trang chính"]
    await en.tap("Chuyển trả chi bộ")
    await en.say("Chưa rõ đoạn nào")
    assert await en.say("/viec") == words.NOTHING_WAITS
    await binh.say("/viec")
    assert "Chưa rõ đoạn nào" in await binh.tap(code)
    await binh.tap("Chuyển nơi khác")
    await binh.tap("UBND xã")
    await en.say(f"/xuly {code}")
    await en.tap("Trả lời ngay")
    await en.say("Đã vá")
    assert (await concern(world)).answer == "Đã vá"
    assert len(await an.listen()) == 1


async def test_declining_names_the_concern_and_wants_its_word(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} khongnhan")
    asked = await binh.say("Việc riêng")
    assert code in asked
    for other in ("ok", "đồng ý", "1", "có", "tu"):
        assert "“tu choi”" in await binh.say(other)
    assert await way(world) == [S.NEW, S.TRIAGE]
    await binh.say("TỪ CHỐI")
    assert (await concern(world)).status is S.DECLINED


async def test_of_a_referred_concern_the_words_are_gone_everywhere(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "1", "Ông hàng xóm chuyển mốc ranh")
    await binh.say(f"/pa {code}")
    await binh.say(f"/xuly {code} guidon")
    assert code in binh.heard.text
    await binh.say("gui don")
    assert not await in_the_database(world, "chuyển mốc ranh")
    assert (await concern(world)).words == ""
    await an.listen()
    await an.tap("Đã báo lại cho hộ")
    assert "đã kết thúc" in an.heard.text


async def test_an_earlier_decision_stands_and_the_later_one_hears_so(
    an: Chat, binh: Chat, world: World, village: Village
) -> None:
    code = await raised(an)
    async with world.store.begin() as session:
        session.add(
            LinkedAddress(
                surface="console", account="demo", external_id="Bình 2",
                person_id=village.people["Bình"], linked_at=world.now,
            )
        )  # fmt: skip
    other = Chat(world, "Bình 2")
    await binh.say(f"/xuly {code} traloi")
    await other.say(f"/xuly {code} khongnhan")
    await other.say("Việc riêng")
    await other.say("tu choi")
    assert "đã được xử lý" in await binh.say("Đã làm")
    assert "không tiếp nhận" in binh.heard.text
    assert binh.labels == [concern_words.OPEN, "Về trang chính"]
    assert (await concern(world)).answer == "Việc riêng"


async def test_a_step_that_is_not_open_is_refused_in_words(an: Chat, binh: Chat) -> None:
    code = await raised(an)
    assert "chưa đến bước đó" in await binh.say(f"/xuly {code} tralai")
    await binh.say(f"/xuly {code} nhan")
    assert "chưa đến bước đó" in await binh.say(f"/xuly {code} nhan")
    assert "chưa đến bước đó" in await binh.say(f"/xuly {code} khongnhan")


@pytest.mark.parametrize("line", ["/xuly", "/xuly nhan", "/xuly  "])
async def test_without_a_code_what_waits_is_shown(an: Chat, binh: Chat, line: str) -> None:
    await raised(an)
    assert "việc chờ đồng chí" in await binh.say(line)


@pytest.mark.parametrize("line", ["/xuly PA-05-202611-999", "/xuly 77 nhan", "/xuly <b> traloi"])
async def test_what_is_not_there_is_not_found(an: Chat, binh: Chat, line: str) -> None:
    await raised(an)
    assert await binh.say(line) == reason(Reason.NOT_FOUND)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a" * 100_000, Reason.TEXT_TOO_LONG),
        ("a" * 1001, Reason.TEXT_TOO_LONG),
        ("\u0000", Reason.TEXT_EMPTY),
    ],
    ids=["100,000 characters", "one too many", "NUL"],
)
async def test_an_answer_that_cannot_be_kept_is_asked_for_again(
    an: Chat, binh: Chat, world: World, text: str, why: Reason
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} traloi")
    assert (await binh.say(text)).startswith(reason(why).split("{")[0])
    await binh.say("<b>Đã làm</b> 😀")
    assert (await concern(world)).answer == "<b>Đã làm</b> 😀"


@pytest.mark.parametrize("step", ["traloi", "hoi", "khongnhan"])
@pytest.mark.parametrize("after", ["1", "2"])
async def test_a_complaint_in_what_a_secretary_writes_is_asked_about(
    an: Chat, binh: Chat, world: World, step: str, after: str
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} {step}")
    assert "khiếu nại hoặc tố cáo" in await binh.say(COMPLAINT)
    answer = await binh.say(after)
    assert ("Trụ sở tiếp công dân" in answer) is (after == "1")
    assert await in_the_database(world, COMPLAINT) is (after == "2")


async def test_a_long_answer_to_long_words_still_fits_one_letter(
    an: Chat, binh: Chat, world: World
) -> None:
    code = await raised(an, "1 2 3 4", "ê" * 2000)
    await binh.say(f"/xuly {code} hoi")
    await binh.say("ô" * 1000)
    await an.say(f"/baoho {code}")
    await an.say("ơ" * 1000)
    await binh.say(f"/xuly {code} traloi")
    await binh.say("ư" * 1000)
    for chat in (an, binh):
        shown = await chat.say(f"/pa {code}")
        assert all(letter * 500 in shown for letter in "êơư")


def test_a_decision_that_reaches_no_chat_says_whom_to_tell() -> None:
    answered = words.decided(
        "PA-05-202611-001", ConcernStatus.ANSWERED, None, told=False, unreached=True
    )
    assert answered.text.endswith("chưa dùng hệ thống, xin báo trực tiếp giúp.")


def test_what_goes_to_the_village_head_is_not_said_to_go_up() -> None:
    moved = words.decided(
        "PA-05-202611-001", ConcernStatus.FORWARDED, ConcernTarget.VILLAGE, told=False
    )
    assert moved.text == "Đã ghi nhận PA-05-202611-001: đã chuyển trưởng thôn, tổ trưởng."


async def test_the_office_is_not_told_that_it_was_sent_up_to_it(
    an: Chat, binh: Chat, en: Chat
) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} chuyen")
    await binh.tap("UBND xã")
    await en.say("/viec")
    assert "chi bộ chuyển đến" in en.labels[0]
    for said in (f"/pa {code}", f"/xuly {code}"):
        answer = (await en.say(said)).lower()
        assert "chi bộ chuyển đến" in answer
        assert "cấp trên" not in answer
        assert "đã chuyển ubnd" not in answer
    assert "Đã chuyển UBND xã" in await binh.say(f"/pa {code}")


async def test_no_leaves_a_step_that_wants_a_word(an: Chat, binh: Chat, world: World) -> None:
    code = await raised(an)
    await binh.say(f"/xuly {code} khongnhan")
    await binh.say("việc này đã giải quyết rồi")
    assert "Đã dừng" in await binh.say("không")
    assert (await concern(world)).status is S.TRIAGE
