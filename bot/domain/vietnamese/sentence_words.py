"""What members write of a household in a sentence, as phrases without diacritics."""

from bot.domain.concerns import ConcernCategory, ConcernKind
from bot.domain.households import Change
from bot.domain.vietnamese import short_answers as short
from bot.domain.visits import HelpKind, NotDoneReason, Topic, VisitKind


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_SHORT = {
    **dict.fromkeys(listed("ko k kg kh hok hong hk khg hem hog"), "khong"),
    **dict.fromkeys(listed("dc dk duok"), "duoc"),
    **dict.fromkeys(listed("vs z"), "voi"),
    **dict.fromkeys(listed("r rui ruj"), "roi"),
    **dict.fromkeys(listed("j ji chi"), "gi"),
    **dict.fromkeys(listed("bthg bthuong bth btuong"), "bt"),
    "wa": "qua", "tui": "toi", "mk": "minh", "gd": "nha", "vk": "vo", "ck": "chong",
}  # fmt: skip
"""How words are shortened; "hồng" and "chị" among them, so only beside a household."""


def common(word: str) -> str:
    """A word as it is spelt in full."""
    return _SHORT.get(word, word)


def _phrases(text: str) -> tuple[str, ...]:
    phrases = (" ".join(map(common, phrase.split())) for phrase in text.split(";"))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _but(how: str, *alone: str) -> tuple[str, ...]:
    """As it is answered in a word, but for what within a sentence means other things."""
    return tuple(phrase for phrase in short.HOW[how] if phrase not in alone)


HOW: dict[str, tuple[str, ...]] = {
    short.FINE: (*short.HOW[short.FINE], *_phrases("""
        khoe; khoe manh; van khoe; deu khoe; khoe ca; suc khoe tot; bthg; bthuong; bth; bt het;
        bt ca; binh thuong het; deu binh thuong; deu on; on ca; on het; khong co gi dac biet;
        k co gi dac biet; ko co gi dac biet; khong co van de gi; ko van de gi;
        khong co y kien gi; khong y kien gi; ko co y kien; khong co y kien; khong kien nghi gi;
        khong co kien nghi; khong bien dong; khong co bien dong; khong thay doi;
        khong co thay doi; ko thay doi gi; chua co gi thay doi; chua thay doi;
        khong co gi thay doi; hong co gi; hong co chi; khong co chi; ko co chi; chang co gi;
        khong co chuyen gi; hong co chuyen gi; khong gi; van nhu cu; nhu cu; nhu thang truoc;
        lam an duoc; lam an on; cuoc song on dinh; doi song on; sinh hoat binh thuong; nha on;
        gia dinh vui ve; vui ve; yen on; em am; tot ca; tot het; deu tot; ok; oke; okie; on ap;
        hong sao; khong sao; ko sao; k sao; chua phat sinh gi; khong phat sinh; ko phat sinh;
        khong phat sinh gi; van lam an binh thuong; lam an binh thuong
    """)),
    VisitKind.HOME: (*short.HOW[VisitKind.HOME], *_phrases("""
        den tham; ghe tham; di tham; toi tham; tham; ghe; ghe nha; vo nha; da ghe; co ghe;
        co tham; den tan nha; xuong nha; gap tai nha; gap o nha; tham roi; ghe roi; tham xong;
        qua nha; ghe choi; co den; den; gap mat; gap ca nha
    """)),
    VisitKind.PHONE: (*_but(VisitKind.PHONE, "goi", "phone"), *_phrases("""
        goi hoi tham; dien hoi tham; goi dien hoi tham; goi cho; dien cho; alo; a lo; goi dien;
        goi dt; goi zalo; goi hoi; dien hoi; co goi; co dien; moi goi; moi dien; nhan zalo;
        hoi qua dien thoai; trao doi qua dien thoai
    """)),
    VisitKind.GROUP_MEETING: (*_but(VisitKind.GROUP_MEETING, "hop"), *_phrases("""
        gap trong cuoc hop; gap o hop to; gap luc hop to; gap luc hop; gap trong buoi hop;
        gap o nha van hoa; gap khi hop; gap tai cuoc hop; gap o buoi hop; gap buoi hop;
        gap hop to; gap o hop ap; gap o hop thon
    """)),
    VisitKind.VIA_OTHER: (*short.HOW[VisitKind.VIA_OTHER], *_phrases("""
        nghe to truong noi; nghe hang xom noi; hoi ba con; hoi ong to truong; hoi chi hoi phu nu;
        nam qua to truong; nam qua; nghe noi; hoi tham hang xom; hoi hang xom; to truong bao;
        nghe to truong bao; qua to truong
    """)),
    short.ABSENT: (*short.HOW[short.ABSENT], *_phrases("""
        hong co nha; hong co ai o nha; hong gap; hong gap ai; hk co nha; di khoi; di dau het;
        di vang het; ghe ma khong gap; den khong gap; den ma khong gap; ghe khong gap;
        khong gap duoc; chua gap duoc; cua khoa; cua dong; ca nha di vang; ca nha di lam;
        ca nha di lam het; khong co mat o nha; ghe 2 lan khong gap; ghe hai lan khong gap;
        nha vang; vang het; nha khong co ai; nha ko co ai; di ray chua ve; di bien chua ve;
        di ray; di bien; hong ai o nha; chang ai o nha; khong thay ai
    """)),
    VisitKind.NOT_DONE: (*_but(VisitKind.NOT_DONE, "chua"), *_phrases("""
        chua tham duoc; chua ghe duoc; chua den duoc; chua toi duoc; chua kip; chua kip tham;
        chua toi; hong di duoc; khong ghe duoc; khong den duoc; ko di duoc; khong toi duoc;
        chua co dip ghe; chua thu xep duoc; chua qua duoc
    """)),
}  # fmt: skip

