"""Reading announcements: the list, one of them, its languages and file, and having read it."""

from datetime import datetime

from bot.domain.announcements import AnnouncementPart, Language, Stage
from bot.domain.people import Role
from bot.domain.periods import day_of
from bot.domain.refusals import Reason, Refusal
from bot.messages import Attachment, Choice, Outgoing
from bot.texts import announcements as words
from bot.texts import announcing as writing_words
from bot.texts.announcement_questions import questions_of
from bot.texts.announcement_results import see_results
from bot.texts.forms import MORE
from handlers import announcement_preview as preview
from handlers import announcement_results
from handlers.paging import number_in
from handlers.turn import Turn
from storage import announcements, receipts
from storage.announcements import LINES_A_PAGE, Page


async def show(turn: Turn) -> Outgoing:
    """What came to the actor, or the one that the words name, or what is wanted of it."""
    number, verb, rest = split(turn.words)
    if number:
        return await _one(turn, number, verb, rest)
    if verb == words.MANAGED_WORD:
        return await _managed(turn, number_in(rest))
    if verb and verb != words.PAGE_WORD:
        raise Refusal(Reason.NOT_FOUND)
    return await _listed(turn, number_in(rest))


def split(said: str) -> tuple[int, str, str]:
    """The number, the word after it, and what follows: from "12 ketqua 05"."""
    first, _, rest = said.strip().partition(" ")
    if not (first.isascii() and first.isdigit() and len(first) < 10):
        return 0, first.lower(), rest.strip()
    verb, _, rest = rest.strip().partition(" ")
    return int(first), verb.lower(), rest.strip()


async def _one(turn: Turn, number: int, verb: str, rest: str) -> Outgoing:
    page = await announcements.one_of(turn.session, turn.actor, number)
    match verb:
        case "":
            return await _shown(turn, page)
        case words.READ_WORD:
            return await _read(turn, page)
        case words.FILE_WORD:
            return await _file(turn, page)
        case words.RESULTS_WORD:
            return await announcement_results.figures(turn, page.id)
        case words.UNREACHED_WORD | words.PHONES_WORD:
            phones = verb == words.PHONES_WORD
            return await announcement_results.unreached(turn, page.id, rest, phones=phones)
        case words.AGAIN_WORD:
            return await announcement_results.again(turn, page)
        case _ if verb in list(Language):
            return await _in_language(turn, page, Language(verb))
    raise Refusal(Reason.NOT_FOUND)


async def _stands_since(turn: Turn, page: Page) -> datetime:
    """When it went out or, past any quiet time, will go out."""
    if page.stage is Stage.SCHEDULED:
        return await preview.goes_at(turn, page.due_at, at_any_hour=page.at_any_hour)
    return page.sent_at or page.told_at


async def _shown(turn: Turn, page: Page) -> Outgoing:
    on = day_of(page.told_at)
    correction = await announcements.corrected_on(turn.session, page.id)
    if page.stage is Stage.WITHDRAWN and not page.manages:
        text = words.withdrawn(on)
    else:
        text = in_words(page)
        if correction is not None:
            text += f"\n{words.corrected_since(day_of(correction[1]))}"
    if page.manages or page.approves:
        at = await _stands_since(turn, page)
        text += f"\n{writing_words.stage_line(page.stage, at, page.returned_note)}"
    readable = page.stage is not Stage.WITHDRAWN or page.manages
    return words.shown(
        page.id,
        text,
        languages=[one.value for one in page.translations] if readable else (),
        has_file=page.file_id is not None and readable,
        read=page.read_at is not None,
        received=page.received,
        passes_on=_passes_on(turn, page) and page.passed_on_at is None,
        correction=correction[0] if correction else None,
        stage=page.stage,
        manage=manage(page),
    )


def in_words(page: Page) -> str:
    """An announcement as its letter has it."""
    first_on = day_of(page.corrected_at) if page.corrected_at else None
    on = day_of(page.told_at)
    return words.body(page.part, page.words, page.unit_name, on, page.corrected, first_on)


