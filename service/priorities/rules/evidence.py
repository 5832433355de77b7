"""Evidence is chosen by a key that changes with a single character of what was shown."""

from datetime import date
from hashlib import sha256

from service.board.rows import say_month
from service.board.rules import SUMMARY
from service.priorities.rows import Evidence
from service.vocabulary.day import say_day


def key_of(evidence: Evidence) -> str:
    """The key a form sends for a sentence: nobody can choose one thing and have another recorded."""
    told = (
        f"{evidence.table}\n{evidence.month_on}\n{evidence.edition}\n{evidence.shown_on}\n{evidence.sentence}"
    )
    return sha256(told.encode()).hexdigest()[:32]


def evidence_words(table: str, month_on: date | None, edition: int | None, shown_on: date) -> str:
    """Where a sentence stood: "This month, October 2026, edition 1", "Table places-16-17, …", "Skills, on 3 November
    2026"."""
    if month_on is None:
        return f"Skills, on {say_day(shown_on)}"
    named = "This month" if table == SUMMARY else f"Table {table}"
    return f"{named}, {say_month(month_on)}, edition {edition}"
