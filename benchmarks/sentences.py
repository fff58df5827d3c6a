"""CPU of reading one sentence for a member of 30 households, beside rapidfuzz: `make bench`.

Ours finds the days, the households and what is told of each, in every sentence of the tests'
corpus; the speaker's households are made ready anew each time, as for every message. The peer is
one look-up of the same words, as they stand, among the names of the same households: it says who
may be meant, and nothing else.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks import comparing
from bot.domain.vietnamese.finding import Candidate
from bot.domain.vietnamese.sentence_book import Book
from bot.domain.vietnamese.sentences import read
from bot.domain.vietnamese.text import search_key
from tests.domain.corpus import HOUSEHOLDS, TODAY, cases

AIM_MS = 3.0
MORE = (
    ("Trương Văn Lành", "chú Lành", "đầu lộ 3, tổ 4"),
    ("Phan Thị Mười", "dì Mười Rau", "gần chợ, tổ 5"),
    ("Cao Văn Tám", "ông Tám Kết", "cuối rạch, tổ 5"),
    ("Đỗ Thị Kim Chi", "cô Chi", "hẻm 7, tổ 5"),
    ("Huỳnh Ngọc Điệp", "", "sau trường học, tổ 5"),
    ("Lâm Thị Sa Rây", "", "gần chùa, tổ 6"),
    ("Nguyễn Hữu Phước", "anh Phước máy cày", "cạnh trạm bơm, tổ 6"),
    ("Trần Văn Út", "Út Mót", "bờ đê, tổ 6"),
    ("Lê Thị Thu Hà", "cô Hà tạp hóa", "ngã tư, tổ 6"),
    ("Võ Minh Quân", "", "tổ 7"),
    ("Y Blôi", "", "trên rẫy, tổ 7"),
    ("Mai Văn Khánh", "bác Khánh", "sau đình, tổ 7"),
)
"""With the households of the corpus thirty."""
BOOK = [
    Candidate(at, at, search_key(" ".join(known)), tuple(filter(None, known[:2])))
    for at, known in enumerate((*HOUSEHOLDS, *MORE), 1)
]
NAMES = [name for one in BOOK for name in one.names]
SENTENCES = [
    case.typed for name in ("sentences.txt", "sentences_of_others.txt") for case in cases(name)
]


def ours(sentence: str) -> None:
    """All that a sentence tells."""
    read(sentence, Book(BOOK), TODAY)


def peers(sentence: str) -> None:
    """Who may be meant."""
    process.extract(sentence, NAMES, scorer=fuzz.WRatio, limit=3)


class Round:
    """Every sentence once; keeps the CPU of each, in milliseconds."""

    def __init__(self, reading: Callable[[str], None]) -> None:
        self.reading = reading
        self.took: list[list[float]] = [[] for _ in SENTENCES]

    async def __call__(self) -> float:
        """CPU microseconds a sentence."""
        for at, sentence in enumerate(SENTENCES):
            began = time.process_time()
            self.reading(sentence)
            self.took[at].append((time.process_time() - began) * 1000)
        return statistics.mean(one[-1] for one in self.took) * 1000

    def typical(self) -> list[float]:
        """The median of each sentence's rounds, in rising order."""
        return sorted(map(statistics.median, self.took))


async def measure(folder: Path) -> None:
    """The ratio, and how the sentences spread."""
    print(comparing.machine(folder))
    reading, looking_up = Round(ours), Round(peers)
    found = await comparing.compared(reading, looking_up)
    print(found.line("reading a sentence"), flush=True)
    each = reading.typical()
    mean, most = statistics.mean(each), each[-1]
    print(
        f"{len(each)} sentences, {len(BOOK)} households: mean {mean:.2f} ms, "
        f"95 % within {each[len(each) * 95 // 100]:.2f} ms, the longest {most:.2f} ms of CPU "
        f"(aim {AIM_MS:.0f} ms: {'reached' if mean <= AIM_MS else 'missed'})"
    )
    print(f"over the aim: {sum(one > AIM_MS for one in each)} of {len(each)}")


if __name__ == "__main__":
    comparing.run(measure)
