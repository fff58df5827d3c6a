"""What members write of how a visit was, what was spoken of, and what help was given."""

from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.phrase_lists import phrases
from bot.domain.visits import HelpKind, NotDoneReason, Topic, VisitKind


def _but(answers: tuple[str, ...], *alone: str) -> tuple[str, ...]:
    """As it is answered in a word, but for what within a sentence means other things."""
    return phrases(";".join(phrase for phrase in answers if phrase not in alone))


_LIVES = phrases("""
    tinh hinh; tinh hinh gia dinh; tinh hinh cac ho; tinh hinh ba con; tinh hinh doi song;
    tinh hinh cac gia dinh; doi song; cuoc song; moi viec; doi song ba con; doi song gia dinh
""")
_WELL = phrases("""
    on dinh; binh thuong; bt; on; tot; van on dinh; van binh thuong; van on; van tot; deu on dinh;
    deu binh thuong; deu on; deu tot; chung on dinh; cung on dinh; cung binh thuong
""")
HOW: dict[str, tuple[str, ...]] = {
    short.FINE: (*_but(short.HOW[short.FINE]), *(f"{one} {how}" for one in _LIVES for how in _WELL),
        *phrases("""
        khoe manh; van khoe; deu khoe; khoe ca; suc khoe tot; bt het; bt ca; binh thuong het;
        deu binh thuong; deu on; on ca; on het; khong co gi dac biet; khong co van de gi;
        khong van de gi; khong co y kien gi; khong y kien gi; khong co y kien; khong kien nghi gi;
        khong co kien nghi; khong bien dong; khong co bien dong; khong thay doi;
        khong co thay doi; khong thay doi gi; chua co gi thay doi; chua thay doi;
        khong co gi thay doi; chang co gi; khong co chuyen gi; khong gi; van nhu cu; nhu cu;
        nhu thang truoc; lam an duoc; lam an on; cuoc song on dinh; doi song on;
        sinh hoat binh thuong; nha on; gia dinh vui ve; vui ve; yen on; em am; tot ca; tot het;
        deu tot; ok; oke; okie; on ap; khong sao; chua phat sinh gi; khong phat sinh;
        khong phat sinh gi; binh an; binh yen; khong co gi la; khong than gi; khong ai than gi;
        gia dinh khoe; nha khoe; khoe re; khoe lam; van lam an binh thuong; lam an binh thuong
    """)),
    VisitKind.HOME: (*_but(short.HOW[VisitKind.HOME]), *phrases("""
        den tham; ghe tham; di tham; toi tham; tham; ghe; ghe nha; vo nha; da ghe; co ghe;
        co tham; den tan nha; xuong nha; gap tai nha; gap o nha; tham roi; ghe roi; tham xong;
        qua nha; ghe choi; co den; den; gap mat; gap ca nha
    """)),
    VisitKind.PHONE: (*_but(short.HOW[VisitKind.PHONE], "goi", "phone"), *phrases("""
        goi hoi tham; dien hoi tham; goi dien hoi tham; goi cho; dien cho; alo; a lo; goi dien;
        goi hoi; dien hoi; co goi; co dien; moi goi; moi dien; hoi qua dien thoai;
        trao doi qua dien thoai
    """)),
    VisitKind.GROUP_MEETING: (*_but(short.HOW[VisitKind.GROUP_MEETING], "hop"), *phrases("""
        gap trong cuoc hop; gap o hop to; gap luc hop to; gap luc hop; gap trong buoi hop;
        gap o nha van hoa; gap khi hop; gap tai cuoc hop; gap o buoi hop; gap buoi hop;
        gap hop to; gap o hop ap; gap o hop thon
    """)),
    VisitKind.VIA_OTHER: (*_but(short.HOW[VisitKind.VIA_OTHER]), *phrases("""
        nghe to truong noi; nghe hang xom noi; hoi ba con; hoi ong to truong; hoi chi hoi phu nu;
        nam qua to truong; nam qua; nghe noi; hoi tham hang xom; to truong bao; nghe to truong bao
    """)),
    short.ABSENT: (*_but(short.HOW[short.ABSENT]), *phrases("""
        di khoi; di dau het; di vang het; ghe ma khong gap; den khong gap; den ma khong gap;
        ghe khong gap; khong gap duoc; chua gap duoc; cua khoa; cua dong; ca nha di vang;
        ca nha di lam; ca nha di lam het; khong co mat o nha; ghe 2 lan khong gap;
        ghe hai lan khong gap; nha vang; vang het; nha khong co ai; di ray chua ve;
        di bien chua ve; di ray; di bien; chang ai o nha; khong thay ai
    """)),
    VisitKind.NOT_DONE: (*_but(short.HOW[VisitKind.NOT_DONE], "chua"), *phrases("""
        chua tham duoc; chua ghe duoc; chua den duoc; chua toi duoc; chua kip; chua kip tham;
        chua toi; khong ghe duoc; khong den duoc; khong toi duoc; chua co dip ghe;
        chua thu xep duoc; chua qua duoc
    """)),
}  # fmt: skip

