"""The reviewed list of what is not written down about people, and what is offered in its place.

The need, not the diagnosis; what the visitor did, not what the household believes
(privacy.md 5.2, 5.3). Phrases are matched with and without diacritics. `!` before one: only as it
is spelt here, since without diacritics it is also something harmless ("đi tù", "đi từ"). `~`
before one: without diacritics only behind a word that speaks of an illness ("tai biến", "tại
biển").
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.vietnamese.spotting import by_first_word


class Guarded(StrEnum):
    """What kinds of words are kept out."""

    RELIGION = "religion"
    POLITICS = "politics"
    ILLNESS = "illness"
    OFFENCE = "offence"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Guard:
    """Phrases of one kind, and the neutral words that say what is needed; none where nothing is."""

    kind: Guarded
    need: str
    words: str


TREATMENT = "cần hỗ trợ đi khám chữa bệnh"
CARE = "cần hỗ trợ chăm sóc sức khỏe"
CONCERN = "cần quan tâm, hỗ trợ thêm"
SAFETY = "đề nghị quan tâm an ninh, trật tự"
POLICY = "đã trao đổi về chủ trương, chính sách"

DONE_TO_PEOPLE = """
trộm cắp; ăn trộm; ăn cắp; trộm chó; trộm gà; cướp giật; đi cướp; trộm vặt; móc túi; lừa đảo;
lừa tiền; giật hụi; giật nợ
"""
"""Whoever suffers these may say so; they are kept out where somebody is said to do them."""

GUARDS = (
    Guard(Guarded.ILLNESS, TREATMENT, """
ung thư; bướu ác; viêm; mãn tính; mạn tính; máu nhiễm mỡ; tăng xông; lên tăng xông; đặt stent;
thông tim; zona; ghẻ lở; suy hô hấp; suy nhược; giãn tĩnh mạch; bệnh xương; bệnh mắt;
bệnh ngoài da; bệnh di truyền; bệnh truyền nhiễm; bệnh tiểu đường; u ác tính; khối u; !u não;
!u gan; !u phổi; u xơ; u tuyến giáp; bướu cổ; !di căn; bị k gan; bị k phổi; bị k vú; bị k dạ dày;
bị k đại tràng; bị k vòm; bị k cổ tử cung; bị k máu; bị k tuyến giáp; bệnh k; !k phổi; !k vú;
!k dạ dày; !k đại tràng; xạ trị; !hóa trị; hóa xạ trị; tiểu đường; đái tháo đường; đường huyết cao;
cao huyết áp; huyết áp cao; tăng huyết áp; lên huyết áp; huyết áp thấp; bị huyết áp; bệnh huyết áp;
~cao máu; !mỡ máu; ~tai biến; đột quỵ; nhồi máu; xuất huyết não; chảy máu não; thiếu máu; bệnh tim;
suy tim; hở van tim; hẹp van tim; !mổ tim; tim bẩm sinh; !đau tim; suy thận; chạy thận; ghép thận;
lọc máu; sỏi thận; thận hư; bệnh thận; sỏi mật; xơ gan; suy gan; gan nhiễm mỡ; bệnh gan; ghép gan;
siêu vi b; siêu vi gan; lao phổi; bệnh lao; nhiễm lao; bị lao; mắc lao; !ho lao; lao hạch;
tràn dịch màng phổi; hen suyễn; !bị hen; bị suyễn; bệnh suyễn; phổi tắc nghẽn; copd; bệnh phổi;
giãn phế quản; thấp khớp; thoái hóa; thoát vị; gai cột sống; loãng xương; bệnh gút; bị gút;
bị gout; bệnh gout; bệnh khớp; loét dạ dày; xuất huyết dạ dày; đau dạ dày; đau bao tử;
trào ngược dạ dày; bệnh dạ dày; bệnh bao tử; bệnh đường ruột; hiv; aids; nhiễm h; si đa; giang mai;
!bệnh lậu; bệnh xã hội; sùi mào gà; bệnh hoa liễu; sốt xuất huyết; sốt rét; covid; bị f0; là f0;
bệnh sởi; !bị sởi; mắc sởi; thủy đậu; tay chân miệng; quai bị; bạch hầu; uốn ván; bệnh dại;
!thương hàn; bệnh phong; bị phong cùi; !bệnh cùi; !bị cùi; !tan máu; thalassemia; !máu trắng;
bạch cầu; máu khó đông; lupus; vẩy nến; vảy nến; !bệnh trĩ; !bị trĩ; bệnh tuyến giáp; cường giáp;
suy giáp; bệnh phụ khoa; tiền liệt tuyến; suy dinh dưỡng; bệnh nan y; bệnh hiểm nghèo; bệnh nền;
bệnh lý nền; bệnh kinh niên; bệnh máu; !bệnh não; bệnh về gan; bệnh về tim; bệnh về thận;
bệnh về phổi; bệnh về máu; nhiễm trùng máu; phù phổi; đục thủy tinh thể; cườm nước; cườm mắt;
cườm khô; glôcôm
"""),
    Guard(Guarded.ILLNESS, CARE, """
