"""How short phrases are spelt that with other diacritics mean other things: mưa, mua."""

from bot.domain.vietnamese.text import letters_key, search_key


def _table(text: str) -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in filter(None, (" ".join(one.split()) for one in text.split(";"))):
        found.setdefault(search_key(phrase), set()).add(tuple(letters_key(phrase).split()))
    return {key: frozenset(ways) for key, ways in found.items()}


SIGNS = _table("""
    mưa; bận; lũ; lụt; bão; cháy; cần; nhờ; lo; hỏi; than; kêu; muốn; mong; xin; ước; khen; cho;
    tặng; trao; biếu; giúp; gửi; gởi; phụ; hẹn; hứa; sẽ; ổn; tốt; khỏe; thăm; đến; ghé; vắng; rác;
    muỗi; đất; vốn; vay; giống; lúa; việc; ranh; trộm; chết; cống tắc; ra quân; từ chối; chưa;
    cầu sập; đổi sang; mở quán; mất hôm; đã về; mới về; về luôn; về lại; đi rẫy; đi biển;
    bán nhà đi; hội hè; cá chết; bò giống; dê giống; nông thôn mới; tham gia; đèn đường; điện;
    ngập; chạy; ổ gà; nước đỏ; lở; bị mất; có tang; họp tổ; đi họp; điện thoại
""")
"""Of phrases by which it is known what is told."""
SUBJECTS = _table("""
    đường; cầu; lộ; đèn; cống; kênh; mương; ngập; thoát; điện; nước; giếng; hôi; mùi; khói; bụi;
    ồn; ruộng; thửa; sổ; học; trường; lớp; thầy; làm; nghề; lương; tôm; cá; heo; bò; gà; vịt;
    vườn; rẫy; rau; cây; dừa; xoài; mía; thuốc; khám; bệnh; bịnh; trạm; sóng; mạng; tiền; nhà;
    gạo; dê; mì; tôn; quà; vay; vốn; việc; giống; hỗ trợ; tuổi già; lương hưu
""")
"""Of single words that tell what a wish is about."""
HOW = _table("""
    họp; gọi; điện; đến; tới; tôi; qua; ghé; vắng; gặp; chưa; không; vô; vào; xuống; lên; thăm; bận;
    mưa; bão; lũ; ngập; hỏi; nghe; nói; báo; bảo; khoá; cửa; đi; khỏi; sang; nhà; tiếp; cho; bỏ;
    hụt; cho; ốm; ra; lại; trực; gió; tại; tận; mắc; sót; sốt; rảnh; dám; kịp; lo; phải;
    hư; bị; xa; nên; trơn; lầy; lũ; lụt; triều; nhờ
""")
"""Of words that tell how somebody was met."""
