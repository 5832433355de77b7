"""Which code of a name survives other spellings and slips, by where names come from: ours, soundex, metaphone."""

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from random import Random

from jellyfish import metaphone, soundex

from service.learners.matching.normalise import name_parts
from service.learners.matching.phonetics import sound
from tests.benchmarks.linkage.names import draw, origins
from tests.benchmarks.linkage.slips import typed

CODES: dict[str, Callable[[str], str]] = {"ours": sound, "soundex": soundex, "metaphone": metaphone}
DRAWN = 4000
# One name as several languages and clerks write it; ours, not those of the nickname list alone.
SPELLINGS = {
    "Arabic": ["mohammed muhammad mohamed mohamad", "hussain hussein husayn", "yusuf yousef youssef", "fatima fatimah",
               "khalid khaled", "qasim kassim kasim", "abdelrahman abdulrahman abdurrahman", "aisha ayesha aysha",
               "haroon harun", "saeed said syed", "zainab zaynab", "jamal gamal", "omar umar", "taha tahha"],
    "South Asian": ["chowdhury choudhury chaudhry", "krishna krushna", "lakshmi laxmi", "vijay bijay", "sharma sarma",
                    "ganesh gunesh", "begum begam", "kaur kour", "rahman rehman", "siddiqui siddique"],
    "Polish": ["wojciech voitek", "krzysztof kristof", "katarzyna catharina", "szymon simon", "jakub jacub",
               "zofia sofia", "wiktoria viktoria victoria", "lukasz lukas", "tomasz thomas", "filip philip"],
    "Chinese": ["zhang chang cheung", "wang wong", "chen chan", "huang wong", "xu hsu", "zhou chou chow", "liu lau",
                "cai tsai choi", "zheng cheng", "qian chien", "guo kuo kwok", "jiang chiang"],
    "Yoruba": ["adeyemi adeyemo", "oluwaseun oluwasheun", "adewale adewole", "olaniyan olaniyon", "ayodele ayodelle",
               "shola sola", "bisola bishola", "temitope temitoppe"],
    "Welsh": ["rhys reece rees", "dafydd david", "owain owen", "gruffydd griffith griffiths", "ieuan ifan", "sian shan",
              "llewellyn llewelyn", "cerys kerys", "ffion fion"],
    "English": ["catherine katherine kathryn", "stephen steven", "geoffrey jeffrey", "philip phillip", "smith smyth",
                "sean shaun", "claire clare", "thompson thomson", "clark clarke", "reid reed", "macdonald mcdonald"],
}  # fmt: skip


def spellings_kept(code: Callable[[str], str]) -> dict[str, float]:
    """The share of pairs of spellings with one code, by origin."""
    return {
        origin: _share(code, (pair for line in lines for pair in combinations(line.split(), 2)))
        for origin, lines in SPELLINGS.items()
    }


def slips_kept(code: Callable[[str], str]) -> dict[str, float]:
    """The share of names that keep their code when mistyped, by origin."""
    return {origin.name: _share(code, _mistyped(origin.family)) for origin in origins()[:7]}


def crowd(code: Callable[[str], str]) -> float:
    """The share of pairs of people whose family names have one code: what a key lets in that does not belong."""
    rng = Random(3)
    names = [_plain(draw(rng, origins()[0].family)) for _ in range(DRAWN)]
    counts = Counter(map(code, names))
    return sum((count / DRAWN) ** 2 for count in counts.values())


def _mistyped(names: tuple[str, ...]) -> list[tuple[str, str]]:
    rng = Random(4)
    drawn = [_plain(draw(rng, names)) for _ in range(DRAWN // 4)]
    return [(name, _plain(typed(rng, name))) for name in drawn]


def _plain(name: str) -> str:
    return "".join(name_parts(name))


def _share(code: Callable[[str], str], pairs: Iterable[tuple[str, str]]) -> float:
    kept = [code(a) == code(b) for a, b in pairs]
    return sum(kept) / len(kept)
