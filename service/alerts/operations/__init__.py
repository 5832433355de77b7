"""What the safety net does, by verb: record and correct (and look), watch, act on an alert, watch providers."""

from service.alerts.operations.act import (
    AlertGone,
    AlertUnknown,
    acknowledge_alert,
    assign_learner,
    assign_learners,
    close_alert,
    log_contact,
    log_contacts,
    snooze_alert,
)
from service.alerts.operations.circumstances import correct_circumstance, record_circumstance
from service.alerts.operations.digests import send_digests
from service.alerts.operations.providers import watch_providers
from service.alerts.operations.record import (
    Happening,
    SpellMissing,
    correct,
    record,
    record_happening,
    undo,
)
from service.alerts.operations.referrals import (
    NotYours,
    move_learner,
    refer,
    referrals_of_agency,
    referrals_of_learner,
    require_referral,
    take_step,
)
from service.alerts.operations.watch import watch, watch_claimed, watch_due, watch_everybody
from service.pathways.operations import (
    CORRECTING,
    TAKING_BACK,
    Corrected,
    Correction,
    FactChanged,
    FactInvalid,
    FactUnknown,
    foresee_correction,
    require_own_fact,
)

__all__ = [
    "CORRECTING",
    "TAKING_BACK",
    "AlertGone",
    "AlertUnknown",
    "Corrected",
    "Correction",
    "FactChanged",
    "FactInvalid",
    "FactUnknown",
    "Happening",
    "NotYours",
    "SpellMissing",
    "acknowledge_alert",
    "assign_learner",
    "assign_learners",
    "close_alert",
    "correct",
    "correct_circumstance",
    "foresee_correction",
    "log_contact",
    "log_contacts",
    "move_learner",
    "record",
    "record_circumstance",
    "record_happening",
    "refer",
    "referrals_of_agency",
    "referrals_of_learner",
    "require_own_fact",
    "require_referral",
    "send_digests",
    "snooze_alert",
    "take_step",
    "undo",
    "watch",
    "watch_claimed",
    "watch_due",
    "watch_everybody",
    "watch_providers",
]
