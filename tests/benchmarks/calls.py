"""The requests that are measured, as any system would send them. Everybody in them is invented."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from uuid import UUID

import msgspec

from tests.benchmarks.ilr_generator import OUTCODES, uln

SYLLABLES = (
    "bar",
    "cel",
    "dro",
    "fen",
    "gil",
    "hur",
    "jas",
    "kel",
    "lom",
    "mir",
    "nor",
    "pas",
    "ril",
    "sut",
    "tam",
    "wen",
)
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


class System(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's system: its token, and learners it may see with the version of each one's record."""

    token: str
    learners: tuple[tuple[UUID, str], ...]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request, before anybody has sent it."""

    method: str
    path: str
    token: str
    body: bytes = b""
    if_match: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it, the host aside."""
        headers = {"authorization": f"Bearer {self.token}"}
        if self.body:
            headers |= {"content-type": "application/json", "content-length": str(len(self.body))}
        return headers | ({"if-match": self.if_match} if self.if_match else {})

    def wire(self, host: str) -> bytes:
        """The request as HTTP/1.1 sends it."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def issuing(systems: Sequence[System], *, count: int, today: date, seed: int) -> Iterator[Call]:
    """Ask for the indicators of that many people nobody has heard of."""
    rng = random.Random(seed)
    for _, (token, _, _) in zip(range(count), cycle(_learners(systems)), strict=False):
        claim = {
            "request_id": str(UUID(int=rng.getrandbits(128), version=4)),
            "given_names": _word(rng, 2),
            "family_name": _word(rng, 4),
            "date_of_birth": str(today - timedelta(days=rng.randrange(16 * 366 + 30, 24 * 365))),
            "sex": rng.choice("FM"),
            "postcode": f"{rng.choice(OUTCODES)} {rng.randrange(10)}{rng.choice(LETTERS)}{rng.choice(LETTERS)}",
            "uln": uln(rng),
        }
        yield Call(method="POST", path="/api/v1/indicators", token=token, body=msgspec.json.encode(claim))


def recording(systems: Sequence[System], *, count: int, today: date) -> Iterator[Call]:
    """Tell of that many offers, each to another learner of the system that tells of it."""
    known = _learners(systems)
    if len(known) < count:
        raise ValueError(
            f"{count} different learners are needed and the systems have {len(known)}: take more people"
        )
    for n, (token, learner_id, etag) in enumerate(known[:count]):
        offer = {
            "key": f"offer-{n}",
            "kind": "offered",
            "occurred_on": str(today),
            "planned_start_on": str(today + timedelta(days=30)),
            "level": "3",
            "title": None,
            "detail": "Business administration",
        }
        yield Call(
            method="POST",
            path=f"/api/v1/learners/{learner_id}/milestones",
            token=token,
            body=msgspec.json.encode(offer),
            if_match=etag,
        )


def reading(systems: Sequence[System], *, count: int) -> Iterator[Call]:
    """Ask for that many timelines."""
    for _, (token, learner_id, _) in zip(range(count), cycle(_learners(systems)), strict=False):
        yield Call(method="GET", path=f"/api/v1/learners/{learner_id}/timeline", token=token)


def _learners(systems: Sequence[System]) -> list[tuple[str, UUID, str]]:
    """Every learner with its system's token and its version, shuffled: who has more learners sends more."""
    known = [(system.token, *learner) for system in systems for learner in system.learners]
    random.Random(1).shuffle(known)
    return known


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables)).capitalize()
