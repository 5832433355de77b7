"""The pairs an engine proposes, weighed by the matcher: the one place where a pair's weight is made."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from service.learners.matching.fit import less_copies
from service.learners.matching.levels import compare
from service.learners.matching.model import Model
from service.learners.matching.normalise import Form
from service.learners.matching.rows import Comparison, Finding, probability_of
from service.learners.matching.sentences import sentence_on
from service.learners.matching.shares import Shares, shares_from
from service.learners.matching.weigh import bits_of, weigh
from service.linking.rows import Counts

RESULT = pa.schema(
    {
        "l": pa.int64(),
        "r": pa.int64(),
        "left_id": pa.string(),
        "right_id": pa.string(),
        "weight": pa.float64(),
        "probability": pa.float64(),
        "why": pa.string(),
    }
)
read_form = msgspec.msgpack.Decoder(Form).decode


class _Found(NamedTuple):
    left: int
    place: int
    bits: float
    comparison: Comparison


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """All that a pair is weighed with. Kept in a file, so that each process reads it once."""

    model: Model
    counts: Counts
    copies: float = 0.0
    line: float = 0.0
    best: bool = False


def write_scale(scale: Scale, path: Path) -> None:
    """Keep a scale for the processes that weigh by it."""
    path.write_bytes(msgspec.msgpack.encode(scale))


@lru_cache(maxsize=4)
def read_scale(path: str) -> tuple[Scale, Shares]:
    """Read a scale, and the shares its counts make."""
    return scale_from(Path(path).read_bytes())


def scale_from(written: bytes) -> tuple[Scale, Shares]:
    """Read a scale from its bytes."""
    scale = msgspec.msgpack.decode(written, type=Scale)
    return scale, shares_of(scale.counts)


def shares_of(counts: Counts) -> Shares:
    """Make shares of what was counted in the files."""
    return shares_from(counts.rows, given=counts.given, family=counts.family, others=counts.others)


def compared(given: tuple[Any, str]) -> list[Comparison]:
    """Compare the pairs of a table, in their order."""
    table, path = given
    _, shares = read_scale(path)
    return [compare(a, b, shares) for _, a, b in _forms(table)]


def weighed(given: tuple[Any, str]) -> pa.Table:
    """Weigh the pairs of a table and keep those from the line up, or each row's best of them."""
    table, path = given
    return weighed_by(table, *read_scale(path))


def weighed_by(table: Any, scale: Scale, shares: Shares) -> pa.Table:
    """Weigh the pairs of a table by a scale."""
    found = _at_line(table, scale, shares)
    kept = _best(found) if scale.best else list(found)
    rows = table.take(pa.array([each.place for each in kept], pa.int64()))
    columns = [rows.column(name) for name in ("l", "r", "left_id", "right_id")]
    return pa.table(
        [
            *columns,
            pa.array([each.bits for each in kept], pa.float64()),
            pa.array([probability_of(each.bits) for each in kept], pa.float64()),
            pa.array([_why(_levels(each.comparison), scale.model) for each in kept], pa.string()),
        ],
        schema=RESULT,
    )


def _levels(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    return tuple(finding[:2] for finding in comparison)


@lru_cache(maxsize=1 << 16)
def _why(levels: tuple[tuple[str, str], ...], model: Model) -> str:
    """The sentence, which the rarity of what is the same has no part in; most pairs compare as some before them did."""
    return sentence_on(weigh(tuple(Finding(*each) for each in levels), model))


def _at_line(table: Any, scale: Scale, shares: Shares) -> Iterator[_Found]:
    rows = max(scale.counts.rows, 1)
    for place, (left, a, b) in enumerate(_forms(table)):
        comparison = less_copies(compare(a, b, shares), copies=scale.copies, rows=rows)
        bits = bits_of(comparison, scale.model)
        if bits >= scale.line:
            yield _Found(left, place, bits, comparison)


def _best(found: Iterable[_Found]) -> list[_Found]:
    """The heaviest of each left row; of several as heavy the first, since none is better."""
    best: dict[int, _Found] = {}
    for each in found:
        if each.left not in best or each.bits > best[each.left].bits:
            best[each.left] = each
    return list(best.values())


def _forms(table: Any) -> Iterator[tuple[int, Form, Form]]:
    """Row by row; a left row's form is read once for all its pairs."""
    before, left = None, Form()
    lefts, mine, theirs = (table.column(name).to_pylist() for name in ("l", "left_form", "right_form"))
    for n, one, other in zip(lefts, mine, theirs, strict=True):
        if n != before:
            before, left = n, read_form(one)
        yield n, left, read_form(other)
