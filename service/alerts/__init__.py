"""The safety net: rules over a learner's facts, and the life of the alerts they raise."""
