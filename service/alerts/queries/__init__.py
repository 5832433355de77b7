"""Statements about alerts, by what they are for."""

from service.alerts.queries.acting import (
    StepRow,
    acknowledge,
    acknowledge_all,
    add_steps,
    close,
    snooze,
    steps,
)
from service.alerts.queries.cards import (
    CardRow,
    Waiting,
    advisers_alerts,
    alert,
    alerts_of,
    learners_without_adviser,
    page_of_alerts,
    providers_alerts,
    providers_count,
)
from service.alerts.queries.figures import rule_figures
from service.alerts.queries.keeping import (
    add_alerts,
    climb,
    close_alerts,
    closed_lately,
    open_alerts,
    refresh_alerts,
)
from service.alerts.queries.providers import (
    ProviderRow,
    add_provider_alerts,
    close_provider_alert,
    open_provider_alerts,
    provider_rows,
)
from service.alerts.queries.team import (
    TeamCounts,
    Workload,
    climbed_alerts,
    team_counts,
    unowned_alerts,
    workload,
)

__all__ = [
    "CardRow",
    "ProviderRow",
    "StepRow",
    "TeamCounts",
    "Waiting",
    "Workload",
    "acknowledge",
    "acknowledge_all",
    "add_alerts",
    "add_provider_alerts",
    "add_steps",
    "advisers_alerts",
    "alert",
    "alerts_of",
    "climb",
    "climbed_alerts",
    "close",
    "close_alerts",
    "close_provider_alert",
    "closed_lately",
    "learners_without_adviser",
    "open_alerts",
    "open_provider_alerts",
    "page_of_alerts",
    "provider_rows",
    "providers_alerts",
    "providers_count",
    "refresh_alerts",
    "rule_figures",
    "snooze",
    "steps",
    "team_counts",
    "unowned_alerts",
    "workload",
]
