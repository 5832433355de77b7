"""Linking two files, or one with itself: made ready, the model fitted, the pairs of chunk after chunk weighed.

What has been done is kept beside `out` under a name made of what it was made from, so that a run that was killed goes
on where it was, and a right side that has not changed is not made ready again.
"""

from time import monotonic

import msgspec

from service.kit.processes import Pool
from service.linking.blocks import width_of
from service.linking.columns import in_both, layout_of
from service.linking.engines import engine_for
from service.linking.ids import ids_wrong
from service.linking.models import model_in
from service.linking.people import problem_with
from service.linking.place import Place
from service.linking.preparing import ROWS_A_PART, Task, prepare
from service.linking.reading import Table, open_table
from service.linking.rows import Asked, Layout, Linked, LinkingInvalid, Side, Tell, Width
from service.linking.run import Ready, Run
from service.linking.writing import require_writable

UNREAD_AT_MOST = 0.1
"""Share of a column's values that may be unreadable; more is a column in another form, not slips."""
LEAST_MEMORY = 0.5
"""Gigabytes below which an engine does not even start on a small file."""
SMALL = 600
"""Rows up to which starting processes takes longer than they save."""


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """The files opened: their tables, what their columns are, and how widely to search."""

    tables: tuple[Table, ...]
    layouts: tuple[Layout, ...]
    width: Width


def link(asked: Asked, *, tell: Tell) -> Linked:
    """Link the files and write the pairs. Raises `LinkingInvalid` for files that cannot be."""
    require_possible(asked)
    started = monotonic()
    files = _opened(asked)
    _tell_columns(files, tell)
    place = Place(asked, str(files.layouts), files.width)
    small = sum(table.rows_about for table in files.tables) <= SMALL
    with Pool(1 if small else asked.processes) as pool:
        sides = _sides(files, asked, place, pool=pool, tell=tell)
        prepared = monotonic()
        ready = Ready(asked=asked, layout=files.layouts[0], width=files.width, left=sides[0], right=sides[1])
        engine = engine_for(asked, place.engine_folder)
        try:
            linked = Run(ready, engine, place, pool=pool, tell=tell).linked()
        finally:
            engine.close()
    place.tidy()
    return msgspec.structs.replace(
        linked,
        seconds=round(monotonic() - started, 1),
        seconds_preparing=round(prepared - started, 1),
    )


def require_possible(asked: Asked) -> None:
    """Refuse what could not be done whatever is in the files. Raises `LinkingInvalid`."""
    require_writable(asked.out, beside=[path for path in (asked.left, asked.right) if path])
    if asked.best and asked.right is None:
        raise LinkingInvalid("--best gives each row its one answer in another file; name a second file.")
    if asked.processes < 1:
        raise LinkingInvalid(f"--processes {asked.processes} is too few. Give 1 or more.")
    if asked.memory_gigabytes < LEAST_MEMORY:
        raise LinkingInvalid(
            f"--memory {asked.memory_gigabytes:g} is too little. Give {LEAST_MEMORY:g} or more."
        )
    if asked.model is not None:
        model_in(asked.model)


def require_list(asked: Asked) -> None:
    """Refuse a list whose columns cannot be compared, before the register is read for it."""
    table = open_table(asked.left)
    layout_of(table.columns, file=table.path.name, compare=asked.compare, id_column=asked.id_column)


def _opened(asked: Asked) -> Files:
    paths = [asked.left, *([asked.right] if asked.right else [])]
    tables = tuple(open_table(path) for path in paths)
    layouts = tuple(
        layout_of(table.columns, file=table.path.name, compare=asked.compare, id_column=asked.id_column)
        for table in tables
    )
    if len(layouts) > 1:
        layouts = in_both(*layouts)
    sizes = [table.rows_about for table in tables]
    return Files(tables=tables, layouts=layouts, width=width_of(sizes[0], sizes[-1]))


def _tell_columns(files: Files, tell: Tell) -> None:
    for table, layout in zip(files.tables, files.layouts, strict=True):
        used = ", ".join(
            ours if ours == theirs else f"{theirs} as {ours}"
            for ours, theirs in layout.columns.items()
            if not ours.startswith("other:")
        )
        tell(
            f"{table.path.name}: compares {', '.join([used, *layout.others]) if used else ', '.join(layout.others)}"
        )
        if layout.not_used:
            tell(
                f"{table.path.name}: does not use {', '.join(layout.not_used)}; --compare NAME compares a column"
            )
        if layout.id_column is None:
            tell(f"{table.path.name}: has no column id; rows are called by their number, from 1")


def _sides(files: Files, asked: Asked, place: Place, *, pool: Pool, tell: Tell) -> tuple[Side, Side | None]:
    made = []
    for table, layout, folder in zip(files.tables, files.layouts, (place.left, place.right), strict=False):
        task = Task(
            columns=tuple(table.columns),
            layout=layout,
            dates=asked.dates,
            width=files.width,
            folder=str(folder),
        )
        side = prepare(table.batches(ROWS_A_PART), task, pool=pool, tell=tell, name=table.path.name)
        require_sound(side, layout, table.path.name)
        made.append(side)
    return made[0], made[1] if len(made) > 1 else None


def require_sound(side: Side, layout: Layout, name: str) -> None:
    """Refuse a side without rows, without ids of its own, or whose dates cannot be read."""
    if not side.rows:
        raise LinkingInvalid(f"{name} has no rows below its first line.")
    if problem := problem_with(side.unread, layout, file=name, at_most=UNREAD_AT_MOST):
        raise LinkingInvalid(problem)
    if layout.id_column is not None and (found := ids_wrong(side.parts)):
        raise LinkingInvalid(f"The column “{layout.id_column}” of {name} {found}")
