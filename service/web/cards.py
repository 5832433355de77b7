"""One alert in the words an adviser reads: who, why, how long, whose turn, by when. Pages put it where they need it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from service.alerts.queries import CardRow, Ranked
from service.alerts.rows import AlertStatus, Evidence, Owner, Rung
from service.alerts.rules import score
from service.vocabulary.academic_year import age
from service.vocabulary.day import say_day, say_days_ago
from service.vocabulary.working_day import working_days_between
from service.web.about import NOTHING, About

_EVIDENCE, _WORDS = msgspec.json.Decoder(list[Evidence]), msgspec.json.Decoder(list[str])
_CLIMBED = {
    Rung.LEAD: "The team lead’s: nobody acted in twice its time",
    Rung.MANAGER: "The service manager’s: nobody acted in three times its time",
}


@dataclass(frozen=True, kw_only=True)
class AlertCard:
    """One alert in words, ready to be shown."""

    row: CardRow
    name: str
    age: int
    href: str
    learner_href: str
    severity: str
    evidence: list[Evidence]
    how_long: str
    last_contact: str
    whose_turn: str
    deadline: str
    alternatives: list[str]
    about: About


def alert_card(row: CardRow, today: date, account_id: UUID, about: About = NOTHING) -> AlertCard:
    """Put an alert into the words of practice §1.6: who, why, how long, whose turn, by when."""
    return AlertCard(
        row=row,
        name=f"{row.given_names} {row.family_name}",
        age=age(row.date_of_birth, on=today),
        href=f"/alerts/{row.id}",
        learner_href=f"/learners/{row.learner_id}",
        severity=row.severity.title(),
        evidence=_EVIDENCE.decode(row.evidence),
        how_long=f"Since {say_day(row.raised_for_on)} ({say_days_ago(row.raised_for_on, today=today)})",
        last_contact=_last_contact(row, today),
        whose_turn=_whose_turn(row, today, account_id),
        deadline=due_words(row, today),
        alternatives=_WORDS.decode(row.alternatives),
        about=about,
    )


def urgency(row: CardRow | Ranked, today: date, about: About = NOTHING) -> int:
    """Score how pressing an alert is (`alerts.rules.score`)."""
    is_seen_to = _is_seen_to(row)
    return score(
        row.severity,
        vulnerable=about.vulnerable,
        roni=about.risk.score if about.risk else 0,
        days_overdue=0 if is_seen_to else (today - row.deadline_on).days,
        under_18=age(row.date_of_birth, on=today) < 18,
        waiting=is_seen_to or _is_providers(row, today),
    )


def due_words(row: CardRow | Ranked, today: date) -> str:
    """Say by when to act; of what somebody is seeing to, that it is seen to."""
    return "Being seen to" if _is_seen_to(row) else deadline_words(row.deadline_on, today)


def deadline_words(deadline: date, today: date) -> str:
    """Say a deadline with the working days left, or how late it is."""
    if deadline < today:
        late = working_days_between(deadline, today)
        return f"Act by {say_day(deadline)}: {late} working {'day' if late == 1 else 'days'} late"
    left = working_days_between(today, deadline)
    return f"Act by {say_day(deadline)}, {left} working {'day' if left == 1 else 'days'} left"


def _last_contact(row: CardRow, today: date) -> str:
    tried = (
        f", tried {row.attempts} times since"
        if row.attempts > 1
        else ", tried once since"
        if row.attempts
        else ""
    )
    if row.last_contact_on is None:
        return f"No two-way contact yet{tried}"
    channel = (row.last_channel or "").replace("_", " ")
    return f"{say_day(row.last_contact_on)} by {channel} ({say_days_ago(row.last_contact_on, today=today)}){tried}"


def _is_seen_to(row: CardRow | Ranked) -> bool:
    """Whether somebody has taken it up, or has tried to reach them: its deadline is kept, or was missed."""
    return row.status == AlertStatus.ACKNOWLEDGED


def _is_providers(row: CardRow | Ranked, today: date) -> bool:
    """Whether it is a provider's turn: until its deadline, then the next owner's."""
    return row.owner == Owner.PROVIDER and row.deadline_on >= today


def _whose_turn(row: CardRow, today: date, account_id: UUID) -> str:
    if row.rung >= Rung.LEAD:
        return _CLIMBED[row.rung]
    if row.provider and _is_providers(row, today):
        return f"Waiting for {row.provider} since {say_day(row.raised_on)}"
    if row.held_by is None:
        turn = "Nobody's yet: assign it, or take it"
    else:
        turn = "Yours" if row.held_by == account_id else f"{row.holder}'s"
    silent = row.provider and row.owner == Owner.PROVIDER
    return f"{turn}. {row.provider} was asked and has not answered" if silent else turn
