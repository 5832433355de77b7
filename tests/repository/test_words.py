"""The words of the repository: UK spelling, one word for a thing, and nothing of the machine it was written on."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository.source import called, functions, kept_files, listed, python_files, tree

# Each pattern is written so that it does not find itself.
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/|/tmp/[b]ash|[h]elper-\d")
WORKING = re.compile(
    r"\b(?:[c]laude|[a]nthropic|[c]hat ?gpt|[o]penai|[c]opilot|[l]anguage model|[s]ub-?agents?|[a]s an ai|"
    r"(?:this|a previous|our|my) [w]orking session|[w]orking sessions?)\b",
    re.IGNORECASE,
)
REGISTRIES = re.compile(
    r"pypi[.]org|python[h]osted|npm[j]s|registry[.]yarn|crates[.]io|proxy[.]golang|ghcr[.]io|docker[.]io|quay[.]io"
)
AMERICAN = re.compile(
    r"(?<![-\w.$])(?:organiz\w+|behavior\w*|colors?|colored|centers?|centered|favor\w*|analyz\w+|catalogs?|"
    r"canceled|canceling|labeled|labeling|traveled|enrollments?|fulfill|judgment|defense|offense)(?![-\w:;=(])",
    re.IGNORECASE,
)
# Words of a drawing language or of PostgreSQL, which spell as they do.
FOREIGN = ("service/board/charts/",)
BANNED_NAMES = re.compile(r"Manager|Helper|Util|Processor|Service")
BANNED_FILES = re.compile(r"(?:^|/)(?:utils?|helpers?|common|misc)(?:\.py|/)")


def texts() -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(MACHINE, id="no path of the machine it was written on"),
        pytest.param(WORKING, id="nothing about how it was written"),
        pytest.param(REGISTRIES, id="no address of a package registry"),
    ],
)
def test_the_repository_tells_of_the_product_alone(pattern: re.Pattern[str]) -> None:
    told = [
        f"{called(path)}:{n} {found[0]}"
        for path, text in texts()
        for n, line in enumerate(text.splitlines(), start=1)
        if (found := pattern.search(line))
    ]
    assert not told, listed(told)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE, "see /" + "work/main/x.py"),
        (MACHINE, "/" + "root/.cache"),
        (WORKING, "by " + "Cla" + "ude"),
        (REGISTRIES, "https://py" + "pi.org/simple"),
        (REGISTRIES, "https://registry.np" + "mjs.org"),
        (AMERICAN, "the organization's behavior"),
        (AMERICAN, "in the color of the center."),
    ],
)
def test_the_search_knows_what_it_looks_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "background-color: red",
        "color: red",
        "text-align: center;",
        "colour and centre",
        "ConsoleRenderer(colors=False)",
    ],
)
def test_the_search_leaves_the_words_of_other_languages_alone(line: str) -> None:
    assert not AMERICAN.search(line)


def test_what_people_read_is_spelt_as_in_the_uk() -> None:
    prose = [path for path in kept_files() if path.suffix in {".md", ".html"}]
    told = [
        f"{called(path)}:{n} {found[0]}"
        for path in prose
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := AMERICAN.search(line))
    ]
    told += [
        f"{called(path)}:{n} {found[0]}"
        for path in python_files("service")
        if not called(path).startswith(FOREIGN)
        for n, words in said(path)
        if (found := AMERICAN.search(words))
    ]
    assert not told, listed(told)


def said(path: Path) -> Iterator[tuple[int, str]]:
    """A Python file's comments and strings, docstrings too."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type in {tokenize.COMMENT, tokenize.STRING}:
            yield token.start[0], token.string


def test_nothing_is_called_by_a_word_that_says_nothing() -> None:
    files = [called(path) for path in python_files("service") if BANNED_FILES.search(called(path))]
    classes = [
        f"{called(path)}:{node.lineno} {node.name}"
        for path in (*python_files("service"), *python_files("tests"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and BANNED_NAMES.search(node.name)
    ]
    assert not files + classes, listed(files + classes)


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{called(path)}:{node.lineno} {node.name}"
        for path in python_files("service")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    silent += [
        f"{called(path)}: the module"
        for path in python_files("service")
        if ast.get_docstring(tree(path)) is None
    ]
    assert not silent, listed(silent)


def test_a_test_says_what_is_so_in_its_name_and_none_is_written_twice() -> None:
    wrong = []
    for path in python_files("tests"):
        names = [node.name for node in functions(path) if node.name.startswith("test_")]
        wrong += [f"{called(path)} {name}" for name in names if name.count("_") < 3]
        wrong += [f"{called(path)} {name} twice" for name in set(names) if names.count(name) > 1]
    assert not wrong, listed(wrong)
