"""What only one place may touch: transactions, the environment, the clock, the whole register."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.alerts.rules import READ, READ_OF_PUPILS
from service.circumstances.rows import Kind
from tests.repository.source import attribute_calls, called, listed, place, python_files, tree

ENDS_TRANSACTIONS = ("service/kit/database.py", "service/kit/jobs/")
READS_ENVIRONMENT = ("service/cli.py", "service/commands/", "service/serve.py", "service/settings.py")
READS_CLOCK = ("service/kit/clock.py",)
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}

# Whoever names these sees every learner. Each has its reason; a page or an API route never has one.
SEES_EVERYBODY = {
    "service/access/rows.py": "defines it",
    "service/kit/database.py": "defines it",
    "service/commands/": "an operator's commands act for the whole service",
    "service/alerts/operations/watch.py": "the safety net looks at whoever changed, whoever asks",
    "service/alerts/operations/digests.py": "counts what waits for each adviser of each council, and names nobody",
    "service/alerts/operations/providers.py": "a provider's silence is judged over all its learners",
    "service/guarantee/operations/": "whichever agency meets a young person again, with a reason, for a time",
    "service/safeguarding/operations.py": "concerns are below every scope; it asks who is on duty",
    "service/alerts/operations/referrals.py": "an agency that is asked sees the least of whom it is asked to help",
    "service/own_record/operations/": "a young person let in by a link reads one record, their own",
    "service/worker.py": "forgets browsers whose time is over, whosever they were",
    "service/board/operations/": "a snapshot counts everybody",
    "service/imports/operations/accept.py": "a job: claims are answered from the whole register",
    "service/imports/operations/check.py": "a job: foresees what accepting would answer",
    "service/imports/operations/settle.py": "records for the agency that presented a claim, once it is decided",
    "service/imports/operations/undo.py": "a job: undoes an agency's file for all it was about",
    "service/imports/operations/tidy.py": "a job: forgets files that nobody decided about, whosever they are",
    "service/funding/operations/": "claims follow from everybody's facts; a statement names nobody",
    "service/learners/operations/issue.py": "a claim may be about anybody registered",
    "service/learners/operations/review_work.py": "notes of a review are written by whoever may decide it",
    "service/learners/operations/lrs.py": "a ULN the LRS gives may be another learner's",
    "service/learners/operations/quality.py": "counts of how matching goes, of nobody by name",
    "service/learners/operations/keys.py": "keys are made and checked for everybody",
    "service/learners/operations/weighing.py": "how common names are in the register",
    "service/learners/operations/review.py": "registers or completes a learner its council could not see before",
    "service/merging/operations/": "two records of one person may be of any two agencies",
    "service/circumstances/operations/record.py": "an agency's earlier words are its own, in scope or not",
    "service/feeds/operations/": "the log of changes is everybody's; a page says what of it is the reader's",
    "service/returns/operations/nccis.py": "the worker makes a council's return, handed-over learners with it",
    "service/circumstances/operations/undo.py": "the same",
    "service/pathways/operations/record.py": "a corrected fact is the reporter's own, in scope or not",
    "service/demo/": "makes towns and populations of every agency",
}
NAMES_OF_EVERYBODY = {"WHOLE_REGISTER", "REGISTER", "REGISTER_ROLE", "as_register"}


@pytest.mark.parametrize("act", ["commit", "rollback"])
def test_transactions_end_in_one_place(act: str) -> None:
    found = [
        place(path, call)
        for path in python_files("service")
        if not called(path).startswith(ENDS_TRANSACTIONS)
        for call, _, name in attribute_calls(path)
        if name == act
    ]
    assert not found, listed(found)


def test_the_environment_is_read_by_whoever_starts_the_service() -> None:
    found = [
        place(path, node)
        for path in python_files("service")
        if not called(path).startswith(READS_ENVIRONMENT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name) and word(node) in {"environ", "environb", "getenv"}
    ]
    assert not found, listed(found)


def test_the_clock_is_read_in_one_place() -> None:
    found = [
        place(path, call)
        for path in python_files("service")
        if called(path) not in READS_CLOCK
        for call, of, name in attribute_calls(path)
        if (of, name) in CLOCKS
    ]
    assert not found, listed(found)
    sql = [
        f"{place(path, node)} {node.value.strip()[:40]}"
        for path in python_files("service")
        if not called(path).startswith("service/kit/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(clock in node.value for clock in ("now()", "current_date", "current_timestamp"))
    ]
    assert not sql, listed(sql)


def test_only_those_on_the_list_see_everybody() -> None:
    found = [
        place(path, node)
        for path in python_files("service")
        if not called(path).startswith(tuple(SEES_EVERYBODY))
        for node in everybody_named(path)
    ]
    assert not found, listed(found)


def test_the_list_of_who_sees_everybody_holds_nobody_who_does_not() -> None:
    naming = [called(path) for path in python_files("service") if any(everybody_named(path))]
    idle = [name for name in SEES_EVERYBODY if not any(other.startswith(name) for other in naming)]
    assert idle == []
    assert not any(name.startswith("service/web/") for name in SEES_EVERYBODY)


def everybody_named(path: Path) -> Iterator[ast.expr]:
    """Names and attributes that mean everybody, and contexts written out by hand."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name | ast.Attribute) and word(node) in NAMES_OF_EVERYBODY:
            yield node
        if isinstance(node, ast.Call) and widened(node):
            yield node


def widened(call: ast.Call) -> bool:
    """`Context(register=…)`, and `Scope(None)`."""
    if word(call.func) == "Context":
        return any(keyword.arg in {"register", None} for keyword in call.keywords)
    if word(call.func) != "Scope":
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(value, ast.Constant) and value.value is None for value in given)


def word(node: ast.expr) -> str:
    """The name a plain or dotted name ends in."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_no_alert_rule_but_that_for_a_plan_reads_the_risk_score() -> None:
    """It ranks; by itself it raises nothing. R14 asks with it for a plan, of pupils in year 11 alone; of nobody else do
    rules read what only stands in for a protected characteristic.
    """
    score = {"risk_of", "Risk", "SCHEMES", "BANDS", "Band", "attendance_of_a_year"}
    readers = [
        called(path)
        for path in python_files("service/alerts")
        if score & {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.alias)}
    ]
    assert readers == ["service/alerts/rules/r14_transition_risk.py"], listed(readers)
    for_equality = {Kind.ETHNICITY, Kind.FIRST_LANGUAGE, Kind.FREE_MEALS, Kind.SEN_SUPPORT, Kind.DISABILITY}
    assert not READ & for_equality
    assert READ_OF_PUPILS & for_equality == {Kind.FIRST_LANGUAGE, Kind.FREE_MEALS, Kind.SEN_SUPPORT}
