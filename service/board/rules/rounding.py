"""From where on a count may be said, and how finely. SOURCE: SDC-1 rule 4."""

THRESHOLD = 10
ROUND_TO = 5


def rounded(count: int) -> int:
    """To the nearest 5, halves up; a whole number has no halves of 5, so 12 is 10 and 13 is 15."""
    return (count + ROUND_TO // 2) // ROUND_TO * ROUND_TO
