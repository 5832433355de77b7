"""A password that was handed over opens one page: the one where it is changed. Somebody else knows it."""

from litestar.response import Redirect

from service.web.guards import PUBLIC
from service.web.navigation import OWN_PASSWORD
from service.web.page import see_other
from service.web.visit import PageRequest

STILL_OPEN = {OWN_PASSWORD, "/account/stay-signed-in"}


def to_own_password(request: PageRequest) -> Redirect | None:
    """Send whoever still has a password from somebody else to change it; else nobody.

    It runs before every page's handler, behind its guard. What is public stays open, signing out among it.
    """
    actor = request.scope.get("user")
    if actor is None or not actor.password_to_change or request.url.path in STILL_OPEN:
        return None
    return None if PUBLIC in request.route_handler.resolve_guards() else see_other(OWN_PASSWORD)
