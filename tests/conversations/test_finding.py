"""One finder at every door: the same words mean the same households wherever they are asked for."""

import re
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.households import HouseholdClass
from bot.domain.people import Role
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.finding import Candidate, search
from bot.domain.vietnamese.numbers import numbers_listed
from bot.domain.vietnamese.text import search_key
from bot.texts.refusals import reason
from handlers import choosing
from storage.tables import Household, HouseholdState, RoleHeld
from tests.announcements import sent
from tests.chat import Chat, World
from tests.concerns import answered, raised
from tests.conversations.test_household_page import visited
from tests.village import SINCE, Village, entrust

TODAY = date(2026, 11, 21)
NOT_FOUND = reason(Reason.NOT_FOUND)
DOORS = ("/hodan {}", "/thamho {}", "/thaydoi {}", "/phananh {}", "thamho: {}", "phananh: {}")
"""What is asked at once, and what is asked within the form that was opened before."""


async def settle(world: World, village: Village, *homes: tuple[str, str, str, str, str]) -> None:
    """More households: code, head, what else they are called, address, whose; numbers from 5."""
    async with world.store.begin() as session:
        for number, (code, head, alias, address, who) in enumerate(homes, 5):
            household = Household(
                commune_id=village.units["TL"], cell_id=village.units["05"], code=code, head=head,
                alias=alias, address=address,
                search_key=search_key(f"{head} {alias} {address} {code}"), since=SINCE,
            )  # fmt: skip
            session.add(household)
            await session.flush()
            village.households[code] = household.id
            session.add(
                HouseholdState(
                    household_id=household.id, since=SINCE, household_class=HouseholdClass.NONE
                )
            )
            if who:
                entrust(session, village, code, who, number)


async def at(chat: Chat, door: str, words: str) -> tuple[str, list[str]]:
    """What is said at a door, and the households that it names: the one meant, or the choices."""
    chat.world.later(minutes=1)
    command, asked, _ = door.partition(": {}")
    if asked:
        await chat.say(f"/{command}")
        said = await chat.say(words)
    else:
        said = await chat.say(door.format(words))
    listed = [found[1] for one in chat.labels if (found := re.match(r"(?:✓ )?(Số \d+) · ", one))]
    meant = re.search(r"Số (\d+) · ", said)
    await chat.say("/huy")
    return said, [meant[0].removesuffix(" · ")] if meant else listed


async def everywhere(chat: Chat, words: str) -> list[str]:
    """The households that these words mean, which are the same at every door."""
    found = {door: (await at(chat, door, words))[1] for door in DOORS}
    assert len({tuple(one) for one in found.values()}) == 1, (words, found)
    return found[DOORS[0]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param(("2", "so 2", "#2", "H002"), ["Số 2"], id="number-and-code"),
        pytest.param(("tran thi hanh", "Tư Hạnh", "nhà bà tư hạnh"), ["Số 2"], id="names"),
        pytest.param(("baf tuw hanhj", "ba2 tu7 hanh5", "tu hamh"), ["Số 2"], id="keyboard"),
        pytest.param(("Lê Thị Hạnh",), ["Số 2"], id="the-nearest"),
        pytest.param(("cạnh cầu kênh 7", "gần cầu kênh 7"), ["Số 1"], id="landmark"),
        pytest.param(("tổ 5", "tổ năm", "toor 5"), ["Số 4", "Số 3"], id="group"),
    ],
)
async def test_the_same_words_mean_the_same_households_at_every_door(
    an: Chat, typed: Sequence[str], meant: list[str]
) -> None:
    for words in typed:
        assert await everywhere(an, words) == meant, words


async def test_nobody_and_somebody_elses_are_one_answer(an: Chat) -> None:
    for words in ("9", "Sáu Thảo", "H005", "H006", "Năm Rô", "X001"):
        for door in DOORS:
            said, found = await at(an, door, words)
            assert said.startswith((NOT_FOUND, f"Chưa tìm thấy hộ “{words}”"))
            assert not set(found) - {"Số 1", "Số 2", "Số 3", "Số 4"}


async def test_the_due_stand_first_and_then_it_goes_by_given_name(
    an: Chat, world: World, village: Village
) -> None:
    await settle(
        world, village,
        ("N1", "Trần Văn Út", "", "Tổ 9", "An"), ("N2", "Lê Thị Ánh", "", "Tổ 9", "An"),
        ("N3", "Bùi Văn Đông", "", "Tổ 9", "An"), ("N4", "Cao Văn Dũng", "", "Tổ 9", "An"),
    )  # fmt: skip
    await visited(world, village, "N2", 1)
    for door in DOORS:
        assert (await at(an, door, "tổ 9"))[1] == ["Số 8", "Số 7", "Số 5", "Số 6"], door


