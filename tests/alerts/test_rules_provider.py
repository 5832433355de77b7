"""R28: a provider with learners that sends nothing."""

from datetime import date

import pytest

from service.alerts.rows import ProviderFacts
from service.alerts.rules import evaluate_provider


def on(text: str) -> date:
    return date.fromisoformat(text)


def silent_since(received: str | None, first: str = "2025-09-08", learners: int = 40) -> ProviderFacts:
    return ProviderFacts(
        live_learners=learners, last_received_on=on(received) if received else None, first_live_on=on(first)
    )


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        pytest.param(silent_since("2026-01-05"), "2026-02-09", None, id="35 days"),
        pytest.param(silent_since("2026-01-05"), "2026-02-10", "2026-02-17", id="36 days"),
        pytest.param(silent_since("2026-02-26"), "2026-04-02", None, id="35 days, clocks went forward"),
        pytest.param(silent_since("2026-02-26"), "2026-04-03", "2026-04-13", id="36 days, over Easter"),
        pytest.param(silent_since("2026-09-14"), "2026-09-28", None, id="10 working days in autumn"),
        pytest.param(silent_since("2026-09-14"), "2026-09-29", "2026-10-06", id="11 working days in autumn"),
        pytest.param(silent_since("2026-10-19"), "2026-11-02", None, id="10 working days, autumn ended"),
        pytest.param(silent_since("2026-10-19"), "2026-11-03", None, id="11 working days, but in November"),
        pytest.param(silent_since("2026-10-19"), "2026-11-24", "2026-12-01", id="36 days by November"),
        pytest.param(
            silent_since("2026-10-12"), "2026-11-05", "2026-11-03", id="silent in October stays silent"
        ),
        pytest.param(
            silent_since("2026-08-03"), "2026-08-31", None, id="working days do not count in August"
        ),
        pytest.param(silent_since("2026-08-03"), "2026-09-01", "2026-09-08", id="but from 1 September"),
        pytest.param(silent_since(None, "2026-01-05"), "2026-02-10", "2026-02-17", id="never sent anything"),
        pytest.param(silent_since("2026-01-05", learners=0), "2026-06-01", None, id="no learners there"),
    ],
)
def test_provider_silent_counts_days_and_in_autumn_working_days(facts, today, expected):
    findings = evaluate_provider(facts, today=on(today)).findings
    assert [each.deadline_on.isoformat() for each in findings] == ([expected] if expected else [])


@pytest.mark.parametrize("received", ["2026-01-05", "2026-07-13", "2026-08-03", "2026-09-14", "2026-10-19"])
def test_provider_silent_is_found_on_its_next_review_day_and_not_before(received):
    facts, first = silent_since(received), on(received)
    due = evaluate_provider(facts, today=first).next_review_on
    days = [date.fromordinal(day) for day in range(first.toordinal(), first.toordinal() + 60)]
    assert [day for day in days if evaluate_provider(facts, today=day).findings] == [
        d for d in days if d >= due
    ]
