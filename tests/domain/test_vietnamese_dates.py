"""Which day people mean, row by row (vietnamese.md 6.4); today is Saturday 21/11/2026."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.households import DatePrecision
from bot.domain.refusals import Reason, Refusal
from bot.domain.vietnamese.dates import DayRead, read_day
from bot.domain.vietnamese.text import plain

TODAY = date(2026, 11, 21)
HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, LUNAR = DatePrecision

SURE, ASK = True, False
THE_TABLE = {
    1: (("hôm nay",), "21/11/2026", DAY, SURE),
    2: (("hôm qua", "hom qua"), "20/11/2026", DAY, SURE),
    3: (("hôm kia",), "19/11/2026", DAY, SURE),
    4: (("ngày mai",), "22/11/2026", DAY, SURE),
    5: (("sáng nay",), "21/11/2026", DAY, SURE),
    6: (("chiều qua",), "20/11/2026", DAY, SURE),
    7: (("thứ 2",), "16/11/2026", DAY, SURE),
    8: (("thứ hai",), "16/11/2026", DAY, SURE),
    9: (("chủ nhật", "cn"), "15/11/2026", DAY, SURE),
    10: (("thứ bảy",), "14/11/2026", DAY, ASK),
    11: (("thứ 2 tuần trước",), "09/11/2026", DAY, SURE),
    12: (("thứ sáu tới",), "27/11/2026", DAY, SURE),
    13: (("tuần trước",), "14/11/2026", WEEK, ASK),
    14: (("tháng trước",), "21/10/2026", MONTH, ASK),
    15: (("3 ngày trước",), "18/11/2026", DAY, SURE),
    16: (("15/11", "15-11"), "15/11/2026", DAY, SURE),
    17: (("15.11",), "15/11/2026", DAY, SURE),
    18: (("15/11/2026", "15/11/26"), "15/11/2026", DAY, SURE),
    19: (("ngày 5 tháng 11 năm 2026",), "05/11/2026", DAY, SURE),
    20: (("tháng 11/2026",), "01/11/2026", MONTH, SURE),
    21: (("mùng 5",), "13/11/2026", LUNAR, ASK),
    22: (("rằm tháng 10",), "23/11/2026", LUNAR, ASK),
    23: (("cuối tháng",), "31/10/2026", WEEK, ASK),
    24: (("20h tối qua",), "20/11/2026", HOUR, SURE),
    25: (("2 ngày nữa",), "23/11/2026", DAY, SURE),
    26: (("1511",), "15/11/2026", DAY, ASK),
    27: (("năm ngoái",), "21/11/2025", YEAR, ASK),
}
ROWS = [
    pytest.param(phrase, *row[1:], id=f"row-{number}-{phrase}")
    for number, row in THE_TABLE.items()
    for phrase in row[0]
]
PHRASES = """
bữa nay              | 21/11/2026 | DAY  | sure
hnay                 | 21/11/2026 | DAY  | sure
hn                   | 21/11/2026 | DAY  | sure
nay                  | 21/11/2026 | DAY  | sure
8h sáng nay          | 21/11/2026 | HOUR | sure
lúc 8h30             | 21/11/2026 | HOUR | ask
15:11                | 21/11/2026 | HOUR | ask
sáng                 | 21/11/2026 | DAY  | ask
hồi sáng             | 21/11/2026 | DAY  | ask
bữa qua              | 20/11/2026 | DAY  | sure
ngày hôm qua         | 20/11/2026 | DAY  | sure
hôm qua ạ            | 20/11/2026 | DAY  | sure
từ hôm qua           | 20/11/2026 | DAY  | sure
hqua                 | 20/11/2026 | DAY  | sure
hom wa               | 20/11/2026 | DAY  | sure
đêm qua              | 20/11/2026 | DAY  | sure
hồi hôm              | 20/11/2026 | DAY  | sure
8 giờ rưỡi hôm qua   | 20/11/2026 | HOUR | sure
hôm qua lúc 20h      | 20/11/2026 | HOUR | sure
hôm qua buổi sáng    | 20/11/2026 | DAY  | sure
hôm qua 20/11        | 20/11/2026 | DAY  | sure
hôm qua 19/11        | 19/11/2026 | DAY  | ask
bữa kia              | 19/11/2026 | DAY  | sure
hôm kìa              | 18/11/2026 | DAY  | ask
hom kia kia          | 18/11/2026 | DAY  | ask
mới hôm qua nè       | 20/11/2026 | DAY  | sure
hoom qua             | 20/11/2026 | DAY  | sure
hooom nay            | 21/11/2026 | DAY  | sure
hômm kia             | 19/11/2026 | DAY  | sure
thuws bay            | 14/11/2026 | DAY  | ask
ngayf 20             | 20/11/2026 | DAY  | sure
hom 20               | 20/11/2026 | DAY  | sure
hôm 20               | 20/11/2026 | DAY  | sure
bữa 20               | 20/11/2026 | DAY  | sure
hôm 25               | 25/10/2026 | DAY  | ask
hôm 5                | 05/11/2026 | DAY  | ask
hôm ngày 5           | 05/11/2026 | DAY  | sure
hôm 5 tháng 11       | 05/11/2026 | DAY  | sure
ngày 20              | 20/11/2026 | DAY  | sure
20 11                | 20/11/2026 | DAY  | sure
5 11                 | 05/11/2026 | DAY  | sure
ngày 20 11           | 20/11/2026 | DAY  | sure
mùng 3               | 11/11/2026 | LUNAR | ask
thu 7 tuan truoc     | 14/11/2026 | DAY  | sure
tuần trước thứ 7     | 14/11/2026 | DAY  | sure
hổm                  | 18/11/2026 | WEEK | ask
bữa hổm              | 18/11/2026 | WEEK | ask
hổm rày              | 18/11/2026 | WEEK | ask
hôm trước            | 18/11/2026 | WEEK | ask
vài hôm trước        | 18/11/2026 | WEEK | ask
mới đây              | 18/11/2026 | WEEK | ask
mai                  | 22/11/2026 | DAY  | sure
sáng mai             | 22/11/2026 | DAY  | sure
ngày mốt             | 23/11/2026 | DAY  | sure
ngay mot             | 23/11/2026 | DAY  | ask
ngày kia             | 23/11/2026 | DAY  | ask
ngày một             | 01/11/2026 | DAY  | sure
thứ năm              | 19/11/2026 | DAY  | sure
thu sau              | 20/11/2026 | DAY  | sure
thứ tư               | 18/11/2026 | DAY  | sure
t5                   | 19/11/2026 | DAY  | sure
sang thu 3           | 17/11/2026 | DAY  | sure
chiều t5             | 19/11/2026 | DAY  | sure
tối thứ 6            | 20/11/2026 | DAY  | sure
hôm thứ 2            | 16/11/2026 | DAY  | sure
thứ 6 tuần này       | 20/11/2026 | DAY  | sure
thứ bảy này          | 21/11/2026 | DAY  | sure
cn tuần trước        | 15/11/2026 | DAY  | sure
cn này               | 22/11/2026 | DAY  | sure
thứ 2 tuần sau       | 23/11/2026 | DAY  | sure
thu sau toi          | 27/11/2026 | DAY  | sure
thứ 2 vừa rồi        | 16/11/2026 | DAY  | sure
thứ 2 trước          | 16/11/2026 | DAY  | ask
thứ bảy vừa rồi      | 14/11/2026 | DAY  | sure
thứ 2 ngày 16/11     | 16/11/2026 | DAY  | sure
thứ hai, 16/11/2026  | 16/11/2026 | DAY  | sure
thứ ba ngày 16/11    | 16/11/2026 | DAY  | ask
ngày 15/11           | 15/11/2026 | DAY  | sure
15 / 11              | 15/11/2026 | DAY  | sure
5.1.2026             | 05/01/2026 | DAY  | sure
05/11/26             | 05/11/2026 | DAY  | sure
2026-11-15           | 15/11/2026 | DAY  | sure
15 11 2026           | 15/11/2026 | DAY  | sure
15/11 năm ngoái      | 15/11/2025 | DAY  | sure
sáng 15/11           | 15/11/2026 | DAY  | sure
8h 15/11             | 15/11/2026 | HOUR | sure
khoảng 15/11         | 15/11/2026 | DAY  | ask
21/11                | 21/11/2026 | DAY  | sure
22/11                | 22/11/2025 | DAY  | ask
1/1                  | 01/01/2026 | DAY  | ask
29/2                 | 29/02/2024 | DAY  | ask
151126               | 15/11/2026 | DAY  | ask
15112026             | 15/11/2026 | DAY  | ask
ngày 5               | 05/11/2026 | DAY  | sure
ngày 25              | 25/10/2026 | DAY  | ask
ngày 31              | 31/10/2026 | DAY  | ask
ngày 5 tháng trước   | 05/10/2026 | DAY  | sure
ngày 25 tháng này    | 25/11/2026 | DAY  | sure
ngày 25 tới          | 25/11/2026 | DAY  | sure
5 tháng 11           | 05/11/2026 | DAY  | sure
ngày mười lăm tháng mười một | 15/11/2026 | DAY | sure
ngày 2 tháng trước   | 02/10/2026 | DAY  | sure
2 tháng trước        | 21/09/2026 | MONTH | ask
ba ngày trước        | 18/11/2026 | DAY  | sure
hai hôm trước        | 19/11/2026 | DAY  | sure
cách đây 3 ngày      | 18/11/2026 | DAY  | sure
3 ngày qua           | 18/11/2026 | DAY  | ask
2 tuần trước         | 07/11/2026 | WEEK | ask
2 năm trước          | 21/11/2024 | YEAR | ask
tuần này             | 21/11/2026 | WEEK | ask
đầu tuần             | 16/11/2026 | WEEK | ask
giữa tuần            | 18/11/2026 | WEEK | ask
cuối tuần            | 15/11/2026 | WEEK | ask
cuối tuần trước      | 15/11/2026 | WEEK | ask
đầu tháng            | 01/11/2026 | WEEK | ask
giữa tháng           | 15/11/2026 | WEEK | ask
giữa tháng 10        | 15/10/2026 | WEEK | ask
cuối tháng trước     | 31/10/2026 | WEEK | ask
cuối tháng 2/2024    | 29/02/2024 | WEEK | ask
tháng 11             | 01/11/2026 | MONTH | sure
tháng mười           | 01/10/2026 | MONTH | sure
tháng sáu            | 01/06/2026 | MONTH | sure
tháng 12             | 01/12/2025 | MONTH | ask
t10/2026             | 01/10/2026 | MONTH | sure
10/2026              | 01/10/2026 | MONTH | sure
2026-10              | 01/10/2026 | MONTH | sure
tháng 10 năm 2025    | 01/10/2025 | MONTH | sure
tháng này            | 21/11/2026 | MONTH | ask
tháng sau            | 21/12/2026 | MONTH | ask
quý 4                | 01/10/2026 | QUARTER | sure
quý III/2026         | 01/07/2026 | QUARTER | sure
quý này              | 01/10/2026 | QUARTER | ask
quý trước            | 01/07/2026 | QUARTER | ask
đầu năm              | 01/01/2026 | QUARTER | ask
giữa năm             | 30/06/2026 | QUARTER | ask
cuối năm             | 31/12/2025 | QUARTER | ask
cuối năm ngoái       | 31/12/2025 | QUARTER | ask
đầu năm 2025         | 01/01/2025 | QUARTER | ask
năm nay              | 21/11/2026 | YEAR | ask
năm 2025             | 01/01/2025 | YEAR | sure
mùng ba              | 11/11/2026 | LUNAR | ask
mồng 5               | 13/11/2026 | LUNAR | ask
rằm                  | 24/10/2026 | LUNAR | ask
hôm rằm              | 24/10/2026 | LUNAR | ask
rằm vừa rồi          | 24/10/2026 | LUNAR | ask
rằm này              | 23/11/2026 | LUNAR | ask
rằm tháng trước      | 24/10/2026 | LUNAR | ask
rằm tháng bảy        | 27/08/2026 | LUNAR | ask
rằm tháng 7 năm 2025 | 06/09/2025 | LUNAR | ask
15/8 âm lịch         | 25/09/2026 | LUNAR | ask
15/8 ÂL              | 25/09/2026 | LUNAR | ask
mùng 5 tháng giêng   | 21/02/2026 | LUNAR | ask
tháng giêng          | 17/02/2026 | LUNAR | ask
23 tháng chạp        | 10/02/2026 | LUNAR | ask
mùng 5 tháng 6 nhuận | 29/07/2025 | LUNAR | ask
mùng 2 tết           | 18/02/2026 | LUNAR | ask
29 tết               | 16/02/2026 | LUNAR | ask
giao thừa            | 16/02/2026 | LUNAR | ask
mùng 1 tết 2030      | 02/02/2030 | LUNAR | ask
giao thừa 2030       | 01/02/2030 | LUNAR | ask
mùng 1 tháng 11 dương lịch | 01/11/2026 | DAY | sure
tết tây              | 01/01/2026 | DAY | ask
"""
MORE = [
    pytest.param(*(part.strip() for part in line.split("|")), id=line.split("|")[0].strip())
    for line in PHRASES.strip().splitlines()
]


def _day(written: str) -> date:
    day, month, year = map(int, written.split("/"))
    return date(year, month, day)


@pytest.mark.parametrize(("phrase", "day", "precision", "certain"), ROWS)
def test_every_row_of_the_table_is_right(
    phrase: str, day: str, precision: DatePrecision, certain: bool
) -> None:
    read = read_day(phrase, TODAY)
    assert (read.day, read.precision, read.certain) == (_day(day), precision, certain)


@pytest.mark.parametrize(("phrase", "day", "precision", "certain"), MORE)
def test_the_closed_list_of_phrases(phrase: str, day: str, precision: str, certain: str) -> None:
    read = read_day(phrase, TODAY)
    assert (read.day, read.precision) == (_day(day), DatePrecision[precision])
    assert read.certain is (certain == "sure")


PIECES = ["mùng", "rằm", "tháng", "năm", "tết", "ngày", "5", "31", "0", "99", "giêng", "chạp"]
PIECES += ["tới", "qua", "thứ", "8h", "sáng", "ÂL", "nhuận", "đầu", "cuối", "tuần", "nữa"]
TOLD_APART_BY_DIACRITICS = {"hôm kìa", "ngày một", "ngày mốt", "tháng sáu"}


@pytest.mark.parametrize(("phrase", "day", "precision", "certain"), ROWS + MORE)
def test_diacritics_and_their_encoding_change_nothing(
    phrase: str, day: str, precision: str, certain: str
) -> None:
    read = read_day(phrase, TODAY)
    assert read_day(unicodedata.normalize("NFD", phrase), TODAY) == read
    assert read_day(f"  {phrase.upper()}. ", TODAY) == read
    if phrase not in TOLD_APART_BY_DIACRITICS:
        assert read_day(plain(phrase), TODAY) == read


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        " ",
        "abc",
        "7",
        "15",
        "3 5",
        "3 5 7",
        "32/1",
        "31/11",
        "0/5",
        "5/13",
        "29/2/2026",
        "15/11/1511",
        "1599",
        "2013",
        "0912345678",
        "từ tháng 13",
        "thứ 8",
        "thứ 1",
        "ngày 32",
        "ngày 0",
        "mùng 31",
        "30 tết",
        "mùng 5 tháng 7 nhuận 2026",
        "25h hôm qua",
        "2 ngày",
        "ngày",
        "mùng",
        "quý 5",
        "sáng nay ghé hộ nghèo ấp 5",
        "hôm qua thăm hộ 7",
        "hôm qua 5",
        "thứ 2 5",
        "999999999 ngày trước",
        "😀",
        "15/11/2026" * 30,
        "٥/١١",
    ],
    ids=lambda phrase: str(phrase)[:20],
)
def test_what_is_no_date_is_refused(phrase: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_day(phrase, TODAY)
    assert refused.value.reason is Reason.NOT_A_DATE


@pytest.mark.parametrize(
    ("phrase", "month"),
    [
        ("tháng 11/2026", "2026-11"),
        ("2026-10", "2026-10"),
        ("tháng trước", "2026-10"),
        ("tháng này", "2026-11"),
        ("giữa tháng 9", "2026-09"),
        ("cuối tháng", "2026-10"),
        ("15/11", None),
        ("tuần trước", None),
    ],
)
def test_a_phrase_about_a_month_says_which(phrase: str, month: str | None) -> None:
    assert read_day(phrase, TODAY).month == month


@pytest.mark.parametrize(
    ("phrase", "day", "certain"),
    [
        ("15/12", "15/12/2026", SURE),
        ("21/11", "21/11/2026", SURE),
        ("5/1", "05/01/2027", SURE),
        ("20/11", "20/11/2027", ASK),
        ("ngày 25", "25/11/2026", SURE),
        ("ngày 5", "05/12/2026", ASK),
        ("thứ 2", "23/11/2026", SURE),
        ("thứ bảy", "28/11/2026", ASK),
        ("rằm", "23/11/2026", ASK),
        ("mùng 2 tết", "07/02/2027", ASK),
        ("giao thừa", "05/02/2027", ASK),
        ("cuối tháng", "30/11/2026", ASK),
        ("cuối tuần", "22/11/2026", ASK),
        ("cuối năm", "31/12/2026", ASK),
        ("tháng 3", "01/03/2027", SURE),
        ("hôm qua", "20/11/2026", SURE),
    ],
    ids=str,
)
def test_a_promise_looks_ahead(phrase: str, day: str, certain: bool) -> None:
    read = read_day(phrase, TODAY, ahead=True)
    assert (read.day, read.certain) == (_day(day), certain)


@pytest.mark.parametrize("phrase", ["tháng trước", "mùng 5", "9 năm trước"])
def test_before_the_calendar_there_are_no_days(phrase: str) -> None:
    with pytest.raises(Refusal):
        read_day(phrase, date(1901, 1, 5))


def test_the_end_of_the_month_is_now_when_the_month_is_ending() -> None:
    read = read_day("cuối tháng", date(2026, 11, 28))
    assert read == DayRead(date(2026, 11, 28), WEEK, ASK, "2026-11")


@pytest.mark.parametrize("days", range(14))
def test_a_bare_weekday_is_the_last_one_and_asked_on_the_same_day(days: int) -> None:
    today = TODAY + timedelta(days=days)
    for weekday, name in enumerate(("t2", "t3", "t4", "t5", "t6", "t7", "cn")):
        read = read_day(name, today)
        assert read.day.weekday() == weekday
        assert timedelta(1) <= today - read.day <= timedelta(7)
        assert read.certain is (weekday != today.weekday())


@given(st.dates(date(1902, 1, 1), date(2198, 12, 31)))
def test_every_full_date_reads_back(day: date) -> None:
    for written in (
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        assert read_day(written, TODAY) == DayRead(day, DAY, SURE)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 364))
def test_a_day_without_a_year_is_the_last_such_day(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    read = read_day(f"{day.day}/{day.month}", today)
    assert (read.day, read.precision) == (day, DAY)
    assert read.certain is (ago < 300)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 30), st.integers(1, 12))
def test_a_lunar_date_is_always_asked_and_never_far_ahead(
    today: date, day: int, month: int
) -> None:
    try:
        read = read_day(f"mùng {day} tháng {month}", today)
    except Refusal:
        return
    assert (read.precision, read.certain) == (LUNAR, ASK)
    assert read.day <= today + timedelta(days=30)


@given(
    st.text(st.characters(exclude_categories=()))
    | st.text("0123456789/.-: hômnaythứtuầnướcgmùrằtếtqýđầcốichâ", max_size=40)
    | st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.dates(),
    st.booleans(),
)
def test_any_text_on_any_day_is_a_date_or_refused(text: str, today: date, ahead: bool) -> None:
    try:
        read = read_day(text, today, ahead=ahead)
    except Refusal:
        return
    assert read.month is None or f"{read.day:%Y-%m}" == read.month