async def test_several_of_one_name_are_told_apart_by_group_and_last_visit(
    an: Chat, world: World, village: Village
) -> None:
    await settle(
        world, village,
        ("N1", "Lê Văn Tám", "", "Tổ 8", "An"), ("N2", "Lê Văn Tám", "", "Tổ 9", "An"),
    )  # fmt: skip
    await visited(world, village, "N1", 3)
    assert "Có 2 hộ gần giống “lê văn tám”" in await an.say("/hodan lê văn tám")
    assert an.labels[:2] == [
        "Số 6 · Lê Văn Tám · Tổ 9 – chưa thăm lần nào",
        "Số 5 · Lê Văn Tám · Tổ 8 – đã thăm 18/11",
    ]
    assert "mấy hộ gần giống" in await an.say("/thaydoi le van tam")
    assert an.labels[:2] == [
        "Số 6 · Lê Văn Tám · Tổ 9 – chưa thăm lần nào",
        "Số 5 · Lê Văn Tám · Tổ 8 – đã thăm 18/11",
    ]
    assert "Lê Văn Tám" in await an.say("5")


async def test_where_nobody_fits_the_nearest_are_offered(an: Chat) -> None:
    assert await an.say("/hodan Lê Thị Hạnh") == (
        "Không thấy hộ “Lê Thị Hạnh”. Gần nhất là các hộ dưới đây."
    )
    assert (await an.tap("Số 2")).startswith("Số 2 · Tư Hạnh")
    assert await an.say("/thamho Lê Thị Hạnh") == (
        "Thăm hộ: không thấy hộ “Lê Thị Hạnh”. Gần nhất là các hộ dưới đây, đồng chí chọn giúp."
    )
    assert "thăm ngày nào" in await an.tap("Số 2")


async def test_the_nearest_are_not_all_there_is_to_say(an: Chat) -> None:
    await an.say("/thamho Lê Thị Hạnh")
    assert "Danh Sóc" in await an.say("danh soc"), "another name is taken as before"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tu hanh", "Số 2 · Tư Hạnh"), ("nhà ba lanh", "Số 1 · Ba Lành"),
        ("tuw hanhj", "Số 2 · Tư Hạnh"), ("tu hamh", "Có phải hộ này không?"),
        ("tổ 5", "Có 2 hộ gần giống"),
    ],
)  # fmt: skip
async def test_a_household_that_is_only_named_is_asked_about(
    an: Chat, words: str, said: str
) -> None:
    assert said in await an.say(words)


@pytest.mark.parametrize(
    "words", ["dạ", "ừ", "Sáu Thảo", "Năm Rô", "mai mình họp nhé", "Lê Thị Hạnh"]
)
async def test_a_sentence_that_names_nobody_here_offers_nobody(an: Chat, words: str) -> None:
    assert not re.search(r"Số \d+ · ", await an.say(words) + " ".join(an.labels))


async def test_a_secretary_looks_in_the_area_and_nowhere_else(
    binh: Chat, dung: Chat, oanh: Chat
) -> None:
    assert "H002 · Tư Hạnh" in await binh.say("/hodan tuw hanhj")
    await binh.say("/hodan tổ 5")
    assert [label.split(" · ")[0] for label in binh.labels[:3]] == ["H004", "H003", "H005"]
    assert await binh.say("/hodan nam ro") == NOT_FOUND
    for other in (dung, oanh):
        for words in ("tư hạnh", "H002", "lê thị hạnh", "cạnh cầu kênh 7", "danh soc"):
            assert await other.say(f"/hodan {words}") == NOT_FOUND
            assert not any("Hạnh" in label for label in other.labels)


async def test_whoever_has_a_household_is_asked_by_any_of_its_names(binh: Chat, dung: Chat) -> None:
    for words in ("H002", "bà tư hạnh", "tuw hanhj"):
        assert "Phụ trách: Nguyễn Thị An" in await binh.say(f"/phancong {words}")
    assert "Có 3 hộ gần giống “tổ 5”" in await binh.say("/phancong tổ 5")
    assert "Đồng chí Nguyễn Thị An: 4 hộ." in await binh.say("/phancong an")
    assert await dung.say("/phancong tư hạnh") == NOT_FOUND


async def settle_nobodys(world: World, village: Village) -> None:
    await settle(
        world, village,
        ("N1", "Trần Văn Út", "Hai Út", "Tổ 9, cạnh chùa", ""),
        ("N2", "Lê Thị Ánh", "", "Tổ 9", ""),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("hai ut", ["N1"]), ("cạnh chùa", ["N1"]), ("N1, N2", ["N1", "N2"]),
        ("N2 N1", ["N1", "N2"]),
        ("Hai Út và lê thị ánh", ["N1", "N2"]), ("hai uts, sáu thảo", ["H005", "N1"]),
    ],
)  # fmt: skip
async def test_what_nobody_has_is_given_by_any_of_its_names(
    binh: Chat, world: World, village: Village, typed: str, given: list[str]
) -> None:
    await settle_nobodys(world, village)
    await binh.say("/giaoho")
    assert f"Giao {len(given)} hộ này cho đồng chí nào?" in await binh.say(typed)
    await binh.say("an")
    said = await binh.tap("Bỏ qua")
    assert sorted(re.findall(r"\b[HN]\d+\b", said)) == given


