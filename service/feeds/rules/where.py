"""Where a message may go: an address of the public internet, over HTTPS.

Source: OWASP ASVS 5.0, 1.3.6 (requests that a server makes); IANA's special-purpose registries, as Python's ipaddress
has them. A name may resolve to several addresses, and to others tomorrow: what is connected to is judged, then.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 500
_NAT64: Final = IPv6Network("64:ff9b::/96")


class UrlForbidden(ValueError):
    """No address a message may be sent to; the message says why."""


class AddressForbidden(OSError):
    """The name leads to an address that is not public."""


def checked_url(text: str, *, loopback: bool) -> str:
    """Read an endpoint's address as it is typed. `loopback`: trying out, when http on this machine is taken too.

    Raises `UrlForbidden`.
    """
    url = text.strip()
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        raise UrlForbidden("This is no address. It begins with https://.") from None
    if len(url) > LONGEST or not url.isascii() or any(mark.isspace() for mark in url):
        raise UrlForbidden(f"An address has no spaces or accents, and at most {LONGEST} characters.")
    if parts.scheme != "https" and not (loopback and parts.scheme == "http"):
        raise UrlForbidden("The address has to begin with https://.")
    if not parts.hostname or parts.username or parts.password or parts.fragment or port == 0:
        raise UrlForbidden("Write the address without a user, a password or a #.")
    if not loopback and _is_private_literal(parts.hostname):
        raise UrlForbidden("This address is not on the public internet.")
    return url


def _is_private_literal(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False  # a name: judged when it is connected to


def is_public(text: str) -> bool:
    """Whether an address is of the public internet, whatever it is wrapped in. Raises ValueError for no address."""
    address = _unwrapped(ip_address(text.partition("%")[0]))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside a mapped, 6to4, Teredo or NAT64 one."""
    if isinstance(address, IPv4Address):
        return address
    inside = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inside is None and address in _NAT64:
        inside = IPv4Address(int(address) & 0xFFFFFFFF)
    return inside or address