REASONS: dict[str, tuple[str, ...]] = {
    NotDoneReason.MEMBER_BUSY: _phrases("""
        ban; ban qua; ban viec; ban viec nha; ban cong tac; toi ban; ban hop; ban thu hoach;
        ban gat; ban dam; ban viec co quan; di cong tac; ban mua vu; ban dong ang; ket viec;
        mac viec; mac cong chuyen
    """),
    NotDoneReason.MEMBER_PRIVATE: _phrases("""
        toi om; toi benh; toi bi om; toi bi benh; toi bi dau; toi nam vien; toi dang benh;
        toi dau chan; toi dang om
    """),
    NotDoneReason.WEATHER: _phrases("""
        mua; mua to; mua lon; mua bao; troi mua; do mua; bao lut; lu lut; nuoc lon; nuoc ngap;
        duong ngap; ngap duong; trieu cuong; mua qua; mua gio; mua bao to; do bao; lu
    """),
    NotDoneReason.REFUSED: _phrases("""
        khong tiep; ko tiep; khong chiu tiep; khong cho vao; khong dong y tiep; tu choi tiep;
        khong muon tiep; hong chiu tiep
    """),
}  # fmt: skip

TOPICS: dict[str, tuple[str, ...]] = {
    Topic.PROPAGANDA: _phrases("""
        tuyen truyen; noi ve chinh sach; pho bien chinh sach; pho bien nghi quyet; van dong;
        phat to roi; tuyen truyen chinh sach; tuyen truyen nghi quyet; tuyen truyen chu truong;
        noi chuyen chinh sach; phat tai lieu; pho bien chu truong
    """),
    Topic.CARE: _phrases("""
        tham hoi; tang qua; cho qua; bieu qua; trao qua; dong vien; chuc tet; chia buon; di dam;
        hoi tham; tham hoi dong vien; gui qua
    """),
    Topic.LIVELIHOOD: _phrases("""
        huong dan lam an; chi cach lam an; chi cach nuoi; huong dan cach nuoi; huong dan trong;
        chi cach trong; huong dan ky thuat; ban cach lam an; huong dan chan nuoi; huong dan nuoi;
        noi chuyen lam an; chi ky thuat
    """),
    Topic.LOAN_ADVICE: _phrases("""
        huong dan vay von; huong dan vay; huong dan thu tuc vay; huong dan lam ho so vay;
        chi cach vay von; tu van vay von; tu van vay; gioi thieu vay von
    """),
    Topic.BHYT_ADVICE: _phrases("""
        van dong bhyt; van dong mua bhyt; van dong mua bao hiem; van dong tham gia bhyt;
        noi ve bhyt; tuyen truyen bhyt; van dong bao hiem y te; van dong bao hiem;
        van dong tham gia bao hiem; van dong mua bao hiem y te; tuyen truyen bao hiem;
        nhac mua bhyt; nhac dong bhyt; tu van bhyt; tuyen truyen bao hiem y te;
        van dong dong bhyt
    """),
    Topic.SAFETY: _phrases("""
        tuyen truyen an toan giao thong; nhac phong chay; tuyen truyen pccc; nhac chay no;
        tuyen truyen phong chay; nhac an toan giao thong; tuyen truyen atgt;
        nhac doi mu bao hiem; tuyen truyen phong chay chua chay
    """),
    Topic.CULTURE: _phrases("""
        gia dinh van hoa; gdvh; van dong gia dinh van hoa; binh xet gia dinh van hoa
    """),
    Topic.NEW_RURAL: _phrases("""
        nong thon moi; ntm; van dong nong thon moi; van dong lam duong; van dong hien dat;
        do thi van minh; tuyen truyen nong thon moi; tuyen truyen ntm;
        van dong hien dat lam duong
    """),
    Topic.ENVIRONMENT: _phrases("""
        van dong don ve sinh; nhac ve sinh; ve sinh moi truong; van dong phan loai rac;
        nhac phan loai rac; don ve sinh; vsmt; van dong ve sinh moi truong;
        van dong bo rac dung noi; nhac bo rac
    """),
    Topic.DIGITAL: _phrases("""
        cai vneid; huong dan vneid; huong dan cai vneid; dich vu cong; huong dan dich vu cong;
        kich hoat vneid; cai dinh danh; cai dat vneid; lam dinh danh;
        huong dan nop ho so qua mang; chi cai vneid; chi cach cai vneid; dinh danh dien tu;
        dinh danh muc 2
    """),
}  # fmt: skip

