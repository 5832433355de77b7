"""CSV that a spreadsheet opens as what it is: every cell that would run as a formula gets an apostrophe before it.

SOURCE: OWASP ASVS 5.0, 1.2.10. Reading our own file back, drop that one apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0")


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as CSV (RFC 4180, UTF-8 with its mark, so that Excel reads accents)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def safe_cell(cell: object) -> object:
    """Defuse a text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return "'" + cell
    return cell
