"""A word or two in place of a tap: each as people type it, with diacritics and without."""

from collections.abc import Mapping, Sequence

import pytest

from bot.domain.concerns import ConcernCategory, ConcernKind, Satisfaction
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.text import plain
from bot.domain.visits import HelpKind, HelpStatus, NotDoneReason, Topic, VisitKind

Table = Mapping[str, Sequence[str]]


def rows(table: Table) -> list[tuple[str, str]]:
    return [(typed, meaning) for meaning, said in table.items() for typed in said]


HOW: Table = {
    short.FINE: (
        "bt",
        "bình thường",
        "vẫn bình thường",
        "ổn",
        "ổn định",
        "vẫn ổn",
        "tốt",
        "khỏe",
        "không có gì",
        "không có gì mới",
        "ko có gì",
        "chưa có gì mới",
        "gia đình ổn định",
        "đời sống ổn định",
        "nhà bình thường",
        "tại nhà ổn định",
    ),
    VisitKind.HOME: (
        "tại nhà",
        "đến nhà",
        "ở nhà",
        "trực tiếp",
        "thăm trực tiếp",
        "đã thăm",
        "đã đến",
        "đã gặp",
        "gặp rồi",
        "gặp trực tiếp",
        "có nội dung",
    ),
    VisitKind.PHONE: (
        "điện",
        "điện thoại",
        "đt",
        "gọi",
        "gọi điện thoại",
        "đã gọi",
        "nhắn tin",
        "zalo",
        "gọi zalo",
        "tin nhắn",
        "qua điện thoại",
    ),
    VisitKind.GROUP_MEETING: ("họp", "họp tổ", "họp thôn", "họp ấp", "gặp ở cuộc họp", "lúc họp"),
    VisitKind.VIA_OTHER: (
        "tổ trưởng",
        "qua tổ trưởng",
        "hỏi tổ trưởng",
        "đoàn thể",
        "hàng xóm",
        "hỏi phụ nữ",
    ),
    short.ABSENT: (
        "vắng",
        "vắng nhà",
        "đi vắng",
        "không có nhà",
        "không có ai",
        "không ai ở nhà",
        "không gặp",
        "đóng cửa",
        "khóa cửa",
        "nhà đóng cửa",
        "đi làm hết",
    ),
    VisitKind.NOT_DONE: (
        "chưa",
        "chưa thăm",
        "chưa đi",
        "chưa đến",
        "chưa ghé",
        "không thăm",
        "không đi được",
        "chưa đi được",
    ),
}
REASONS: Table = {
    NotDoneReason.ABSENT_HH: ("đi vắng", "không có nhà", "đóng cửa"),
    NotDoneReason.MEMBER_BUSY: ("bận", "bận việc", "tôi bận", "đi công tác", "bận mùa", "đi họp"),
    NotDoneReason.MEMBER_PRIVATE: ("việc riêng", "ốm", "bệnh", "bị đau", "nằm viện", "đi viện"),
    NotDoneReason.WEATHER: ("mưa", "mưa to", "bão", "lũ lụt", "ngập", "triều cường", "thiên tai"),
    NotDoneReason.REFUSED: ("không tiếp", "từ chối", "hộ từ chối", "chưa đồng ý"),
    NotDoneReason.OTHER_REASON: ("khác", "việc khác"),
}
TOPICS: Table = {
    Topic.PROPAGANDA: ("tuyên truyền", "chính sách", "chủ trương", "nghị quyết"),
    Topic.CARE: ("thăm hỏi", "tặng quà", "quà"),
    Topic.LIVELIHOOD: ("làm ăn", "trồng trọt", "chăn nuôi"),
    Topic.LOAN_ADVICE: ("vay vốn", "vay", "ngân hàng", "NHCSXH", "csxh"),
    Topic.BHYT_ADVICE: ("BHYT", "bảo hiểm y tế", "thẻ bhyt"),
    Topic.SAFETY: ("an toàn", "giao thông", "PCCC", "phòng cháy chữa cháy"),
    Topic.CULTURE: ("gia đình văn hóa", "gđvh"),
    Topic.NEW_RURAL: ("nông thôn mới", "NTM", "đô thị văn minh"),
    Topic.ENVIRONMENT: ("môi trường", "vệ sinh", "rác", "vs mt"),
    Topic.DIGITAL: ("VNeID", "dịch vụ công", "định danh"),
    Topic.OTHER_TOPIC: ("khác", "nội dung khác"),
}
HELPS: Table = {
    HelpKind.HOW_TO: ("làm ăn", "cách làm ăn", "kỹ thuật"),
    HelpKind.LOAN: ("vay vốn", "vay tiền", "ngân hàng"),
    HelpKind.JOB: ("việc làm", "học nghề", "xin việc", "XKLĐ"),
    HelpKind.SEED_STOCK: ("cây giống", "con giống", "gà", "vịt", "heo", "bò"),
    HelpKind.HOUSE: ("nhà ở", "sửa nhà", "xây nhà"),
    HelpKind.SPONSOR: ("nhà hảo tâm", "mạnh thường quân", "tài trợ"),
    HelpKind.INSURANCE: ("BHYT", "mua bhyt", "thẻ bhyt"),
    HelpKind.OTHER_HELP: ("tiền", "tặng quà", "khác"),
}
STATUS: Table = {
    HelpStatus.PROPOSED: ("đề nghị", "mới đề nghị", "chưa có", "đang xin", "đang chờ"),
    HelpStatus.GIVEN: ("rồi", "được rồi", "đã nhận", "đã có", "đã vay", "đã cho"),
}
KEPT: Table = {
    "kept": ("rồi", "xong", "làm rồi", "đã xong", "có", "đúng rồi", "vâng", "dạ", "ừ", "ok"),
    "open": ("chưa xong", "chưa làm", "chưa kịp", "không", "chưa", "ko", "hông", "hong"),
}
KINDS: Table = {
    ConcernKind.FEEDBACK: ("ý kiến", "than phiền", "phàn nàn"),
    ConcernKind.PROPOSAL: ("đề nghị", "góp ý", "nguyện vọng", "đề xuất"),
    ConcernKind.QUESTION: ("thắc mắc", "câu hỏi"),
    ConcernKind.PRAISE: ("khen", "cảm ơn"),
}
FIELDS: Table = {
    ConcernCategory.ROAD: ("ổ gà", "đường xấu", "cầu hư"),
    ConcernCategory.IRRIGATION: ("cống", "kênh", "thoát nước", "ngập đường"),
    ConcernCategory.POWER: ("mất điện", "cúp điện", "trụ điện", "tiền điện"),
    ConcernCategory.WATER_SUPPLY: ("nước máy", "mất nước", "cúp nước"),
    ConcernCategory.POLICY: ("trợ cấp", "hỗ trợ", "bảo trợ"),
    ConcernCategory.LOANS: ("vay tiền", "ngân hàng", "nhcsxh"),
    ConcernCategory.LAND: ("đất", "sổ đỏ", "đền bù", "giải tỏa"),
    ConcernCategory.ENVIRONMENT: ("rác", "hôi thúi", "ồn ào", "karaoke", "ô nhiễm"),
    ConcernCategory.HEALTH: ("bhyt", "bệnh viện", "khám bệnh", "trạm y tế"),
    ConcernCategory.EDUCATION: ("học phí", "trường học"),
    ConcernCategory.EMPLOYMENT: ("xin việc", "thất nghiệp"),
    ConcernCategory.FARMING: ("lúa", "giá lúa", "phân bón"),
    ConcernCategory.ADMIN_PROC: ("thủ tục", "căn cước", "khai sinh"),
    ConcernCategory.SAFETY: ("trộm", "an ninh", "trật tự"),
    ConcernCategory.TELECOM: ("mạng", "wifi", "sóng yếu"),
}
SATISFIED: Table = {
    Satisfaction.SATISFIED: ("ok", "được", "vui", "hài lòng rồi", "rất hài lòng"),
    Satisfaction.PARTLY: ("tạm", "tạm được", "một phần", "cũng được"),
    Satisfaction.NOT_SATISFIED: ("không hài lòng", "chưa đồng ý", "chưa chịu"),
    Satisfaction.NO_ANSWER: ("chưa hỏi", "chỉ báo", "báo rồi"),
}
HEARD: Table = {
    Satisfaction.SATISFIED: ("hài lòng", "gia đình hài lòng", "đã báo, hài lòng"),
    Satisfaction.PARTLY: ("hài lòng một phần", "tạm được"),
    Satisfaction.NOT_SATISFIED: (
        "chưa hài lòng",
        "đã báo, chưa hài lòng",
        "gia đình chưa hài lòng",
    ),
    Satisfaction.NO_ANSWER: ("rồi", "đã báo rồi", "báo lại rồi", "có"),
    "NOT_TOLD": ("chưa báo", "chưa nói", "chưa kịp", "không", "chưa"),
}
LEAVES: Table = {"cancel": ("không", "thôi", "không nữa", "không muốn", "để sau", "chưa chắc")}
TOLD: dict[str, tuple[Table, Mapping[str, Sequence[str]]]] = {
    "how they were met": (HOW, short.HOW),
    "why nobody came": (REASONS, short.REASONS),
    "what was talked about": (TOPICS, short.TOPICS),
    "what help": (HELPS, short.HELP_KINDS),
    "how far the help is": (STATUS, short.HELP_STATUS),
    "whether the promise was kept": (KEPT, short.KEPT),
    "what sort of matter": (KINDS, short.KINDS),
    "which field": (FIELDS, short.FIELDS),
    "how the household takes it": (SATISFIED, short.SATISFACTION),
    "how the answer was heard": (HEARD, short.HEARD),
}  # fmt: skip
CASES = [
    pytest.param(short.said(known), typed, meaning, id=f"{asked}: {typed}")
    for asked, (table, known) in TOLD.items()
    for typed, meaning in rows(table)
]


