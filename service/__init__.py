"""Youth skills pathway: one indicator, one pathway and one safety net for every 16-24 year-old."""
