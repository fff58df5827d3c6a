"""Values for the parameters of bot.texts that take no other words or numbers than certain ones."""

from collections.abc import Sequence

from bot.domain.announcements import MOST_LANGUAGES, Language
from bot.domain.concerns import ConcernStatus
from bot.domain.counts import Counts
from bot.domain.imports import Column, Sheet
from bot.domain.policies import Settings
from bot.domain.summaries import Coverage
from bot.messages import Choice
from bot.texts import digest, terminal
from bot.texts.settings import SPANS
from tests.texts.samples import MONTHS, NAMES, TODAY

CELLS: Sequence[object] = (
    (("Chi bộ ấp 5", "05"),),
    tuple((f"Chi bộ Trường Tiểu học Nguyễn Thị Minh Khai số {n}", f"TH{n}") for n in range(12)),
)
NOTED = (
    ConcernStatus.ANSWERED, ConcernStatus.DECLINED, ConcernStatus.NEED_INFO,
    ConcernStatus.RETURNED,
)  # fmt: skip
CODES: Sequence[object] = (
    ("PA-05-202611-003",),
    (),
    tuple(f"PA-{'A' * 30}-202611-{n:03}" for n in range(1, 12)),
)
DAYS_TO_CHOOSE: Sequence[object] = (tuple((one, TODAY) for one in SPANS),)
LANGUAGES: Sequence[object] = ((Language.KHMER.value,), (), tuple(Language)[:MOST_LANGUAGES])
ANSWERS: Sequence[object] = ((("PA-05-202611-003", "Đã nạo vét cống"),),)
A_CHOICE = Choice("Xem thêm", "/x")
A_SETTING: Sequence[object] = (Settings(), Settings(digest=False, nudge_days=(), gap_days=0))
GIVEN: dict[str, dict[str, Sequence[object]]] = {
    "change.counts_after": {"found": [(Counts(4, 2), Counts(4, 3)), (Counts(None, None),)]},
    "concerns.listed": {"head": ["Các phản ánh:"], "choices": [(A_CHOICE,), (A_CHOICE,) * 8]},
    "digest.month": {"name": MONTHS},
    "digest.page": {"text": ["Chưa thăm: 3 hộ."]},
    "digest.button_month": {"name": MONTHS},
    "digest.button_seal": {"name": MONTHS},
    "digest.list_of": {"name": MONTHS, "title": tuple(digest.TITLES.values()), "pages": [(1, 3)]},
    "digest.nothing": {"name": MONTHS, "title": tuple(digest.TITLES.values())},
    "guide.about_report": {"command": ["/thamho", "/phananh", "/thaydoi"]},
    "guide.guide": {"commands": [("/thamho", "/hodan"), ()], "page": [1, 2, 0, 99]},
    "household_page.page": {"lines": [("Số 3 · Hạnh", "", "Tổ 4")]},
    "household_page.to_do": {"codes": CODES},
    "household_page.open_concerns": {"codes": CODES},
    "inviting.cell_by_cell": {"cells": [("05", "06"), tuple(f"{n:030}" for n in range(12))]},
    "month.this_month": {"parts": [("Tháng 11: còn 3 hộ.", "• Số 3 · Hạnh")], "codes": CODES},
    "page.unheard": {"answers": ANSWERS},
    "pending.asks_note": {"after": NOTED},
    "pending.asks_sure": {"after": [ConcernStatus.REFERRED, ConcernStatus.DECLINED]},
    "announcements.letter": {"languages": LANGUAGES},
    "announcements.shown": {"languages": LANGUAGES, "manage": [(A_CHOICE,), ()]},
    "assignments.asks_sure": {"codes": [("H005",), ("H005", "H008")]},
    "households.next_one": {"numbers": [(3,), (3, 5)]},
    "import_steps.send_workbook": {"elsewhere": ["Gửi tệp ở trang này."]},
    "reporting.about_another_matter": {"numbers": [("3",), ("3", "5")]},
    "picture.beside": {
        "months": [(("2026-10", Coverage(visited=3, untouched=1)),)],
    },
    "reaching.from_lead": {"lead": NAMES},
    "reporting.asks_day": {"households": [("3",), ("3", "5")]},
    "reporting.asks_heard": {"answers": ANSWERS},
    "reporting.asks_how": {"households": [("3",), ("3", "5")]},
    "reporting.heard": {"codes": CODES[:1]},
    "reporting.unheard": {"answers": ANSWERS},
    "reporting.asks_of_all": {
        "what": ["after", "promised", "heard"],
        "households": [((3, "Số 3 · Hạnh", "cho vay vốn"), (12, "Số 12 · Tâm", ""))],
    },
    "room_path.concern": {"number": [3]},
    "room_path.report": {"number": [3]},
    "room_play.glanced": {"who": NAMES},
    "sealing.not_yours": {"cells": CELLS},
    "sealing.which_cell": {"cells": CELLS},
    "sealing.cell_or_month": {"cell": ["Chi bộ ấp 5", "Chi bộ" + " Bình Hòa Hưng" * 8]},
    "sealing.seal_word": {"name": MONTHS},
    "sealing.sealed": {"name": MONTHS},
    "settings.asks_value": {"found": A_SETTING},
    "settings.line": {"found": A_SETTING},
    "settings.meets_now": {"found": A_SETTING},
    "settings.saved": {"found": A_SETTING},
    "settings.until_choices": {"days": DAYS_TO_CHOOSE},
    "settings.value": {"found": A_SETTING},
    "standing_in.named_you": {"member": NAMES},
    "standing_in.how": {"member": NAMES},
    "terminal.welcome": {"names": [dict.fromkeys(terminal.PARTS, "An")]},
    "terminal.choose_part": {"parts": [tuple(terminal.PARTS)]},
    "terminal.now_playing": {"part": tuple(terminal.PARTS)},
    "visit.asks_promise": {"promises": [("mang phân",), ("mang phân", "hỏi vốn")]},
    "visit.unsaid": {"what": ["content", "reason", None]},
    "workbook.heading": {"sheet": [Sheet.COMMITTEES], "column": [Column.CODE, Column.NAME]},
}

TOGETHER: frozenset[str] = frozenset({"bundles.together"})
"""Put together what other functions said, and cannot be called with nothing."""
