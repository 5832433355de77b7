"""Two descriptions of a person side by side: what differs is read first."""

from dataclasses import dataclass

from service.learners.rows import Candidate, Claim
from service.vocabulary.day import say_day

SEXES = {"F": "Female", "M": "Male"}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field of two descriptions."""

    name: str
    field: str
    claimed: str
    registered: str

    @property
    def same(self) -> bool:
        """Whether the two say the same, or one says nothing."""
        return not self.claimed or not self.registered or self.claimed == self.registered


def differences(one: Claim | Candidate, other: Claim | Candidate) -> list[Difference]:
    """Compare field by field, differences first."""
    pairs = zip(_NAMES, fields(one), fields(other), strict=True)
    compared = [
        Difference(name=name, field=field, claimed=ours, registered=theirs)
        for name, (field, ours), (_, theirs) in pairs
    ]
    return sorted(compared, key=lambda difference: difference.same)


_NAMES = (
    "given_names",
    "family_name",
    "date_of_birth",
    "sex",
    "postcode",
    "uln",
    "upn",
    "ni_number",
    "email",
)


def fields(person: Claim | Candidate) -> list[tuple[str, str]]:
    """Say what is known of somebody, field by field. Other names are matched and never shown."""
    return [
        ("Given names", person.given_names),
        ("Family name", person.family_name),
        ("Date of birth", say_day(person.date_of_birth)),
        ("Sex", SEXES.get(person.sex or "", "")),
        ("Postcode", person.postcode or ""),
        ("ULN", person.uln or ""),
        ("UPN", person.upn or ""),
        ("National Insurance number", person.ni_number or ""),
        ("E-mail address", person.email or ""),
    ]
