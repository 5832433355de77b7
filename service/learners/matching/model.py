"""The model: what each level says for and against one person, and where the lines are drawn. One versioned file.

`m` is how often people's own records compare so, `u` how often two strangers' do. A level with `share` has for `u`
the share of people with that very name, times it. A relation is another explanation of a likeness than "one person":
a twin, a brother or sister, a parent of the same name. It has its own frequencies, and how many of them a claim
may expect in the register.
"""

from collections.abc import Mapping
from importlib.resources import files

import msgspec

CURRENT = "2026-11"
OTHER, OWN = "other", "own"
LEAST = 1e-9


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One level of a field: how often it occurs for one person and between strangers, and its sentence."""

    m: float
    says: str
    u: float | None = None
    share: float | None = None

    def between_strangers(self, share: float | None) -> float:
        """How often strangers compare so; `share` is that of the value they have in common."""
        if self.share is None or share is None:
            return max(self.u or self.m, LEAST)
        return max(min(self.share * share, self.m), self.u or LEAST)


def kind(field: str) -> str:
    """The entry of the model that a field stands under: "other" for the further column "other:city"."""
    return field.partition(":")[0]


class Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People who are not one and yet alike: `expected` of them in the register for each claim.

    A field not named compares as between strangers; `"as one person"` as if it were one person; otherwise by level.
    """

    expected: float
    says: str
    fields: Mapping[str, Mapping[str, float] | str]

    def between(self, field: str, level: str, own: float) -> float | None:
        """How often two such people compare so in a field; `own` is how often one person's records do.

        None where they compare as strangers do.
        """
        told = self.fields.get(field)
        if told is None:
            return None
        return own if isinstance(told, str) else told.get(level)


class Prior(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many people the register holds, and what share of claims are about one of them."""

    population: float
    registered: float


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bits: found from `found` up if the next is at least `gap` behind, review from `review` up."""

    found: float
    gap: float
    review: float


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, eq=False):
    """Everything the weighing needs besides the shares of names. Two models are one only if they are one object."""

    version: str
    prior: Prior
    thresholds: Thresholds
    fields: Mapping[str, Mapping[str, Level]]
    relations: Mapping[str, Relation]

    def for_population(self, population: int) -> "Model":
        """The same model for a register of another size."""
        prior = Prior(population=float(population), registered=self.prior.registered)
        return msgspec.structs.replace(self, prior=prior)


def read_model(text: bytes) -> Model:
    """Read a model from JSON. Raises `msgspec.ValidationError` for what is no model."""
    return msgspec.json.decode(text, type=Model)


def shipped_model(version: str = CURRENT) -> Model:
    """Read a model of the package by its version."""
    return read_model(files(__package__).joinpath("models", f"{version}.json").read_bytes())
