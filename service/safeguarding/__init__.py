"""Safeguarding, out of band: a concern goes to the duty lead alone, the same day, and is on no list but theirs."""
