"""What members write of what a household asks for, complains of or is glad of."""

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.vietnamese import short_answers as short
from bot.domain.vietnamese.phrase_lists import listed, phrases

CONCERN_WORDS: dict[str, tuple[str, ...]] = {
    ConcernKind.PROPOSAL: phrases("""
        xin; kien nghi; de nghi; de xuat; mong; mong muon; nguyen vong; muon; yeu cau; can; nho;
        gop y; uoc; xin duoc; co nguyen vong; mong duoc; muon duoc; can duoc; can ho tro;
        mong xa; nho xa; de nghi xa; kien nghi xa
    """),
    ConcernKind.QUESTION: phrases("""
        hoi; thac mac; hoi thu tuc; co hoi; hoi ve; hoi khi nao; hoi xem; hoi bao gio
    """),
    ConcernKind.FEEDBACK: phrases("""
        phan anh; than; keu; than phien; phan nan; buc xuc; co y kien; y kien; ban khoan; lo;
        bao la; noi la; than tho
    """),
    ConcernKind.PRAISE: phrases("""
        khen; khen ngoi; rat cam on; cam on xa; cam on chinh quyen; cam on dang
    """),
}  # fmt: skip
NOT_CONCERNS = phrases("""
    hoi tham; khong can; chua can; ko can; hoi tham suc khoe; xin loi; xin cam on; xin phep;
    can cu; can ke; xin bao cao; khong y kien; khong co y kien; khong kien nghi;
    khong co kien nghi; khong xin; lo lam an; lo lang; xin chao; hoi han; can cuoc; muon gap;
    khong de nghi; khong co de nghi; lo moi; khu pho; lo gach; can tho; hoi thoi; can thiet;
    muon ruou; phu nu; phu huynh; phu ho; hoi sang; hoi trua; hoi chieu; hoi nay;
    hoi hom; hoi dem; hoi khuya; hoi som; hoi xua; hoi thang; hoi tuan; hoi nong dan;
    hoi phu nu; hoi cuu chien binh; hoi nguoi cao tuoi; hoi chu thap do; hoi truong; hoi vien;
    hoi nghi; hoi dong
""")

WEAK: dict[str, tuple[str, ...]] = {
    ConcernCategory.ROAD: phrases("duong; cau; lo; den"),
    ConcernCategory.IRRIGATION: phrases("cong; kenh; muong; ngap; thoat"),
    ConcernCategory.POWER: phrases("dien"),
    ConcernCategory.WATER_SUPPLY: phrases("nuoc; gieng"),
    ConcernCategory.ENVIRONMENT: phrases("hoi; mui; khoi; bui"),
    ConcernCategory.LAND: phrases("ruong; thua; so"),
    ConcernCategory.EDUCATION: phrases("hoc; truong; lop; thay"),
    ConcernCategory.EMPLOYMENT: phrases("nghe; luong"),
    ConcernCategory.FARMING: phrases(
        "tom; ca; heo; bo; ga; vit; vuon; ray; rau; cay; dua; xoai; mia"
    ),
    ConcernCategory.HEALTH: phrases("thuoc; kham; benh; tram"),
    ConcernCategory.TELECOM: phrases("song; mang; tivi"),
    ConcernCategory.POLICY: phrases("ho tro; tien; nha; gao; luong huu; tuoi gia"),
}
"""Single words that tell what a wish is about where no phrase does."""
_ALL_WEAK = frozenset(phrase for weak in WEAK.values() for phrase in weak)


def _with_answers(category: ConcernCategory, said: str) -> tuple[str, ...]:
    """As it is answered in a word, and as it is said in a sentence."""
    answers = (phrase for phrase in short.FIELDS.get(category, ()) if phrase not in _ALL_WEAK)
    return (*answers, *phrases(said))


