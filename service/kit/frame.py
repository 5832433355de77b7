"""What surrounds a page: the layout's own context, apart from the page's."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup


@dataclass(frozen=True, kw_only=True, slots=True)
class NavItem:
    """One entry of the navigation. `current` marks the page, or the part of the service, being looked at."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The layout's context, given to every template as `frame`.

    `title` names the page; the layout adds the service's name and, where `failed`, "Error: " before it.
    `nonce` is this response's, `csrf_field` the ready hidden input. `banner` says once what just happened.
    A session ends after `idle_minutes` without a page; None where nobody is signed in. `live` is where the number of
    alerts that wait is pushed from; None for those for whom none do. `own`: a young person reads
    their own record.
    """

    service_name: str
    title: str
    nonce: str
    csrf_field: Markup
    now: datetime
    signed_in_as: str | None = None
    agency: str | None = None
    navigation: tuple[NavItem, ...] = ()
    banner: str | None = None
    failed: bool = False
    demo: bool = False
    phase: str | None = None
    idle_minutes: int | None = None
    home: str = "/"
    sign_out: str = "/sign-out"
    live: str | None = None
    own: bool = False
