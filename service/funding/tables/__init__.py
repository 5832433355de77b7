"""Rows of the pool, of declarations and of statements."""

from service.funding.tables.ledger import (
    DeclarationEventTable,
    DeclarationTable,
    DeclaringTable,
    DisputeTable,
    StatementLineTable,
    StatementTable,
)
from service.funding.tables.pool import (
    AllocationTable,
    ContributionTable,
    FundTable,
    FundYearTable,
    RampTable,
    ScenarioTable,
    TariffRateTable,
    TariffTable,
)

__all__ = [
    "AllocationTable",
    "ContributionTable",
    "DeclarationEventTable",
    "DeclarationTable",
    "DeclaringTable",
    "DisputeTable",
    "FundTable",
    "FundYearTable",
    "RampTable",
    "ScenarioTable",
    "StatementLineTable",
    "StatementTable",
    "TariffRateTable",
    "TariffTable",
]