CONCERN_WORDS: dict[str, tuple[str, ...]] = {
    ConcernKind.PROPOSAL: _phrases("""
        xin; kien nghi; de nghi; de xuat; mong; mong muon; nguyen vong; muon; yeu cau; can; nho;
        gop y; uoc; xin duoc; co nguyen vong; mong duoc; muon duoc; can duoc; can ho tro;
        mong xa; nho xa; de nghi xa; kien nghi xa
    """),
    ConcernKind.QUESTION: _phrases("""
        hoi; thac mac; hoi thu tuc; co hoi; hoi ve; hoi khi nao; hoi xem; hoi bao gio
    """),
    ConcernKind.FEEDBACK: _phrases("""
        phan anh; than; keu; than phien; phan nan; buc xuc; co y kien; y kien; ban khoan; lo;
        bao la; noi la; than tho
    """),
    ConcernKind.PRAISE: _phrases("""
        khen; khen ngoi; rat cam on; cam on xa; cam on chinh quyen; cam on dang
    """),
}  # fmt: skip
NOT_CONCERNS = _phrases("""
    hoi tham; khong can; chua can; ko can; hoi tham suc khoe; xin loi; xin cam on; xin phep;
    can cu; can ke; xin bao cao; khong y kien; khong co y kien; khong kien nghi;
    khong co kien nghi; khong xin; lo lam an; lo lang; xin chao; hoi han; can cuoc; muon gap;
    khong de nghi; khong co de nghi; lo moi; khu pho; lo gach; can tho; hoi thoi; can thiet;
    muon ruou
""")

