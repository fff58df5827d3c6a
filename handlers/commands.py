"""The table of commands: what people type, who may, and which conversation answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.people import CELL_LEADS, DIGEST_READERS, IMPORTERS, OFFICE, Actor, Role
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.asked_for import Shown, asked_for, mistaken, names_concern
from bot.domain.vietnamese.months import names_month
from bot.domain.vietnamese.text import search_key
from bot.messages import Outgoing
from bot.texts import digest as digest_words
from bot.texts import forms as form_words
from bot.texts import menus
from handlers import (
    account,
    announcement_deciding,
    announcement_questions,
    announcements,
    announcing,
    assignments,
    away,
    change,
    concern,
    correction,
    digest,
    feedback,
    following,
    giving,
    guide,
    household,
    importing,
    inviting,
    local_days,
    month,
    passing_on,
    pending,
    reaching,
    report_page,
    reporting,
    sealing,
    sentence,
    settings,
    standing_in,
    visit,
)
from handlers import forms as engine
from handlers.questions import Form
from handlers.turn import Handler, Turn

EVERYBODY: tuple[Role, ...] = tuple(Role)
REPORTERS = (Role.MEMBER,)
STAND_INS = (*REPORTERS, *CELL_LEADS)
WRITERS = (*OFFICE, Role.ANNOUNCER, *CELL_LEADS)


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its name and other names, all as search keys without spaces.

    Without the slash it may still have words after it ("ho 3"), or a month ("tong hop thang 10").
    What `lists` changes nothing, and can be shown again.
    """

    name: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    handler: Handler
    opens_form: bool = False
    takes_words: bool = False
    takes_month: bool = False
    lists: bool = False

    def open_to(self, actor: Actor) -> bool:
        """Whether the actor's roles allow it."""
        return self.roles is EVERYBODY or actor.holds(*self.roles)


async def leave(turn: Turn) -> Outgoing:
    """Leave the open form."""
    form = FORMS.get(turn.draft.form)
    if form is None:
        return menus.menu(turn.actor)
    return await engine.give_up(turn, form)


async def go_on(turn: Turn) -> Outgoing:
    """Take the open form up again."""
    form = FORMS.get(turn.draft.form)
    if form is None:
        raise Refusal(Reason.NOTHING_OPEN)
    return await engine.go_on(turn, form, form_words.resumed(form.title))


async def instead(turn: Turn) -> Outgoing:
    """Give up the open form for what the words ask for; what waits beneath it goes on waiting."""
    draft = turn.draft
    form = FORMS.get(draft.form)
    command, words = command_in(f"/{turn.words.removeprefix('/')}", turn.actor)
    if command is not None and command.handler is leave:
        return await leave(turn)
    if command is None or command.handler is instead:
        return form_words.leave_or_go_on(form.title) if form else menus.menu(turn.actor)
    lead = form_words.dropped(form.title) if form is not None and draft.answers else ""
    if form is not None:
        await engine.give_up(turn, form)
    if draft.form and command.opens_form:
        draft.put_aside()
    answer = await command.handler(turn.saying(words))
    if not draft.form:
        draft.close()  # nothing was opened: what waits is the open one
    return form_words.below(lead, answer)


async def explain(turn: Turn) -> Outgoing:
    """Help on what is open to the actor, by this same table."""
    return guide.guide(turn, [one.name for one in COMMANDS if one.open_to(turn.actor)])


