"""Two learners who are one person, joined; joined by mistake, parted again exactly as they were."""