PROBLEMS: dict[str, tuple[str, ...]] = {
    ConcernCategory.ROAD: _phrases("""
        duong hu; duong xau; duong lay; duong sup; duong lun; o ga; cau hu; cau sap; cau yeu;
        den duong hu; den duong; duong bun; duong hong; duong lay loi; duong truot;
        duong xuong cap; lo hu; lo xau; cau hong; cau muc; den chieu sang
    """),
    ConcernCategory.IRRIGATION: _phrases("""
        cong nghet; ngap ung; nuoc ngap; cong hu; muong nghet; kenh can; thieu nuoc tuoi;
        cong tac; thoat nuoc; ngap nuoc; ngap hoai; ngap duong; duong ngap; ngap san;
        kenh boi lap; sat lo; thieu nuoc ruong; de bi vo; cong bi nghet; bi ngap
    """),
    ConcernCategory.POWER: _phrases("""
        mat dien; cup dien; dien yeu; tru dien nghieng; day dien sa; dien chap chon; tru dien;
        day dien; hut dien; dien cup hoai; tien dien cao; dong ho dien; cup dien hoai;
        binh bien ap
    """),
    ConcernCategory.WATER_SUPPLY: _phrases("""
        nuoc may yeu; mat nuoc; cup nuoc; nuoc phen; nuoc duc; nuoc yeu; thieu nuoc sach;
        nuoc may; nuoc sach; nuoc sinh hoat; gieng can; khong co nuoc; nuoc nhiem phen; nuoc man;
        dong ho nuoc; nuoc ban; nuoc do; thieu nuoc
    """),
    ConcernCategory.ENVIRONMENT: _phrases("""
        rac; hoi thui; mui hoi; o nhiem; khoi bui; karaoke; on ao; trai heo; nuoc thai;
        rac khong ai gom; dot rac; chay mui; bui qua; loa keo; bai rac; hat karaoke; trai ga;
        on qua; xa thai; rac nhieu
    """),
    ConcernCategory.POLICY: _phrases("""
        tro cap; ho ngheo; can ngheo; che do; chinh sach; tien ho tro; bao tro; tien cong;
        nguoi co cong; nguoi cao tuoi; xet ho ngheo; binh xet; chua nhan tien ho tro;
        chat doc da cam; liet si; thuong binh; trai ngheo; sua nha tinh thuong; nha tinh thuong;
        nha tinh nghia; nha dai doan ket; ho tro nha o; ho tro sua nha; tien tro cap;
        so ho ngheo; ho tro xay nha; thoat ngheo
    """),
    ConcernCategory.LOANS: _phrases("""
        vay; vay von; vay tien; von; ngan hang; von lam an; von nuoi; vay ngan hang; nhcsxh;
        csxh; tin dung; vay them; vay nuoi; vay mua; xoay von
    """),
    ConcernCategory.LAND: _phrases("""
        dat; so do; den bu; giai toa; ranh dat; so hong; tach thua; dat dai; cap so; lam so do;
        boi thuong; giai phong mat bang; giay to dat; chuyen muc dich; quy hoach; ranh; cap giay;
        giay chung nhan; do dac
    """),
    ConcernCategory.HEALTH: _phrases("""
        bhyt; bao hiem y te; the bhyt; kham benh; benh vien; tram y te; the bao hiem; thuoc men;
        bao hiem; phun thuoc muoi; muoi; kham suc khoe
    """),
    ConcernCategory.EDUCATION: _phrases("""
        hoc phi; truong hoc; di hoc; hoc bong; sach vo; mien giam hoc phi; giam hoc phi; nha tre;
        mau giao; cho con hoc; cho chau hoc; tien hoc; truong lop; sua truong
    """),
    ConcernCategory.EMPLOYMENT: _phrases("""
        viec lam; xin viec; hoc nghe; xkld; xuat khau lao dong; di lam cong ty; tim viec;
        that nghiep; gioi thieu viec; dao tao nghe; co viec; viec
    """),
    ConcernCategory.FARMING: _phrases("""
        lua; gia lua; phan bon; giong; cay giong; con giong; heo giong; ga giong; chan nuoi;
        sau benh; dich ta; dich heo; thuoc tru sau; tom chet; gia tom; ray nau; gia ca; nuoi tom;
        nuoi bo; nuoi heo; ca chet; dau ra; bao tieu; phan thuoc; heo chet; lua chet; tieu chet;
        ca phe; cao su; bo giong; de giong; tom benh; tap huan
    """),
    ConcernCategory.ADMIN_PROC: _phrases("""
        thu tuc; khai sinh; ho tich; can cuoc; vneid; giay to; ho so; cccd; cmnd; ho khau;
        dang ky ket hon; xac nhan; lam giay; tach khau; nhap khau; giay khai sinh; lam can cuoc
    """),
    ConcernCategory.MERGER: _phrases("""
        sap nhap; doi dia chi; doi giay to; sap nhap xa; ten xa moi; dia chi moi; sap nhap thon;
        sap nhap ap
    """),
    ConcernCategory.SAFETY: _phrases("""
        trom; trom cap; an ninh; trat tu; xe chay nhanh; dua xe; mat trom; mat xe; xe tai chay;
        goc cua; bien bao; gio giam toc; an toan giao thong; cho tha rong
    """),
    ConcernCategory.CULTURE: _phrases("""
        nha van hoa; the thao; san bong; le hoi; san choi; khu vui choi; loa phat thanh
    """),
    ConcernCategory.PARTY_WORK: _phrases("""
        vao dang; chi hoi; doan the; hoi nong dan; sinh hoat hoi; hoi phu nu
    """),
    ConcernCategory.DISASTER: _phrases("""
        chay; bao; lu; loc xoay; sat lo bo song; cuu ho; toc mai; thien tai; giong loc
    """),
    ConcernCategory.TELECOM: _phrases("""
        song yeu; mang yeu; wifi; internet; song dien thoai; mat song; tin hieu; khong co song;
        mang internet; song yeu qua
    """),
}  # fmt: skip

