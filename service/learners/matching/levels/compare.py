"""Two descriptions of a person, compared in every field both have."""

from collections.abc import Iterator

from service.learners.matching.levels.dates import birth_finding
from service.learners.matching.levels.names import name_findings
from service.learners.matching.levels.numbers import (
    email_finding,
    identifier_findings,
    other_findings,
    phone_finding,
)
from service.learners.matching.levels.places import address_finding, postcode_finding
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Comparison, Finding
from service.learners.matching.shares import Shares

SEX = "sex"


def compare(a: Form, b: Form, shares: Shares) -> Comparison:
    """Say how two people compare. The order of the two makes no difference."""
    return (*name_findings(a, b, shares), *_facts(a, b), *_contacts(a, b), *other_findings(a, b, shares))


def _facts(a: Form, b: Form) -> Iterator[Finding]:
    if a.born and b.born and (born := birth_finding(a.born, b.born)):
        yield born
    if a.sex and b.sex:
        yield Finding(SEX, "equal" if a.sex == b.sex else "different")
    yield from identifier_findings(a, b)


def _contacts(a: Form, b: Form) -> Iterator[Finding]:
    if a.postcode and b.postcode:
        yield postcode_finding(a.postcode, b.postcode)
    if a.address and b.address:
        yield address_finding(a.address, b.address)
    if a.email and b.email:
        yield email_finding(a.email, b.email)
    if a.phone and b.phone:
        yield phone_finding(a.phone, b.phone)
