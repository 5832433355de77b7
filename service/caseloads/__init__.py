"""Which youth adviser holds which learner, and every contact made or tried."""