async def test_several_that_may_be_given_are_offered_beside_what_was_ticked(
    binh: Chat, world: World, village: Village
) -> None:
    await settle_nobodys(world, village)
    await binh.say("/giaoho")
    await binh.tap("H005")
    assert "mấy hộ gần giống" in await binh.say("tổ 9")
    assert [label.split(" · ")[0] for label in binh.labels[1:3]] == ["N2", "N1"]
    await binh.tap("N1")
    assert "Giao 2 hộ này" in await binh.tap("Chọn xong")


async def test_somebody_elses_is_not_given(binh: Chat, world: World, village: Village) -> None:
    await settle_nobodys(world, village)
    await binh.say("/giaoho")
    for typed in ("tư hạnh", "H001", "hai út và tư hạnh", "năm rô"):
        assert (await binh.say(typed)).startswith(NOT_FOUND), typed


async def test_a_concern_of_several_is_told_with_their_names(an: Chat) -> None:
    assert "Số 2 · Tư Hạnh; Số 3 · Danh Sóc" in await an.say("/phananh tư hạnh và danh sóc")
    await an.say("/huy")
    await an.say("/phananh")
    await an.tap("Nhiều hộ cùng nêu")
    await an.tap("Số 1")
    assert "mấy hộ gần giống" in await an.say("tổ 5")
    said = await an.say("danh soc, tu hanh")
    assert "Số 1 · Ba Lành; Số 3 · Danh Sóc; Số 2 · Tư Hạnh" in said


async def test_who_was_told_the_answer_is_named_like_anywhere(an: Chat, binh: Chat) -> None:
    code = await raised(an, "2 3 4")
    await answered(binh, code)
    await an.say(f"/baoho {code}")
    assert (await an.say("H001")).startswith(NOT_FOUND), "whose concern it is not"
    assert (await an.say("tổ 5")).startswith(reason(Reason.CHOOSE_ONE)), "one is told at a time"
    assert "Tư Hạnh" in await an.say("tuw hanhj")


async def test_to_whom_news_were_carried_is_said_by_name(en: Chat, an: Chat) -> None:
    await sent(en)
    await an.listen()
    await an.tap("Đã nắm")
    await an.tap("Chọn hộ đã phổ biến")
    await an.tap("Số 1")
    assert "mấy hộ gần giống" in await an.say("tổ 5")
    assert "Còn 1 hộ" in await an.say("tư hạnh và danh soc"), "beside what was ticked"


async def lead_too(world: World, village: Village) -> None:
    """The secretary has a household of the area in charge as well."""
    async with world.store.begin() as session:
        entrust(session, village, "H005", "Bình", 1)
        role = RoleHeld(
            person_id=village.people["Bình"], role=Role.MEMBER, unit_id=village.units["05"],
            since=SINCE,
        )  # fmt: skip
        session.add(role)


async def test_whoever_reports_finds_only_the_own_book(
    binh: Chat, world: World, village: Village
) -> None:
    await lead_too(world, village)
    assert (await binh.say("/hodan sau thao")).startswith("Số 1 · Sáu Thảo")
    for door in ("/thamho {}", "/thaydoi {}"):
        assert (await at(binh, door, "tư hạnh"))[0].startswith(NOT_FOUND)
        assert "Sáu Thảo" in (await at(binh, door, "saus thaor"))[0]


SPOKEN = st.sampled_from(
    ["Thủy", "út thuỷ", "Dũng", "Ba", "Tổ 8", "tổ tám", "sau trường", "Văn", "N2", "3", "số 12",
     "H7", "thuyr", "đặng văn dủng", "nguyễn thị thủy", "cạnh trường", "chợ", "hôm qua"]
)  # fmt: skip
BOOK = tuple(
    Candidate(number, number, search_key(f"{head} {alias} {place} {code}"), (head, alias), code)
    for number, head, alias, place, code in (
        (1, "Hoàng Thị Thuỷ", "cô Út Thủy", "Tổ 8, sau trường", "N1"),
        (2, "Đặng Văn Dũng", "Ba Ghe", "Số 12, Tổ 8", "N2"),
        (3, "Trần Văn Dụng", "Ba Thủy", "Tổ 12, gần chợ", "N3"),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(SPOKEN, SPOKEN.map(search_key), SPOKEN.map(str.upper), st.text(max_size=30)))
def test_every_form_takes_from_words_what_a_search_finds(words: str) -> None:
    """The forms ask `meant`, the lists of several `all_meant`, /hodan and the rest `search`."""
    assume(len(numbers_listed(words)) < 2)  # a list of numbers is read before any search
    found = search(words, BOOK)
    for door in (choosing.meant, choosing.all_meant):
        if not found.ids + found.near:
            with pytest.raises(Refusal, match=Reason.NOT_FOUND):
                door(BOOK, words)
            continue
        taken = door(BOOK, words)
        if found.certain:
            assert taken == [found.ids[0]]
        elif isinstance(taken, dict):
            assert taken["narrowed"] == [*(found.ids or found.near)]
            assert ("missed" in taken) is not bool(found.ids)
        else:
            assert door is choosing.all_meant, "each was named"
