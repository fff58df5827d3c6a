"""Words by which a complaint or a denunciation gives itself away (concerns.md 5.1).

The bot asks, it never decides. So a doubt is asked about, but a late payment is an ordinary
concern: receiving money is suspicious only where an official does it.
"""

import re

from bot.domain.vietnamese.spotting import Phrase, Phrases, Word, by_first_word, first_at, words_of

_ALONE = """
khiếu nại; khiếu kiện; khiếu tố; tố cáo; tố giác; đơn tố; đơn kiện; kiện cán bộ; kiện xã;
tham nhũng; tham ô; hối lộ; đút lót; lót tay; ăn chặn; ăn bớt; ăn hối lộ; ăn tiền; bớt xén;
xà xẻo; biển thủ; lạm quyền; lộng quyền; lạm dụng chức quyền; lợi dụng chức vụ;
lợi dụng chức quyền; vòi vĩnh; vòi tiền; vòi quà; nhũng nhiễu; sách nhiễu; hạch sách; trù dập;
ức hiếp; cửa quyền; chạy chọt; chạy hộ nghèo; chạy chế độ; chạy chức; mua chuộc; lại quả;
lợi ích nhóm; quỹ đen; khai khống; kê khống; lập khống; rút ruột; cắt xén; chiếm đoạt; trục lợi;
bao kê; ém tiền; nhận phong bì; đòi phong bì; đưa phong bì; bị đòi tiền; đòi chung tiền;
đòi chung chi; chung tiền cho; đòi tiền mới; đưa tiền mới; nộp tiền mới được; có tiền mới;
bồi dưỡng mới; tiền bôi trơn; ăn trên đầu; nhận tiền của dân; lấy tiền của dân;
thu tiền của dân; giữ tiền của dân
"""
_OFFICIALS = """
cán bộ; cb; công chức; lãnh đạo; chủ tịch; phó chủ tịch; bí thư; trưởng ấp; trưởng thôn;
trưởng bản; trưởng xóm; trưởng khu; khu phố trưởng; trưởng khóm; tổ trưởng; ban ấp; ban thôn;
ban quản lý; công an; địa chính; kiểm lâm; thanh tra; hiệu trưởng; đảng viên; cấp ủy; chi ủy;
ủy ban; ubnd; thủ quỹ; kế toán; hội trưởng; chủ nhiệm; giám đốc; cảnh sát;
quản lý thị trường; trưởng trạm; hải quan
"""
_DEEDS = """
nhận tiền; lấy tiền; đòi tiền; xin tiền; bỏ túi; giữ lại tiền; giữ tiền; gom tiền; cầm tiền;
nuốt tiền; nhận quà; đòi quà; gợi ý tiền; gợi ý bồi dưỡng; đòi bồi dưỡng; thu sai; thu khống;
thu vô lý; thu tiền không biên lai; thu tiền không hóa đơn; thu tiền không có biên lai;
thu tiền không có hóa đơn;
thu tiền trái; thiên vị; bao che; dung túng; bè phái; o ép; dọa; hăm dọa; đe dọa; chửi;
đánh dân; gây khó dễ; làm khó; làm sai; sai phạm; làm trái; vi phạm; lấn chiếm; chia chác;
lấy đất; chiếm đất; tiêu cực; gian dối; khuất tất; ưu ái người nhà; đưa người nhà;
cho người nhà; đưa bà con mình; hành dân; hành hạ; mờ ám; ngâm hồ sơ
"""
_GIFTS = """
đưa tiền cho; chung chi cho; bồi dưỡng cho; biếu tiền cho; đưa quà cho; lo tiền cho;
nộp tiền cho riêng
"""
_NOT_MEANT = """
luật khiếu nại tố cáo; luật khiếu nại; luật tố cáo; luật khiếu nại và tố cáo;
về khiếu nại tố cáo; phòng chống tham nhũng lãng phí tiêu cực; phòng chống tham nhũng tiêu cực;
phòng chống tham nhũng; phòng chống tiêu cực; luật phòng chống tham nhũng; chống tham nhũng;
phòng tham nhũng
"""
_DENIALS = "không; chưa; ko; k; hông; hổng; chẳng; hok; kh"
_BETWEEN = """
có; gì; đơn; thư; ý; kiến; bị; ai; phải; hề; và; hay; hoặc; là; khiếu; nại; kiện; tố; cáo; giác
"""
_DUES = """
hỗ trợ; trợ cấp; bồi thường; đền bù; bảo hiểm; lương; hưu; vay; chế độ; chính sách; cứu trợ;
từ thiện; tuất; thưởng; công; quà; bảo trợ; ưu đãi; điện; nước; rác; quỹ; đóng; góp
"""
_OWN_DEEDS = "gia đình; hộ; dân; bà con; nhân dân; người dân"
_NEAR = 7  # words between an official and the deed

