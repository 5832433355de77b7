"""All rules there are, in the order in which they speak when two of a family are equally grave."""

from service.alerts.rules.r01_early_leaver import EARLY_LEAVER
from service.alerts.rules.r02_no_show import NO_SHOW
from service.alerts.rules.r05_not_known import UNKNOWN
from service.alerts.rules.r06_currency_expiring import CURRENCY_EXPIRING
from service.alerts.rules.r07_neet_new import NEET_NEW
from service.alerts.rules.r16_ending_no_next_step import ENDING_NO_NEXT_STEP
from service.alerts.rules.r28_provider_silent import PROVIDER_SILENT
from service.alerts.rules.rule import Rule

LEARNER_RULES: tuple[Rule, ...] = (
    EARLY_LEAVER,
    NO_SHOW,
    NEET_NEW,
    UNKNOWN,
    ENDING_NO_NEXT_STEP,
    CURRENCY_EXPIRING,
)
RULES: tuple[Rule, ...] = tuple(sorted((*LEARNER_RULES, PROVIDER_SILENT), key=lambda rule: rule.id))
