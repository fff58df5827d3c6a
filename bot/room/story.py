"""A month of cell 05 from the list of day 1 to the seal at the meeting, scene by scene."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO

from bot.domain.concerns import Satisfaction
from bot.domain.households import AssignmentKind
from bot.domain.periods import day_after_month, day_of, first_day, month_of
from bot.messages import Attachment, Letter
from bot.room.stage import Note, Opening, Phone, Scene, Stage, Unexpected
from bot.texts import announcements as announcement_words
from bot.texts import announcing as announcing_words
from bot.texts import concerns as concern_words
from bot.texts import digest as digest_words
from bot.texts import inviting, linking, pending, sealing, slips
from bot.texts import room_play as words
from bot.texts import visit as visit_words
from storage import assignments, households, people, periods, sample
from storage.assignments import Load
from storage.households import Card
from storage.periods import Cell
from storage.sample import meanwhile
from storage.sample.commune import COMMUNE_CODE

_DAY = timedelta(days=1)
_AFTERNOON = timedelta(hours=16, minutes=30)
_CODE = re.compile(r"PA-\w+-\d{6}-\d{3}")
_SLIP = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
_ANNOUNCEMENT = re.compile(r"/thongbao (\d+)")
_NUMBERS = re.compile(r"\d+")
_PLEASED = concern_words.SATISFACTION_CHOICES[Satisfaction.SATISFIED]
_LATELY = 4  # letters
_SOME, _LEFT_FOR_LATE = 6, 3
"""So many of the late colleague's households are reported at first, and left after the nudges."""


@dataclass
class Story:
    """Who takes part, and what the scenes hand on to each other."""

    stage: Stage
    month: str
    cell: Cell
    member: Phone
    secretary: Phone
    office: Phone
    diligent: Phone  # reports everything early, and is reminded of nothing
    late: Phone  # reports the last ones when the month is over, and one after the seal
    files: list[Attachment] = field(default_factory=list)
    scenes: int = 0
    names: dict[str, str] = field(default_factory=dict)  # of the colleagues, by how they are called

    @property
    def today(self) -> date:
        """The day that it is in the story."""
        return day_of(self.stage.now)

    @property
    def meets_on(self) -> date:
        """When the cell hears the month."""
        return self.cell.meeting_about(self.month)

    @property
    def last_day(self) -> date:
        """Of the month."""
        return day_after_month(self.month) - _DAY

    def scene(self, what: tuple[str, str]) -> None:
        """Begin the next one."""
        self.scenes += 1
        self.stage.write(Scene(self.scenes, *what))


async def begin(stage: Stage, month: str) -> Story:
    """Everybody in their places, on the morning of the first day."""
    today = day_of(stage.now)
    async with stage.store.reading() as session:
        cast = await sample.cast(session)
        ids = [cast.member, cast.secretary, cast.office]
        names = [(await people.one(session, person_id)).name for person_id in ids]
        chats = await people.addresses_of(session, ids)
        secretary = await people.actor_at(session, chats[cast.secretary], today)
        assert secretary is not None
        (cell,) = await periods.cells(session, today, ids=secretary.cells_led)
        shared = await assignments.shared_out(session, secretary, today)
        few = _with_fewest(shared.loads, ids)
        playing = [cast.member, *(one.person_id for one in few)]
        for of_month in (month, month_of(day_after_month(month))):
            stage.meanwhile |= await meanwhile.reports(session, of_month, playing)
    names += [one.name for one in few]
    called = [words.called(name) for name in names]
    stage.write(Opening(month, tuple(zip(called, names, words.PARTS, strict=True))))
    member, head, office = (
        stage.phone(chats[person_id].external_id, who)
        for person_id, who in zip(ids, called, strict=False)
    )
    diligent, late = (stage.phone(one.code, who) for one, who in zip(few, called[3:], strict=True))
    return Story(
        stage, month, cell, member, head, office, diligent, late,
        names=dict(zip(called[3:], names[3:], strict=True)),
    )  # fmt: skip


