"""Where a request comes from."""

from service.settings import Settings
from service.web.visit import PageRequest


def client_of(request: PageRequest, settings: Settings) -> str:
    """Name where an attempt comes from; behind our own proxy, by the proxy's word."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings.trusted_proxy else ""
    nearest = forwarded.rpartition(",")[2].strip()
    return nearest or (request.client.host if request.client else "")
