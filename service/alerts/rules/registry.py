"""All rules there are, in the order in which they speak when two of a family are equally grave."""

from service.alerts.rules.r01_early_leaver import EARLY_LEAVER
from service.alerts.rules.r02_no_show import NO_SHOW
from service.alerts.rules.r03_no_offer import NO_OFFER
from service.alerts.rules.r04_activity_survey_gap import SURVEY_GAP
from service.alerts.rules.r05_not_known import UNKNOWN
from service.alerts.rules.r06_currency_expiring import CURRENCY_EXPIRING
from service.alerts.rules.r07_neet_new import NEET_NEW
from service.alerts.rules.r08_neet_no_contact import NEET_NO_CONTACT
from service.alerts.rules.r09_neet_long import NEET_LONG
from service.alerts.rules.r10_neet_churn import NEET_CHURN
from service.alerts.rules.r11_attendance_low import ATTENDANCE_LOW
from service.alerts.rules.r12_attendance_stopped import ATTENDANCE_STOPPED
from service.alerts.rules.r13_first_weeks import FIRST_WEEKS
from service.alerts.rules.r14_transition_risk import TRANSITION_RISK
from service.alerts.rules.r15_start_agreed import START_OVERDUE
from service.alerts.rules.r16_ending_no_next_step import ENDING_NO_NEXT_STEP
from service.alerts.rules.r17_place_at_risk import PLACE_AT_RISK
from service.alerts.rules.r18_job_without_training import JOB_WITHOUT_TRAINING
from service.alerts.rules.r19_sustain_check import SUSTAIN_CHECK
from service.alerts.rules.r20_custody_release import CUSTODY_RELEASE
from service.alerts.rules.r22_moved_area import MOVED_AREA
from service.alerts.rules.r23_referral import REFERRAL_NOT_PICKED_UP
from service.alerts.rules.r24_guarantee_clock import GUARANTEE_CLOCK
from service.alerts.rules.r25_contradiction import CONTRADICTION
from service.alerts.rules.r26_safeguarding import SAFEGUARDING
from service.alerts.rules.r27_age_handover import AGE_HANDOVER
from service.alerts.rules.r28_provider_silent import PROVIDER_SILENT
from service.alerts.rules.rule import Rule

LEARNER_RULES: tuple[Rule, ...] = (
    EARLY_LEAVER,
    NO_SHOW,
    NEET_NEW,
    UNKNOWN,
    SURVEY_GAP,
    ENDING_NO_NEXT_STEP,
    NO_OFFER,
    TRANSITION_RISK,
    CURRENCY_EXPIRING,
    NEET_NO_CONTACT,
    NEET_LONG,
    NEET_CHURN,
    ATTENDANCE_LOW,
    ATTENDANCE_STOPPED,
    FIRST_WEEKS,
    JOB_WITHOUT_TRAINING,
    START_OVERDUE,
    PLACE_AT_RISK,
    SUSTAIN_CHECK,
    CUSTODY_RELEASE,
    MOVED_AREA,
    REFERRAL_NOT_PICKED_UP,
    GUARANTEE_CLOCK,
    CONTRADICTION,
    AGE_HANDOVER,
)
PUPIL_RULES: tuple[Rule, ...] = tuple(each for each in LEARNER_RULES if each.for_pupils)
"""Those that look at pupils in year 11 too."""

RULES: tuple[Rule, ...] = tuple(
    sorted((*LEARNER_RULES, PROVIDER_SILENT, SAFEGUARDING), key=lambda rule: rule.id)
)