WEAK: dict[str, tuple[str, ...]] = {
    ConcernCategory.ROAD: _phrases("duong; cau; lo; den"),
    ConcernCategory.IRRIGATION: _phrases("cong; kenh; muong; ngap; thoat"),
    ConcernCategory.POWER: _phrases("dien"),
    ConcernCategory.WATER_SUPPLY: _phrases("nuoc; gieng"),
    ConcernCategory.ENVIRONMENT: _phrases("hoi; mui; khoi; bui; on"),
    ConcernCategory.LAND: _phrases("ruong; thua; so"),
    ConcernCategory.EDUCATION: _phrases("hoc; truong; lop; thay"),
    ConcernCategory.EMPLOYMENT: _phrases("lam; nghe; luong"),
    ConcernCategory.FARMING: _phrases(
        "tom; ca; heo; bo; ga; vit; vuon; ray; rau; cay; dua; xoai; mia"
    ),
    ConcernCategory.HEALTH: _phrases("thuoc; kham; benh; tram"),
    ConcernCategory.TELECOM: _phrases("song; mang; tivi"),
    ConcernCategory.POLICY: _phrases("ho tro; tien; nha; gao; luong huu; tuoi gia"),
}
"""Single words that tell what a wish is about where no phrase does."""

NEGATIVE = listed("""
    hu xau lay sup lun yeu mat cup nghet ngap can phen duc thieu hoi thui thoi hong khong chet
    benh dich sap nghieng bui rac trom tac lo o on man ban ray sau qua hoai boi truot sa vo hut
    ham cham cao xuong dot nhiem
""")
"""A thing is complained of, not only spoken of, where one of these stands with it."""

ASKING = _phrases("""
    may gio; bao nhieu; bao gio; khi nao; o dau; the nao; lam sao; ai phu trach; ai la; co may;
    may nguoi; cho hoi; la ai; dau roi; may ho; may nha; nhu nao; la gi; xong chua; duoc chua;
    co khong; phai khong; dung khong; sao roi; dau vay; ra sao
""")
PLANNING = _phrases("""
    mai toi; mai minh; mai em; ngay mai; toi dinh; dinh ghe; dinh di; chuan bi di; sap di;
    toi nay toi; chieu nay toi se; se ghe; se di; nho dong chi; goi lai; lien he; nhan lai;
    mai se; mai ghe; mai di; de mai; tuan sau toi; tuan sau ghe; gui cho toi; cho toi; cho xin
""")
"""What asks, orders or plans is no report, unless something is told besides."""

PROMISES = _phrases("""
    hua; hen; da hua; da hen; toi hua; toi hen; co hua; co hen; se; toi se; hen se; hua se;
    nhan loi; hen lai; hen gap; minh hua; em hua; minh se; em se
""")

PROMISING = frozenset({"hua", "hen", "se"})
"""The words of a promise: what day stands behind one is still to come."""

