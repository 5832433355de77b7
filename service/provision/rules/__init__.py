"""What an opportunity is in words and on the pathway, when somebody can start, and what a provider may enter."""

from service.provision.rules.starting import weekly_start
from service.provision.rules.words import ACTIVITY, KINDS, SUPPORTS, WORK, activity_of

__all__ = ["ACTIVITY", "KINDS", "SUPPORTS", "WORK", "activity_of", "weekly_start"]
