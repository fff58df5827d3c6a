"""What is said on the phones goes through as anywhere else: once, in order, whatever breaks."""

import uuid

from bot.domain.periods import day_of
from bot.room.room import Room
from bot.texts.concerns import FORGOTTEN
from storage import own_data, people
from storage.sample import phones
from tests.room.visitor import Browser, Page


async def test_a_visit_is_reported_by_taps_that_change_the_tapped_letter(
    page: Page, room: Room
) -> None:
    member = room.commune.world.cast.member
    which = await page.say(member, "/tham")
    when = await page.tap(which, which["choices"][0]["label"])
    assert when["replaces"] == which["n"]
    how = await page.tap(when, "Hôm nay")
    assert how["replaces"] == when["n"], "an edit of an edit stands for the edit"
    done = await page.tap(how, "Tại nhà: ổn định")
    assert "Đã ghi nhận" in done["text"]
    said = [line for line in page.lines(member) if line["is"] == "said"]
    tapped = [which["choices"][0]["label"], "Hôm nay", how["choices"][0]["label"]]
    assert [line["text"] for line in said] == ["/tham", *tapped]
    assert [line["tapped"] for line in said] == [False, True, True, True]
    assert {line["mark"] for line in said} == {"answered"}
    assert when["plain"].startswith(when["text"])
    assert "\n1. Hôm nay\n" in when["plain"], "as it is on a phone without buttons"


async def test_what_was_said_is_marked_when_it_is_kept_and_when_it_is_answered(
    page: Page, room: Room
) -> None:
    member, other = room.commune.world.cast.member, room.commune.world.cast.secretary
    async with room.commune.alone():  # nobody answers yet
        await page.send(do="say", person=member, text=" menu ", nonce="one-two-three")
    await page.letter(member)
    await page.until(lambda frame: frame["is"] == "typing" and not frame["on"])
    said = [frame for frame in page.heard if frame["is"] == "said"]
    assert {(line["nonce"], line["text"]) for line in said} == {("one-two-three", "menu")}
    assert said[-1]["mark"] == "answered"
    assert len({line["n"] for line in said}) == 1
    assert not any(f["is"] == "typing" and f["person"] == other for f in page.heard)


async def test_what_one_decides_comes_to_the_others_phone(page: Page, room: Room) -> None:
    cast = room.commune.world.cast
    await page.say(cast.member, "/phananh 6")
    await page.say(cast.member, "2")
    await page.say(cast.member, "dien")
    await page.say(cast.member, "Xin kéo thêm đèn đường")
    recorded = await page.say(cast.member, "1")
    assert "PA-05-" in recorded["text"]
    listed = await page.say(cast.secretary, "/viec")
    assert listed["choices"]


async def test_the_same_frame_sent_twice_acts_once(page: Page, room: Room) -> None:
    member = room.commune.world.cast.member
    nonce = uuid.uuid4().hex
    for _ in range(3):
        await page.send(do="say", person=member, text="/tham", nonce=nonce)
    await page.letter(member)
    await page.say(member, "menu")
    said = [line["text"] for line in page.lines(member) if line["is"] == "said"]
    assert said == ["/tham", "menu"]
    letters = [line for line in page.lines(member) if line["is"] == "letter"]
    assert len(letters) == 2


async def test_two_people_may_use_the_same_name_for_what_they_say(page: Page, room: Room) -> None:
    cast = room.commune.world.cast
    await page.say(cast.member, "menu", nonce="same")
    await page.say(cast.secretary, "menu", nonce="same")
    for phone in (cast.member, cast.secretary):
        assert [line["is"] for line in page.lines(phone)] == ["said", "letter"]