GIVES = _phrases("""
    tang; cho; trao; bieu; ho tro; giup; da giup; da tang; da cho; da trao; gui; phu; mua cho;
    giup do; da ho tro; da duoc ho tro; duoc ho tro; duoc tang; da nhan; duoc nhan; gioi thieu;
    da gioi thieu; duoc cap; da duoc cap; duoc cho; da duoc; van dong duoc; xin duoc; duoc vay;
    da vay; vay duoc; da duoc vay; da vay duoc; giai ngan
""")
HELP: dict[str, tuple[str, ...]] = {
    HelpKind.LOAN: _phrases("vay; vay von; von; ngan hang; nhcsxh; csxh; giai ngan; tien vay"),
    HelpKind.JOB: _phrases("viec lam; xin viec; hoc nghe; viec; cong ty; di lam; vo lam; vao lam"),
    HelpKind.SEED_STOCK: _phrases("""
        giong; cay giong; con giong; heo giong; ga giong; vit giong; bo giong; heo con; bo con;
        de giong; con ga; con vit; ga con; vit con; cay con; ca giong; tom giong; bo; de
    """),
    HelpKind.HOUSE: _phrases("""
        nha; sua nha; xay nha; lam nha; lop nha; lop mai; ton; xi mang; cat nha; mai ton;
        nha tinh thuong
    """),
    HelpKind.SPONSOR: _phrases("""
        nha hao tam; manh thuong quan; tai tro; hao tam; doan tu thien; tu thien
    """),
    HelpKind.INSURANCE: _phrases("bhyt; the bhyt; bao hiem; bao hiem y te; the bao hiem"),
    HelpKind.HOW_TO: _phrases("cach lam an; ky thuat; lam an; cach nuoi; cach trong"),
    HelpKind.OTHER_HELP: _phrases("""
        qua; gao; mi; thung mi; nhu yeu pham; tien; xe dap; sach vo; quan ao; phan qua; chan man;
        duong sua; xe lan; tap vo
    """),
}  # fmt: skip

KIN = listed("""
    con chau vo chong me cha bo ong ba co chu bac anh chi em di cau cu dau re ma ngoai noi bung
    gai trai ut ca lon nho thang dua nguoi nha gia dinh thim mo cu mot hai ba bon nam sau bay
    tam chin ho
""")

