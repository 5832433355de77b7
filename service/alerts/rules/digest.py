"""What the daily message says: how much waits, and nothing about anybody.

SOURCE: practice reference sections 1.6 and 7: one digest at 08:00 on working days, no mail for each alert, no
personal data in mail.
"""

from typing import NamedTuple


class Digest(NamedTuple):
    """A message in words."""

    subject: str
    body: str


def digest(service: str, address: str, *, alerts: int, people: int, late: int, handed: int) -> Digest | None:
    """Write the message; None where nothing waits."""
    if not alerts:
        return None
    late_words = f", {late} of them late" if late else ""
    lines = [
        f"{_count(alerts, 'alert waits', 'alerts wait')} for you{late_words}. "
        f"They are about {_count(people, 'young person', 'young people')}.",
    ]
    if handed:
        lines.append(
            f"{_count(handed, 'alert was', 'alerts were')} handed to you because nobody acted in time."
        )
    lines += [
        "",
        f"See them: {address}/today",
        "",
        "This message says nothing about anybody, so that it can be read anywhere. It comes on working days on which "
        "something waits. Please do not answer it.",
    ]
    subject = f"{service}: {_count(alerts, 'alert waits', 'alerts wait')} for you{late_words}"
    return Digest(subject, "\n".join(lines))


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
