"""Writes a believable ILR file of any size, by streaming.

`python -m tests.benchmarks.ilr_generator --megabytes 100 --seed 1 --out FILE`. Everybody in it is invented,
and the same seed gives the same file. About 40,000 learners make 100 MB: study programmes, T Levels,
apprentices, adults, leavers with reasons, accents, temporary ULNs, some under 16 and over 24.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.sax.saxutils import escape

from tests.benchmarks.linkage.names import draw, origins
from tests.benchmarks.linkage.people import WEIGHTS

TEMPORARY_ULN = "9999999999"
LAST_YEAR_WITH_DESTINATIONS = 2023  # the year that begins in 2023; DfE took the entity out from 2024-25

# fmt: off
OUTCODES = [
    "CM1", "CM2", "CM7", "CM9", "CM20", "CO1", "CO4", "CO15", "SS0", "SS1", "SS9", "SS14", "RM16",
    "RM17", "IG10", "CB10", "EN9",
]
STREETS = [
    "High Street", "Mill Lane", "Church Road", "Station Road", "The Causeway", "Abbey Fields",
    "Quay Street",
]
TOWNS = [
    "Chelmsford", "Colchester", "Basildon", "Southend-on-Sea", "Harlow", "Clacton-on-Sea", "Grays",
    "Braintree",
]
WITHDRAWALS = [
    "2", "3", "40", "41", "44", "44", "44", "46", "47", "97", "97", "98",
]
MOVES_AND_LOSSES = [
    ("EDU", 4), ("EDU", 2), ("EDU", 6), ("EMP", 1), ("EMP", 2), ("NPE", 1), ("NPE", 2), ("OTH", 4),
]
# fmt: on
INCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


class Collection(NamedTuple):
    """What the whole file shares."""

    year: int  # the calendar year the collection year begins in
    ukprn: str
    prepared_on: date

    @property
    def code(self) -> str:
        """ "2526" for 2025-26."""
        return f"{self.year % 100:02d}{(self.year + 1) % 100:02d}"

    @property
    def namespace(self) -> str:
        """As the year's schema names it."""
        agency = "SFA" if self.year < 2018 else "ESFA"
        return f"{agency}/ILR/{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def file_name(self) -> str:
        """As the ILR specification wants files named."""
        return f"ILR-{self.ukprn}-{self.code}-{self.prepared_on:%Y%m%d}-094500-01.xml"


class Course(NamedTuple):
    """One way of learning, as the aims of one learner."""

    weight: int
    ages: tuple[int, int]  # at the start of the year, both inclusive
    aims: Callable[[random.Random, Collection], list[dict[str, str]]]


def collection(
    *, year_code: str = "2526", ukprn: str = "10099999", prepared_on: date | None = None
) -> Collection:
    """The shared facts; a file is prepared on 6 November of its year unless another day is given."""
    year = 2000 + int(year_code[:2])
    return Collection(year, ukprn, prepared_on or date(year, 11, 6))


def uln(rng: random.Random) -> str:
    """A number with a right check digit (DfE, ULN validation v3): nobody's as far as we know."""
    while True:
        nine = str(rng.randrange(100_000_000, 1_000_000_000))
        remainder = (
            sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        )
        if remainder:
            return f"{nine}{10 - remainder}"


def learner(rng: random.Random, number: int, shared: Collection) -> tuple[str, str]:
    """One Learner element, and the LearnerDestinationandProgression that follows all learners ('' mostly)."""
    course = rng.choices(COURSES, weights=[each.weight for each in COURSES])[0]
    reference, its_uln = f"G{number:08d}", TEMPORARY_ULN if rng.random() < 0.02 else uln(rng)
    aims = course.aims(rng, shared)
    element = (
        f"  <Learner>\n    <LearnRefNumber>{reference}</LearnRefNumber>\n    <ULN>{its_uln}</ULN>\n"
        f"{_person(rng, shared, course)}"
        f"{''.join(_aim(each, place, rng) for place, each in enumerate(aims, start=1))}  </Learner>\n"
    )
    left = shared.year <= LAST_YEAR_WITH_DESTINATIONS and aims[0]["CompStatus"] in "23"
    return element, _destination(rng, reference, its_uln, aims[0]["LearnActEndDate"]) if left else ""


