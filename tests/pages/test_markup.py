"""Each state of a page as markup: what is ticked, folded away, amiss, and read out to somebody."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from bot.domain.concerns import ConcernStatus
from bot.domain.households import AssignmentKind, HouseholdClass
from bot.domain.meetings import Period
from bot.pages import frame, ticking
from bot.pages.frame import Html, blank, document, element, paragraphs, together
from bot.texts import page as words
from bot.texts import reporting
from handlers.report_page import Home, Receipt, Review, Sheet
from handlers.report_ticks import DAY, HEARD, HOW, KEPT, NEED, NOTE, Tick, Ticks, Trouble
from storage.concerns import Unheard
from storage.households import Card

TODAY = date(2026, 11, 21)
PERIOD = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
CARD = Card(
    id=7, code="H001", number=1, name="Ba Lành", head="Nguyễn Văn Lành", alias="Ba Lành",
    address="Tổ 4, cạnh cầu kênh 7", search_key="", cell_id=3, assigned_since=date(2026, 9, 1),
    assigned_kind=AssignmentKind.MAIN, last_home_visit=None, visited=False, due=True,
    not_due=False, declined=False, household_class=HouseholdClass.NONE, needs_help=False,
    policy_family=False, persons=4, workers=2, occupation="", sealed_through=None,
    promised=False, unheard=False,
)  # fmt: skip
HOME = Home(CARD, due=True, since="chưa thăm", promise="", unheard=(), tick=Tick(), troubles=())
NEEDY = replace(HOME, card=replace(CARD, needs_help=True))
ANSWERED = Unheard(3, "PA-05-202611-003", ConcernStatus.ANSWERED, "Đã sửa cầu.", 7)
REFERRED = replace(ANSWERED, id=4, code="PA-05-202611-004", status=ConcernStatus.REFERRED)
Attributes = dict[str, str]


@dataclass
class Read(HTMLParser):
    """A page as a browser reads it."""

    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def all(self, tag: str, **of: str) -> list[Attributes]:
        """What stands in the elements of a name that have these attributes."""
        return [
            has for name, has in self.tags
            if name == tag and all(has.get(key) == value for key, value in of.items())
        ]  # fmt: skip

    def ticked(self) -> list[tuple[str, str]]:
        return [(one["name"], one["value"]) for one in self.all("input") if "checked" in one]

    def offered(self, name: str) -> list[str]:
        return [one["value"] for one in self.all("input", name=name)]


def read(page: str) -> Read:
    found = Read()
    found.feed(page)
    return found


def sheet(*homes: Home, troubles: tuple[Trouble, ...] = (), day: str = "21/11/2026") -> Read:
    return read(
        ticking.sheet(Sheet("Nguyễn Thị An", PERIOD, TODAY, day, homes or (HOME,), troubles))
    )


def of(home: Home, card_id: int, *, due: bool = True) -> Home:
    return replace(home, card=replace(home.card, id=card_id), due=due)


# --- What is asked


def test_a_household_is_asked_only_whether_it_was_seen() -> None:
    page = sheet()
    assert page.offered("how-7") == ["fine", "absent"]
    assert [one["name"] for one in page.all("input")] == ["day", "how-7", "how-7", "note-7"]
    for said in ("Số 1 · Ba Lành", "Tổ 4 · chưa thăm", words.FINE, words.DUE):
        assert said in page.said
    for unsaid in (words.FOCUS, words.VISITED, words.ASKS_NEED, words.OTHERS):
        assert unsaid not in page.said
    assert page.ticked() == []


def test_one_that_needs_help_is_asked_after() -> None:
    page = sheet(NEEDY)
    assert page.offered("need-7") == ["0", "1"]
    assert page.all("input", name="need-7", type="radio")
    assert words.VISITED in page.said
    assert words.FOCUS in page.said
    assert words.FINE not in page.said


def test_a_promise_is_asked_about_in_its_own_words() -> None:
    page = sheet(replace(HOME, promise="mang đơn vay vốn"))
    assert page.offered("kept-7") == ["1", "0"]
    assert words.promised("mang đơn vay vốn") in page.said


@pytest.mark.parametrize(
    ("unheard", "ids", "offered"),
    [
        pytest.param(
            (ANSWERED,), "3", ["SATISFIED", "PARTLY", "NOT_SATISFIED", "0"], id="an answer"
        ),
        pytest.param((REFERRED,), "4", ["NO_ANSWER", "0"], id="a complaint that was passed on"),
        pytest.param(
            (ANSWERED, REFERRED), "3 4", ["SATISFIED", "PARTLY", "NOT_SATISFIED", "0"], id="both"
        ),
    ],
)
def test_answers_that_wait_go_along_with_the_question(
    unheard: tuple[Unheard, ...], ids: str, offered: list[str]
) -> None:
    page = sheet(replace(HOME, unheard=unheard))
    assert [one["value"] for one in page.all("input", type="hidden", name="answers-7")] == [ids]
    assert [value.upper() for value in page.offered("heard-7")] == [one.upper() for one in offered]
    assert reporting.NOT_TOLD in page.said


@pytest.mark.parametrize(
    ("tick", "ticked"),
    [
        pytest.param(Tick(), [], id="nothing"),
        pytest.param(Tick(how=frozenset({"fine"})), [("how-7", "fine")], id="fine"),
        pytest.param(Tick(how=frozenset({"absent"})), [("how-7", "absent")], id="absent"),
        pytest.param(Tick(kept="1"), [("kept-7", "1")], id="kept"),
        pytest.param(Tick(kept="0"), [("kept-7", "0")], id="not kept"),
        pytest.param(Tick(heard="0"), [("heard-7", "0")], id="not told"),
        pytest.param(Tick(need="1"), [("need-7", "1")], id="needs more"),
    ],
)
def test_what_was_ticked_is_ticked_when_the_page_comes_back(
    tick: Tick, ticked: list[tuple[str, str]]
) -> None:
    asked = replace(NEEDY, promise="mang đơn", unheard=(ANSWERED,))
    assert sheet(replace(asked, tick=tick)).ticked() == ticked


def test_what_was_typed_stands_in_its_field() -> None:
    page = sheet(replace(HOME, tick=Tick(note='Nhà "dột" & <ướt>')), day="hôm <qua>")
    assert [one["value"] for one in page.all("input", name="note-7")] == ['Nhà "dột" & <ướt>']
    assert [one["value"] for one in page.all("input", name="day")] == ["hôm <qua>"]


# --- Folded away, or not


@pytest.mark.parametrize(
    ("home", "unfolded"),
    [
        pytest.param(HOME, False, id="nothing told"),
        pytest.param(replace(HOME, tick=Tick(how=frozenset({"fine"}))), False, id="fine"),
        pytest.param(replace(HOME, tick=Tick(how=frozenset({"absent"}))), True, id="absent"),
        pytest.param(replace(HOME, tick=Tick(note="x")), True, id="a note"),
        pytest.param(NEEDY, True, id="needs help"),
        pytest.param(replace(HOME, troubles=(Trouble(7, NOTE, "x"),)), True, id="amiss"),
    ],
)
def test_what_is_seldom_told_is_folded_away_until_it_is(home: Home, *, unfolded: bool) -> None:
    (fold,) = sheet(home).all("details")
    assert ("open" in fold) is unfolded


@pytest.mark.parametrize(
    ("second", "unfolded"),
    [
        pytest.param(HOME, False, id="nothing told"),
        pytest.param(replace(HOME, tick=Tick(how=frozenset({"fine"}))), True, id="ticked"),
        pytest.param(replace(HOME, tick=Tick(kept="1")), False, id="an answer alone is no report"),
        pytest.param(replace(HOME, troubles=(Trouble(9, HOW, "x"),)), True, id="amiss"),
    ],
)
def test_those_that_are_not_due_are_folded_away_together(second: Home, *, unfolded: bool) -> None:
    page = sheet(of(HOME, 7), of(HOME, 8, due=False), of(second, 9, due=False))
    others = page.all("details")[1]
    assert ("open" in others) is unfolded
    assert f"{words.OTHERS} (2)" in page.said
    assert words.NOBODY_DUE not in page.said


def test_where_none_is_due_it_is_said() -> None:
    page = sheet(of(HOME, 7, due=False))
    assert words.NOBODY_DUE in page.said
    assert f"{words.OTHERS} (1)" in page.said
    assert page.offered("how-7") == ["fine", "absent"]


# --- What is amiss

FIELDS = {
    "how": (Trouble(7, HOW, words.CHOOSE_ONE), "how-7-wrong"),
    "the promise": (Trouble(7, KEPT, words.ANSWER_PROMISE), "kept-7-wrong"),
    "the answers": (Trouble(7, HEARD, words.ANSWER_HEARD), "heard-7-wrong"),
    "the need": (Trouble(7, NEED, words.ANSWER_NEED), "need-7-wrong"),
    "the note": (Trouble(7, NOTE, words.NO_COMPLAINT), "note-7-wrong"),
}


@pytest.mark.parametrize(("trouble", "place"), FIELDS.values(), ids=FIELDS.keys())
def test_what_is_amiss_stands_beside_its_field_and_above_with_the_way_there(
    trouble: Trouble, place: str
) -> None:
    asked = replace(NEEDY, promise="mang đơn", unheard=(ANSWERED,), troubles=(trouble,))
    page = sheet(of(HOME, 6), asked)
    assert [one["id"] for one in page.all("p", **{"class": "wrong"})] == [place]
    assert page.said.count(trouble.words) == 1
    (above,) = page.all("div", role="alert")
    assert above["class"] == "wrong"
    assert [one["href"] for one in page.all("a")] == ["#home-7"]
    assert words.wrong(1) in page.said


def test_several_at_one_household_have_one_way_there_and_are_all_counted() -> None:
    troubles = (Trouble(7, HOW, "một"), Trouble(7, HOW, "hai"), Trouble(7, NOTE, "ba"))
    other = replace(of(HOME, 8), troubles=(Trouble(8, HOW, "bốn"),))
    page = sheet(replace(HOME, troubles=troubles), other)
    assert [one["href"] for one in page.all("a")] == ["#home-7", "#home-8"]
    assert words.wrong(4) in page.said
    assert "một\nhai" in page.said


def test_a_wrong_day_is_said_at_its_field_which_is_named_first() -> None:
    household = replace(HOME, troubles=(Trouble(7, HOW, "x"),))
    page = sheet(household, troubles=(Trouble(0, DAY, "Chưa rõ ngày."),))
    assert [one["href"] for one in page.all("a")] == ["#day", "#home-7"]
    (day,) = page.all("input", name="day")
    assert (day["aria-invalid"], day["aria-describedby"]) == ("true", "day-hint day-wrong")
    assert [one["id"] for one in page.all("p", **{"class": "wrong"})] == [
        "day-wrong",
        "how-7-wrong",
    ]
    assert page.said.count("Chưa rõ ngày.") == 1
    assert words.wrong(2) in page.said


def test_what_is_amiss_with_the_whole_page_stands_above_and_leads_nowhere() -> None:
    page = sheet(troubles=(Trouble(0, "", words.NOTHING_TICKED),))
    assert words.NOTHING_TICKED in page.said
    assert words.wrong(1) in page.said
    assert page.all("a") == []
    assert page.all("ul") == []
    (day,) = page.all("input", name="day")
    assert "aria-invalid" not in day


def test_where_nothing_is_amiss_nothing_is_said_to_be() -> None:
    page = sheet(replace(NEEDY, promise="mang đơn", unheard=(ANSWERED,)))
    assert page.all("div") == []
    assert [one for one in page.all("p") if one.get("class") == "wrong"] == []
    for name in ("day", "note-7"):
        (typed,) = page.all("input", name=name)
        assert "aria-invalid" not in typed
    assert [one.get("aria-describedby") for one in page.all("input", name="day")] == ["day-hint"]
    assert [one.get("aria-describedby") for one in page.all("input", name="note-7")] == [None]


def test_a_note_that_is_amiss_is_called_so_to_whoever_hears_the_page() -> None:
    page = sheet(replace(HOME, troubles=(Trouble(7, NOTE, words.NO_COMPLAINT),)))
    (note,) = page.all("input", name="note-7")
    assert (note["aria-invalid"], note["aria-describedby"]) == ("true", "note-7-wrong")
    assert [one["for"] for one in page.all("label") if "for" in one] == ["day", "note-7"]


def test_whatever_points_at_a_place_finds_it_there() -> None:
    troubles = tuple(trouble for trouble, _ in FIELDS.values())
    asked = replace(NEEDY, promise="mang đơn", unheard=(ANSWERED,), troubles=troubles)
    page = sheet(asked, of(asked, 8, due=False), troubles=(Trouble(0, DAY, "Chưa rõ ngày."),))
    ids = [one["id"] for _, one in page.tags if "id" in one]
    pointed = [one["href"].removeprefix("#") for one in page.all("a")]
    pointed += [one["for"] for one in page.all("label") if "for" in one]
    for _, one in page.tags:
        pointed += one.get("aria-describedby", "").split()
    assert len(ids) == len(set(ids))
    assert set(pointed) <= set(ids)
    assert {"day", "day-hint", "day-wrong", "note-7", "note-7-wrong", "home-7"} <= set(pointed)


def test_every_field_says_of_what_kind_it_is() -> None:
    page = sheet(replace(NEEDY, promise="mang đơn", unheard=(ANSWERED,)))
    kinds = {one["name"].partition("-")[0]: one.get("type") for one in page.all("input")}
    assert kinds == {
        "day": "text", "how": "checkbox", "kept": "radio", "answers": "hidden", "heard": "radio",
        "need": "radio", "note": "text",
    }  # fmt: skip
    assert len(page.all("label", **{"class": "tick"})) == len(
        page.all("input", type="radio") + page.all("input", type="checkbox")
    )
    (form,) = page.all("form")
    assert form == {"method": "post", "accept-charset": "utf-8", "autocomplete": "off"}
    assert [one["value"] for one in page.all("button", name="do", type="submit")] == ["review"]


# --- Read back, and over


def test_all_that_was_ticked_goes_along_when_it_is_read_back() -> None:
    ticks = Ticks(
        "hôm qua",
        {
            7: Tick(frozenset({"fine"}), "1", "0", "3 4", "0", "nhà <dột>"),
            8: Tick(frozenset({"absent"})),
        },
    )  # fmt: skip
    page = read(ticking.review(Review(("Đã thăm: 1", "Đi vắng: 2 <hai>"), 2, ticks)))
    assert [(one["name"], one["value"]) for one in page.all("input", type="hidden")] == ticks.fields
    assert [(one["name"], one["value"]) for one in page.all("button")] == [
        ("do", "save"), ("do", "change"),
    ]  # fmt: skip
    assert [one["class"] for one in page.all("button")] == ["first", "second"]
    for said in ("Đã thăm: 1", "Đi vắng: 2 <hai>", words.reviewed(2), words.NOT_SAVED_YET):
        assert said in page.said


def test_a_receipt_says_when_and_all_that_came_of_it_and_asks_nothing() -> None:
    at = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    page = read(ticking.receipt(Receipt(at, "Đã ghi nhận 2 hộ.\nCòn 2 hộ.")))
    for said in (words.sent(at), "Đã ghi nhận 2 hộ.", "Còn 2 hộ.", words.ALSO_IN_CHAT):
        assert said in page.said
    assert page.all("button") == page.all("form") == page.all("input") == []


# --- The frame


@pytest.mark.parametrize(
    ("made", "html"),
    [
        pytest.param(element("p"), "<p></p>", id="empty"),
        pytest.param(element("p", Html("a"), Html("b")), "<p>ab</p>", id="several parts"),
        pytest.param(element("p", class_="x"), '<p class="x"></p>', id="class"),
        pytest.param(element("label", for_="x"), '<label for="x"></label>', id="for"),
        pytest.param(element("i", aria_label="x"), '<i aria-label="x"></i>', id="a dash"),
        pytest.param(element("details", open=True), "<details open></details>", id="true"),
        pytest.param(element("details", open=False), "<details></details>", id="false"),
        pytest.param(
            element("a", href="\"><b>'"), '<a href="&quot;&gt;&lt;b&gt;&#x27;"></a>', id="signs"
        ),
        pytest.param(blank("input", value="<&>"), '<input value="&lt;&amp;&gt;">', id="blank"),
        pytest.param(blank("input", checked=True, id=False), "<input checked>", id="flags"),
        pytest.param(frame.text("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#x27;", id="words"),
        pytest.param(paragraphs(("a<", "b")), "<p>a&lt;</p><p>b</p>", id="paragraphs"),
        pytest.param(paragraphs(()), "", id="no paragraph"),
        pytest.param(together([Html("a"), Html("b")]), "ab", id="together"),
    ],
)
def test_markup_says_what_it_was_told_and_no_more(made: Html, html: str) -> None:
    assert made == html


def test_a_document_is_called_what_its_heading_says() -> None:
    page = document("A & <B>", Html("<p>x</p>"))
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert "<title>A &amp; &lt;B&gt;</title>" in page
    assert "<main><h1>A &amp; &lt;B&gt;</h1><p>x</p></main></body></html>\n" in page
    assert {one["name"] for one in read(page).all("meta") if "name" in one} == {
        "viewport", "robots", "referrer", "format-detection",
    }  # fmt: skip


def test_no_style_but_ours_and_no_script_is_let_run() -> None:
    rules = frame.SAFETY["Content-Security-Policy"].split("; ")
    assert rules[0] == "default-src 'none'"
    assert rules[1].startswith("style-src 'sha256-")
    assert rules[2:] == ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
