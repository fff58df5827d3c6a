"""What goes out as one letter is one message wherever each message counts."""

from datetime import date

from bot.domain.announcements import AnnouncementPart
from bot.domain.vietnamese.text import utf16_length
from bot.messages import Choice, Outgoing, Urgency
from bot.texts.announcements import READ
from bot.texts.bundles import LONGEST_TOGETHER, Beside, Told, together

WORDS = "Mời bà con họp tổ bàn việc làm đường. " * 15
SHORT = Outgoing("Việc tháng 12: 4 nhà cần thăm.", (Choice("Xem hộ", "/hodan"),))


def beside(figures: str = "") -> Beside:
    digest = (Outgoing(figures, urgency=Urgency.DIGEST),) if figures else ()
    part = next(iter(AnnouncementPart))
    told = Told(7, part, date(2026, 12, 1), WORDS.strip(), "", None, has_more=False)
    return Beside(digest, (told,))


def test_an_announcement_stands_in_full_where_there_is_room() -> None:
    letter = together(SHORT, beside())
    assert WORDS.strip() in letter.text
    assert READ in [one.label for one in letter.choices]


def test_beside_much_else_it_only_begins_and_is_opened_by_a_choice() -> None:
    letter = together(SHORT, beside("Thăm 15/16 hộ. " * 80))
    assert WORDS.strip() not in letter.text
    assert utf16_length(letter.text) <= LONGEST_TOGETHER
    opened = [one for one in letter.choices if one.action == "/thongbao 7"]
    assert len(opened) == 1
    assert READ not in [one.label for one in letter.choices]