tâm thần; trầm cảm; bệnh tâm lý; chữa tâm lý; điều trị tâm lý; lãng tai; nặng tai; đãng trí;
xương thủy tinh; bị lòa; bị thần kinh; bệnh thần kinh; rối loạn thần kinh; rối loạn tâm lý;
rối loạn lo âu; rối loạn lưỡng cực; loạn thần; hoang tưởng; động kinh; !bị điên; !điên khùng;
!bị khùng; khùng điên; ngáo đá; !phát điên; !hóa điên; !hóa dại; !tự kỷ; bị tự kỷ; bệnh tự kỷ;
!tự tử; !tự sát; bệnh down; hội chứng down; bị down; thiểu năng; chậm phát triển trí tuệ;
chậm phát triển tâm; ngớ ngẩn; sa sút trí tuệ; mất trí nhớ; mất trí; lẫn tuổi già; !bị lẫn; lú lẫn;
alzheimer; alzaimer; parkinson; pakinson; bại liệt; bại não; liệt nửa người; liệt giường;
bán thân bất toại; bị liệt; liệt hai chân; liệt 2 chân; liệt toàn thân; nằm liệt; !bị câm;
câm điếc; bị điếc; điếc hai tai; điếc một tai; điếc 2 tai; khiếm thính; khiếm thị; !bị mù; !mù mắt;
mù lòa; !mù một mắt; !mù hai mắt; !mù 2 mắt; !mù cả hai; hỏng một mắt; hỏng hai mắt; cụt chân;
cụt tay; cụt một chân; cụt một tay; cụt hai chân; !bị cụt; !bị què; què chân; gù lưng; !sứt môi;
hở hàm ếch; khuyết tật vận động; khuyết tật trí tuệ; khuyết tật thần kinh; khuyết tật nghe;
khuyết tật nói; khuyết tật nhìn; khuyết tật tâm thần; dị tật; chất độc da cam; nhiễm da cam;
mang thai; có thai; có bầu; mang bầu; !bầu bì; !cấn bầu; !cấn thai; !chửa hoang; !có chửa;
bụng bầu; sảy thai; sẩy thai; phá thai; nạo thai; thai lưu; !vô sinh; hiếm muộn
"""),
    Guard(Guarded.RELIGION, "", """
