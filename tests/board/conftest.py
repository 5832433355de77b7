"""The made town of `town.py`, for every test of the board."""

from tests.board.town import by, districts, month_on, settle

__all__ = ["by", "districts", "month_on", "settle"]
