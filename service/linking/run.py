"""One run: the model fitted, chunk after chunk of the left side weighed and kept, the pairs written."""

from collections.abc import Iterator
from time import monotonic

import msgspec
import pyarrow as pa
from pyarrow import parquet

from service.kit.processes import Pool
from service.learners.matching.model import Model, read_model, shipped_model
from service.linking.blocks import CROWD
from service.linking.closing import pairs_through_a_third, without
from service.linking.coarse import coarse_columns, settings_of
from service.linking.engines.engine import Engine, search_for
from service.linking.lines import line_for_one_answer
from service.linking.models import model_in
from service.linking.place import Place
from service.linking.rows import Asked, Counts, Layout, Linked, Side, Tell, Width
from service.linking.training import train
from service.linking.weighing import RESULT, Scale, shares_of, write_scale
from service.linking.writing import write_pairs

CHUNK = {Width.ALL: 2_000, Width.WIDE: 2_000, Width.NARROW: 50_000}
CHUNK_OF_BEST = 1_000_000
"""Reading through the right side costs the same for any chunk; a few candidates a row leave room for more rows. With
6.5 million on the right a chunk takes less than a minute and 5 GB."""
TOO_MANY = (
    "There were too many pairs to look for rows that a third row joins; only pairs by themselves are written."
)


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What a run begins with: what was asked, and the sides made ready. No `right`: a file with itself."""

    asked: Asked
    layout: Layout
    width: Width
    left: Side
    right: Side | None

    @property
    def others(self) -> Side:
        """Whom the left rows may be."""
        return self.right or self.left

    @property
    def counts(self) -> Counts:
        """What was counted on both sides together."""
        return added(self.left.counts, self.right.counts) if self.right else self.left.counts


class Run:
    """Everything that is at hand, and how far it is."""

    def __init__(self, ready: Ready, engine: Engine, place: Place, *, pool: Pool, tell: Tell) -> None:
        self._ready, self._engine, self._place = ready, engine, place
        self._pool, self._tell = pool, tell
        self._warnings: list[str] = []
        self._asked = ready.asked
        self._counts = ready.counts
        large = ready.asked.best and ready.width is Width.NARROW
        self._size = ready.asked.chunk or (CHUNK_OF_BEST if large else CHUNK[ready.width])
        self._chunks = -(-ready.left.rows // self._size)

    def linked(self) -> Linked:
        """Fit the model, weigh every chunk and write the pairs."""
        ready, asked, width = self._ready, self._asked, self._ready.width
        search = search_for(width, one_file=ready.right is None, best=asked.best, crowd=CROWD[width])
        self._engine.open(ready.left, ready.others, search)
        began = monotonic()
        scale = self._scale(self._model())
        training = monotonic() - began
        kept = self._weigh_chunks()
        pairs = write_pairs(self._results(scale), asked.out)
        return Linked(
            left_rows=ready.left.rows,
            right_rows=ready.right.rows if ready.right else None,
            pairs=pairs,
            line=round(scale.line, 2),
            expected=round(ready.left.rows * scale.model.prior.registered / (1 if ready.right else 2), 1),
            engine=asked.engine.value,
            width=width.value,
            columns=tuple(ready.layout.columns),
            not_used=ready.layout.not_used,
            warnings=tuple(self._warnings),
            chunks=self._chunks,
            chunks_kept=kept,
            seconds_training=round(training, 1),
            out=str(asked.out),
        )

    def _model(self) -> Model:
        """The model given, the one fitted before this run was interrupted, or one fitted now."""
        if self._asked.model is not None:
            return model_in(self._asked.model)
        fitted = self._place.chunks / "model.json"
        if fitted.exists():
            return read_model(fitted.read_bytes())
        start = shipped_model().for_population(self._ready.others.rows)
        path = self._place.chunks / "first.scale"
        write_scale(Scale(model=start, counts=self._counts), path)
        self._rank_by(start)
        self._tell("fitting the model to the files")
        trained = train(
            shipped_model(), self._engine, (self._ready.left, self._ready.right), scale=path, pool=self._pool
        )
        self._warnings.extend(trained.warnings)
        fitted.write_bytes(msgspec.json.encode(trained.model))
        return trained.model

    def _scale(self, model: Model) -> Scale:
        """What pairs are weighed by. The model is written beside the result, to be used again with --model."""
        asked, each = self._asked, model.prior.registered
        asked.out.with_suffix(".model.json").write_bytes(msgspec.json.format(msgspec.json.encode(model)))
        own = line_for_one_answer(min(each, 1.0), self._ready.left.rows) if asked.best else 0.0
        scale = Scale(
            model=model,
            counts=self._counts,
            copies=each if self._ready.right is None else 0.5,
            line=own if asked.threshold is None else asked.threshold,
            best=asked.best,
        )
        write_scale(scale, self._place.chunks / "scale")
        self._rank_by(model)
        return scale

    def _rank_by(self, model: Model) -> None:
        shares = shares_of(self._counts)
        columns = coarse_columns(self._ready.layout)
        self._engine.use(settings_of(model, shares, columns, dialect=self._engine.dialect))

    def _weigh_chunks(self) -> int:
        kept = sum(self._place.chunk(n).exists() for n in range(self._chunks))
        if kept:
            self._tell(f"going on where the last run stopped: {kept} of {self._chunks} chunks are done")
        began, done = monotonic(), 0
        for number in range(self._chunks):
            if not self._place.chunk(number).exists():
                self._weigh_chunk(number)
                first = number * self._size
                done += min(self._size, self._ready.left.rows - first)
                self._progress(number, done, monotonic() - began)
        return kept

    def _weigh_chunk(self, number: int) -> None:
        first = number * self._size
        last = min(first + self._size, self._ready.left.rows)
        self._tell(f"weighing rows {first + 1:,} to {last:,}")
        found = self._engine.weighed(first, last, scale=self._place.chunks / "scale", pool=self._pool)
        path = self._place.chunk(number)
        beside = path.with_suffix(".new")
        parquet.write_table(pa.concat_tables(found) if found else RESULT.empty_table(), beside)
        beside.rename(path)

    def _progress(self, number: int, done: int, seconds: float) -> None:
        rows = min((number + 1) * self._size, self._ready.left.rows)
        each = done / max(seconds, 1e-9)
        left = (self._ready.left.rows - rows) / max(each, 1e-9)
        self._tell(
            f"{rows:,} of {self._ready.left.rows:,} rows weighed, {each:,.0f} a second, about {left:,.0f} s to go"
        )

    def _results(self, scale: Scale) -> Iterator[pa.Table]:
        paths = [self._place.chunk(number) for number in range(self._chunks)]
        more = None
        if self._ready.right is None:
            more = pairs_through_a_third(paths, self._ready.left, scale)
            if more is None:
                self._warnings.append(TOO_MANY)
        for path in paths:
            table = parquet.read_table(path)
            yield table if more is None else without(table, more)
        if more is not None:
            yield more


def added(one: Counts, other: Counts) -> Counts:
    """Add what was counted on two sides."""
    both = Counts(rows=one.rows + other.rows)
    for counts in (one, other):
        _add(both.given, counts.given)
        _add(both.family, counts.family)
        for column, values in counts.others.items():
            _add(both.others.setdefault(column, {}), values)
    return both


def _add(whole: dict[str, int], part: dict[str, int]) -> None:
    for value, count in part.items():
        whole[value] = whole.get(value, 0) + count
