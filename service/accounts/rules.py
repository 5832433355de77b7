"""What makes a password, a code, an attempt, a session and a window good. Pure: the time is handed in."""

import hashlib
import hmac
import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

from pyotp import TOTP

from service.accounts.rows import TokenScope

IDLE_MINUTES = 30
IDLE = timedelta(minutes=IDLE_MINUTES)
ABSOLUTE = timedelta(hours=12)
"""Sessions end after 30 minutes unused and after 12 hours in any case. SOURCE: OWASP ASVS 5.0, 7.3.1
and 7.3.2 (time-outs by documented risk decision); the two figures are ours."""

SEEN_EVERY = timedelta(seconds=60)
"""A session is not written on every request, and so may end up to this much early."""

LONGEST_HOURS = int(ABSOLUTE / timedelta(hours=1))

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_EMAIL = 10
FAILURES_PER_CLIENT = 50
FAILURES_PER_CODE = 10
"""SOURCE: OWASP ASVS 5.0, 6.3.1; NCSC password guidance (throttle or lock after 5 to 10 attempts). An address
gets more because a whole college may stand behind one."""

SHORTEST, LONGEST = 12, 128
"""Characters of a password. SOURCE: Cyber Essentials (12 where it is all there is); OWASP ASVS 5.0, 6.2.1."""

TOTP_SECONDS = 30
TOKEN_PREFIX = "pwy_"  # noqa: S105 - the public beginning, by which scanners find a token left in somebody's code

OBVIOUS = (
    "administrator", "password", "passw0rd", "p4ssword", "manchester", "liverpool", "sunshine", "princess",
    "trustno1", "changeme", "tottenham", "superman", "computer", "starwars", "football", "baseball",
    "iloveyou", "internet", "michael", "charlie", "chelsea", "arsenal", "welcome", "letmein", "default",
    "england", "essex", "admin", "secret", "monkey", "dragon", "master", "shadow", "qwerty", "abc123",
    "winter", "summer", "spring", "autumn", "hello", "login", "guest", "love", "pass", "user", "test",
)  # fmt: skip
"""Words that lead the published lists of breached passwords (NCSC and Have I Been Pwned, 2019)."""

RUNS = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "0123456789" * 4,
    "9876543210" * 4,
    "112233445566778899",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()_+",
    '!"£$%^&*()_+',
)
LEFT_OVER = 6  # letters and digits beside the words anybody would try first
DISTINCT = 5
OWN_WORD = 4  # shorter pieces of an email address or a name are in too many passwords by chance

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
_CODE = re.compile(r"[0-9]{6}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def fold_email(text: str) -> str:
    """Write an email address as it is kept: no spaces around, lower case."""
    return text.strip().lower()


def is_email(folded: str) -> bool:
    """Say whether a folded text can be an email address (ASCII, at most 254 long)."""
    return len(folded) <= 254 and _EMAIL.fullmatch(folded) is not None


def password_problem(password: str, *, email: str, service_name: str) -> str | None:
    """Say what is wrong with a chosen password, or None.

    Length and guessability only: no composition rules. SOURCE: OWASP ASVS 5.0, 6.2.1 to 6.2.12; NCSC, "Three
    random words".
    """
    text = password_text(password)
    if len(text) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more. Three random words make a good one."
    if len(password) > LONGEST or len(text) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer."
    if is_obvious(text, own_words(email.partition("@")[0], service_name)):
        return "This password is easy to guess. Choose three random words, not about you or this service."
    return None


def password_text(password: str) -> str:
    """Write a password the one way it is hashed, however its accents were typed (NFKC).

    What is longer than any password may be is cut one character beyond that, so that it matches none.
    """
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def own_words(*texts: str) -> set[str]:
    """Name the words a guesser takes from these texts: each text whole, and its pieces."""
    pieces = {piece for text in texts for piece in (_plain(text), *re.split(r"[\W_]+", text.casefold()))}
    return {piece for piece in pieces if len(piece) >= OWN_WORD}


def is_obvious(text: str, own: Iterable[str]) -> bool:
    """Say whether a password is a run of keys, few characters repeated, or known words."""
    lower, plain = text.casefold(), _plain(text)
    if len(set(lower)) < DISTINCT or any(lower in run or (plain and plain in run) for run in RUNS):
        return True
    left = plain
    for word in sorted({*OBVIOUS, *own}, key=lambda word: (-len(word), word)):
        left = left.replace(word, "")
    return left != plain and len(left) < LEFT_OVER


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def token_hash(token: str) -> bytes:
    """Hash a token of 256 random bits as it is kept; so much chance needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def tried(secret: str, kind: str, what: str) -> bytes:
    """Make what an attempt is remembered by: keyed, so that the rows name nobody."""
    message = f"{kind}\x00{what}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), message, "sha256")


def client_network(address: str) -> str:
    """Name whose an address is: itself, or of IPv6 its /64, which is one customer's."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def seconds_until(at: datetime, *, now: datetime) -> int:
    """Count the whole seconds until `at`, at least one."""
    return max(1, ceil((at - now).total_seconds()))


def minutes_left(signed_in_at: datetime | None, *, now: datetime) -> int:
    """Count the whole minutes until a session that is used now ends if it is left alone."""
    in_any_case = ABSOLUTE if signed_in_at is None else signed_in_at + ABSOLUTE - now
    return max(0, min(IDLE, in_any_case) // timedelta(minutes=1))


def window_of(now: datetime, seconds: int) -> datetime:
    """Say when the fixed window of `seconds` that `now` falls into began."""
    return now - (now - EPOCH) % timedelta(seconds=seconds)


def totp_step(secret: str, code: str, *, last_step: int | None, now: datetime) -> int | None:
    """Say which step's code this is, or None. One step to either side counts, no used one.

    SOURCE: RFC 6238, 5.2 (one use, one step of delay); OWASP ASVS 5.0, 6.5.1 and 6.5.5.
    """
    typed = "".join(code.split())
    if not _CODE.fullmatch(typed):
        return None
    current = (now - EPOCH) // timedelta(seconds=TOTP_SECONDS)
    steps = (step for step in (current - 1, current, current + 1) if last_step is None or step > last_step)
    return max(_matching(TOTP(secret), typed, steps), default=None)


def _matching(totp: TOTP, typed: str, steps: Iterable[int]) -> Iterator[int]:
    for step in steps:
        if hmac.compare_digest(totp.generate_otp(step), typed):
            yield step


def totp_uri(secret: str, *, email: str, service_name: str) -> str:
    """Write what an authenticator reads from the picture."""
    return TOTP(secret, interval=TOTP_SECONDS).provisioning_uri(name=email, issuer_name=service_name)


def scopes_text(scopes: Iterable[TokenScope]) -> str:
    """Write scopes as they are kept."""
    return " ".join(sorted(set(scopes)))


def scopes_in(text: str) -> frozenset[TokenScope]:
    """Read scopes as they are kept; one that no longer exists opens nothing."""
    kept = text.split()
    return frozenset(scope for scope in TokenScope if scope in kept)
