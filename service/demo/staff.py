"""Who may sign in to the demo: one of each role, and more."""

import msgspec

from service.accounts.rows import Role
from service.demo.providers import APPRENTICES, COLLEGE, JOBCENTRE, SIXTH_FORM, TRAINER


class TownAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in to the demo. `agency` is its name."""

    email: str
    name: str
    role: Role
    agency: str


STAFF: tuple[tuple[str, str, str, Role], ...] = (
    ("college@demo.invalid", "Rosalind Achebe", COLLEGE, Role.PROVIDER_STAFF),
    ("sixthform@demo.invalid", "Gareth Pryor", SIXTH_FORM, Role.PROVIDER_STAFF),
    ("training@demo.invalid", "Beata Sowa", TRAINER, Role.PROVIDER_STAFF),
    ("apprenticeships@demo.invalid", "Desmond Lacey", APPRENTICES, Role.PROVIDER_STAFF),
    ("adviser@demo.invalid", "Nadia Farrow", "essex", Role.YOUTH_ADVISER),
    ("adviser2@demo.invalid", "Tom Whitaker", "essex", Role.YOUTH_ADVISER),
    ("lead@demo.invalid", "Priscilla Vaughan", "essex", Role.TEAM_LEAD),
    ("manager@demo.invalid", "Howard Nkemelu", "essex", Role.SERVICE_MANAGER),
    ("data@demo.invalid", "Imran Coleridge", "essex", Role.DATA_OFFICER),
    ("board@demo.invalid", "Margaret Osei", "essex", Role.BOARD_MEMBER),
    ("commissioner@demo.invalid", "Harriet Ogden", "essex", Role.COMMISSIONER),
    ("commissioner2@demo.invalid", "Yusuf Adeyemi", "essex", Role.COMMISSIONER),
    ("jobcentre@demo.invalid", "Callum Reyes", JOBCENTRE, Role.AGENCY_WORKER),
    ("admin@demo.invalid", "Owen Tillbrook", "essex", Role.ADMINISTRATOR),
)
"""Address, name, code of the agency, role."""
