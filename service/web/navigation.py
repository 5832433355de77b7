"""What each role finds in its navigation, and its first page: the next piece of work, never a menu."""

from service.accounts.rows import Actor, Role
from service.kit.frame import NavItem

_ADVISERS: tuple[tuple[str, str], ...] = (
    ("Today", "/today"),
    ("My caseload", "/caseload"),
    ("Re-engage", "/re-engage"),
    ("Referrals", "/referrals"),
    ("Find someone", "/find"),
    ("Alert rules", "/rules"),
    ("Notices", "/notices"),
)
_LEADS = (("Team", "/team"), *_ADVISERS, ("Safeguarding", "/safeguarding"))
_ENTRIES: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.PROVIDER_STAFF: (
        ("My learners", "/learners"),
        ("Files", "/files"),
        ("Alerts for us", "/our-alerts"),
        ("What we offer", "/provision"),
        ("Re-engage", "/re-engage"),
        ("Referrals", "/referrals"),
        ("Find someone", "/find"),
        ("Claims and statements", "/claims"),
        ("Corrections", "/corrections"),
        ("Notices", "/notices"),
    ),
    Role.YOUTH_ADVISER: _ADVISERS,
    Role.DATA_OFFICER: (
        ("Decisions", "/decisions"),
        ("Find someone", "/find"),
        ("Files", "/files"),
        ("Extracts", "/extracts"),
        ("NCCIS return", "/nccis"),
        ("Match quality", "/match-quality"),
        ("Providers", "/providers"),
        ("Skills", "/board/skills"),
        ("Priorities", "/board/priorities"),
        ("Opened records", "/openings"),
        ("Corrections", "/corrections"),
        ("Alert rules", "/rules"),
        ("Notices", "/notices"),
    ),
    Role.BOARD_MEMBER: (
        ("This month", "/board"),
        ("Places", "/board/places"),
        ("Pathways", "/board/pathways"),
        ("Providers", "/board/providers"),
        ("Measures", "/board/measures"),
        ("Skills", "/board/skills"),
        ("Priorities", "/board/priorities"),
        ("Pool and results", "/board/pool"),
    ),
    Role.TEAM_LEAD: _LEADS,
    Role.SERVICE_MANAGER: (*_LEADS, ("Statements", "/statements")),
    Role.AGENCY_WORKER: (("Re-engage someone", "/re-engage"), ("Referrals", "/referrals")),
    Role.COMMISSIONER: (
        ("Pool", "/pool"),
        ("What if", "/what-if"),
        ("Statements", "/statements"),
        ("Disputes", "/disputes"),
    ),
    Role.ADMINISTRATOR: (("People", "/people"), ("Who may open what", "/matrix"), ("Audit", "/audit")),
}

OWN_HOME = "/my-pathway"
_OWN = (
    ("My pathway", OWN_HOME),
    ("My card", "/my-pathway/card"),
    ("Who looked", "/my-pathway/who-looked"),
    ("What is held", "/my-pathway/held"),
)
OWN_PASSWORD = "/account/password"  # noqa: S105 - an address


def home_of(actor: Actor | None) -> str:
    """Name the first page of whoever is asking."""
    if actor is None or actor.role is None:
        return "/"
    if actor.password_to_change:
        return OWN_PASSWORD
    return _ENTRIES[actor.role][0][1]


def navigation_for(actor: Actor | None, path: str) -> tuple[NavItem, ...]:
    """List what the actor may open, marking where the page belongs."""
    if actor is None or actor.role is None or actor.password_to_change:
        return ()
    return _marked(_ENTRIES[actor.role], path)


def own_navigation(path: str) -> tuple[NavItem, ...]:
    """List what a young person finds of their own record, marking where the page belongs."""
    return _marked(_OWN, path)


def _marked(entries: tuple[tuple[str, str], ...], path: str) -> tuple[NavItem, ...]:
    longest = max(
        (href for _, href in entries if path == href or path.startswith(href + "/")), key=len, default=""
    )
    return tuple(NavItem(text=text, href=href, current=href == longest) for text, href in entries)