tôn giáo; theo đạo; thiên chúa; đồng bào công giáo; hộ công giáo; gia đình công giáo; lễ nhà thờ;
cầu kinh; đọc kinh; thờ phượng; cư sĩ; thờ mẫu; đạo dừa; !có đạo; !bên đạo; !bỏ đạo; nhập đạo;
!vào đạo; !cải đạo; truyền đạo; giảng đạo; !tà đạo; !đạo lạ; !đạo phật; !đạo chúa; đạo thiên chúa;
đạo công giáo; đạo tin lành; đạo cao đài; đạo hòa hảo; !đạo hồi; đạo islam; đạo bà la môn;
!đạo mẫu; !tà giáo; !công giáo; theo công giáo; người công giáo; thiên chúa giáo; kitô giáo;
ki tô giáo; !phật giáo; theo phật giáo; !hồi giáo; theo hồi giáo; bà la môn; !tin lành;
theo tin lành; người tin lành; theo hòa hảo; phật giáo hòa hảo; người hòa hảo; !cao đài;
theo cao đài; islam; !bà ni; !hội thánh; pháp luân công; dương văn mình; tịnh độ cư sĩ;
bửu sơn kỳ hương; tứ ân hiếu nghĩa; giê hô va; !cơ đốc; mặc môn; !tín đồ; !phật tử; !giáo dân;
!con chiên; linh mục; mục sư; !nhà sư; !sư cô; sư thầy; !ni cô; đi tu hành; !đi tu; tu tại gia;
tu tại nhà; quy y; rửa tội; !thờ chúa; !thờ phật; !tin chúa; !theo chúa; !tin phật; !theo phật;
tin vào chúa; !đi lễ; !đi nhà thờ; đi lễ nhà thờ; đi lễ chùa; !nhóm đạo; sinh hoạt đạo; !giáo lý;
học giáo lý; !giáo xứ; !giáo họ; !họ đạo; cầu nguyện; ăn chay trường; niệm phật; tụng kinh;
bỏ bàn thờ; không thờ cúng; mê tín; !đồng bóng; !thầy cúng; tín ngưỡng
"""),
    Guard(Guarded.POLITICS, POLICY, """
chính trị; phản động; tin tưởng vào đường lối; tin tưởng đường lối; tin vào đường lối;
tin tưởng chủ trương; tin tưởng vào chủ trương; một lòng theo đảng; !theo đảng;
trung thành với đảng; không thích đảng; ghét cán bộ; bị kỷ luật đảng; khai trừ; !chống đảng;
chống nhà nước; chống chính quyền; !chống phá; !chống đối; nói xấu đảng; nói xấu nhà nước;
nói xấu chính quyền; nói xấu chế độ; nói xấu lãnh đạo; !chê đảng; chê nhà nước; chê chính quyền;
chê bai chính quyền; !chửi đảng; chửi chính quyền; chửi nhà nước; !ghét đảng; ghét chính quyền;
ghét cộng sản; !chống cộng; !ủng hộ đảng; !yêu đảng; !tin đảng; tin vào đảng; tin tưởng đảng;
tin tưởng vào đảng; tin tưởng nhà nước; tin tưởng chính quyền; tin tưởng vào sự lãnh đạo;
tin tưởng sự lãnh đạo; tin theo đảng; không tin đảng; không tin nhà nước; không tin chính quyền;
không tin cán bộ; mất lòng tin; mất niềm tin; giảm lòng tin; ủng hộ nhà nước; ủng hộ chính quyền;
ủng hộ chủ trương; ủng hộ đường lối; ủng hộ chế độ; đồng tình với chủ trương;
đồng tình với đường lối; đồng tình với đảng; phản đối chủ trương; phản đối chính quyền;
phản đối nhà nước; bất đồng chính kiến; bất mãn; chính kiến; tư tưởng; biểu hiện suy thoái;
tự diễn biến; tự chuyển hóa; biểu tình; tụ tập phản đối; việt tân; !cờ vàng; việt nam cộng hòa;
lính ngụy; ngụy quân; ngụy quyền; lính chế độ cũ; làm cho chế độ cũ; sĩ quan chế độ cũ; vượt biên;
vướng lý lịch; lý lịch xấu; lý lịch đen; lý lịch gia đình; không đi bầu; không đi bỏ phiếu;
không bỏ phiếu; bỏ phiếu cho; !bầu cho; không bầu cho; bỏ phiếu trắng; ý thức chấp hành;
chấp hành tốt; chấp hành nghiêm; chấp hành chưa tốt; chấp hành chưa nghiêm; chấp hành kém;
không chấp hành; chưa chấp hành; chấp hành đầy đủ; chấp hành đường lối; chấp hành chủ trương;
chấp hành pháp luật; chấp hành chính sách; chấp hành mọi; tin vào chế độ; thái độ với chính quyền;
thù địch; bôi nhọ; xuyên tạc; lệch lạc; cực đoan; ly khai; đòi dân chủ; đòi đa đảng; đa nguyên;
xin ra khỏi đảng; bỏ sinh hoạt đảng; !chán đảng
"""),
    Guard(Guarded.OFFENCE, CONCERN, """