def _with_fewest(loads: Sequence[Load], but: Sequence[int]) -> list[Load]:
    """Two colleagues with few households, so that a month of theirs is soon told."""
    others = [one for one in loads if one.main and one.person_id not in but]
    return sorted(others, key=lambda one: (one.main, one.code))[:2]


# --- The scenes --------------------------------------------------------------------------------


async def slips_are_given(one: Story) -> None:
    """Two colleagues join with the codes on their slips."""
    one.scene(words.GIVING_SLIPS)
    asked = await one.office.say(f"/capma {one.cell.code}", words.TYPE)
    count = int(_found(_NUMBERS, asked.text))
    await one.office.say(inviting.word(count), words.SLIPS_MADE)
    codes = codes_on(one.office.file().content)
    one.files.append(one.office.file())
    await _join(one, one.diligent, codes)
    with one.stage.unseen():
        await _join(one, one.late, codes)
    one.stage.write(Note(words.does_the_same(one.late.who)))


async def _join(one: Story, phone: Phone, codes: Mapping[str, str]) -> None:
    name = one.names[phone.who]
    await phone.say(codes[name], linking.QUESTION, shown=words.SLIP_CODE)
    await phone.tap(linking.AGREE, name)


async def the_list_comes(one: Story) -> None:
    """On the first working day everybody has the list of what is due."""
    one.scene(words.LIST)
    await one.stage.until_heard(one.member, words.DUE, one.today + 9 * _DAY)
    for phone in (one.secretary, one.diligent, one.late):
        await _came(one, phone, words.DUE)
    await one.member.say("/thangnay", words.PROGRESS)


async def visits_are_reported(one: Story) -> None:
    """By taps, and in one line; one colleague reports everything, another some."""
    one.scene(words.VISITS)
    await one.stage.move(one.today + _DAY, _AFTERNOON)
    first, second, promised, unheard = await _chosen(one)
    await one.member.say("/thamho", visit_words.TITLE)
    await one.member.tap(words.number(first), words.WHICH_DAY)
    await one.member.tap(visit_words.TODAY, words.HOW)
    await one.member.tap(visit_words.FINE, words.SAVED)
    await one.member.say(f"/thamho {second}, {words.TODAY}, {words.FINE}", words.SAVED)
    await one.member.say(f"/thamho {promised}", words.PROMISED)
    await one.member.tap(visit_words.KEPT, words.WHICH_DAY)
    await one.member.say(f"{words.TODAY}, {words.FINE}", words.SAVED)
    await one.member.say(f"/thamho {unheard}, {words.TODAY}, {words.FINE}", words.SAVED)
    await one.member.tap(words.TELL_RESULT, words.HOW_TAKEN)
    await one.member.tap(_PLEASED, words.ENDS)
    await _report_all(one, one.diligent, leave=0)
    await _report_all(one, one.late, leave=len(await _left(one, one.late)) - _SOME)


async def a_concern_is_raised(one: Story) -> None:
    """A household says something, and it gets a code."""
    one.scene(words.RAISED)
    number = (await _left(one, one.member))[-1]
    await one.member.say(f"/phananh {number}", words.number(number))
    await one.member.say(words.CONCERN, words.CONCERN_WORDS)
    await one.member.tap(concern_words.SEND, words.SAVED)


async def it_is_answered(one: Story) -> None:
    """The secretary decides; who brought it hears so at once."""
    one.scene(words.ANSWERED)
    code = _found(_CODE, one.member.heard.text)
    await one.stage.move(one.today + _DAY, _AFTERNOON)
    await one.secretary.say("/viec", words.WAITS)
    await one.secretary.tap(code, code)
    await one.secretary.tap(pending.STEPS["traloi"][1], code)
    await one.secretary.say(words.ANSWER, code)
    await _came(one, one.member, words.ANSWER_ARRIVED)


async def the_household_is_told(one: Story) -> None:
    """Only then is it closed."""
    one.scene(words.TOLD)
    await one.stage.move(one.today + _DAY, _AFTERNOON)
    told = one.member.open(words.ANSWER_ARRIVED)
    await one.member.tap(concern_words.TELL, words.ANSWER, told)
    await one.member.tap(_PLEASED, words.ENDS)