@pytest.mark.parametrize(("ways", "typed", "meaning"), CASES)
def test_a_short_answer_is_what_it_says(ways: Mapping[str, str], typed: str, meaning: str) -> None:
    """vietnamese.md 6.1: many are ambiguous, so they are expanded by what was asked."""
    assert short.meant(typed, ways) == meaning
    assert short.meant(plain(typed), ways) == meaning
    assert short.meant(f" {typed.upper()}. ", ways) == meaning


@pytest.mark.parametrize("typed", LEAVES["cancel"])
def test_before_something_serious_no_is_the_way_out(typed: str) -> None:
    assert short.meant(typed, short.LEAVES) == "cancel"
    assert short.meant(f"{typed} đâu nhé", short.LEAVES) is None


MEANS_ONLY_THERE = {
    "điện of a visit is a call": (short.HOW, "điện", VisitKind.PHONE),
    "điện of a field is no call": (short.FIELDS, "điện thoại", None),
    "quà of a topic": (short.TOPICS, "quà", Topic.CARE),
    "quà of a help": (short.HELP_KINDS, "quà", HelpKind.OTHER_HELP),
    "vắng is yes, in the North": (short.KEPT, "vâng", "kept"),
    "vắng of a visit is absence": (short.HOW, "vắng", short.ABSENT),
    "mưa is no way to meet": (short.HOW, "mưa", None),
}


