"""What a refitted model would do, to read before anybody puts it to use: Markdown that stands beside the model."""

from collections.abc import Iterator, Mapping, Sequence

from service.learners.matching.refit import Outcomes, Refitted

_COUNTS = {
    "found_right": "found without asking, and one person",
    "found_wrong": "found without asking, and two people",
    "asked_same": "sent to a person, and one person",
    "asked_different": "sent to a person, and two people",
    "passed_over_same": "passed over, and one person",
    "passed_over_different": "passed over, and two people",
}


def report(before: str, refitted: Refitted, differ: Mapping[str, Sequence[str]]) -> str:
    """Write the report. `before` is the version refitted; `differ` the cases of the pack it answers differently."""
    return "\n".join(
        [*_summary(before, refitted), *_outcomes(refitted), *_cases(differ), *_changes(refitted)]
    )


def _summary(before: str, refitted: Refitted) -> Iterator[str]:
    other = refitted.labels - refitted.same
    verdict = "better" if refitted.better else "not shown to be better"
    yield f"# Model {refitted.model.version}, refitted from {before}\n"
    yield f"Learned from {refitted.labels:,} pairs people decided about: {refitted.same:,} one person, {other:,} two.\n"
    yield (
        f"On decisions kept out of the fit it is **{verdict}**: it loses {refitted.gain:.3f} bits a decision less"
        f" (standard error {refitted.error:.3f}).\n"
    )
    yield "It is not in use. Read this, run the benchmarks of linkage for both, and then release it as a new version.\n"


def _outcomes(refitted: Refitted) -> Iterator[str]:
    yield "| on decisions kept out of the fit | at hand | refitted |\n| --- | --- | --- |"
    yield f"| bits lost a decision | {refitted.before.loss:.3f} | {refitted.after.loss:.3f} |"
    for name, says in _COUNTS.items():
        yield f"| {says} | {_count(refitted.before, name)} | {_count(refitted.after, name)} |"


def _count(outcomes: Outcomes, name: str) -> str:
    return f"{getattr(outcomes, name):,}"


def _cases(differ: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield f"\n## Cases of the conformance pack answered differently: {len(differ)}\n"
    yield from (f"- {name}: {'; '.join(told)}" for name, told in differ.items())


def _changes(refitted: Refitted) -> Iterator[str]:
    yield "\n## Levels that would weigh differently\n"
    yield "| field | level | bits | decisions it was in |\n| --- | --- | --- | --- |"
    for each in refitted.changes:
        yield f"| {each.field} | {each.level} | {each.bits:+.2f} | {each.decisions:,} |"
    yield ""