async def an_announcement_goes_out(one: Story) -> None:
    """Written by the office, read and passed on by members, counted by the office."""
    one.scene(words.ANNOUNCED)
    await one.stage.move(one.today + _DAY)
    await one.office.say("/soanthongbao", announcing_words.IN_WHOSE_NAME)
    await one.office.tap(COMMUNE_CODE, announcing_words.WHICH_WORDS)
    await one.office.say(words.ANNOUNCEMENT, announcing_words.WHICH_PART)
    await one.office.tap(announcing_words.SOME_CELLS, announcing_words.WHICH_CELLS)
    await one.office.say(one.cell.code, announcing_words.WHICH_READERS)
    await one.office.tap(words.TO_WHOM, announcing_words.WHICH_KIND)
    await one.office.tap(words.OF_KIND, words.PREVIEW)
    await one.office.tap(announcing_words.SEND_NOW, announcing_words.SEND_WORD)
    saved = await one.office.say(announcing_words.SEND_WORD, words.SAVED)
    number = _found(_ANNOUNCEMENT, " ".join(choice.action for choice in saved.choices))
    await one.stage.until_heard(one.member, words.ANNOUNCEMENT, one.today + 9 * _DAY)
    await one.member.tap(announcement_words.READ, words.PASSED_ON)
    other = await _came(one, one.diligent, words.ANNOUNCEMENT)
    await one.diligent.tap(announcement_words.READ, words.PASSED_ON, other)
    await one.stage.move(one.today + _DAY, _AFTERNOON)
    read = await _came(one, one.member, words.PASSED_ON)
    await one.member.tap(announcement_words.ALL_TOLD, words.ALL_PASSED_ON, read)
    await one.office.say(f"/thongbao {number} {announcement_words.RESULTS_WORD}", words.REACHED)


async def who_has_some_left_is_nudged(one: Story) -> None:
    """Before the month ends; whoever has reported is spared."""
    one.scene(words.NUDGED)
    diligent_before = len(one.diligent.letters)
    await one.stage.until_heard(one.member, words.left_of(one.month), one.last_day)
    await _came(one, one.late, words.left_of(one.month))
    await one.stage.move(one.today, _AFTERNOON)
    await _report_all(one, one.member, leave=0)
    with one.stage.unseen():
        await _report_all(one, one.late, leave=_LEFT_FOR_LATE)
    member_before = len(one.member.letters)
    await one.stage.until_heard(one.late, words.left_of(one.month), one.last_day)
    for phone, before in ((one.diligent, diligent_before), (one.member, member_before)):
        if any(words.left_of(one.month) in letter.text for letter in phone.letters[before:]):
            raise Unexpected(f"{phone.who} was reminded after everything was reported")
        one.stage.write(Note(words.spared(phone.who)))


async def it_escalates(one: Story) -> None:
    """Before the meeting: the member, then the secretary, then the committee's office."""
    one.scene(words.GAPS)
    await one.stage.until_heard(one.late, words.NOT_WRITTEN, one.meets_on)
    await one.stage.until_heard(one.secretary, words.GAPS_LEFT, one.meets_on)
    await one.stage.until_heard(one.office, words.GAPS_LEFT, one.meets_on)
    await _reports_afterwards(one, words.SAVED)


async def the_digest_comes(one: Story) -> None:
    """On the eve of the meeting, with its picture."""
    one.scene(words.DIGEST)
    month = digest_words.month(one.month)
    letter = await one.stage.until_heard(one.secretary, month, one.meets_on)
    await one.secretary.tap(digest_words.PICTURE_BUTTON, month, letter)
    one.files.append(one.secretary.file())
    await one.secretary.tap(digest_words.DETAILS_BUTTON, month, letter)