@pytest.mark.parametrize(
    ("table", "typed", "meaning"), MEANS_ONLY_THERE.values(), ids=MEANS_ONLY_THERE
)
def test_one_word_means_what_was_asked_for(
    table: Mapping[str, Sequence[str]], typed: str, meaning: str | None
) -> None:
    assert short.meant(typed, short.said(table)) == meaning


@pytest.mark.parametrize("typed", ["ổn ddinhj", "bình thuwowngf", "ddi vawngs"])
def test_what_telex_left_behind_is_mended(typed: str) -> None:
    found = short.meant(typed, short.said(short.HOW))
    assert found == (short.ABSENT if "aw" in typed else short.FINE)


def test_an_illness_that_is_told_is_understood_and_not_written_down() -> None:
    """privacy.md 5.2, of the member as of the household: the code says private, no more."""
    for typed in ("ốm", "bị bệnh", "nằm viện", "toi om", "bị đau"):
        assert short.meant(typed, short.said(short.REASONS)) == NotDoneReason.MEMBER_PRIVATE


SAID_ALONE = {
    "YES": (short.YES, ("có", "phải", "đúng rồi", "ừ", "vâng", "dạ", "ok", "chính xác", "đồng ý")),
    "NO": (short.NO, ("không", "ko", "hông", "không phải", "sai rồi", "chưa", "no")),
    "NOTHING_MORE": (short.NOTHING_MORE, ("hết", "đủ rồi", "lưu", "thôi", "không thêm", "xong")),
    "MORE": (short.MORE, ("ghi thêm", "thêm", "ghi chú", "giúp đỡ", "lời hẹn")),
    "KEEP": (short.KEEP, ("giữ", "để nguyên", "không sửa", "không đổi", "thôi")),
    "SEND": (short.SEND, ("gửi", "gửi đi", "đồng ý", "gửi luôn đi", "lưu", "xong")),
    "BLANK": (short.BLANK, ("mẫu", "nhận mẫu", "mẫu trống", "tệp mẫu", "xin mẫu", "biểu mẫu")),
    "OF_PROMISES": (short.OF_PROMISES, ("rồi", "xong", "làm rồi", "đã làm", "chưa làm")),
    "OF_ANSWERS": (short.OF_ANSWERS, ("đã báo", "báo rồi", "chưa báo", "chưa nói", "đã báo rồi")),
}


@pytest.mark.parametrize(("known", "typed"), SAID_ALONE.values(), ids=SAID_ALONE)
def test_what_is_said_to_one_question_is_known_there(
    known: Sequence[str], typed: Sequence[str]
) -> None:
    assert [one for one in typed if plain(one) not in known] == []


def test_what_tells_of_an_answer_alone_tells_of_nothing_else() -> None:
    assert not set(short.OF_ANSWERS) & set(short.OF_PROMISES)
    assert "hai long" not in short.OF_ANSWERS
    assert not set(short.YES) & set(short.NO)