_R = NotDoneReason
_BUSY, _WEATHER = short.REASONS[_R.MEMBER_BUSY], short.REASONS[_R.WEATHER]
REASONS: dict[str, tuple[str, ...]] = {
    _R.MEMBER_BUSY: (*_but(_BUSY, "cong tac", "di hop", "ban mua"), *phrases("""
        ban thu hoach; ban gat; ban dam; ban viec co quan; ban mua vu; ban dong ang; ket viec;
        mac viec; mac cong chuyen
    """)),
    _R.MEMBER_PRIVATE: phrases("""
        toi om; toi benh; toi bi om; toi bi benh; toi bi dau; toi nam vien; toi dang benh;
        toi dau chan; toi dang om
    """),
    _R.WEATHER: (*_but(_WEATHER, "bao", "lut", "ngap"), *phrases("""
        do mua; bao lut; nuoc ngap; duong ngap; ngap duong; mua qua; mua gio; mua bao to; do bao
    """)),
    _R.REFUSED: phrases("""
        khong tiep; khong cho vao; ho khong tiep; khong chiu tiep; khong dong y tiep; tu choi tiep;
        khong muon tiep; ho tu choi
    """),
}  # fmt: skip

TOPICS: dict[str, tuple[str, ...]] = {
    Topic.PROPAGANDA: phrases("""
        tuyen truyen; noi ve chinh sach; pho bien chinh sach; pho bien nghi quyet; van dong;
        phat to roi; tuyen truyen chinh sach; tuyen truyen nghi quyet; tuyen truyen chu truong;
        noi chuyen chinh sach; phat tai lieu; pho bien chu truong
    """),
    Topic.CARE: phrases("""
        tham hoi; tang qua; cho qua; bieu qua; trao qua; dong vien; chuc tet; chia buon; di dam;
        hoi tham; tham hoi dong vien; gui qua; vieng; den vieng; thap huong; thap nhang; chuc tho;
        mung tho; chuc mung; tham benh; tham om
    """),
    Topic.LIVELIHOOD: phrases("""
        huong dan lam an; chi cach lam an; chi cach nuoi; huong dan cach nuoi; huong dan trong;
        chi cach trong; huong dan ky thuat; ban cach lam an; huong dan chan nuoi; huong dan nuoi;
        noi chuyen lam an; chi ky thuat; huong dan cach; chi cach; ban chuyen lam an
    """),
    Topic.LOAN_ADVICE: phrases("""
        huong dan vay von; huong dan vay; huong dan thu tuc vay; huong dan lam ho so vay;
        chi cach vay von; tu van vay von; tu van vay; gioi thieu vay von
    """),
    Topic.BHYT_ADVICE: phrases("""
        van dong bhyt; van dong mua bhyt; van dong mua bao hiem; van dong tham gia bhyt;
        noi ve bhyt; tuyen truyen bhyt; van dong bao hiem y te; van dong bao hiem;
        van dong tham gia bao hiem; van dong mua bao hiem y te; tuyen truyen bao hiem;
        nhac mua bhyt; nhac dong bhyt; tu van bhyt; tuyen truyen bao hiem y te;
        van dong dong bhyt
    """),
    Topic.SAFETY: phrases("""
        tuyen truyen an toan giao thong; nhac phong chay; tuyen truyen pccc; nhac chay no;
        tuyen truyen phong chay; nhac an toan giao thong; tuyen truyen atgt;
        nhac doi mu bao hiem; tuyen truyen phong chay chua chay
    """),
    Topic.CULTURE: phrases("""
        gia dinh van hoa; gdvh; van dong gia dinh van hoa; binh xet gia dinh van hoa
    """),
    Topic.NEW_RURAL: phrases("""
        nong thon moi; ntm; van dong nong thon moi; van dong lam duong; van dong hien dat;
        do thi van minh; tuyen truyen nong thon moi; tuyen truyen ntm;
        van dong hien dat lam duong
    """),
    Topic.ENVIRONMENT: phrases("""
        van dong don ve sinh; nhac ve sinh; ve sinh moi truong; van dong phan loai rac;
        nhac phan loai rac; don ve sinh; vsmt; van dong ve sinh moi truong;
        van dong bo rac dung noi; nhac bo rac; phan loai rac; nhac don co
    """),
    Topic.DIGITAL: phrases("""
        cai vneid; huong dan vneid; huong dan cai vneid; dich vu cong; huong dan dich vu cong;
        kich hoat vneid; cai dinh danh; cai dat vneid; lam dinh danh;
        huong dan nop ho so qua mang; chi cai vneid; chi cach cai vneid; dinh danh dien tu;
        dinh danh muc 2
    """),
}  # fmt: skip