tiền án; tiền sự; án tích; đi cải tạo; cải tạo về; trốn nghĩa vụ; trốn lính; đào ngũ; mãi dâm;
!thua đề; !đi tù; đi tù về; !tù về; bị đi tù; !ở tù; đang ở tù; bị ở tù; !ra tù; mới ra tù;
mãn hạn tù; !vào tù; !vô tù; !ngồi tù; đang ngồi tù; !bị tù; !án tù; !hạn tù; !tù tội; tù treo;
!tù giam; !phạt tù; bị phạt tù; !tù nhân; !tù tha; án treo; trại giam; trại cải tạo; !tạm giam;
bị tạm giam; bị tạm giữ; công an tạm giữ; cải tạo không giam giữ; giáo dục tại xã; !khởi tố;
bị khởi tố; truy tố; truy nã; !bị can; !bị cáo; phạm tội; phạm nhân; tội phạm; !can án; quản thúc;
quản chế; bị bắt; công an bắt; bắt giam; bị công an; !công an mời; công an triệu tập;
công an theo dõi; vi phạm pháp luật; vi phạm luật; vi phạm giao thông; vi phạm an toàn giao thông;
vi phạm hành chính; vi phạm nồng độ cồn; vi phạm chính sách dân số; phạm pháp; bị xử phạt; bị phạt;
ma túy; xì ke; chích choác; hút chích; !chơi đá; thuốc lắc; !cần sa; heroin; bạch phiến;
nghiện ngập; nghiện rượu; nghiện hút; nghiện ma túy; nghiện bia; nghiện cờ bạc; nghiện bài bạc;
nghiện game; con nghiện; !nghiện; bị nghiện; cai nghiện; rượu chè; nát rượu; say xỉn; say rượu;
bợm nhậu; nhậu nhẹt; bạo hành; bạo lực gia đình; !bạo lực; đánh vợ; đánh chồng; !đánh con;
đánh đập; hành hung; đánh nhau; đánh người; chém người; đâm người; chém nhau; đâm chém; giết người;
hiếp dâm; cưỡng hiếp; xâm hại tình dục; xâm hại trẻ; dâm ô; mại dâm; mua dâm; bán dâm; gái gọi;
ngoại tình; giang hồ; côn đồ; xã hội đen; đòi nợ thuê; cho vay nặng lãi; cho vay lãi nặng;
quậy phá; phá làng phá xóm; gây rối; lêu lổng; !con hư hỏng; !đi bụi; tảo hôn; cận huyết; giết vợ;
giết chồng; đâm vợ; chém vợ
"""),
    Guard(Guarded.OFFENCE, SAFETY, """
