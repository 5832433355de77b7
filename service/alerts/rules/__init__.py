"""The rules over a learner's facts, what they find, and what becomes of the alerts that are open."""

from service.alerts.rules.evaluate import evaluate, evaluate_provider
from service.alerts.rules.reconcile import reconcile
from service.alerts.rules.registry import LEARNER_RULES, RULES
from service.alerts.rules.rule import READ, Rule
from service.alerts.rules.score import TODAY_LIMIT, score, today_list
from service.alerts.rules.settings import SETTINGS, AlertSettings, settings_on

__all__ = [
    "LEARNER_RULES",
    "READ",
    "RULES",
    "SETTINGS",
    "TODAY_LIMIT",
    "AlertSettings",
    "Rule",
    "evaluate",
    "evaluate_provider",
    "reconcile",
    "score",
    "settings_on",
    "today_list",
]
