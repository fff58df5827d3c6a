"""Free words that are asked about before anything of them is kept: a complaint, a diagnosis.

Of what is not to be written down only its neutral words are remembered, and the message in which
it came is blanked in the transaction that answers it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.complaints import looks_like_complaint
from bot.domain.vietnamese.guarding import masked, names_guarded, neutral
from bot.domain.vietnamese.labels import match_choice
from bot.domain.vietnamese.short_answers import meant
from bot.domain.vietnamese.text import search_key
from bot.messages import Json, Outgoing
from bot.texts import forms as form_words
from bot.texts import guarding as words
from handlers.questions import Answers, Question
from handlers.turn import Turn
from storage.drafts import Draft

COMPLAINT, GUARDED = "complaint", "guarded"
_IDENTITY = re.compile(r"(?<!\d)\d{12}(?!\d)")  # never stored (privacy.md 5.2)


def refuse_identity(text: str) -> None:
    """Words for everybody with the number of an identity card are taken nowhere."""
    if _IDENTITY.search(text):
        raise Refusal(Reason.IDENTITY_NUMBER)


async def held(turn: Turn, question: Question, value: Json, text: str) -> dict[str, Json]:
    """What is to be asked about these words, as a draft remembers it; empty when nothing is."""
    if question.public:
        refuse_identity(text)
    complains = looks_like_complaint(value if isinstance(value, str) else text)
    guarded = not question.public and isinstance(value, str) and names_guarded(value)
    if not complains and not guarded:
        return {}
    holding: dict[str, Json] = {
        "key": question.key, "inbox": turn.waiting.id, "why": COMPLAINT if complains else GUARDED,
    }  # fmt: skip
    if not guarded:
        return holding | {"value": value}
    offered = neutral(str(value))
    kept = await _read_as(turn, question, offered) if offered else None
    return holding | {"value": kept, "offered": offered if kept is not None else ""}


async def _read_as(turn: Turn, question: Question, offered: str) -> Json:
    """The neutral words as the question takes them; None where it would not."""
    try:
        return await question.read(turn, turn.draft.answers, offered)
    except Refusal:
        return None


def asked(draft: Draft) -> Outgoing:
    """The question about what is held."""
    if draft.held.get("why") == GUARDED:
        question = words.asks_otherwise(str(draft.held["offered"]))
    else:
        question = form_words.complaint_or_concern()
    draft.asking, draft.numbered, draft.offered = True, True, question.choices
    return question


def guards_too(draft: Draft) -> bool:
    """Whether words that are no complaint are not to be written down either: then that is asked."""
    if "offered" not in draft.held:
        return False
    draft.held["why"] = GUARDED
    return True


def answered(draft: Draft, text: str, tapped: str | None) -> str | None:
    """Which of the choices was meant; None for anything else that was typed."""
    if tapped is not None:
        return tapped
    found = match_choice(text, [choice.label for choice in draft.offered])
    if found is not None:
        return draft.offered[found].action
    way = meant(text, form_words.WAYS_TYPED)
    if draft.held.get("why") != GUARDED or way == "cancel":
        return way
    key = search_key(text)
    if key in short.YES and draft.held["offered"]:
        return words.NEUTRAL
    return words.TYPED.get(key)


def keeps_out(draft: Draft, text: str, *, public: bool) -> bool:
    """Whether a message has words that stay nowhere; what a draft took of them is blotted out."""
    if not text or public or not names_guarded(text):
        return False
    draft.answers = _clean(draft.answers)
    draft.trail = [_clean(answers) for answers in draft.trail]
    draft.held = _clean(draft.held)
    draft.line = ""
    return True


def without_them(answer: Outgoing) -> Outgoing:
    """An answer that repeats nothing of such words."""
    choices = tuple(
        replace(
            choice,
            label=masked(choice.label),
            action=choice.action.split()[0] if names_guarded(choice.action) else choice.action,
        )
        for choice in answer.choices
    )
    return replace(answer, text=masked(answer.text), choices=choices)


def _clean(answers: Mapping[str, Json]) -> Answers:
    return {key: _cleaned(value) for key, value in answers.items()}


def _cleaned(value: Json) -> Json:
    match value:
        case str():
            return masked(value)
        case list():
            return [_cleaned(one) for one in value]
        case dict():
            return {key: _cleaned(one) for key, one in value.items()}
    return value