async def the_month_is_sealed(one: Story) -> None:
    """At the meeting; what comes later is an addition."""
    one.scene(words.SEALED)
    await one.stage.move(one.meets_on)
    word = sealing.seal_word(one.month)
    await one.secretary.say("/chotthang", word)
    await one.secretary.say(word, words.SEALED_NOW)
    await one.stage.move(one.meets_on, _AFTERNOON)
    await _reports_afterwards(one, words.ADDITION)
    await one.secretary.say(f"/tonghop {one.last_day.month}", words.ADDED)


async def _reports_afterwards(one: Story, wanted: str) -> None:
    """A visit of the month's last day that was not written down then."""
    number, visited = (await _left(one, one.late))[0], f"{one.last_day:%d/%m}"
    await one.late.say(f"/thamho {number}, {visited}, {words.FINE}", wanted)


SCENES: tuple[Callable[[Story], Awaitable[None]], ...] = (
    slips_are_given, the_list_comes, visits_are_reported, a_concern_is_raised, it_is_answered,
    the_household_is_told, an_announcement_goes_out, who_has_some_left_is_nudged, it_escalates,
    the_digest_comes, the_month_is_sealed,
)  # fmt: skip


# --- What scenes share -------------------------------------------------------------------------


async def _book(one: Story, phone: Phone) -> list[Card]:
    async with one.stage.store.reading() as session:
        actor = await people.actor_at(session, phone.address, one.today)
        assert actor is not None
        return await households.book(session, actor, one.today)


async def _left(one: Story, phone: Phone) -> list[int]:
    """The households in charge not visited in the story's month, by their numbers in the book."""
    return sorted(
        card.number
        for card in await _book(one, phone)
        if card.number is not None
        and card.assigned_kind is AssignmentKind.MAIN
        and (card.last_home_visit or date.min) < first_day(one.month)
    )


async def _chosen(one: Story) -> tuple[int, int, int, int]:
    """Two households without anything open, one with a promise, one that waits for an answer."""
    cards = await _book(one, one.member)
    first, second = [card.number or 0 for card in cards if not (card.promised or card.unheard)][:2]
    promised = next((card.number or 0 for card in cards if card.promised), 0)
    unheard = next((card.number or 0 for card in cards if card.unheard), 0)
    return first, second, promised, unheard


async def _report_all(one: Story, phone: Phone, *, leave: int) -> None:
    """Household after household in one line each; the first is shown, the rest is counted."""
    numbers = await _left(one, phone)
    numbers = numbers[: len(numbers) - leave]
    for place, number in enumerate(numbers):
        if place:
            with one.stage.unseen():
                await _report(phone, number)
        else:
            await _report(phone, number)
    if len(numbers) > 1:
        one.stage.write(Note(words.and_more(phone.who, len(numbers) - 1)))


async def _report(phone: Phone, number: int) -> None:
    """A promise of last time is asked about first."""
    said = await phone.say(f"/thamho {number}, {words.TODAY}, {words.FINE}", "")
    if words.PROMISED in said.text:
        await phone.tap(visit_words.KEPT, words.WHICH_DAY)
        await phone.say(f"{words.TODAY}, {words.FINE}", words.SAVED)
    elif words.SAVED not in said.text:
        raise Unexpected(f"household {number} could not be reported by {phone.who}")


def codes_on(document: bytes) -> dict[str, str]:
    """The codes on printed slips, by the names above them."""
    from docx import Document

    found: dict[str, str] = {}
    for row in Document(BytesIO(document)).tables[0].rows:
        for cell in row.cells:
            said = [paragraph.text for paragraph in cell.paragraphs]
            names = [one.removeprefix(slips.issued_to("")) for one in said[1:2]]
            codes = [one for one in said if _SLIP.fullmatch(one)]
            found.update(zip(names, codes, strict=False))
    return found


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise Unexpected(f"there is no {pattern.pattern} in an answer")
    return found[found.lastindex or 0]


async def _came(one: Story, phone: Phone, wanted: str) -> Letter:
    """A letter with these words that came lately, or comes within the week."""
    for letter in reversed(phone.letters[-_LATELY:]):
        if wanted in letter.text:
            return letter
    return await one.stage.until_heard(phone, wanted, one.today + 7 * _DAY)
