"""The tables of docs/benchmarks.md: each stands between two marks, and a run replaces what is between them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks import machine
from tests.benchmarks.funding import Stated
from tests.benchmarks.imports import Imported
from tests.benchmarks.live import Live
from tests.benchmarks.months import Months
from tests.benchmarks.registers import DailyRun, Made, Pages
from tests.benchmarks.requests import KINDS, Figure
from tests.benchmarks.returns import Returned
from tests.benchmarks.spreadsheets import Listed
from tests.benchmarks.timelines import Timelines
from tests.benchmarks.today import Lists
from tests.benchmarks.ways_back import WaysBack

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MEASURED = ("figure", "target", "measured")
Rows = Sequence[Sequence[str]]


def requests(figures: Mapping[str, Mapping[str, Figure]]) -> str:
    """Write what was asked of our requests."""
    rows = []
    for kind, of_kind in figures.items():
        ours, floor = of_kind["ours"], of_kind["floor"]
        shown = f"**{ours_to(floor)}** ({ours.per_second:,.0f} of {floor.per_second:,.0f} a second)"
        rows.append((f"{KINDS[kind]}: ours / floor", "≥ 0.50", shown))
        tail = f"**{ours.p99_to_median:.1f}** ({ours.p99_ms:,.0f} ms to {ours.median_ms:,.0f} ms)"
        rows.append((f"{KINDS[kind]}: p99 / median", "≤ 5", tail))
    return table(MEASURED, rows)


def peers(figures: Mapping[str, Mapping[str, Figure]]) -> str:
    """Set us beside the floor and the peers, in requests a second."""
    names = {"ours": "ours", "floor": "floor", "fastapi": "FastAPI + SQLModel", "django": "Django"}
    heads = ("request", *names.values(), "ours to FastAPI + SQLModel", "ours to Django")
    rows = [
        (
            KINDS[kind],
            *(f"{of_kind[name].per_second:,.0f}" for name in names),
            *(f"{ours_to(of_kind[name])} ×" for name in ("fastapi", "django")),
        )
        for kind, of_kind in figures.items()
    ]
    return table(heads, rows)


def ours_to(figure: Figure) -> str:
    """Write the ratio of our throughput to another's."""
    return f"{figure.ours_to_it:.2f}"


def imports(measured: Sequence[Imported]) -> str:
    """Write what importing a file takes."""
    small, large = measured
    by_size = [
        (
            f"{each.megabytes:,.0f} MB ({each.learners:,} learners, {each.rows:,} rows): import / (parse + COPY)",
            "≤ 3; with the matcher ≤ 5" if each is large else "–",
            f"**{each.to_floor:.2f}** ({each.seconds:.1f} s to {each.parse_seconds:.1f} s + {each.copy_seconds:.1f} s)",
        )
        for each in measured
    ]
    peak = [
        (f"peak memory at {each.megabytes:,.0f} MB", "< 300 MB", f"{each.peak_megabytes:.0f} MB")
        for each in measured
    ]
    change = large.peak_megabytes / small.peak_megabytes - 1
    against = f"peak memory, {large.megabytes:,.0f} MB against {small.megabytes:,.0f} MB"
    return table(MEASURED, [*by_size, *peak, (against, "± 10 %", f"{change:+.1%}")])


def spreadsheets(measured: Listed) -> str:
    """Write what a list takes."""
    lines = f"{measured.lines:,} lines"
    return table(
        MEASURED,
        [
            (f"{lines} of new people: preview", "< 60 s", f"**{measured.preview_seconds:.1f} s**"),
            (f"{lines}: preview, everybody registered", "< 60 s", f"**{measured.again_seconds:.1f} s**"),
            (f"{lines}: acceptance", "< 120 s", f"**{measured.accept_seconds:.1f} s**"),
            (
                "acceptance / COPY of the same rows",
                "told",
                f"{measured.to_copy:.1f} × {measured.copy_seconds:.1f} s",
            ),
            ("peak memory", "–", f"{measured.peak_megabytes:.0f} MB"),
        ],
    )


def timelines(measured: Timelines) -> str:
    """Write what reading a record takes."""
    return table(
        MEASURED,
        [
            (
                "page of 200 facts / page of 10",
                "≤ 1.5",
                f"**{measured.many_to_few:.2f}** × {measured.few_ms:.1f} ms",
            ),
            ("200 facts as known two days ago / now", "≤ 1.5", f"**{measured.known_to_now:.2f}**"),
        ],
    )


def ways_back(measured: WaysBack) -> str:
    """Write what a recommendation takes."""
    what = f"one recommendation over {measured.opportunities:,} opportunities, {measured.people:,} people"
    return table(
        MEASURED,
        [
            (f"{what}: median of processor time", "–", f"{measured.median_ms:.0f} ms"),
            ("its 99th percentile", "< 50 ms", f"**{measured.p99_ms:.0f} ms**"),
        ],
    )


def live(measured: Live) -> str:
    """Write how soon a change reaches everybody."""
    return table(
        MEASURED,
        [
            (
                f"a change reaches the last of {measured.browsers:,} browsers on one process, the slowest round",
                "≤ 2 s",
                f"**{measured.last_seconds:.2f} s**",
            ),
            ("half of them", "–", f"{measured.median_seconds:.2f} s"),
        ],
    )


def returns(measured: Returned) -> str:
    """Write what a council's return takes."""
    at_size = measured.checked * 50_000 / measured.young_people
    checked = f"the nightly check, {measured.young_people:,} young people of {measured.learners:,} learners"
    return table(
        MEASURED,
        [
            (checked, "–", f"{measured.checked:.1f} s"),
            ("the same, for 50,000", "< 60 s", f"**{at_size:.1f} s**"),
            (f"making a return of {measured.largest:,}", "–", f"{measured.made:.1f} s"),
            ("circumstances known of them", "–", f"{measured.circumstances:,}"),
        ],
    )


