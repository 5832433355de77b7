"""Match quality: counts by month, and what people decided by weight."""

from datetime import date, datetime, timedelta

import pytest

from service.kit.audit import By
from service.kit.database import Session
from service.learners import queries
from service.learners.operations import (
    Choice,
    decide_review,
    issue_indicator,
    labels_of,
    quality_of_matching,
)
from service.learners.operations.quality import band_of
from service.learners.queries import Decision
from service.learners.rows import Claim, Request
from tests.factories import make_council, make_provider
from tests.learners.matching.people import MODEL


async def test_quality_counts_a_councils_claims_and_decisions(
    session: Session, now: datetime, today: date
) -> None:
    council = await make_council(session, now=now)
    college = await make_provider(session, now=now, council=council)
    stranger = await make_provider(session, now=now)
    born = date(today.year - 17, 9, 25)
    for n, (agency, given) in enumerate([(college, "Zoë"), (college, "Tessa"), (stranger, "Wilfred")]):
        claim = Claim(given_names=given, family_name="Fenwright", date_of_birth=born, postcode="CM1 1AA")
        await issue_indicator(
            session,
            request=Request(client_claim_id=str(n), claim=claim),
            by=By(agency_id=agency.id),
            now=now,
            today=today,
        )
    (waiting,), _ = await queries.open_reviews(session, council.id, limit=5)
    await decide_review(
        session,
        review_id=waiting.id,
        choice=Choice(),
        by=By(agency_id=council.id),
        now=now + timedelta(days=3),
        today=today,
    )

    (label,) = await labels_of(session, MODEL, since=now)
    assert not label.same
    assert {"given", "family", "birth"} <= {finding.field for finding in label.comparison}

    found = await quality_of_matching(session, council_id=council.id, since=today.replace(day=1))

    (month,) = found.months
    assert (month.claims, month.sent, month.issued, month.decided) == (2, 1, 1, 1)
    assert month.median_days == pytest.approx(3)
    assert [(band.decided, band.same) for band in found.bands if band.decided] == [(1, 0)]


def test_band_of_counts_from_and_below() -> None:
    decided = [Decision(kind="claim", bits=bits, same=bits != 5.0) for bits in (4.9, 5.0, 9.9, 10.0)]
    band = band_of([*decided, Decision(kind="claim", bits=None, same=True)], 5.0, 10.0)
    assert (band.decided, band.same) == (2, 1)
    assert 0 < band.low < 0.5 < band.high < 1
