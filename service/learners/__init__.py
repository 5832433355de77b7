"""The learner, the unique indicator, and deciding whether a claim is about someone already registered."""
