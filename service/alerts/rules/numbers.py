"""The numbers of the rules in words, for the page that shows them: which rule reads which."""

from typing import Final, NamedTuple

from service.alerts.rules.settings import AlertSettings


class Number(NamedTuple):
    """A number of the table, the rules that read it, and what it says of them."""

    name: str
    rules: frozenset[str]
    words: str


def _number(name: str, rules: str, words: str) -> Number:
    return Number(name, frozenset(rules.split()), words)


EVERYBODY: Final = "all"
"""What no single rule reads: from when to when there are alerts, and how long a closed one stays away."""

NUMBERS: Final = (
    _number("watched_from_academic_age", EVERYBODY, "academic age from whose 1 September there are alerts"),
    _number("watched_until_age", f"{EVERYBODY} R27", "birthday at which alerts end"),
    _number("holds_no_action_working_days", EVERYBODY, 'working days a "no action needed" alert stays away'),
    _number("holds_done_working_days", EVERYBODY, "working days an alert that was seen to stays away"),
    _number("follows_within_days", "R01 R05 R19", "days within which what begins has followed an end"),
    _number("stays_early_leaver_for_days", "R01 R02 R19", "days after which it is over"),
    _number("leaver_contact_under_18_working_days", "R01", "working days to act, under 18"),
    _number("leaver_contact_working_days", "R01", "working days to act, from 18"),
    _number("no_show_after_working_days", "R02 R05 R15", "working days after the agreed day"),
    _number("no_show_deadline_working_days", "R02", "working days to act"),
    _number("start_may_be_early_by_days", "R02", "days a start may come before the agreed day"),
    _number("no_offer_on", "R03", "days on which it is Medium, High, Critical"),
    _number("no_offer_working_days", "R03", "working days to act from each"),
    _number("no_offer_advisers_from", "R03", "day from which it is the adviser's turn, not the school's"),
    _number("no_offer_until", "R03", "last day of it"),
    _number("guarantee_offers", "R03", "codes of the September Guarantee that say there is an offer"),
    _number("survey_gap_from", "R04", "day from which it is Medium"),
    _number("survey_on", "R04", "day the survey asks about, from which it is High"),
    _number("survey_return_on", "R04", "day of the return, before which to act"),
    _number("not_known_deadline_working_days", "R05", "working days to find out"),
    _number("not_known_high_after_days", "R05", "days until it is High, under 18"),
    _number("waits_for_agreed_start_days", "R05", "days an accepted start is waited for"),
    _number("currency_warning_days", "R06", "days before it lapses"),
    _number("neet_first_contact_working_days", "R07", "working days to a first contact"),
    _number("neet_plan_working_days", "R07", "working days to a plan"),
    _number(
        "neet_spoken_close_working_days", "R08", "working days without a conversation, vulnerable or under 18"
    ),
    _number("neet_spoken_working_days", "R08", "working days without a conversation"),
    _number("neet_silent_high_days", "R08", "days until it is High"),
    _number("neet_silent_critical_days", "R08", "days after which it is Critical"),
    _number("neet_silent_deadline_working_days", "R08", "working days to speak with them"),
    _number("neet_long_weeks", "R09", "weeks until it is Medium"),
    _number("neet_longer_weeks", "R09", "weeks until it is High"),
    _number("neet_longest_weeks", "R09", "weeks until it is Critical"),
    _number("case_review_working_days", "R09 R10", "working days to a case review"),
    _number("churn_days", "R10", "days that are looked at"),
    _number("churn_entries", "R10", "entries into NEET"),
    _number("churn_short_spells", "R10", "short courses or jobs"),
    _number("churn_short_weeks", "R10", "weeks under which one is short"),
    _number("attendance_weeks", "R11", "teaching weeks that are looked at"),
    _number("attendance_low", "R11", "share attended under which it is Medium"),
    _number("attendance_very_low", "R11", "share attended under which it is High"),
    _number(
        "attendance_unauthorised_sessions", "R11", "sessions missed without permission that make it High"
    ),
    _number("attendance_well", "R11", "share attended that closes it"),
    _number("attendance_well_weeks", "R11", "weeks running that close it"),
    _number("attendance_heard_days", "R11 R12", "days a last week is relied on"),
    _number("attendance_provider_working_days", "R11 R12", "working days of the provider"),
    _number("away_sessions", "R12", "sessions running not attended"),
    _number("away_new_sessions", "R12", "sessions running not attended, of the first weeks"),
    _number("first_weeks_days", "R12", "days that count as the first weeks"),
    _number("transition_plan_on", "R14", "day on which a plan has to be there"),
    _number("transition_plan_working_days", "R14", "working days to act"),
    _number("job_without_training_working_days", "R18", "working days to act"),
    _number("start_overdue_working_days", "R15", "working days to act once it has passed"),
    _number("start_far_away_days", "R15", "days from which a start is far away"),
    _number("start_far_away_working_days", "R15", "working days to act while it is far away"),
    _number("check_in_days", "R13", "days of a course: first check, second check, over"),
    _number("check_in_working_days", "R13", "working days of the provider"),
    _number("break_days", "R17", "days of a break after which it is at risk"),
    _number("redundant_days", "R17", "days to find another employer"),
    _number("place_at_risk_working_days", "R17", "working days to act"),
    _number("sustain_check_weeks", "R19", "weeks after which a job or a re-entry is to be confirmed"),
    _number(
        "re_entry_within_days", "R19", "days after re-engaging in which learning that begins is followed"
    ),
    _number("sustained_weeks", "R19", "weeks a job has to last"),
    _number("sustain_working_days", "R19", "working days to confirm"),
    _number("release_days", "R20", "days before the release"),
    _number("release_plan_working_days", "R20", "working days before it by which the plan stands"),
    _number("handover_sent_working_days", "R22", "working days to send the handover"),
    _number("referral_answer_working_days", "R23", "working days to an answer"),
    _number("referral_appointment_working_days", "R23", "working days to the offer of an appointment"),
    _number("referral_missed_times", "R23", "appointments not attended"),
    _number("referral_deadline_working_days", "R23", "working days to act"),
    _number("guarantee_under_18_working_days", "R24", "working days to a dated place, under 18"),
    _number("guarantee_months", "R24", "months to a dated place, from 18"),
    _number("guarantee_warning", "R24", "share of that time after which it warns"),
    _number("contradiction_after_days", "R25", "days two places may overlap"),
    _number("contradiction_working_days", "R25", "working days to settle it"),
    _number("handover_days", "R27", "days before the birthday"),
    _number("ending_medium_days", "R16", "days before the end"),
    _number("ending_high_days", "R16", "days before the end until it is High"),
    _number("provider_silent_days", "R28", "days without data"),
    _number("provider_silent_autumn_working_days", "R28", "working days without data, September and October"),
    _number("provider_deadline_working_days", "R28", "working days to act"),
)


def numbers_of(rule: str, settings: AlertSettings) -> list[tuple[str, str]]:
    """What a rule reads, in words, with its value today."""
    return [(each.words, _say(getattr(settings, each.name))) for each in NUMBERS if rule in each.rules]


def _say(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return f"{value:.0%}" if isinstance(value, float) else str(value)