COMMANDS: tuple[Command, ...] = (
    Command("/thamho", ("thamho", "tham", "baocao"), REPORTERS, visit.start, opens_form=True),
    Command("/danhdau", ("danhdau", "danhdaunhieuho"), REPORTERS, reporting.tick, opens_form=True),
    Command("/trang", ("trangbaocao", "trangrieng"), REPORTERS, report_page.give),
    Command("/phananh", ("phananh", "kiennghi"), REPORTERS, concern.start, opens_form=True),
    Command("/thaydoi", ("thaydoi", "biendong"), REPORTERS, change.start, opens_form=True),
    Command(
        "/hodan",
        ("hodan", "ho"),
        (*REPORTERS, *CELL_LEADS),
        household.find,
        takes_words=True,
        lists=True,
    ),
    Command(
        "/pa",
        ("pa",),
        (*REPORTERS, *CELL_LEADS, *OFFICE),
        following.show,
        takes_words=True,
        lists=True,
    ),
    Command("/thangnay", ("thangnay",), REPORTERS, month.this_month, lists=True),
    Command("/viec", ("viec",), (*CELL_LEADS, *OFFICE), pending.waiting, lists=True),
    Command("/xuly", ("xuly",), (*CELL_LEADS, *OFFICE), pending.move, opens_form=True),
    Command("/baoho", ("baoho", "dathongbao"), REPORTERS, feedback.tell, opens_form=True),
    Command("/phancong", ("phancong",), CELL_LEADS, assignments.show, lists=True),
    Command("/giaoho", ("giaoho",), CELL_LEADS, giving.begin, opens_form=True),
    Command("/ghithay", ("ghithay", "baothay"), STAND_INS, standing_in.start, opens_form=True),
    Command(
        "/nguoighithay",
        ("nguoighithay", "giaoghithay"),
        CELL_LEADS,
        standing_in.name,
        opens_form=True,
    ),
    Command("/tonghop", ("tonghop",), DIGEST_READERS, digest.show, takes_month=True, lists=True),
    Command("/chotthang", ("chotthang", "chotso"), CELL_LEADS, sealing.seal, opens_form=True),
    Command("/nhapdanhsach", ("nhapdanhsach",), IMPORTERS, importing.start, opens_form=True),
    Command("/capma", ("capma",), IMPORTERS, inviting.slips, opens_form=True),
    Command("/sua", ("sua", "hoantac"), REPORTERS, correction.last, opens_form=True),
    Command("/thongbao", ("thongbao",), EVERYBODY, announcements.show),
    Command(
        "/soanthongbao", ("soanthongbao",), WRITERS, announcement_deciding.write, opens_form=True
    ),
    Command(
        "/hoithongbao", ("hoithongbao",), EVERYBODY, announcement_questions.ask, opens_form=True
    ),
    Command("/phobien", ("phobien",), REPORTERS, passing_on.tell, opens_form=True),
    Command("/caidat", ("caidat",), EVERYBODY, settings.start, opens_form=True),
    Command("/tamngung", ("tamngung",), EVERYBODY, away.start, opens_form=True),
    Command("/taikhoan", ("taikhoan", "toi"), EVERYBODY, account.show),
    Command("/dulieu", ("dulieu",), EVERYBODY, account.my_data),
    Command("/huykichhoat", ("huykichhoat",), EVERYBODY, account.unlink, opens_form=True),
    Command("/desau", ("desau",), REPORTERS, reaching.put_off),
    Command("/nhac", ("nhac",), CELL_LEADS, reaching.write_to),
    Command("/danhba", ("danhba",), (*CELL_LEADS, *OFFICE), reaching.phones),
    Command(
        "/huongdan",
        ("huongdan", "trogiup", "cachdung", "giuptoi", "help"),
        EVERYBODY,
        explain,
        lists=True,
    ),
    Command("/menu", ("menu", "start", "vetrangchinh"), EVERYBODY, guide.menu, lists=True),
    Command("/huy", ("huy",), EVERYBODY, leave),
    Command("/tiep", ("tiep", "tieptuc", "ghitiep"), EVERYBODY, go_on),
    Command("/moi", ("moi",), EVERYBODY, instead),
)

FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        visit.FORM,
        concern.FORM,
        feedback.TELLING,
        change.FORM,
        pending.FORM,
        importing.FORM,
        inviting.FORM,
        sealing.FORM,
        giving.FORM,
        correction.FORM,
        account.FORM,
        settings.FORM,
        away.FORM,
        local_days.FORM,
        sentence.FORM,
        reporting.FORM,
        standing_in.FORM,
        announcing.FORM,
        announcement_deciding.APPROVING,
        announcement_deciding.WITHDRAWING,
        announcement_questions.ASKING,
        announcement_questions.ANSWERING,
        passing_on.FORM,
    )
}

FILLED_BY: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys((form.name for form in (visit.FORM, concern.FORM, change.FORM)), REPORTERS),
    reporting.FORM.name: STAND_INS,
    standing_in.FORM.name: CELL_LEADS,
    feedback.TELLING.name: REPORTERS,
    correction.FORM.name: REPORTERS,
    pending.FORM.name: (*CELL_LEADS, *OFFICE),
    importing.FORM.name: IMPORTERS,
    sealing.FORM.name: CELL_LEADS,
    giving.FORM.name: CELL_LEADS,
    inviting.FORM.name: IMPORTERS,
    announcing.FORM.name: WRITERS,
    announcement_deciding.APPROVING.name: WRITERS,
    announcement_deciding.WITHDRAWING.name: WRITERS,
    announcement_questions.ANSWERING.name: WRITERS,
    passing_on.FORM.name: REPORTERS,
}
"""Who may go on with a form that is open; the others everybody may."""


def may_fill(form: Form, actor: Actor) -> bool:
    """Whether the actor's roles, as they are by now, allow the form."""
    roles = FILLED_BY.get(form.name)
    return roles is None or actor.holds(*roles)