PROMISES = phrases("""
    hua; hen; da hua; da hen; toi hua; toi hen; co hua; co hen; se; toi se; hen se; hua se;
    nhan loi; hen lai; hen gap; minh hua; em hua; minh se; em se
""")
PROMISING = frozenset({"hua", "hen", "se"})
"""The words of a promise: what day stands behind one is still to come."""

GIVES = phrases("""
    tang; cho; trao; bieu; ho tro; giup; da giup; da tang; da cho; da trao; gui; phu; mua cho;
    giup do; da ho tro; da duoc ho tro; duoc ho tro; duoc tang; da nhan; duoc nhan; gioi thieu;
    da gioi thieu; duoc cap; da duoc cap; duoc cho; da duoc; van dong duoc; xin duoc; duoc vay;
    da vay; vay duoc; da duoc vay; da vay duoc; giai ngan
""")
_H = HelpKind
HELP: dict[str, tuple[str, ...]] = {
    _H.LOAN: (*_but(short.HELP_KINDS[_H.LOAN]), *phrases("nhcsxh; csxh; giai ngan; tien vay")),
    _H.JOB: (*_but(short.HELP_KINDS[_H.JOB]), *phrases("vo lam; vao lam")),
    _H.SEED_STOCK: (*_but(short.HELP_KINDS[_H.SEED_STOCK]), *phrases("""
        heo giong; ga giong; vit giong; bo giong; heo con; bo con; de giong; con ga; con vit;
        ga con; vit con; ca giong; tom giong; de
    """)),
    _H.HOUSE: (*_but(short.HELP_KINDS[_H.HOUSE]), *phrases("""
        lop nha; lop mai; ton; xi mang; cat nha; mai ton; nha tinh thuong
    """)),
    _H.SPONSOR: (*_but(short.HELP_KINDS[_H.SPONSOR], "xin ho tro"), *phrases("""
        doan tu thien; tu thien
    """)),
    _H.INSURANCE: (*_but(short.HELP_KINDS[_H.INSURANCE]), *phrases("the bao hiem")),
    _H.HOW_TO: (*_but(short.HELP_KINDS[_H.HOW_TO]), *phrases("cach nuoi; cach trong")),
    _H.OTHER_HELP: (*_but(short.HELP_KINDS[_H.OTHER_HELP], "khac", "viec khac"), *phrases("""
        gao; mi; thung mi; nhu yeu pham; xe dap; sach vo; quan ao; phan qua; chan man; duong sua;
        xe lan; tap vo
    """)),
}  # fmt: skip
