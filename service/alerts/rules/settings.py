"""The numbers of the rules, as data: one dated, numbered table for each time the council changes them.

SOURCE: our own policy unless a comment says otherwise, set between the contact and tracing standards English
councils have published; none of the numbers is law. Section 13 of the Education and Skills Act 2008 asks for
notice of leavers without naming a number of days.
"""

from datetime import date

import msgspec

from service.vocabulary.day import YearDay


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One table. `_days` are days, `_working_days` working days in England, `_age` years."""

    version: int
    in_force_from: date

    watched_from_academic_age: int = 16  # from 1 September after compulsory school age
    watched_until_age: int = 25  # up to the day before that birthday

    follows_within_days: int = 14  # R01, R05: what starts so soon after an end has followed it
    stays_early_leaver_for_days: int = 182  # R01, R02: afterwards it is R05's or R07's
    leaver_contact_under_18_working_days: int = 2
    leaver_contact_working_days: int = 5

    no_show_after_working_days: int = 5
    no_show_deadline_working_days: int = 3
    start_may_be_early_by_days: int = 28  # R02: what began so long before the agreed start is the start

    # R03: the days the September Guarantee is looked at, the last of its reports, and when schools are on holiday
    no_offer_on: tuple[YearDay, YearDay, YearDay] = (YearDay(31, 5), YearDay(31, 7), YearDay(30, 9))
    no_offer_working_days: tuple[int, int, int] = (20, 10, 5)
    no_offer_advisers_from: YearDay = YearDay(1, 7)
    no_offer_until: YearDay = YearDay(31, 10)
    # INFERRED, as no public list says what the codes mean: 15x are reasons for no offer, 140 is left out for doubt
    guarantee_offers: tuple[str, ...] = ("110", "114", "115", "120", "122", "123", "124")

    survey_gap_from: YearDay = YearDay(1, 10)  # R04
    survey_on: YearDay = YearDay(1, 11)  # the day the Annual Activity Survey asks about
    survey_return_on: YearDay = YearDay(31, 1)

    not_known_deadline_working_days: int = 20
    not_known_high_after_days: int = 28
    waits_for_agreed_start_days: int = 92  # R05: an accepted start so soon after the end is awaited

    currency_warning_days: int = 14

    neet_first_contact_working_days: int = 5
    neet_plan_working_days: int = 20

    neet_spoken_close_working_days: int = 20  # R08: the vulnerable, and those under 18
    neet_spoken_working_days: int = 30
    neet_silent_high_days: int = 60
    neet_silent_critical_days: int = 120  # from the day after
    neet_silent_deadline_working_days: int = 5

    neet_long_weeks: int = 13
    neet_longer_weeks: int = 26
    neet_longest_weeks: int = 52
    case_review_working_days: int = 10  # R09, R10

    churn_days: int = 365
    churn_entries: int = 2
    churn_short_spells: int = 3
    churn_short_weeks: int = 13  # shorter than that

    attendance_weeks: int = 4  # teaching weeks
    attendance_low: float = 0.85
    attendance_very_low: float = 0.70
    attendance_unauthorised_sessions: int = 6  # 16 hours; a session is half a school day
    attendance_well: float = 0.90
    attendance_well_weeks: int = 3
    attendance_heard_days: int = 35  # from the last week's Monday; afterwards nothing is concluded from it
    attendance_provider_working_days: int = 3
    away_sessions: int = 10
    away_new_sessions: int = 5
    first_weeks_days: int = 42

    job_without_training_working_days: int = 20

    transition_plan_on: YearDay = YearDay(31, 3)  # R14; how grave is the risk scheme's band
    transition_plan_working_days: int = 20

    start_overdue_working_days: int = 3
    start_far_away_days: int = 56
    start_far_away_working_days: int = 20

    check_in_days: tuple[int, int, int] = (10, 35, 60)  # R13: the first, the second, and when it is over
    check_in_working_days: int = 5

    break_days: int = 28  # R17: from the day after
    redundant_days: int = 84  # DfE: 12 weeks to find another employer
    place_at_risk_working_days: int = 2

    sustain_check_weeks: tuple[int, ...] = (4, 13, 26)
    re_entry_within_days: int = 182  # of being re-engaged: what begins so soon after it is followed up
    sustained_weeks: int = 13
    sustain_working_days: int = 5

    release_days: int = 42
    release_plan_working_days: int = 10

    handover_days: int = 90

    handover_sent_working_days: int = 5  # R22

    referral_answer_working_days: int = 5  # R23
    referral_appointment_working_days: int = 10
    referral_missed_times: int = 2
    referral_deadline_working_days: int = 2

    guarantee_under_18_working_days: int = 20  # R24, from the day of re-engaging
    guarantee_months: int = 4  # from 18. SOURCE: EU Council Recommendation on a Youth Guarantee (2013)
    guarantee_warning: float = 0.75

    contradiction_after_days: int = 14  # R25, of what overlaps: files of two providers meet in a move
    contradiction_working_days: int = 10

    ending_medium_days: int = 60
    ending_high_days: int = 14

    provider_silent_days: int = 35
    provider_silent_autumn_working_days: int = 10  # September and October
    provider_deadline_working_days: int = 5

    holds_no_action_working_days: int = 5  # the same evidence does not come back sooner
    holds_done_working_days: int = 20


SETTINGS = (AlertSettings(version=1, in_force_from=date(2010, 9, 1)),)
"""In order of `in_force_from`."""


def settings_on(day: date) -> AlertSettings:
    """The table in force on a day; the first one for days before it."""
    return next((each for each in reversed(SETTINGS) if each.in_force_from <= day), SETTINGS[0])


def next_settings_on(day: date) -> date | None:
    """The first day after this one on which another table comes into force."""
    return next((each.in_force_from for each in SETTINGS if each.in_force_from > day), None)
