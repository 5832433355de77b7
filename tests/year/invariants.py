"""What must be so at the end of every day, over everybody. Whatever is not raises `Violated`, and the year stops."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from service.alerts.rows import Rung
from service.alerts.rules import climbed
from service.vocabulary.working_day import is_working_day, working_days_before
from tests.year.closing import ending_of
from tests.year.looking import Evening
from tests.year.reasons import Reason, reason_of

Found = Iterator[tuple[UUID, str]]
ASKED = {"neet": "NEET", "not_known": "not known"}
"""The groups in which nobody may be without an alert, unless what is stored says why."""


class Violated(AssertionError):
    """Something that must always be so is not. It names the day, the invariant and the learner's key, and nobody."""

    def __init__(self, today: date, invariant: str, learner_id: object, why: str) -> None:
        super().__init__(f"{today}: {invariant}: {learner_id}: {why}")


def require_all(evening: Evening) -> Counter[tuple[str, Reason]]:
    """Check everything of one day; it gives what explains those NEET or not known. Raises `Violated`."""
    for invariant, broken in (
        ("everybody is watched, and nobody is overdue a look", _unwatched(evening)),
        ("no alert is open whose closing condition holds", _over(evening)),
        ("one open alert of a family at most", _twice(evening)),
        ("every alert is on a list that somebody reads", _unread(evening)),
        ("no alert is nobody's for longer than a working day", _nobodys(evening)),
        ("an alert knows who holds its learner", _held_otherwise(evening)),
        ("an alert stands on the rung of its days", _on_another_rung(evening)),
    ):
        for learner_id, why in broken:
            raise Violated(evening.today, invariant, learner_id, why)
    return explained(evening)


def explained(evening: Evening) -> Counter[tuple[str, Reason]]:
    """Count those NEET and those not known by reason. Raises `Violated` for whoever has neither an alert nor one."""
    reasons: Counter[tuple[str, Reason]] = Counter()
    for who in evening.everybody:
        group = who.activity_group
        if group in ASKED:
            reason = reason_of(who, evening)
            if reason is None:
                words = f"{who.activity} since {who.since_on}, last spoken with {who.spoken_on}"
                raise Violated(
                    evening.today, f"nobody is {ASKED[group]} without an alert or a reason", who.id, words
                )
            reasons[group, reason] += 1
    return reasons


def _unwatched(evening: Evening) -> Found:
    for who in evening.everybody:
        if who.activity is None:
            yield who.id, "never looked at"
        elif who.next_review_on is not None and who.next_review_on <= evening.today:
            yield who.id, f"was due on {who.next_review_on}"


def _over(evening: Evening) -> Found:
    everybody = {who.id: who for who in evening.everybody}
    for alert in evening.open:
        who = everybody.get(alert.learner_id)
        if who is None or alert.is_merged:
            yield alert.learner_id, f"{alert.rule}: the record was joined with another"
        elif reason := ending_of(alert, who, evening.today):
            yield alert.learner_id, f"{alert.rule} raised {alert.raised_on}: {reason}"


def _twice(evening: Evening) -> Found:
    counted = Counter((alert.learner_id, alert.family) for alert in evening.open)
    return ((learner_id, family) for (learner_id, family), count in counted.items() if count > 1)


def _unread(evening: Evening) -> Found:
    """It has a council, with access to the learner and a lead; and that is the council that answers for them."""
    council_of = {who.id: who.council_id for who in evening.everybody}
    for alert in evening.open:
        if alert.agency_id is None or not (alert.is_seen and alert.is_led):
            yield alert.learner_id, f"{alert.rule} is on no list"
        elif council_of.get(alert.learner_id) != alert.agency_id:
            yield alert.learner_id, f"{alert.rule} is on another council's list"


def _nobodys(evening: Evening) -> Found:
    """The lead has had a working day for it: today, or the last one before, offices being closed."""
    today = evening.today
    last_round = today if is_working_day(today) else working_days_before(today, 1)
    for alert in evening.open:
        since = max(alert.raised_on, evening.came_on.get(alert.learner_id, alert.raised_on))
        if alert.is_nobodys and since < last_round:
            yield alert.learner_id, f"{alert.rule} raised {alert.raised_on}"


def _held_otherwise(evening: Evening) -> Found:
    for alert in evening.open:
        if alert.holder_id != alert.held_by:
            yield alert.learner_id, f"{alert.rule} says {alert.holder_id}"


def _on_another_rung(evening: Evening) -> Found:
    """One that somebody sees to is on none; one that sleeps is on that of the day it fell asleep, or lower."""
    for alert in evening.open:
        due = climbed(alert.raised_for_on, alert.deadline_on, today=evening.today).rung
        wanted = Rung.IN_TIME if alert.status == "acknowledged" else due
        is_right = alert.rung <= due if alert.status == "snoozed" else alert.rung == wanted
        if not is_right:
            yield alert.learner_id, f"{alert.rule}, {alert.status}: on rung {alert.rung}, not {wanted}"
