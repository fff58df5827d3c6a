"""Recording a concern: whose, what kind, about what, in whose words, how pressing."""

from bot.domain.concerns import (
    ConcernCategory,
    ConcernKind,
    ConcernLevel,
    ReporterVisibility,
)
from bot.domain.people import CELL_LEADS
from bot.domain.refusals import Reason, Refusal
from bot.domain.uploads import Wanted
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.labels import match_choice
from bot.domain.vietnamese.text import search_key
from bot.messages import Choice, Json, Outgoing
from bot.texts import concerns as words
from bot.texts.common import CATEGORIES, CONCERN_KINDS
from handlers import concern_early as early
from handlers import forms, telling, uploading, whose
from handlers.answers import message_in, remember_message, sensible, without
from handlers.questions import Ahead, Answers, Asking, Form, Question
from handlers.turn import Turn
from storage import concern_steps, forgetting, people
from storage.concern_steps import Raised, Raising

LONGEST_WORDS = 2000
_SEND, _PHOTO = "send", "photo"


async def start(turn: Turn) -> Outgoing:
    """Begin a concern; words after the command name the household, or tell what it is about."""
    known = await whose.named(turn)
    if await _tell(turn, known):
        return await forms.begin(turn, FORM, without(known, "missed"))
    return await forms.begin(turn.saying(""), FORM, known)


async def meant(turn: Turn) -> bool:
    """Whether words behind the command's name tell whose concern it is, or what is raised."""
    known = await whose.named(turn)
    return bool(known.get("whose")) or await _tell(turn, known)


async def _tell(turn: Turn, known: Answers) -> bool:
    if known.get("whose") == []:  # who has no households is not asked for one
        return await early.told(turn, known, turn.words) is not None
    return "missed" in known and await whose.ahead(turn, {}, turn.words) is not None


async def start_with(turn: Turn, text: str, inbox_id: int) -> Outgoing:
    """Begin a concern with words of which the person has said that they are no complaint."""
    known = await whose.named(turn.saying(""))
    said: Answers = {"words": text, "inbox": inbox_id}
    return await forms.begin(turn.saying(""), FORM, {**said, **known})


async def _ask_kind(turn: Turn, answers: Answers) -> Asking:
    return Asking(
        words.asks_kind(str(answers["who"]), early.lead(answers)),
        tuple(
            Choice(label, kind)
            for kind, label in CONCERN_KINDS.items()
            if kind is not ConcernKind.REFER_ONLY
        ),
    )


async def _ask_category(turn: Turn, answers: Answers) -> Asking:
    options = tuple(Choice(label, category) for category, label in CATEGORIES.items())
    return Asking("\n".join(filter(None, (early.lead(answers), words.WHICH_CATEGORY))), options)


async def _read_category(turn: Turn, answers: Answers, text: str) -> Json:
    """A category by its name also when it stands on another page; a number is one of this page."""
    if text.strip().isdigit():
        raise Refusal(Reason.CHOOSE_ONE)
    place = match_choice(text, list(CATEGORIES.values()))
    if place is not None:
        return list(CATEGORIES)[place]
    key = search_key(text)
    said = set(words.SHORT_FORMS.get(key, key).split())
    found = [one for one, label in CATEGORIES.items() if said <= set(search_key(label).split())]
    if not said or len(found) != 1:
        raise Refusal(Reason.CHOOSE_ONE)
    return found[0]


async def _told_before(turn: Turn, answers: Answers, text: str) -> Ahead | None:
    try:
        await _read_category(turn, answers, text)
    except Refusal:
        return await early.told(turn, answers, text)
    return None


async def _ask_words(turn: Turn, answers: Answers) -> Asking:
    return Asking(words.asks_words(str(answers["who"]), has_photo="photo" in answers))


async def _read_words(turn: Turn, answers: Answers, text: str) -> Json:
    remember_message(turn, answers)
    return sensible(text, LONGEST_WORDS)


async def _read_photo(turn: Turn, answers: Answers, text: str) -> Json:
    raise Refusal(Reason.PHOTO_WANTED)


async def _ask_photo(turn: Turn, answers: Answers) -> Asking:
    elsewhere = await uploading.way_in(turn, Wanted.PHOTO)
    return Asking("\n".join(filter(None, (words.WHICH_PHOTO, elsewhere))))


def _after_photo(answers: Answers) -> Answers:
    photo = answers["new_photo"]
    rest = without(answers, "new_photo", "adding")
    return {**rest, "photo": photo} if isinstance(photo, int) else rest


