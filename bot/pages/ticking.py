"""The page on which a member ticks the month's households, in each of its states, as HTML."""

from collections.abc import Sequence

from bot.pages.answering import button, form, hidden
from bot.pages.frame import Html, blank, document, element, paragraphs, text, together
from bot.texts import page as words
from bot.texts import reporting as report_words
from bot.texts.common import mention, place
from handlers.page import Opened
from handlers.report_answers import opinions
from handlers.report_page import Home, Receipt, Review, Sheet
from handlers.report_ticks import (
    ABSENT,
    ANSWERS,
    DAY,
    FINE,
    HEARD,
    HOW,
    KEPT,
    NEED,
    NO,
    NOTE,
    YES,
    Trouble,
)

OPEN, REVIEW, SAVE, CHANGE = "open", "review", "save", "change"
"""What the buttons of the page ask for."""


def closed(opened: Opened) -> str:
    """What a link shows to whoever, or whatever, only looks: nothing of anybody."""
    return document(
        words.TITLE,
        paragraphs((words.WHAT_IT_IS, words.usable_until(opened.link.expires_at))),
        form(button(OPEN, words.OPEN)),
    )


def sheet(shown: Sheet) -> str:
    """The list to tick, with what is amiss beside its field."""
    due = [home for home in shown.homes if home.due]
    others = [home for home in shown.homes if not home.due]
    return document(
        words.TITLE,
        element("p", text(words.whose(shown.name, shown.period, shown.today)), class_="quiet"),
        _summary(shown),
        form(
            _day(shown),
            element("h2", text(words.DUE)),
            together([_home(home) for home in due]) or paragraphs((words.NOBODY_DUE,)),
            _others(others),
            button(REVIEW, words.REVIEW),
        ),
    )


def review(shown: Review) -> str:
    """All that will be saved, read back, with one yes."""
    return document(
        words.REVIEW_TITLE,
        paragraphs((words.NOT_SAVED_YET,)),
        element("ul", *(element("li", text(group)) for group in shown.groups)),
        paragraphs((words.reviewed(shown.many),)),
        form(
            together([hidden(name, value) for name, value in shown.ticks.fields]),
            button(SAVE, words.SEND),
            button(CHANGE, words.CHANGE, "second"),
        ),
    )


def receipt(shown: Receipt) -> str:
    """That it was sent, when, and what came of it."""
    return document(
        words.SAVED_TITLE,
        paragraphs((words.sent(shown.at), *shown.text.split("\n"))),
        element("p", text(words.ALSO_IN_CHAT), class_="quiet"),
    )


def _summary(shown: Sheet) -> Html:
    """What is amiss, said once above, with the way to each place."""
    homes = {home.card.id: home for home in shown.homes}
    of_homes = [one for home in shown.homes for one in home.troubles]
    if not shown.troubles and not of_homes:
        return Html("")
    ways = [
        element("li", element("a", text(_named(homes[one])), href=f"#home-{one}"))
        for one in dict.fromkeys(trouble.household for trouble in of_homes)
    ]
    plain = [element("p", text(one.words)) for one in shown.troubles if one.at != DAY]
    if any(one.at == DAY for one in shown.troubles):
        ways.insert(0, element("li", element("a", text(words.DAY), href=f"#{DAY}")))
    listed = element("ul", *ways) if ways else Html("")
    head = element("p", text(words.wrong(len(shown.troubles) + len(of_homes))))
    return element("div", head, *plain, listed, class_="wrong", role="alert")


def _day(shown: Sheet) -> Html:
    wrong = _wrong([one for one in shown.troubles if one.at == DAY], DAY)
    return together(
        [
            element("label", text(words.DAY), for_=DAY),
            blank(
                "input", type="text", id=DAY, name=DAY, value=shown.day,
                aria_describedby=f"{DAY}-hint {DAY}-wrong" if wrong else f"{DAY}-hint",
                aria_invalid="true" if wrong else False,
            ),
            element("p", text(words.DAY_HINT), id=f"{DAY}-hint", class_="quiet"),
            wrong,
        ]
    )  # fmt: skip