def funding(measured: Stated) -> str:
    """Write what a quarter's statements take."""
    size = f"{measured.providers} providers, {measured.declarations:,} declarations"
    at_size = measured.prepared * 100_000 / measured.declarations
    return table(
        MEASURED,
        [
            (f"making the declarations of {measured.learners:,} learners", "–", f"{measured.declared:.1f} s"),
            (f"the statements of a quarter, both funds: {size}", "–", f"{measured.prepared:.1f} s"),
            ("the same, for 100,000 declarations", "< 60 s", f"**{at_size:.1f} s**"),
            (f"working {measured.lines:,} lines out again from the facts", "–", f"{measured.checked:.1f} s"),
            ("quarters that differ by a penny or a line", "0", f"**{measured.differences}**"),
        ],
    )


def daily_run(measured: DailyRun) -> str:
    """Write what the daily run takes."""
    share = measured.due_seconds / measured.full_seconds
    start = measured.idle_seconds
    bare = (measured.due_seconds - start) / (measured.full_seconds - start)
    due = f"`pathway evaluate`, {measured.due:,} of {measured.learners:,} due"
    return table(
        MEASURED,
        [
            (due, "–", f"{measured.due_seconds:.1f} s"),
            ("`pathway evaluate --full`", "< 120 s", f"**{measured.full_seconds:.1f} s**"),
            ("its memory, and that over a small register", "flat", _memory(measured)),
            ("due / full", "≤ 3 %", f"**{share:.1%}**"),
            (
                "the same without the command's start",
                "≤ 3 %",
                f"**{bare:.1%}** ({start:.1f} s taken off both)",
            ),
            ("open alerts afterwards", "the same", f"{_same(measured)} ({measured.open_alerts:,})"),
        ],
    )


def todays_list(measured: Lists) -> str:
    """Write what an adviser's list takes beside a read by key."""
    whose = f"an adviser with {measured.learners} learners among {measured.register:,}"
    return table(
        MEASURED,
        [
            (f"`GET /today`, {whose}: median", "–", f"{measured.list_ms:.1f} ms"),
            ("its 99th percentile", "–", f"{measured.list_p99_ms:.1f} ms"),
            (
                "a learner's card, read by key, with its audit entry: median",
                "–",
                f"{measured.read_ms:.1f} ms",
            ),
            ("its 99th percentile", "–", f"{measured.read_p99_ms:.1f} ms"),
            ("99th percentile to 99th percentile", "≤ 3", f"**{measured.ratio:.2f}**"),
        ],
    )


def _memory(measured: DailyRun) -> str:
    return f"{measured.full_megabytes:.0f} MB, {measured.small_megabytes:.0f} MB"


def _same(measured: DailyRun) -> str:
    return "the same" if measured.same_alerts else "**they differ**"


def board(measured: Pages, sizes: tuple[int, int]) -> str:
    """Write what the board's page takes."""
    small, large = (f"{size:,}" for size in sizes)
    return table(
        MEASURED,
        [
            (f"at {small} learners", "–", f"{measured.small_ms:.1f} ms"),
            (f"at {large} learners", "–", f"{measured.large_ms:.1f} ms"),
            (f"{large} against {small}", "± 20 %", f"**{measured.ratio - 1:+.1%}**"),
        ],
    )


def months(measured: Months) -> str:
    """Write what a month of the board takes."""
    audited = f"{measured.counts:,} counts, {measured.hidden:,} hidden, {measured.districts} places"
    return table(
        MEASURED,
        [
            (
                f"freezing a month of {measured.learners:,}, all measures",
                "< 60 s",
                f"**{measured.freeze_seconds:.0f} s**",
            ),
            ("correcting it, audited with its first edition", "–", _seconds(measured.correct_seconds, 0)),
            (f"publication with its audit: {audited}", "< 120 s", f"**{measured.audit_seconds:.1f} s**"),
            ("both editions audited together", "–", _seconds(measured.both_seconds, 1)),
            (
                f"each of {measured.tables} charts, CPU: half of them; the slowest",
                "< 50 ms",
                _drawn(measured),
            ),
        ],
    )


def _seconds(taken: float | None, places: int) -> str:
    return "–" if taken is None else f"{taken:.{places}f} s"


def _drawn(measured: Months) -> str:
    return f"{measured.median_ms:.0f} ms; **{measured.slowest_ms:.0f} ms**"


def simulation(measured: Made) -> str:
    """Write what making a population takes."""
    figure = f"`pathway simulate --learners {measured.learners}`"
    took = f"**{measured.seconds:.0f} s**, at most {measured.megabytes:.0f} MB"
    return table(MEASURED, [(figure, "< 300 s", took)])


def machine_table() -> str:
    """Describe the machine."""
    return table(("", ""), machine.facts())


def table(heads: Sequence[str], rows: Rows) -> str:
    """Write a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def signed(text: str, command: str) -> str:
    """Add when and by which command a table was measured."""
    return f"{text}\n\nMeasured on {machine.day()} at {machine.commit()} by `{command}`."


def written(page: str, name: str, content: str) -> str:
    """Replace what stands between the marks of a table. Raises where there are no such marks."""
    begins, ends = f"<!-- measured: {name} -->\n", "\n<!-- end -->"
    before, found, after = page.partition(begins)
    _, closed, rest = after.partition(ends)
    if not found or not closed:
        raise ValueError(f"{PAGE.name} has no place for {name}")
    return f"{before}{begins}{content}{ends}{rest}"
