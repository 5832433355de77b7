"""The repository as text and as syntax trees, for the tests of the codebase itself."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", "node_modules", "var", "built", "dist", "screenshots", "__pycache__"}
ROUTE_DECORATORS = {"get", "post", "put", "patch", "delete", "head"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that belongs to the repository: git's list, or (in an archive without git) all that is not made."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        said = subprocess.run(call, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        found = [ROOT / name for name in said.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not MADE & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def called(path: Path) -> str:
    """A file's name as the repository knows it."""
    return path.relative_to(ROOT).as_posix()


@cache
def python_files(folder: str) -> tuple[Path, ...]:
    """The Python files below a folder of the repository."""
    return tuple(
        path for path in kept_files() if path.suffix == ".py" and called(path).startswith(f"{folder}/")
    )


@cache
def tree(path: Path) -> ast.Module:
    """One file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def place(path: Path, node: ast.expr | ast.stmt) -> str:
    """Where something stands, as an editor opens it."""
    return f"{called(path)}:{node.lineno}"


def attribute_calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call written `something.name(…)`, as (call, last word of something, name)."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, last_word(node.func.value), node.func.attr


def last_word(node: ast.expr) -> str:
    """`time` of `time` and of `datetime.time`; nothing of a call's result."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def is_handler(node: Function) -> bool:
    """Whether a function answers a route."""
    decorators = (d.func if isinstance(d, ast.Call) else d for d in node.decorator_list)
    return any(isinstance(d, ast.Name) and d.id in ROUTE_DECORATORS for d in decorators)


def body_lines(node: Function) -> int:
    """How many lines a function's body has, its docstring not counted."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def listed(found: list[str]) -> str:
    """What a test says it found, one a line."""
    return "\n".join(["", *found])