def _others(homes: Sequence[Home]) -> Html:
    """Folded away, unless something in it wants to be seen."""
    if not homes:
        return Html("")
    unfolded = any(home.tick.told or home.troubles for home in homes)
    title = element("summary", text(f"{words.OTHERS} ({len(homes)})"))
    return element("details", title, *(_home(home) for home in homes), open=unfolded)


def _named(home: Home) -> str:
    return mention(home.card.number, home.card.name)


def _home(home: Home) -> Html:
    about = " · ".join(filter(None, (place(home.card.address), home.since)))
    lines = [element("legend", text(_named(home))), element("p", text(about), class_="quiet")]
    if home.card.needs_help:
        lines.append(element("p", text(words.FOCUS), class_="focus"))
    fine = words.VISITED if home.card.needs_help else words.FINE
    lines += [
        _tick(home, "checkbox", HOW, FINE, fine, ticked=FINE in home.tick.how),
        _amiss(home, HOW),
    ]
    if home.promise:
        answers = ((YES, report_words.KEPT), (NO, report_words.NOT_KEPT))
        lines.append(_asked(home, KEPT, words.promised(home.promise), answers, home.tick.kept))
    if home.unheard:
        lines.append(_heard(home))
    if home.card.needs_help:
        answers = ((NO, report_words.NO_NEED), (YES, words.NEEDS_MORE))
        lines.append(_asked(home, NEED, words.ASKS_NEED, answers, home.tick.need))
    lines.append(_beside(home))
    return element("fieldset", *lines, id=f"home-{home.card.id}")


def _heard(home: Home) -> Html:
    """Whether answers were carried back; which they were goes along, as others may come."""
    told = [(one.value, report_words.HEARD[one]) for one in opinions(home.unheard)]
    question = words.unheard([(one.code, one.answer) for one in home.unheard])
    choices = [*told, (NO, report_words.NOT_TOLD)]
    ids = " ".join(str(one.id) for one in home.unheard)
    which = blank("input", type="hidden", name=f"{ANSWERS}-{home.card.id}", value=ids)
    return together([which, _asked(home, HEARD, question, choices, home.tick.heard)])


def _beside(home: Home) -> Html:
    """What is seldom told: folded away, so that many are ticked with little scrolling."""
    told = ABSENT in home.tick.how or bool(home.tick.note)
    absent = _tick(home, "checkbox", HOW, ABSENT, words.ABSENT, ticked=ABSENT in home.tick.how)
    return element(
        "details",
        element("summary", text(words.BESIDE)),
        absent,
        _note(home),
        open=told or home.card.needs_help or bool(home.troubles),
    )


def _tick(home: Home, kind: str, name: str, value: str, label: str, *, ticked: bool) -> Html:
    box = blank("input", type=kind, name=f"{name}-{home.card.id}", value=value, checked=ticked)
    return element("label", box, element("span", text(label)), class_="tick")


def _asked(
    home: Home, name: str, question: str, answers: Sequence[tuple[str, str]], chosen: str
) -> Html:
    """A question of its own, with one answer."""
    ticks = [
        _tick(home, "radio", name, value, label, ticked=value == chosen) for value, label in answers
    ]
    return element("fieldset", element("legend", text(question)), *ticks, _amiss(home, name))


def _note(home: Home) -> Html:
    field, wrong = f"{NOTE}-{home.card.id}", _amiss(home, NOTE)
    return together(
        [
            element("label", text(words.NOTE), for_=field, class_="field"),
            blank(
                "input", type="text", id=field, name=field, value=home.tick.note,
                aria_describedby=f"{field}-wrong" if wrong else False,
                aria_invalid="true" if wrong else False,
            ),
            wrong,
        ]
    )  # fmt: skip


def _amiss(home: Home, at: str) -> Html:
    return _wrong([one for one in home.troubles if one.at == at], f"{at}-{home.card.id}")


def _wrong(troubles: Sequence[Trouble], field: str) -> Html:
    said = "\n".join(one.words for one in troubles)
    return element("p", text(said), class_="wrong", id=f"{field}-wrong") if said else Html("")
