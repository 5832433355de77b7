"""Referrals: one agency asks another to help a learner, or a council hands over who has moved."""