async def test_a_line_that_breaks_in_the_middle_of_a_form_loses_nothing(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as page:
        which = await page.say(member, "/tham")
        await page.send(
            do="tap", person=member, n=which["n"], choice=which["choices"][0]["value"],
            nonce="the-tap",
        )  # fmt: skip
        page.line._response.connection.transport.abort()  # type: ignore[union-attr]
    heard = {line["n"]: line for line in page.lines(member)}

    async with browser.page() as again:
        await again.send(
            do="tap", person=member, n=which["n"], choice=which["choices"][0]["value"],
            nonce="the-tap",
        )  # fmt: skip
        await again.hello(member, after={member: max(heard)})
        when = await again.letter(member, "ngày nào")
        assert when["replaces"] == which["n"]
        how = await again.say(member, "hôm qua")
        assert "Kết quả" in how["text"]
        everything = heard | {line["n"]: line for line in again.lines(member)}
    async with browser.page(member) as fresh:
        await fresh.until(lambda frame: frame.get("n") == how["n"])
        assert [line["n"] for line in fresh.lines(member)] == sorted(everything)
        said = [line["text"] for line in fresh.lines(member) if line["is"] == "said"]
        assert said == ["/tham", which["choices"][0]["label"], "hôm qua"]


async def test_who_was_away_hears_that_an_old_message_was_answered(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as page:
        await page.send(do="say", person=member, text="menu", nonce="n1")
        kept = await page.until(lambda frame: frame["is"] == "said")
        await page.letter(member)
    async with browser.page() as again:
        await again.hello(member, after={member: kept["n"]})
        told = await again.until(lambda frame: frame["is"] == "said")
        assert (told["n"], told["mark"]) == (kept["n"], "answered")


async def test_a_page_that_greets_again_gets_all_that_it_asks_for(page: Page, room: Room) -> None:
    cast = room.commune.world.cast
    said = await page.say(cast.member, "menu")
    for _ in range(3):
        await page.hello(cast.member, cast.office)
        assert await page.letter(cast.member) == said
    await page.say(cast.office, "menu")
    await page.hello(cast.office)
    await page.send(do="say", person=cast.member, text="menu", nonce="unseen")
    await page.say(cast.office, "/taikhoan")
    assert len(page.lines(cast.member)) == 2, "it is shown on no phone of this page"


async def test_two_pages_see_the_same_phone(browser: Browser, room: Room) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as one, browser.page(member) as other:
        letter = await one.say(member, "/thangnay")
        seen = await other.letter(member)
        assert seen == letter
        await other.tap(seen, seen["choices"][0]["label"])
        await one.until(lambda frame: frame["is"] == "letter" and frame["n"] > letter["n"])


async def test_anybody_of_the_commune_has_a_phone_once_they_are_shown(
    browser: Browser, room: Room
) -> None:
    cast, everybody = room.commune.world.cast, room.commune.world.people
    async with room.commune.reading() as session:
        linked = await phones.linked_from_the_start(session, room.commune.world.clock())
    assert {cast.member, cast.secretary, cast.office} <= set(linked)
    own_cell = everybody[cast.secretary].cell
    without = [
        one.id for one in everybody.values() if one.cell == own_cell and one.id not in linked
    ]
    assert len(without) == phones.WITHOUT, "somebody has to be called"
    async with browser.page(without[0]) as page:
        menu = await page.say(without[0], "menu")
        assert "/thamho" in [one["value"] for one in menu["choices"]]


async def test_who_has_given_up_their_phone_is_not_given_another(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with room.commune.alone() as world, world.store.begin() as session:
        now = world.clock()
        actor = await people.actor_at(session, phones.address_of(member), day_of(now))
        assert actor is not None
        await own_data.unlink_here(session, actor, now)
    async with browser.page(member) as page:
        answer = await page.say(member, "menu")
        assert "kích hoạt" in answer["text"]


async def test_what_is_not_kept_stands_on_no_phone(
    page: Page, room: Room, browser: Browser
) -> None:
    member = room.commune.world.cast.member
    await page.say(member, "/phananh 6")
    await page.say(member, "2")
    await page.say(member, "dien")
    last = await page.say(member, "rất dài " * 900)
    async with browser.page(member) as later:
        await later.until(lambda frame: frame.get("n") == last["n"])
        said = [line["text"] for line in later.lines(member) if line["is"] == "said"]
    assert said == ["/phananh 6", "2", "dien", FORGOTTEN]


async def test_starting_over_takes_every_page_into_another_commune(
    browser: Browser, room: Room
) -> None:
    member = room.commune.world.cast.member
    async with browser.page(member) as page, browser.page(member) as other:
        letter = await page.say(member, "/tham")
        assert await browser.post("/room/again") == (200, {"ok": True})
        for one in (page, other):
            await one.until(lambda frame: frame["is"] == "again")
        await other.send(
            do="hello", world=page.welcome["world"], phones=[{"person": member, "after": 0}]
        )
        await other.until(lambda frame: frame["is"] == "again")
    async with browser.page(member) as fresh:
        assert fresh.welcome["world"] != page.welcome["world"]
        answer = await fresh.say(member, "/thangnay")
        assert [line["text"] for line in fresh.lines(member)] == ["/thangnay", answer["text"]]
        assert answer["n"] != letter["n"]


async def test_after_what_only_a_later_world_knows_all_begins_anew(page: Page, room: Room) -> None:
    member = room.commune.world.cast.member
    await page.hello(member, after={member: 2**53})
    await page.until(lambda frame: frame["is"] == "again")


async def test_many_words_at_once_are_answered_in_their_order(page: Page, room: Room) -> None:
    member, how_many = room.commune.world.cast.member, 30
    for number in range(how_many):
        await page.send(do="say", person=member, text="menu", nonce=f"n{number}")
    for _ in range(how_many):
        await page.letter(member)
    lines = page.lines(member)
    said = [line["nonce"] for line in lines if line["is"] == "said"]
    assert said == [f"n{number}" for number in range(how_many)]
    assert len({line["n"] for line in lines}) == 2 * how_many