def _person(rng: random.Random, shared: Collection, course: Course) -> str:
    girl, postcode = rng.random() < 0.5, _postcode(rng)
    years, names = rng.randint(*course.ages), rng.choices(origins(), weights=list(WEIGHTS.values()))[0]
    born_on = date(shared.year, 8, 31) - timedelta(days=rng.randrange(365) + int(365.25 * years))
    fields = {
        "FamilyName": draw(rng, names.family), "GivenNames": draw(rng, names.given["F" if girl else "M"]),
        "DateOfBirth": born_on.isoformat(), "Ethnicity": rng.choice(("31", "34", "39", "44", "99")),
        "Sex": "F" if girl else "M", "LLDDHealthProb": rng.choice(("1", "2", "2", "2", "9")),
        "PlanLearnHours": str(rng.randrange(100, 700)), "PlanEEPHours": str(rng.randrange(0, 120)),
        "MathGrade": str(rng.randint(1, 9)), "EngGrade": str(rng.randint(1, 9)),
        "PostcodePrior": postcode, "Postcode": postcode,
        "AddLine1": f"{rng.randrange(1, 240)} {rng.choice(STREETS)}", "AddLine2": rng.choice(TOWNS),
    }  # fmt: skip
    employment = _group(
        "LearnerEmploymentStatus", {"EmpStat": "11", "DateEmpStatApp": f"{shared.year}-08-20"}
    )
    fam = _group("LearnerFAM", {"LearnFAMType": "EHC", "LearnFAMCode": "1"}) if rng.random() < 0.06 else ""
    return _lines(fields, indent=4) + fam + employment


def _postcode(rng: random.Random) -> str:
    incode = f"{rng.randrange(10)}{rng.choice(INCODE_LETTERS)}{rng.choice(INCODE_LETTERS)}"
    return f"{rng.choice(OUTCODES)} {incode}" if rng.random() > 0.01 else "ZZ99 9ZZ"


def _lines(fields: dict[str, str], *, indent: int) -> str:
    space = " " * indent
    return "".join(f"{space}<{name}>{escape(text)}</{name}>\n" for name, text in fields.items())


def _group(name: str, fields: dict[str, str], *, indent: int = 4) -> str:
    space = " " * indent
    return f"{space}<{name}>\n{_lines(fields, indent=indent + 2)}{space}</{name}>\n"


