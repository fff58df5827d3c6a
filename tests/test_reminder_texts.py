"""The words of a reminder: sentences of their own, figures that fit, something sensible to tap."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.announcements import AnnouncementPart
from bot.domain.meetings import Period
from bot.domain.reminders import Step
from bot.domain.visits import NotDoneReason
from bot.messages import CHOICES_A_PAGE, Choice, Outgoing, Urgency
from bot.texts.bundles import Beside, Told, together
from bot.texts.checklist import TICK_SEVERAL
from bot.texts.reminders import Bundle, CellGaps, Home, Matter, Member, OwnDuty, push

NOVEMBER = Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))
DECEMBER = Period("2026-12", date(2026, 12, 1), date(2026, 12, 31))
BETWEEN = Period("2026-12", date(2026, 11, 13), date(2026, 12, 12))
HOMES = tuple(Home(n, f"Út {n}", date(2026, 9, n), in_focus=False) for n in range(1, 6))
MEETS = date(2026, 12, 12)
MEMBERS = tuple(Member(f"DV{n}", f"Đồng {n}", n, None) for n in range(1, 6))


def duty(step: Step, period: Period, meets_on: date | None = None) -> OwnDuty:
    return OwnDuty(step, period, 9, HOMES, meets_on)


def said(
    today: date,
    *duties: OwnDuty,
    cells: tuple[CellGaps, ...] = (),
    room: int = CHOICES_A_PAGE,
) -> Outgoing:
    matters = (Matter("PA-05-202611-003", None, to_tell=False, above=False),) if cells else ()
    outgoing = push(Bundle("An", today, duties=duties, cells=cells, matters=matters, room=room))
    assert outgoing is not None
    return outgoing


def labels(outgoing: Outgoing) -> list[str]:
    return [choice.label for choice in outgoing.choices]


@pytest.mark.parametrize("step", [Step.LIST, Step.NUDGE, Step.AGAIN, Step.GAPS])
@pytest.mark.parametrize("period", [DECEMBER, BETWEEN], ids=["month", "meeting"])
def test_after_the_heading_comes_the_salutation_and_what_is_asked(
    step: Step, period: Period
) -> None:
    meets_on = MEETS if step is Step.GAPS else None
    first, body, *homes = said(date(2026, 12, 1), duty(step, period, meets_on)).text.split("\n")
    assert body.startswith("Kính gửi đồng chí An, ")
    assert body.removeprefix("Kính gửi đồng chí An, ")[0].islower()
    assert "còn 5" in first or "5 nhà" in first
    assert "đồng chí có 5 hộ" in body or "đồng chí còn 5 hộ" in body
    assert len(homes) == (0 if meets_on else 3)


@pytest.mark.parametrize(
    ("before", "end"),
    [(0, "hết hôm nay."), (1, "hết ngày mai 31/12."), (2, "hết ngày 31/12.")],
    ids=["the last day", "the last but one", "earlier"],
)
def test_the_last_day_is_said_as_people_say_it(before: int, end: str) -> None:
    today = DECEMBER.last - timedelta(days=before)
    assert end in said(today, duty(Step.AGAIN, DECEMBER)).text


@pytest.mark.parametrize("step", [Step.LIST, Step.NUDGE, Step.AGAIN])
def test_near_the_end_it_is_said_what_else_can_be_written_down(step: Step) -> None:
    for before in (0, 1, 3, 4, 8):
        text = said(DECEMBER.last - timedelta(days=before), duty(step, DECEMBER)).text
        can_call = text.endswith("có thể ghi đã gọi điện, hoặc nêu lý do.")
        assert can_call is (before <= 3 and step is not Step.LIST), before
        assert len(text.split("\n")) <= 6


def test_the_page_of_this_month_is_not_offered_for_the_month_before() -> None:
    today = date(2026, 12, 10)
    assert "Xem hộ của tôi" in labels(said(today, duty(Step.GAPS, NOVEMBER, MEETS)))
    both = said(today, duty(Step.GAPS, NOVEMBER, MEETS), duty(Step.NUDGE, DECEMBER))
    assert "Xem việc tháng này" in labels(both)


def test_many_left_of_this_month_can_be_ticked_from_the_letter() -> None:
    today = date(2026, 12, 10)
    assert TICK_SEVERAL in labels(said(today, duty(Step.LIST, DECEMBER)))
    assert TICK_SEVERAL not in labels(said(today, duty(Step.GAPS, NOVEMBER, MEETS)))
    last = replace(duty(Step.NUDGE, DECEMBER), homes=HOMES[:1])
    assert TICK_SEVERAL not in labels(said(today, last))


def test_in_a_full_message_the_longest_unvisited_keeps_its_button() -> None:
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    full = said(date(2026, 12, 10), duty(Step.GAPS, NOVEMBER, MEETS), cells=(cell,))
    assert len(full.choices) == CHOICES_A_PAGE
    assert labels(full)[:2] == ["Ghi thăm Út 1", "Ghi thăm Út 2"]
    assert labels(full)[-1] == "Để sau"


def test_in_a_letter_of_ones_own_households_only_their_numbers_can_be_typed() -> None:
    """Where there are no buttons a typed 3 is household 3, so nothing beside it is counted."""
    today = date(2026, 12, 10)
    own = duty(Step.LIST, DECEMBER)
    alone = said(today, own)
    assert not alone.numbered
    assert labels(alone)[0] == "Ghi thăm số 1 · Út 1"
    assert together(alone, Beside()).numbered is False
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    for beside in (said(today, own, cells=(cell,)), said(today, own, room=CHOICES_A_PAGE - 1)):
        assert beside.numbered
        assert labels(beside)[0] == "Ghi thăm Út 1"
        assert together(beside, Beside()).numbered
    assert said(today, cells=(cell,)).numbered, "none of one's own"


def test_a_secretarys_letter_has_one_heading_few_lines_and_numbers_that_agree() -> None:
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    today = date(2026, 12, 11)
    assert said(today, duty(Step.GAPS, NOVEMBER, MEETS), cells=(cell,)).text.split("\n") == [
        "Việc tháng 11: chi bộ còn 20 nhà chưa ghi thăm. 1 phản ánh cần xem.",
        "Kính gửi đồng chí An, chi bộ Ấp 5 họp ngày mai 12/12, tháng 11 còn 20 hộ chưa ghi thăm "
        "tại nhà.",
        "Trong đó có 5 hộ của đồng chí. "
        "Nếu đã thăm mà chưa ghi, mong đồng chí ghi giúp, kèm ngày thăm.",
        "Các đồng chí khác: Đồng 1 (1 hộ), Đồng 2 (2 hộ), Đồng 3 (3 hộ) và 2 đồng chí nữa.",
        "Phản ánh chờ đồng chí cho ý kiến: PA-05-202611-003.",
    ]
    alone = said(today, cells=(cell,)).text
    assert "chi bộ còn 15 nhà" in alone
    assert "tháng 11 còn 15 hộ chưa ghi thăm tại nhà." in alone
    assert "Gồm có: Đồng 1 (1 hộ)" in alone
    assert "của đồng chí" not in alone


@pytest.mark.parametrize(
    ("due_on", "to_tell", "above", "asks"),
    [
        (
            date(2026, 12, 9),
            True,
            False,
            "có trả lời cần đồng chí báo lại cho hộ: {} (quá hạn từ 09/12).",
        ),
        (date(2026, 12, 11), False, False, "phản ánh chờ đồng chí cho ý kiến: {} (hạn hôm nay)."),
        (
            date(2025, 12, 30),
            False,
            True,
            "mong đồng chí đôn đốc giúp: {} (quá hạn từ 30/12/2025).",
        ),
    ],
    ids=["to tell", "to decide", "others have to act"],
)
def test_a_concern_alone_is_asked_about_in_one_sentence(
    due_on: date, to_tell: bool, above: bool, asks: str
) -> None:
    code = "PA-05-202611-003"
    outgoing = push(
        Bundle("An", date(2026, 12, 11), matters=(Matter(code, due_on, to_tell, above),))
    )
    assert outgoing is not None
    assert outgoing.text == (f"1 phản ánh cần xem.\nKính gửi đồng chí An, {asks.format(code)}")


def test_who_put_it_off_stands_with_the_reason_and_nothing_said_twice() -> None:
    member = Member("DV1", "Đồng 1", 2, NotDoneReason.MEMBER_BUSY)
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, (member,))
    assert "Gồm có: Đồng 1 (2 hộ, bận công tác)." in said(date(2026, 12, 11), cells=(cell,)).text


def test_two_periods_stand_under_one_heading() -> None:
    both = said(
        date(2026, 12, 10), duty(Step.GAPS, NOVEMBER, MEETS), duty(Step.NUDGE, DECEMBER)
    ).text
    assert both.split("\n")[0] == (
        "Việc tháng 11: còn 5 nhà chưa ghi thăm; tháng 12: còn 5 trên 9 nhà chưa ghi thăm."
    )


def test_the_organiser_reads_which_cells_and_no_more_lines_than_fit() -> None:
    cells = tuple(CellGaps(f"Chi bộ Ấp {n}", NOVEMBER, MEETS, MEMBERS) for n in range(1, 6))
    outgoing = push(Bundle("An", date(2026, 12, 11), communes_cells=cells))
    assert outgoing is not None
    assert outgoing.text.split("\n") == [
        "Việc tháng 11: 5 chi bộ còn nhà chưa ghi thăm.",
        "Kính gửi đồng chí An, các chi bộ sắp họp còn hộ chưa ghi thăm tại nhà:",
        *(f"Chi bộ Ấp {n}, họp ngày mai 12/12: 15 hộ của 5 đồng chí." for n in (1, 2, 3)),
        "Còn 2 chi bộ nữa.",
    ]


# --- Several parts in one letter -----------------------------------------------------------------

DIGEST = Outgoing(
    "Tổng hợp tháng 11/2026 – Chi bộ Ấp 5 (số liệu tạm)\nThăm 1/5 hộ.",
    (Choice("Xem danh sách từng mục", "/tonghop 2026-11"), Choice("Xem việc chờ ý kiến", "/viec"),
     Choice("Xem biểu đồ", "/tonghop 2026-11 hinh")),
    urgency=Urgency.DIGEST,
)  # fmt: skip


def told(number: int, words: str = "Mời bà con dự họp tổ.", *, has_more: bool = False) -> Told:
    first, on = AnnouncementPart.FIRST, date(2026, 12, 11)
    return Told(number, first, on, words, "", None, has_more)


def test_below_a_digest_it_is_said_which_households_are_counted() -> None:
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    beside = Beside((DIGEST,))
    own = push(
        Bundle(
            "An", date(2026, 12, 11), duties=(duty(Step.GAPS, NOVEMBER, MEETS),), cells=(cell,),
            room=CHOICES_A_PAGE - len(beside.choices), after_digest=True,
        )
    )  # fmt: skip
    text = together(own, beside).text
    assert text.startswith(DIGEST.text)
    assert text.count("tháng 11:") == 0, "the digest is the heading"
    assert (
        "Các đồng chí chi bộ Ấp 5 còn 20 hộ chưa ghi thăm tại nhà tháng 11, kể cả hộ ở nơi khác."
    ) in text
    assert "Trong đó có 5 hộ của đồng chí." in text
    assert "Kính gửi" not in text


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("with_digest", [False, True], ids=["morning", "evening"])
def test_however_many_parts_every_choice_is_offered_once_and_all_fit(
    count: int, with_digest: bool
) -> None:
    beside = Beside(
        (DIGEST, DIGEST) if with_digest else (), tuple(told(n, "Họp. " * 200) for n in range(count))
    )
    cell = CellGaps("Chi bộ Ấp 5", NOVEMBER, MEETS, MEMBERS)
    own = push(
        Bundle(
            "An", date(2026, 12, 11), duties=(duty(Step.LIST, DECEMBER),), cells=(cell,),
            matters=(Matter("PA-05-202611-003", None, to_tell=False, above=False),),
            room=CHOICES_A_PAGE - len(beside.choices), after_digest=with_digest,
        )
    )  # fmt: skip
    outgoing = together(own, beside)
    actions = [choice.action for choice in outgoing.choices]
    assert len(actions) == len(set(actions)) <= CHOICES_A_PAGE
    assert "/desau" in actions
    opened = [f"/thongbao {n}" for n in range(count)] if count <= 3 else ["/thongbao"]
    assert set(opened) <= set(actions)
    assert ("/tonghop 2026-11" in actions) is with_digest


def test_a_short_announcement_stands_in_full_and_can_be_marked_as_read() -> None:
    outgoing = together(None, Beside((DIGEST,), (told(7),)))
    assert outgoing.text.endswith("Thông báo ngày 11/12/2026\nMời bà con dự họp tổ.")
    assert "/thongbao 7 danam" in [choice.action for choice in outgoing.choices]
    both = together(None, Beside((DIGEST,), (told(7, has_more=True),)))
    assert "/thongbao 7" in [choice.action for choice in both.choices]


def test_a_long_announcement_beside_other_parts_is_read_on_its_page() -> None:
    outgoing = together(None, Beside((DIGEST,), (told(7, "Mời bà con dự họp tổ. " * 60),)))
    assert len(outgoing.text) < 400
    assert outgoing.text.endswith("…")
    actions = [choice.action for choice in outgoing.choices]
    assert "/thongbao 7" in actions
    assert "/thongbao 7 danam" not in actions, "nobody marks as read what is not there to read"