buôn lậu ma túy; bán ma túy; mua bán ma túy; !buôn lậu; buôn người; buôn bán người; hàng cấm;
!hàng lậu; đánh bạc; cờ bạc; bài bạc; !cá độ; cá độ bóng đá; !độ gà; !đá gà; đá gà ăn tiền;
gà chọi ăn tiền; !số đề; ghi số đề; !ghi đề; !lô đề; !đánh đề; !chơi đề; chơi số đề; !đánh lô;
cá cược; sòng bạc; sòng bài; đánh bài ăn tiền; binh xập xám; tàng trữ; chế tạo pháo; !vũ khí;
súng tự chế; nghi lấy trộm; nghi trộm; tiêu thụ đồ gian
"""),
    Guard(Guarded.OFFENCE, SAFETY, f"""
{DONE_TO_PEOPLE}
"""),
)  # fmt: skip

SIGNS_OF_ILLNESS = by_first_word("bị; mắc; bệnh; nhiễm; mới; sau; từng; chứng")
"""Behind these a phrase marked ~ is meant also without diacritics."""

NOT_MEANT = by_first_word("""
theo đạo lý; theo đạo đức; theo đạo hiếu; có đạo đức; có đạo lý; vào đạo đức; theo đạo làm người;
theo dao ban; theo dao to; họ đạo đức; đi tu nghiệp; đi tu sửa; đi tu bổ; quy y tế; quy y te;
tin lành lặn; đi lễ hội; đi lễ tang; đi lễ cưới; đi lễ khai giảng; đi lễ ra quân; đi lễ hỏi;
đi lễ phát động; đi lễ giỗ; đi lễ kỷ niệm; đi lễ đón; đi lễ trao; đi lễ tổng kết; đi lễ mừng;
đi lễ thượng thọ; đi lễ giao quân; hội thánh gióng; bệnh lao động; bị lao động; bị lao đao;
bị liệt kê; bị liệt vào; bệnh phong trào; bệnh gần nhà; bị lẫn lộn; bị lẫn nhau; bị cụt vốn;
bị cụt nước; bị cụt đường; có bầu cử; có bầu không khí; có bầu trời; có bầu chọn; có bầu trưởng;
có bầu ban; có thai nghén; chính trị viên; trung cấp chính trị; cao cấp chính trị;
sơ cấp chính trị; lớp chính trị; trường chính trị; học chính trị; sinh hoạt chính trị;
chính trị hè; trung tâm chính trị; tổ chức chính trị; hệ thống chính trị; nhiệm vụ chính trị;
lý luận chính trị; bộ chính trị; tư tưởng hồ chí minh; tu tuong ho chi minh; học tập tư tưởng;
công tác tư tưởng; ban tư tưởng; bị bắt buộc; bị bắt nạt; bị bắt trộm; bị bắt cóc; bị công an nhầm;
bị đánh đập; bị hành hung; bị ăn trộm; bị ăn cắp; bị trộm cắp; bị mất trộm; bị lừa đảo;
bị lừa tiền; bị giật hụi; bị móc túi; bị cướp giật; bị trộm chó; bị giật nợ; bị lừa; sợ trộm cắp;
lo trộm cắp; hay bị trộm; nạn trộm cắp; chống trộm cắp; phòng trộm cắp; nghiện cà phê; nghiện cafe;
nghiện trà; nghiện cải lương; nghiện đọc; nghiện phim; nghiện cây cảnh; nghiện nuôi;
nghiện bóng đá; nghiện câu cá; nghiện ca hát; nghiện đờn ca; nghiện thuốc lá; nghiện thuốc lào;
nghiện trồng; nghiện làm; nghiện hoa; giáo dục tại xã nhà; đánh con cá; đánh con tôm;
đánh con nước; bị phạt đền; ghi so de nghi; vũ khí hậu; tam than cui; thoái hóa giống;
thoái hóa đất; đất thoái hóa; đất bị thoái hóa; giống thoái hóa; lễ hội tín ngưỡng;
sống khỏe không; chơi đá banh; chơi đá bóng; chơi đá cầu; đập đá; mù chữ; phòng khám; sổ khám thai;
khám thai định kỳ
""")
"""Where these stand, nothing within them is meant."""

TOLD_ABOUT = by_first_word("""
phòng chống; phòng ngừa; phòng tránh; phòng bệnh; phòng dịch; đề phòng; ngăn ngừa; phòng trừ;
tiêm phòng; tiêm ngừa; vắc xin; vaccine; chích ngừa; tiêm mũi; tầm soát; sàng lọc; tuyên truyền;
phổ biến; tờ rơi; tập huấn; bài trừ; cảnh giác; tránh bị; chống dịch; dịch bệnh; tổng vệ sinh;
diệt muỗi; diệt lăng quăng; phun thuốc; phun xịt; chống bạo lực; chống ma túy; chống mua bán;
chống lừa đảo; chống tảo hôn; chống tội phạm; chống bạo hành; chống mại dâm; phòng ma túy;
phòng lừa đảo; phòng sốt; chống sốt; phòng trộm; phòng tội phạm; nói không với; đẩy lùi; bỏ hủ tục;
nghị quyết; văn bản; luật; phong trào; mô hình; câu lạc bộ; tuần lễ; tháng hành động;
ngày thế giới; nói chuyện về; tọa đàm; hội nghị; ban tôn giáo; cuộc thi; tìm hiểu;
chính sách tôn giáo; công tác tôn giáo; chính sách dân tộc; tự do; mùa dịch; đợt dịch; thời dịch;
hồi dịch; sau dịch
""")
"""Behind these it is a subject that was talked about, and nobody's own."""

