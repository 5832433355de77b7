"""Where names stand beside points so that none lies on another, or on what is written already. All in pixels."""

LETTER, LINE = 7.5, 17  # how wide a letter is, and how high a name
_AWAY = (17, -17, 34, -34, 51, -51)


class Names:
    """The names of a drawing so wide, placed one after the other."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._taken: list[tuple[float, float, float]] = []

    def take(self, x: float, y: float, words: str) -> None:
        """Note what stands centred on a place."""
        self._taken.append((x, y, _half(words)))

    def beside(self, x: float, y: float, words: str) -> tuple[float, float]:
        """How far from its point a name stands, to the right and down: below it, else above, else further off.

        At the sides it is moved inwards. Where no place is free it stands below.
        """
        half = _half(words)
        dx = max(0.0, half - x) - max(0.0, x + half - self._width)
        dy = next((away for away in _AWAY if self._is_free(x + dx, y + away, half)), _AWAY[0])
        self.take(x + dx, y + dy, words)
        return dx, dy

    def _is_free(self, x: float, y: float, half: float) -> bool:
        return all(
            abs(y - other) >= LINE or abs(x - at) >= half + theirs for at, other, theirs in self._taken
        )


def _half(words: str) -> float:
    return len(words) * LETTER / 2