async def still_theirs(turn: Turn, form: Form) -> bool:
    """Whether the open form is still the actor's to fill: role and matter may have gone."""
    if not may_fill(form, turn.actor):
        return False
    return form.still is None or await form.still(turn, turn.draft.answers)


_ABOUT_ONE = ("/thamho", "/phananh", "/thaydoi")
"""Without the slash they may have a household's number: "thaydoi 6"."""
_SHOWS: dict[Shown, tuple[str, ...]] = {
    Shown.HELP: ("/huongdan",),
    Shown.TO_VISIT: ("/thangnay", "/tonghop"),
    Shown.UNVISITED: ("/thangnay", "/tonghop"),
    Shown.BEHIND: ("/thangnay", "/tonghop"),
    Shown.CONCERNS: ("/pa",),
    Shown.MONTH: ("/tonghop", "/thangnay"),
    Shown.SAVED: ("/sua",),
    Shown.HANDING_OVER: ("/phancong",),
}
_OF_THE_CELL = {
    Shown.UNVISITED: f"/tonghop {digest_words.UNVISITED}",
    Shown.BEHIND: f"/tonghop {digest_words.SUPPORT}",
}
"""What a secretary means by the same words."""
_TIMES = ("thang", "quy nay", "nam nay", "tuan", "tuan nay")
"""No household is called so, of whom something could be reported."""
_LONGEST = 4  # words that a command may be spread over: "thang nay", "danh dau nhieu ho"


def command_in(text: str, actor: Actor, in_form: bool = False) -> tuple[Command | None, str]:
    """The command that a message is, for this actor, and the words after it.

    With a slash it may stand before other words; without, it is one only as the whole message
    (contract.md, In chat). A command that the actor may not use is no command. Within a form
    "ho 12" still looks up a household, and "ho rat kho khan" is an answer.
    """
    if text and not text.strip("?"):
        text = "/huongdan"
    elif not in_form and (shown := asked_for(text)) is not None:
        text = _line_for(shown, actor) or text
    elif not in_form and names_concern(text):
        text = f"/pa {text}"
    elif not in_form and (numbers := mistaken(text)) is not None and actor.holds(*REPORTERS):
        text = " ".join(("/sua", *map(str, numbers)))
    return _found(text, lambda one: one.open_to(actor), in_form)


def _line_for(shown: Shown, actor: Actor) -> str:
    """What shows it to this actor, as far as it is theirs to see; empty where nothing does."""
    if shown in _OF_THE_CELL and actor.holds(*CELL_LEADS):
        return _OF_THE_CELL[shown]
    lines = (line for line in _SHOWS[shown] if _found(line, lambda one: one.open_to(actor))[0])
    return next(lines, "")


def others_command(text: str, actor: Actor) -> Command | None:
    """The command that a message would be, were the actor in another role."""
    if asked_for(text) is Shown.HANDING_OVER:
        text = _SHOWS[Shown.HANDING_OVER][0]
    command, words = _found(text, lambda one: not one.open_to(actor))
    looks_up = command is not None and command.takes_words and not text.startswith("/")
    return None if looks_up and words else command


def _found(
    text: str, usable: Callable[[Command], bool], in_form: bool = False
) -> tuple[Command | None, str]:
    slashed = text.startswith("/")
    tokens = text.removeprefix("/").split()
    for length in range(min(_LONGEST, len(tokens)), 0, -1):
        name = search_key(" ".join(tokens[:length])).replace(" ", "")
        rest = tokens[length:]
        for command in filter(usable, _named(name, slashed=slashed)):
            if slashed or not rest or _goes_with(command, " ".join(rest), in_form):
                return command, " ".join(rest)
    return None, ""


def _goes_with(command: Command, words: str, in_form: bool) -> bool:
    """Whether words may follow the command without its slash."""
    if in_form:
        return command.takes_words and words.isdecimal()
    if command.takes_month and names_month(words):
        return True
    return command.takes_words or (command.name in _ABOUT_ONE and words.isdecimal())


def report_in(text: str, actor: Actor) -> tuple[Command | None, str]:
    """A report that a sentence begins with the name of, and what it goes on to say."""
    command, words = command_in(f"/{text}", actor)
    begun = command is not None and command.name in _ABOUT_ONE and not text.startswith("/")
    of_time = names_month(words) or search_key(words) in _TIMES  # "bao cao thang 11"
    return (command, words) if begun and words and not of_time else (None, "")


def _named(name: str, *, slashed: bool) -> Sequence[Command]:
    """With the slash also by its own name, where people are called so (Trang)."""
    return [c for c in COMMANDS if name in c.aliases or (slashed and f"/{name}" == c.name)]