PLACED_BY = by_first_word("""
gần; cạnh; kế; kế bên; bên cạnh; sát; sau; trước; đối diện; đường; cổng; khu; xóm; cầu; chợ; hẻm;
ngõ; ngã ba; ngã tư; sau lưng; trước cửa; qua khỏi; ngang; đầu; cuối; ấp; tổ; tuyến; lộ; đoạn; bến;
kênh; rạch; trường; nghĩa trang; nghĩa địa; hướng; phía; bên hông; ngay; qua; ở
""")
"""Behind these a house of worship is where something is."""

HOUSES_OF_WORSHIP = by_first_word("""
nhà thờ; thánh thất; chùa; tòa thánh; đình; miếu; thánh đường; giáo xứ; giáo họ; họ đạo; hội thánh;
tu viện; thiền viện; niệm phật đường; hội quán; đất thánh
""")

BEASTS_AND_CROPS = by_first_word("""
tôm; heo; con lợn; nuôi lợn; trâu; vịt; lúa; vườn; ruộng; sầu riêng; cà phê; cao su; thanh long;
chăn nuôi; vật nuôi; gia súc; gia cầm; thủy sản; hoa màu; nông sản; thú y; con bò; con gà; con dê;
con cá; con chó; con mèo; đàn bò; đàn gà; đàn dê; nuôi cá; nuôi bò; nuôi gà; nuôi dê; nuôi cua;
cá tra; bò sữa; điện thoại; giếng; máy cày; máy bơm; ao tôm; cây trồng
""")
"""Of these an illness may be told; so may a machine be lame."""

BEASTS_SPELT = """
cá; lợn; bò; gà; dê; cừu; chó; mèo; ngan; ngỗng; cua; ghẹ; nghêu; sò; hàu; lươn; ếch; mạ; cây;
tiêu; mía; bưởi; quýt; dừa; xoài; mít; nhãn; bắp; ngô; đậu; khoai; sắn; chuối; ổi; chanh; tằm; thỏ;
nái; đàn; đất; máy; xe; loa; đê; cống
"""
"""The same, only as they are spelt: without diacritics they are also something else."""

PEOPLE = by_first_word("""
ông; bà; chồng; vợ; mẹ; cha; bố; má; tía; cháu; người; chị; anh; bé; đứa; con trai; con gái;
con dâu; con rể; nội; ngoại; ck; vk; cụ; chủ hộ; thằng; nó; trẻ; gia đình; thành viên; thanh niên;
nhóm; bác; cô; chú; dì; dượng; cậu; mợ; thím; em; con lớn; con út; con cả; đối tượng
""")
"""Whoever stands between is meant."""

EVERYBODY = by_first_word(
    "bà con; người dân; nhân dân; mọi người; người ta; anh em; ông bà ta; phòng chống"
)
"""And these are nobody; nor is "phong chong" a husband."""

BECAUSE = by_first_word(
    "vì; do; tại; bởi; bởi vì; tại vì; do bị; vì bị; vì mắc; do mắc; nguyên nhân"
)
"""What stands before it is told without it as well: "mất vì …"."""

ASKING = by_first_word("""
xin; cần; mong; muốn; đề nghị; kiến nghị; nhờ; hỏi; đã được; được tặng; được cấp; được vay; đã vay;
đã tặng; đã nhận; hẹn; hứa
""")
"""With these something else begins, which is kept."""

CLINICS = by_first_word("""
đi viện; đi bệnh viện; nằm viện; nhập viện; đi khám; khám bệnh; chữa bệnh; chữa trị; điều trị;
xe đi; đi tái khám; tái khám; đi chữa; mua thuốc; uống thuốc
""")
"""The same need as that which is offered, so that it is said once."""
