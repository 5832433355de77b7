"""The one door to learner data: which learners an actor may see, and why."""