_FURTHEST_DENIAL = 12  # words before the phrase that it denies
_SENTENCE_END = re.compile(r"[.!?;\n]+")


def looks_like_complaint(text: str) -> bool:
    """Whether to ask "is this a complaint or denunciation?" before keeping anything."""
    return any(map(_sentence_complains, _SENTENCE_END.split(text)))


def _sentence_complains(sentence: str) -> bool:
    """Sentence by sentence, so that "không có ai" denies nothing that comes after its full stop."""
    words = _without(words_of(sentence), _PHRASES_NOT_MEANT)
    return any(
        _stands_alone(words, at) or _official_did(words, at) or _given_to_official(words, at)
        for at in range(len(words))
    )


def _without(words: Phrase, unmeant: Phrases) -> Phrase:
    kept: list[Word] = []
    at = 0
    while at < len(words):
        phrase = first_at(words, at, unmeant)
        if phrase is None:
            kept.append(words[at])
        at += len(phrase) if phrase else 1
    return tuple(kept)


def _stands_alone(words: Phrase, at: int) -> bool:
    phrase = first_at(words, at, _PHRASES_ALONE)
    if phrase is None or _harmless(words, at, len(phrase)):
        return False
    return not _denied(words, at)


def _harmless(words: Phrase, at: int, size: int) -> bool:
    """Typed without diacritics, some phrases are also something harmless."""
    before = words[at - 1][0] if at else ""
    after = words[at + size][0] if at + size < len(words) else ""
    match " ".join(word for word, _ in words[at : at + size]):
        case "an chan":  # làm ăn chăn nuôi
            return after == "nuoi"
        case "an tien":  # làm ăn, tiền bạc
            return before == "lam"
        case "an bot":  # cháu ăn bột
            return before in ("chau", "be", "con", "cho", "nho", "tre") or after == "sua"
        case "lai qua":  # mưa lại quá to
            return all(spelled.endswith("0") for _, spelled in words[at : at + size])
        case _:
            return False


def _denied(words: Phrase, at: int) -> bool:
    """ "Không có khiếu nại, tố cáo gì": the commonest harmless sentence with these words."""
    for before in range(at - 1, max(-1, at - 1 - _FURTHEST_DENIAL), -1):
        if first_at(words, before, _DENIAL_WORDS):
            return True
        if not first_at(words, before, _BETWEEN_WORDS):
            return False
    return False


def _official_did(words: Phrase, at: int) -> bool:
    official = first_at(words, at, _PHRASES_OFFICIALS)
    if official is None:
        return False
    start = at + len(official)
    for place in range(start, min(start + _NEAR, len(words))):
        if first_at(words, place, _PHRASES_OWN):
            return False  # somebody else does what follows
        deed = first_at(words, place, _PHRASES_DEEDS)
        if deed is not None and not _denied(words, place):
            return not _is_due(words, place, deed)
    return False


def _is_due(words: Phrase, at: int, deed: Phrase) -> bool:
    """Receiving or collecting what is due, as support or a fee, is no accusation."""
    if deed[0][0] not in ("nhan", "giu", "lay", "gom", "cam"):
        return False
    end = at + len(deed)
    rest = " ".join(word for word, _ in words[end : end + 8])
    if "cua dan" in rest or "cua ho" in rest or "cua ba con" in rest or "cua nguoi" in rest:
        return False
    return deed[0][0] == "nhan" and first_at(words, end, _PHRASES_DUES) is not None


def _given_to_official(words: Phrase, at: int) -> bool:
    gift = first_at(words, at, _PHRASES_GIFTS)
    if gift is None or _denied(words, at):
        return False
    after = range(at + len(gift), min(at + len(gift) + 3, len(words)))
    return any(first_at(words, place, _PHRASES_OFFICIALS) for place in after)


_PHRASES_ALONE = by_first_word(_ALONE)
_PHRASES_OFFICIALS = by_first_word(_OFFICIALS)
_PHRASES_DEEDS = by_first_word(_DEEDS)
_PHRASES_GIFTS = by_first_word(_GIFTS)
_PHRASES_NOT_MEANT = by_first_word(_NOT_MEANT)
_PHRASES_DUES = by_first_word(_DUES)
_PHRASES_OWN = by_first_word(_OWN_DEEDS)
_DENIAL_WORDS = by_first_word(_DENIALS)
_BETWEEN_WORDS = by_first_word(_BETWEEN)
