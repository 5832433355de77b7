"""The conformance pack: claims, the registers they meet, and the answers expected. A reviewer of the model reads it.

`cases.json` is the whole of it, for any implementation and any deployment; here it is read and asked.
"""

from importlib.resources import files

import msgspec

from service.learners.matching.answer import decide_claim
from service.learners.matching.model import Model
from service.learners.matching.rows import Answered, Person, Registered
from service.learners.matching.shares import Shares
from service.learners.rows import Outcome


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer a case asks for; `never_said` are words the sentence must not hold."""

    outcome: Outcome
    key: str | None = None
    reason: str | None = None
    never_said: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim and the register it meets."""

    id: str
    because: str
    claim: Person
    register: tuple[Registered, ...]
    expect: Expected


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All cases, with the version of the model they were written for."""

    version: str
    about: str
    cases: tuple[Case, ...]


def pack_text() -> bytes:
    """The pack as it is downloaded."""
    return files(__package__).joinpath("cases.json").read_bytes()


def read_pack(text: bytes) -> Pack:
    """Read a pack. Raises `msgspec.ValidationError` for what is none."""
    return msgspec.json.decode(text, type=Pack)


def differences(case: Case, *, model: Model, shares: Shares) -> tuple[str, ...]:
    """Ask one case and say how the answer differs from what is expected; () where it does not."""
    answer = decide_claim(case.claim, case.register, model=model, shares=shares)
    return tuple(_differences(case.expect, answer))


def _differences(expected: Expected, answer: Answered) -> list[str]:
    said = answer.sentence.casefold()
    told = [
        ("outcome", expected.outcome, answer.outcome),
        ("learner", expected.key, answer.key),
        ("reason", expected.reason or answer.reason, answer.reason),
    ]
    wrong = [f"{what}: {got} instead of {asked}" for what, asked, got in told if asked != got]
    return wrong + [f"said: {word}" for word in expected.never_said if word.casefold() in said]