def manage(page: Page) -> list[Choice]:
    """What those who manage an announcement, or may approve it, can do with it now."""
    this = f"/soanthongbao {page.id}"
    choices = []
    if page.approves:
        label = writing_words.APPROVING_TITLE
        choices.append(Choice(label, f"{this} {writing_words.APPROVE_WORD}"))
    if not page.manages or page.stage is Stage.WITHDRAWN:
        return choices
    if page.part is not AnnouncementPart.WITHDRAWAL:
        sent = page.stage is Stage.SENT
        label = writing_words.CORRECT if sent else writing_words.EDIT
        choices += [
            Choice(label, f"{this} {writing_words.EDIT_WORD}"),
            Choice(writing_words.WITHDRAW, f"{this} {writing_words.WITHDRAW_WORD}"),
        ]
    if page.stage is Stage.SENT and page.part is not AnnouncementPart.WITHDRAWAL:
        choices += [see_results(page.id), questions_of(page.id)]
    return choices


async def _read(turn: Turn, page: Page) -> Outgoing:
    if page.stage is Stage.WITHDRAWN:
        return await _shown(turn, page)
    to_tell = await receipts.read(turn.session, turn.actor, page.id, turn.today, turn.now)
    return words.read_noted(page.id, to_tell if turn.actor.holds(Role.MEMBER) else 0)


def _passes_on(turn: Turn, page: Page) -> bool:
    return turn.actor.holds(Role.MEMBER) and page.part is not AnnouncementPart.WITHDRAWAL


async def _in_language(turn: Turn, page: Page, language: Language) -> Outgoing:
    said = page.translations.get(language)
    if said is None or (page.stage is Stage.WITHDRAWN and not page.manages):
        raise Refusal(Reason.NOT_FOUND)
    on = day_of(page.told_at)
    text = words.body(AnnouncementPart.FIRST, said, page.unit_name, on, "", None)
    return Outgoing(text, (Choice(words.BACK_TO_IT, f"/thongbao {page.id}"),))


async def _file(turn: Turn, page: Page) -> Outgoing:
    if page.stage is Stage.WITHDRAWN and not page.manages:
        raise Refusal(Reason.NOT_FOUND)
    file = await announcements.file_of(turn.session, page)
    return Outgoing(
        words.heading(AnnouncementPart.FIRST, day_of(page.told_at), "", None),
        (Choice(words.BACK_TO_IT, f"/thongbao {page.id}"),),
        attachment=Attachment(file.name, file.content, file.media_type),
    )


async def _listed(turn: Turn, page: int) -> Outgoing:
    lines, total = await announcements.listed(turn.session, turn.actor, page)
    unread = await receipts.unread(turn.session, turn.actor)
    ways = []
    if announcements.units_writing(turn.actor):
        ways.append(Choice(words.WRITE, "/soanthongbao"))
        if page == 1:
            waiting = await announcements.waiting_for(turn.session, turn.actor)
            label = words.written_here(waiting)
            ways.append(Choice(label, f"/thongbao {words.MANAGED_WORD}"))
    more = f"/thongbao {words.PAGE_WORD} {page + 1}" if total > page * LINES_A_PAGE else ""
    return words.listed(
        [(one.id, one.words, one.told_at, one.unread) for one in lines],
        total,
        unread,
        turn.today,
        more,
        ways,
    )


async def _managed(turn: Turn, page: int) -> Outgoing:
    if not announcements.units_writing(turn.actor):
        raise Refusal(Reason.NOT_FOUND)
    lines, total = await announcements.managed(turn.session, turn.actor, page)
    more = [Choice(words.WRITE, "/soanthongbao")]
    if total > page * LINES_A_PAGE:
        more.insert(0, Choice(MORE, f"/thongbao {words.MANAGED_WORD} {page + 1}"))
    return writing_words.managed(
        [
            Choice(writing_words.managed_line(one.words, one.stage), f"/thongbao {one.id}")
            for one in lines
        ],
        total,
        more,
    )
