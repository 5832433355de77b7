"""SQL stands in queries.py, in the kit and in migrations; values travel beside it, never inside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.source import called, functions, listed, place, python_files, tree

SQL = re.compile(
    r"^\s*(select\b.*\bfrom\b|select \w+\(|insert into\b|update\s+\w+\s+(\w+\s+)?set\b|delete from\b|lock table\b|"
    r"with\s+(recursive\s+)?\w+(\s*\([^)]*\))?\s+as\b|merge into\b|truncate\b|copy \w+\s*(\(|from\b|to\b))",
    re.IGNORECASE | re.DOTALL,
)
WRITES_SQL = re.compile(r"^service/(kit/|[a-z_]+/queries(\.py|/))")
# The statements made at run time: of a table's own described columns, never of a value.
COMPOSES = {"service/kit/database.py": {"insert_statement"}, "service/kit/bulk.py": {"bulk_statement"}}


def texts(path: Path) -> Iterator[tuple[ast.expr, str]]:
    """Every string of a file that is not a docstring; of an f-string its plain parts, with {} between."""
    nodes = list(ast.walk(tree(path)))
    passed = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    passed |= {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            yield node, "".join(map(plain, node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node, node.value


def plain(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def statements(path: Path) -> Iterator[ast.expr]:
    return (node for node, text in texts(path) if SQL.search(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("select 1 from learner", True, id="a query"),
        pytest.param("\nwith old as (select 1) delete from x", True, id="a common table expression"),
        pytest.param("update learner set x = $1", True, id="an update"),
        pytest.param("update job j set x = $1", True, id="an update with an alias"),
        pytest.param("select audit_append($1)", True, id="a function"),
        pytest.param("Select the learner", False, id="a sentence"),
        pytest.param("Update your details", False, id="a heading"),
        pytest.param("With a provider as employer", False, id="a sentence that begins with with"),
    ],
)
def test_the_search_for_sql_knows_it_from_words(text: str, expected: bool) -> None:
    assert bool(SQL.search(text)) is expected


def test_statements_are_written_in_queries_and_in_the_kit() -> None:
    found = [
        place(path, node)
        for path in python_files("service")
        if not WRITES_SQL.match(called(path))
        for node in statements(path)
    ]
    assert not found, listed(found)


def test_the_search_finds_the_statements_that_are_there() -> None:
    there = [
        path
        for path in python_files("service")
        if WRITES_SQL.match(called(path)) and "queries" in called(path)
    ]
    assert {"learners", "pathways", "imports"} <= {called(path).split("/")[1] for path in there}
    assert [called(path) for path in there if path.name != "__init__.py" and not any(statements(path))] == []


def test_no_statement_is_put_together_where_values_are() -> None:
    found = [place(path, node) for path in python_files("service") for node in put_together(path)]
    assert not found, listed(found)


def put_together(path: Path) -> Iterator[ast.expr]:
    """Statements made by a function. What a module makes of its own constants holds no value of anybody's."""
    allowed = COMPOSES.get(called(path), set())
    sql = {id(node) for node in statements(path)}
    for function in functions(path):
        if function.name not in allowed:
            yield from (
                node for node in ast.walk(function) if isinstance(node, ast.expr) and makes(node, sql)
            )


def makes(node: ast.expr, sql: set[int]) -> bool:
    """An f-string, `+`, `%` or `.format` that has a statement in it."""
    if isinstance(node, ast.JoinedStr):
        return id(node) in sql
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return holds(node, sql)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in {"format", "replace", "join"} and holds(node.func.value, sql)


def holds(node: ast.expr, wanted: set[int]) -> bool:
    return any(id(inside) in wanted for inside in ast.walk(node))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param('f"select id from learner where name = {name}"', id="an f-string"),
        pytest.param('"select id from learner where id = " + key', id="a sum"),
        pytest.param('"select id from learner where id = %s" % key', id="a percent sign"),
        pytest.param('"select id from learner where id = {}".format(key)', id="format"),
    ],
)
def test_the_search_knows_every_way_to_put_a_statement_together(made: str) -> None:
    node = ast.parse(made, mode="eval").body
    inside = {id(n) for n in ast.walk(node) if isinstance(n, ast.JoinedStr | ast.Constant)}
    assert makes(node, inside)