def _aim(fields: dict[str, str], place: int, rng: random.Random) -> str:
    """A LearningDelivery in the order of the schema."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name, text in fields.items():
        (
            after
            if name in {"CompStatus", "LearnActEndDate", "WithdrawReason", "Outcome", "AchDate"}
            else before
        )[name] = text
    numbered = {
        "LearnAimRef": before.pop("LearnAimRef"),
        "AimType": before.pop("AimType"),
        "AimSeqNumber": str(place),
    }
    body = _lines(numbered | before | {"DelLocPostCode": _postcode(rng)} | after, indent=6)
    fam = _group("LearningDeliveryFAM", {"LearnDelFAMType": "SOF", "LearnDelFAMCode": "107"}, indent=6)
    monitoring = _group(
        "ProviderSpecDeliveryMonitoring",
        {"ProvSpecDelMonOccur": "A", "ProvSpecDelMon": f"GRP{rng.randrange(9999):04d}"},
        indent=6,
    )
    return f"    <LearningDelivery>\n{body}{fam}{monitoring}    </LearningDelivery>\n"


def _standing(rng: random.Random, started_on: date, shared: Collection) -> dict[str, str]:
    """How the learner stands: most go on, some have left, finished or paused."""
    roll = rng.random()
    if roll < 0.82 or started_on >= shared.prepared_on:
        return {"CompStatus": "1"}
    ended_on = started_on + timedelta(days=rng.randrange(1, max(2, (shared.prepared_on - started_on).days)))
    end = {"LearnActEndDate": ended_on.isoformat()}
    if roll < 0.90:
        return {"CompStatus": "3", **end, "WithdrawReason": rng.choice(WITHDRAWALS), "Outcome": "3"}
    if roll < 0.97:
        return {"CompStatus": "2", **end, "Outcome": rng.choice(("1", "1", "1", "2", "8"))}
    return {"CompStatus": "6", **end, "Outcome": "3"}


def _dates(
    rng: random.Random, shared: Collection, *, days: int, years_back: int = 0
) -> tuple[date, dict[str, str]]:
    started_on = date(shared.year - rng.randint(0, years_back), 9, rng.randint(1, 20))
    planned_on = started_on + timedelta(days=days)
    return started_on, {"LearnStartDate": started_on.isoformat(), "LearnPlanEndDate": planned_on.isoformat()}


def _study_programme(rng: random.Random, shared: Collection) -> list[dict[str, str]]:
    started_on, dates = _dates(rng, shared, days=rng.choice((300, 665)))
    standing = _standing(rng, started_on, shared)
    refs = rng.sample(range(60_000_000, 60_400_000), k=rng.randint(2, 3))
    types = ["5"] + ["4"] * (len(refs) - 1)
    return [
        {"LearnAimRef": str(ref), "AimType": aim_type, **dates, "FundModel": "25", **standing}
        for ref, aim_type in zip(refs, types, strict=True)
    ]


def _t_level(rng: random.Random, shared: Collection) -> list[dict[str, str]]:
    started_on, dates = _dates(rng, shared, days=665, years_back=1)
    common = {**dates, "FundModel": "25", "ProgType": "31"}
    standing = _standing(rng, started_on, shared)
    core = {"LearnAimRef": "61001234", "AimType": "5", **common, **standing}
    return [{"LearnAimRef": "ZPROG001", "AimType": "1", **common, **standing}, core]


def _apprenticeship(rng: random.Random, shared: Collection) -> list[dict[str, str]]:
    started_on, dates = _dates(rng, shared, days=rng.choice((380, 550, 730)), years_back=1)
    common = {**dates, "FundModel": "36", "ProgType": "25", "StdCode": str(rng.randrange(1, 800))}
    standing = _standing(rng, started_on, shared)
    english = {"LearnAimRef": "50093186", "AimType": "3", **common, **standing}
    return [
        {"LearnAimRef": "ZPROG001", "AimType": "1", **common, **standing},
        {"LearnAimRef": str(rng.randrange(60_000_000, 60_400_000)), "AimType": "3", **common, **standing},
        english,
    ]


def _adult(rng: random.Random, shared: Collection) -> list[dict[str, str]]:
    aims = []
    model = rng.choice(("38", "11", "99")) if shared.year >= 2024 else rng.choice(("35", "10", "99"))
    for _ in range(rng.randint(1, 3)):
        started_on, dates = _dates(rng, shared, days=rng.choice((60, 120, 250)))
        ref = str(rng.randrange(60_000_000, 60_400_000))
        standing = _standing(rng, started_on, shared)
        aims.append({"LearnAimRef": ref, "AimType": "4", **dates, "FundModel": model, **standing})
    return aims


def _bootcamp(rng: random.Random, shared: Collection) -> list[dict[str, str]]:
    started_on, dates = _dates(rng, shared, days=90)
    common = {**dates, "FundModel": "37", "ProgType": "32"}
    return [{"LearnAimRef": "ZPROG001", "AimType": "1", **common, **_standing(rng, started_on, shared)}]


COURSES = (
    Course(50, (16, 18), _study_programme),
    Course(8, (16, 17), _t_level),
    Course(18, (16, 24), _apprenticeship),
    Course(20, (19, 45), _adult),
    Course(2, (19, 30), _bootcamp),
    Course(2, (14, 15), _study_programme),
)


def _destination(rng: random.Random, reference: str, its_uln: str, left_on: str) -> str:
    kind, code = rng.choice(MOVES_AND_LOSSES)
    outcome = _group(
        "DPOutcome",
        {"OutType": kind, "OutCode": str(code), "OutStartDate": left_on, "OutCollDate": left_on},
    )
    keys = _lines({"LearnRefNumber": reference, "ULN": its_uln}, indent=4)
    return f"  <LearnerDestinationandProgression>\n{keys}{outcome}  </LearnerDestinationandProgression>\n"


def _opening(shared: Collection) -> str:
    prepared = shared.prepared_on.isoformat()
    details = _lines({"Collection": "ILR", "Year": shared.code, "FilePreparationDate": prepared}, indent=6)
    source = {"ProtectiveMarking": "OFFICIAL-SENSITIVE-Personal", "UKPRN": shared.ukprn, "SerialNo": "01"}
    source["DateTime"] = f"{prepared}T09:45:00"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Message xmlns="{shared.namespace}">\n  <Header>\n'
        f"    <CollectionDetails>\n{details}    </CollectionDetails>\n"
        f"{_group('Source', source)}  </Header>\n"
        f"  <LearningProvider>\n    <UKPRN>{shared.ukprn}</UKPRN>\n  </LearningProvider>\n"
    )


def chunks(*, size: int, seed: int, shared: Collection) -> Iterator[bytes]:
    """The file in pieces of about 100 KB; it ends within a few KB beyond `size` bytes."""
    rng = random.Random(seed)
    piece, destinations, written, number = [_opening(shared)], [], 0, 0
    while written < size:
        number += 1
        element, destination = learner(rng, number, shared)
        piece.append(element)
        written += len(element) + len(destination)
        destinations.append(destination)
        if number % 50 == 0:
            yield "".join(piece).encode()
            piece = []
    yield "".join([*piece, *destinations, "</Message>\n"]).encode()


def write_ilr(out: BinaryIO, *, size: int, seed: int, shared: Collection) -> None:
    """Write the whole file of about `size` bytes."""
    for chunk in chunks(size=size, seed=seed, shared=shared):
        out.write(chunk)


def main() -> None:
    """Read the arguments and write the file; in a folder it gets the name the specification wants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--year", default="2526", help="2526 for 2025-26; years to 2324 have destinations")
    parser.add_argument("--ukprn", default="10099999")
    parser.add_argument("--prepared-on", type=date.fromisoformat, default=None)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    shared = collection(year_code=chosen.year, ukprn=chosen.ukprn, prepared_on=chosen.prepared_on)
    path = chosen.out / shared.file_name if chosen.out.is_dir() else chosen.out
    with path.open("wb") as out:
        write_ilr(out, size=int(chosen.megabytes * 1_000_000), seed=chosen.seed, shared=shared)


if __name__ == "__main__":
    main()
