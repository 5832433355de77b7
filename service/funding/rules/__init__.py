"""What can be claimed, who is paid for it and how much: pure, each its own small module with a table of cases."""

from service.funding.rules.base import instalment
from service.funding.rules.claims import RETAINED_AFTER, claims_of
from service.funding.rules.clawback import taken_back
from service.funding.rules.courses import lineage
from service.funding.rules.eligibility import CLAIM_WITHIN, claim_until, refusal
from service.funding.rules.pricing import price, rates_of, splits, tariff_on
from service.funding.rules.ramp import faults_of, parted, share_in
from service.funding.rules.rivals import judge
from service.funding.rules.settling import Settled, event_of, settle
from service.funding.rules.shown import may_be_shown
from service.funding.rules.statement import ceilings, lines_of, tariffs_used
from service.funding.rules.what_if import Part, WhatIf, what_if
from service.funding.rules.words import (
    BANDS,
    EVIDENCE,
    LINES,
    OUTCOMES,
    REASONS,
    RIVALS,
    STATEMENTS,
    STATES,
    number_of,
)

__all__ = [
    "BANDS",
    "CLAIM_WITHIN",
    "EVIDENCE",
    "LINES",
    "OUTCOMES",
    "REASONS",
    "RETAINED_AFTER",
    "RIVALS",
    "STATEMENTS",
    "STATES",
    "Part",
    "Settled",
    "WhatIf",
    "ceilings",
    "claim_until",
    "claims_of",
    "event_of",
    "faults_of",
    "instalment",
    "judge",
    "lineage",
    "lines_of",
    "may_be_shown",
    "number_of",
    "parted",
    "price",
    "rates_of",
    "refusal",
    "settle",
    "share_in",
    "splits",
    "taken_back",
    "tariff_on",
    "tariffs_used",
    "what_if",
]
