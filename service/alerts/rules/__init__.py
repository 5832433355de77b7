"""The rules over a learner's facts, what they find, and what becomes of the alerts that are open."""

from service.alerts.rules.clock import Clock, clock_of
from service.alerts.rules.digest import Digest, digest
from service.alerts.rules.escalation import OWN_FROM, SAID, climbed
from service.alerts.rules.evaluate import evaluate, evaluate_provider, find_concern
from service.alerts.rules.health import WEEKS, is_for_nothing
from service.alerts.rules.numbers import EVERYBODY, numbers_of
from service.alerts.rules.r21_vulnerable_uplift import UPLIFTED
from service.alerts.rules.reconcile import reconcile
from service.alerts.rules.registry import LEARNER_RULES, RULES
from service.alerts.rules.rule import READ, READ_OF_PUPILS, Rule
from service.alerts.rules.score import TODAY_LIMIT, by_person, score, today_list
from service.alerts.rules.settings import SETTINGS, AlertSettings, settings_on

__all__ = [
    "EVERYBODY",
    "LEARNER_RULES",
    "OWN_FROM",
    "READ",
    "READ_OF_PUPILS",
    "RULES",
    "SAID",
    "SETTINGS",
    "TODAY_LIMIT",
    "UPLIFTED",
    "WEEKS",
    "AlertSettings",
    "Clock",
    "Digest",
    "Rule",
    "by_person",
    "climbed",
    "clock_of",
    "digest",
    "evaluate",
    "evaluate_provider",
    "find_concern",
    "is_for_nothing",
    "numbers_of",
    "reconcile",
    "score",
    "settings_on",
    "today_list",
]