async def _ask_closing(turn: Turn, answers: Answers) -> Asking:
    level, visibility = _level(answers), _visibility(answers)
    options = [Choice(words.SEND, _SEND)]
    options += [Choice(label, one) for one, label in words.LEVEL_CHOICES.items() if one != level]
    options.append(Choice(words.OTHER_PHOTO if "photo" in answers else words.ADD_PHOTO, _PHOTO))
    if answers["whose"]:
        choices = words.VISIBILITY_CHOICES.items()
        options += [Choice(label, one) for one, label in choices if one != visibility]
    text = words.asks_to_send(
        whose=str(answers["who"]),
        kind=ConcernKind(str(answers["kind"])),
        category=ConcernCategory(str(answers["category"])),
        text=str(answers["words"]),
        level=level,
        visibility=visibility if answers["whose"] else None,
        has_photo="photo" in answers,
    )
    return Asking(text, tuple(options))


def _after_closing(answers: Answers) -> Answers:
    """Anything but sending adds to the concern, and the question is put again."""
    value = answers["closing"]
    rest = without(answers, "closing")
    if isinstance(value, int):
        return {**rest, "photo": value}
    match str(value):
        case "send":
            return answers
        case "photo":
            return {**rest, "adding": "photo"}
        case said if said in list(ConcernLevel):
            return {**rest, "level": said}
        case said:
            return {**rest, "visibility": said}


def _level(answers: Answers) -> ConcernLevel:
    return ConcernLevel(str(answers.get("level") or ConcernLevel.NORMAL))


def _visibility(answers: Answers) -> ReporterVisibility:
    return ReporterVisibility(str(answers.get("visibility") or ReporterVisibility.HOUSEHOLD_ONLY))


async def _save(turn: Turn, answers: Answers) -> Outgoing:
    chosen, photo = answers["whose"], answers.get("photo")
    raising = Raising(
        household_ids=tuple(one for one in chosen if isinstance(one, int))
        if isinstance(chosen, list)
        else (),
        kind=ConcernKind(str(answers["kind"])),
        category=ConcernCategory(str(answers["category"])),
        words=str(answers["words"]),
        level=_level(answers),
        visibility=_visibility(answers),
        photo_id=photo if isinstance(photo, int) else None,
        inbox_id=message_in(answers),
    )
    raised = await concern_steps.record(
        turn.session, turn.actor, raising, turn.draft.effect_key, turn.today, turn.now
    )
    urgent = raising.level is ConcernLevel.URGENT
    secretary_told = await _tell_secretary(turn, raised, raising.household_ids) if urgent else False
    return words.recorded(raised.code, raising.level, secretary_told=secretary_told)


async def _tell_secretary(turn: Turn, raised: Raised, household_ids: tuple[int, ...]) -> bool:
    leads = await people.holders(turn.session, raised.cell_id, CELL_LEADS, turn.today)
    told = [
        await telling.tell(
            turn,
            person_id,
            words.urgent_arrived(raised.code),
            f"concern:{raised.id}:urgent:{person_id}",
            about=household_ids,
        )
        for person_id in leads
        if person_id != turn.actor.person_id
    ]
    return any(told)


async def _given_up(turn: Turn, answers: Answers) -> None:
    """A photo of what is not recorded is not kept."""
    photo = answers.get("photo")
    if isinstance(photo, int):
        await forgetting.files(turn.session, [photo])


FORM = Form(
    name="concern",
    title=words.TITLE,
    questions=(
        *whose.QUESTIONS,
        Question(
            "kind", _ask_kind, check=early.check_photo, then=early.photo_from("kind"),
            ahead=early.told, file=Wanted.PHOTO, unasked=True, said=short.said(short.KINDS),
        ),
        Question(
            "category", _ask_category, read=_read_category, check=early.check_photo,
            then=early.photo_from("category"), ahead=_told_before, file=Wanted.PHOTO,
            unasked=True, said=short.said(short.FIELDS),
        ),
        Question(
            "words", _ask_words, read=_read_words, check=early.check_photo,
            then=early.photo_from("words"), free=True, file=Wanted.PHOTO,
        ),
        Question(
            "new_photo", _ask_photo, read=_read_photo, check=early.check_photo, then=_after_photo,
            when=lambda answers: answers.get("adding") == _PHOTO, skippable=True, file=Wanted.PHOTO,
        ),
        Question(
            "closing", _ask_closing, check=early.check_photo, then=_after_closing,
            file=Wanted.PHOTO, said=short.said({_SEND: short.SEND}),
        ),
    ),
    save=_save,
    referred=lambda turn: words.referred(),
    given_up=_given_up,
    still=whose.still,
)  # fmt: skip
