"""Is this claim about someone already registered? Pure: values in, one decision with its reasons out.

The operations still ask `simple_rule`; the weighing matcher beside it is called through `answer.decide_claim`.
"""

from service.learners.matching.simple_rule import RULE_VERSION, Decision, decide

__all__ = ["RULE_VERSION", "Decision", "decide"]