CHANGES: dict[str, tuple[str, ...]] = {change: _phrases(phrases) for change, phrases in {
    Change.BIRTH: """
        sinh con; sinh em be; sinh chau; sanh con; sanh chau; sanh em be; moi sinh; moi sanh;
        sinh con trai; sinh con gai; sinh doi; de con; them con; them em be; co em be; sanh doi;
        sinh duoc; vua sinh; sinh be; sanh be; moi de
    """,
    Change.DEATH: """
        qua doi; tu tran; moi mat; vua mat; mat hom; da mat; chet; co tang; co dam tang;
        dam tang; dam ma; moi chet; co nguoi mat; bi mat; khong qua khoi; ve voi ong ba
    """,
    Change.MOVE_IN: """
        chuyen den; don den; chuyen toi; don toi; chuyen ve o; don ve o; moi ve o; ve o chung;
        moi chuyen den; ve lam dau; cuoi vo; lay vo; ruoc dau; cuoi dau
    """,
    Change.MOVE_OUT: """
        chuyen di; don di; chuyen nha; chuyen cho o; doi di; don nha; chuyen di noi khac;
        ban nha di; ve que o luon; lay chong; ga con; ve nha chong; theo chong
    """,
    Change.TEMP_STAY: "tam tru; dang ky tam tru; o tro; dan tro",
    Change.TEMP_ABSENT: "tam vang; bao tam vang; dang ky tam vang",
    Change.SPLIT: "tach ho; ra rieng; o rieng; tach khau; cho ra rieng; tach ho khau",
    Change.JOIN: "nhap ho; nhap khau; nhap ho khau",
    Change.HEAD_CHANGE: """
        doi chu ho; thay chu ho; chuyen chu ho; thay doi chu ho; con trai lam chu ho;
        dung ten chu ho
    """,
    Change.AWAY_DOMESTIC: """
        di lam an xa; di lam xa; di cong nhan; lam cong nhan; di lam cong nhan;
        len thanh pho lam; di lam thue; vo nam lam; vao nam lam; ra bac lam; di lam o tinh;
        lam an xa; di phu ho; di lam muon; di lam thanh pho; di lam cong ty; len thanh pho;
        vao nam; vo nam
    """,
    Change.AWAY_ABROAD: """
        xuat khau lao dong; di xkld; xkld; di nuoc ngoai; ra nuoc ngoai; di lam nuoc ngoai;
        di xuat khau; sang nuoc ngoai; xuat ngoai
    """,
    Change.RETURNED: """
        ve que; tro ve; ve lai que; ve dia phuong; het dich ve; nghi lam ve que; ve que luon;
        ve nha o; moi ve; da ve; ve luon; ve lai
    """,
    Change.ENLIST: """
        di bo doi; nhap ngu; di nghia vu; di linh; vo bo doi; vao bo doi; trung tuyen nghia vu;
        di nghia vu quan su; di cong an; nghia vu cong an; len duong nhap ngu
    """,
    Change.DISCHARGE: """
        xuat ngu; ra quan; bo doi ve; het nghia vu; di linh ve; di bo doi ve; phuc vien
    """,
    Change.STUDY_AWAY: """
        di hoc xa; dau dai hoc; do dai hoc; vo dai hoc; vao dai hoc; hoc dai hoc; di dai hoc;
        di hoc dai hoc; dau cao dang; di hoc nghe xa; len thanh pho hoc; hoc cao dang;
        do cao dang
    """,
    Change.STUDY_DONE: "tot nghiep; ra truong; hoc xong; moi ra truong",
    Change.JOB_NEW: """
        co viec lam; co viec lam moi; xin duoc viec; co viec moi; duoc nhan vao lam;
        vo lam cong ty; vao lam cong ty; tim duoc viec; kiem duoc viec; duoc nhan vo lam; co viec
    """,
    Change.JOB_LOST: """
        that nghiep; mat viec; nghi viec; nghi lam; bi cho nghi viec; cong ty cho nghi;
        thieu viec; bi nghi viec; cong ty giai the
    """,
    Change.JOB_CHANGE: """
        doi nghe; chuyen nghe; chuyen qua nuoi; chuyen sang nuoi; chuyen sang trong;
        bo lua nuoi tom; chuyen qua trong; doi sang; chuyen doi cay trong; mo quan; mo tiem;
        chuyen qua ban
    """,
    Change.DISASTER: """
        nha chay; chay nha; toc mai; nha sap; sap nha; nha bi ngap; ngap nha; nha ngap; loc cuon;
        bao lam; bi chay; lua chet het; tom chet het; heo chet het; dich ta lon; heo dich;
        mat trang; bi bao
    """,
    Change.HOUSING: """
        xay nha; sua nha; cat nha; lam nha moi; xay nha moi; dang xay nha; nha dot; nha hu;
        cat nha moi; sua lai nha; len nha moi; lam nha; nha xuong cap; dang sua nha
    """,
    Change.SCHOOL_DROP: """
        bo hoc; nghi hoc; dinh nghi hoc; muon nghi hoc; nghi hoc giua chung; thoi hoc;
        tinh nghi hoc; co nguy co bo hoc
    """,
    Change.INSURANCE_CHG: """
        het han bhyt; the bhyt het han; chua mua bhyt; da mua bhyt; mua bhyt roi; bhyt het han;
        het bhyt; chua co bhyt; moi mua bhyt; mua bhyt; het bao hiem; bao hiem het han
    """,
    Change.CLASS_EXIT: "thoat ngheo; ra khoi ho ngheo; da thoat ngheo",
    Change.CLASS_NEAR_EXIT: "thoat can ngheo",
    Change.CLASS_RELAPSE: "tai ngheo",
}.items()}  # fmt: skip

_ALL = (
    *PROMISES,
    *GIVES,
    *(
        phrase
        for table in (HOW, REASONS, TOPICS, CONCERN_WORDS, PROBLEMS, CHANGES)
        for phrases in table.values()
        for phrase in phrases
    ),
)
SAYING = frozenset(phrase for phrase in _ALL if " " not in phrase)
"""Single words that tell something: alone they are nobody's name."""
BEGINNING = frozenset(phrase.split()[0] for phrase in _ALL) | listed(
    "co con o dang da moi thi va voi"
)
"""The words with which it is told what became of somebody, behind the name."""
IN_PAIRS = frozenset(tuple(phrase.split()[:2]) for phrase in _ALL if " " in phrase)
"""What two words begin to tell: "hướng dẫn" is no Hường."""
