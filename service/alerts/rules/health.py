"""Whether a rule does good: how much of what it raised was for nothing."""

from service.alerts.rows import RuleFigures

WEEKS = 8
MOST_FOR_NOTHING = 0.4
FEWEST = 10  # closed; of fewer nothing is concluded


def is_for_nothing(figures: RuleFigures) -> bool:
    """Whether more than 40 % of the alerts that ended in 8 weeks were closed as "no action needed".

    SOURCE: practice reference section 1.6: a rule with more than 40 % no action over 8 weeks is looked at again.
    """
    return figures.closed >= FEWEST and figures.no_action > MOST_FOR_NOTHING * figures.closed