PROBLEMS: dict[str, tuple[str, ...]] = {at: _with_answers(at, said) for at, said in {
    ConcernCategory.ROAD: """
        duong lay; duong sup; duong lun; cau sap; cau yeu; den duong hu; den duong; duong bun;
        duong hong; duong lay loi; duong truot; duong xuong cap; lo hu; lo xau; cau hong; cau muc;
        den chieu sang
    """,
    ConcernCategory.IRRIGATION: """
        cong nghet; ngap ung; cong hu; muong nghet; kenh can; thieu nuoc tuoi; cong tac; ngap nuoc;
        ngap hoai; duong ngap; ngap san; kenh boi lap; sat lo; thieu nuoc ruong; de bi vo;
        cong bi nghet; bi ngap
    """,
    ConcernCategory.POWER: """
        tru dien nghieng; day dien sa; dien chap chon; day dien; hut dien; dien cup hoai;
        tien dien cao; dong ho dien; cup dien hoai; binh bien ap
    """,
    ConcernCategory.WATER_SUPPLY: """
        nuoc may yeu; nuoc phen; nuoc duc; nuoc yeu; thieu nuoc sach; nuoc sach; nuoc sinh hoat;
        gieng can; khong co nuoc; nuoc nhiem phen; nuoc man; dong ho nuoc; nuoc ban; nuoc do;
        thieu nuoc
    """,
    ConcernCategory.ENVIRONMENT: """
        khoi bui; trai heo; nuoc thai; rac khong ai gom; dot rac; chay mui; bui qua; loa keo;
        bai rac; hat karaoke; trai ga; on qua; xa thai; rac nhieu
    """,
    ConcernCategory.POLICY: """
        ho ngheo; can ngheo; che do; chinh sach; tien cong; nguoi co cong; nguoi cao tuoi;
        xet ho ngheo; binh xet; chua nhan tien ho tro; chat doc da cam; liet si; thuong binh;
        trai ngheo; sua nha tinh thuong; nha tinh thuong; nha tinh nghia; nha dai doan ket;
        ho tro nha o; ho tro sua nha; tien tro cap; so ho ngheo; ho tro xay nha; thoat ngheo
    """,
    ConcernCategory.LOANS: """
        vay von; von; von lam an; von nuoi; vay ngan hang; tin dung; vay them; vay nuoi; vay mua;
        xoay von
    """,
    ConcernCategory.LAND: """
        ranh dat; so hong; tach thua; dat dai; cap so; lam so do; boi thuong; giai phong mat bang;
        giay to dat; chuyen muc dich; quy hoach; ranh; cap giay; giay chung nhan; do dac
    """,
    ConcernCategory.HEALTH: """
        bao hiem y te; the bao hiem; thuoc men; bao hiem; phun thuoc muoi; muoi; kham suc khoe
    """,
    ConcernCategory.EDUCATION: """
        hoc bong; sach vo; mien giam hoc phi; giam hoc phi; nha tre; mau giao; cho con hoc;
        cho chau hoc; tien hoc; truong lop; sua truong
    """,
    ConcernCategory.EMPLOYMENT: """
        viec lam; xuat khau lao dong; di lam cong ty; tim viec; gioi thieu viec; dao tao nghe;
        co viec; viec
    """,
    ConcernCategory.FARMING: """
        giong; cay giong; con giong; heo giong; ga giong; sau benh; dich ta; dich heo;
        thuoc tru sau; tom chet; gia tom; ray nau; nuoi tom; nuoi bo; nuoi heo; ca chet; dau ra;
        bao tieu; phan thuoc; heo chet; lua chet; tieu chet; ca phe; cao su; bo giong; de giong;
        tom benh; tap huan
    """,
    ConcernCategory.ADMIN_PROC: """
        giay to; ho so; cccd; cmnd; ho khau; dang ky ket hon; xac nhan; lam giay; tach khau;
        nhap khau; giay khai sinh; lam can cuoc
    """,
    ConcernCategory.MERGER: """
        sap nhap; doi dia chi; doi giay to; sap nhap xa; ten xa moi; dia chi moi; sap nhap thon;
        sap nhap ap
    """,
    ConcernCategory.SAFETY: """
        dua xe; mat trom; mat xe; xe tai chay; goc cua; bien bao; gio giam toc; an toan giao thong;
        cho tha rong
    """,
    ConcernCategory.CULTURE: """
        nha van hoa; the thao; san bong; le hoi; san choi; khu vui choi; loa phat thanh
    """,
    ConcernCategory.PARTY_WORK: """
        vao dang; chi hoi; doan the; hoi nong dan; sinh hoat hoi; hoi phu nu
    """,
    ConcernCategory.DISASTER: """
        chay; bao; lu; loc xoay; sat lo bo song; cuu ho; toc mai; thien tai; giong loc
    """,
    ConcernCategory.TELECOM: """
        mang yeu; song dien thoai; mat song; tin hieu; khong co song; mang internet; song yeu qua
    """,
}.items()}  # fmt: skip

NEGATIVE = listed("""
    hu xau lay sup lun yeu mat cup nghet ngap can phen duc thieu hoi thui thoi hong khong chet
    benh dich dua sap nghieng bui rac trom tac lo o on man ban ray sau qua hoai boi truot sa vo hut
    ham cham cao xuong dot nhiem
""")
"""A thing is complained of, not only spoken of, where one of these stands with it."""
