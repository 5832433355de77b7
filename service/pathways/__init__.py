"""Spells and milestones of a learner, and what follows from them: current activity, group, stage, currency."""
