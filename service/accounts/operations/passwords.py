"""Hashing passwords: argon2id, in a thread, since one takes some 50 ms and the loop serves everybody."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.accounts.rules import password_problem, password_text
from service.kit.errors import Invalid

_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
"""SOURCE: OWASP Password Storage Cheat Sheet, argon2id (19 MiB, two passes, one lane)."""

NO_ACCOUNT = (
    "$argon2id$v=19$m=19456,t=2,p=1$Bp2c17PLqJztxha2Murxag$/nNUj94ZS24KWxXp66NmshxqQRTCrdc3/N6Tkss48zg"
)
"""The hash of what nobody knows. A password is held against it where there is no account, to take as long."""


async def hash_password(password: str) -> str:
    """Hash a password as it is kept."""
    return await asyncio.to_thread(_HASHER.hash, _bytes(password))


async def is_password(password: str, kept: str) -> bool:
    """Hold a password against what is kept; False also where what is kept is no hash."""
    return await asyncio.to_thread(_matches, password, kept)


def _matches(password: str, kept: str) -> bool:
    try:
        return _HASHER.verify(kept, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(kept: str) -> bool:
    """Say whether a hash was made with other figures than today's."""
    return _HASHER.check_needs_rehash(kept)


def require_good_password(password: str, *, email: str, service_name: str) -> None:
    """Raise `Invalid` for a password that is too short, too long or easy to guess."""
    problem = password_problem(password, email=email, service_name=service_name)
    if problem:
        raise Invalid(problem, field="password")


def _bytes(password: str) -> bytes:
    return password_text(password).encode("utf-8", "surrogatepass")
