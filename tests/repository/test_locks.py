"""The lock files: every package by hash, and no address: who installs says where they come from."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[2]
LOCKS = {path.name: path.read_text() for path in sorted((HERE / "requirements").glob("*.lock"))}
NPM: dict[str, Any] = json.loads((HERE / "package-lock.json").read_text())
# A pin is one logical line: `name==version ; marker \` and a hash on each line after it.
PIN = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?:.*\\\n)?(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", re.MULTILINE
)

each_lock = pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS.keys())


def pins(lock: str) -> dict[str, str]:
    return {name: found for name, found, _ in PIN.findall(lock)}


def declared(*extras: str) -> set[str]:
    """The packages pyproject.toml names, in the service's own list and in the extras asked for."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in lines}


def test_the_locks_are_those_that_make_reads() -> None:
    assert list(LOCKS) == ["node.lock", "run.lock", "spark.lock", "test.lock"]
    assert set(re.findall(r"-r requirements/(\S+)", (HERE / "Makefile").read_text())) == LOCKS.keys()


@each_lock
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    assert not re.search(r"https?:|file:|git\+| @ |--(extra-)?index-url|--find-links", lock)


@each_lock
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    written = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    found = PIN.findall(lock)
    assert written
    assert [line.split("==")[0] for line in written] == [name for name, _, _ in found]
    assert all("--hash=sha256:" in hashes for _, _, hashes in found)


def test_what_pyproject_asks_for_is_locked() -> None:
    assert declared() | {"hatchling", "editables"} <= pins(LOCKS["run.lock"]).keys()
    assert declared("spark") <= pins(LOCKS["spark.lock"]).keys()
    assert declared("test", "check", "bench", "link") <= pins(LOCKS["test.lock"]).keys()


def test_the_tests_run_on_the_versions_that_run() -> None:
    assert pins(LOCKS["run.lock"]).items() <= pins(LOCKS["test.lock"]).items()


def test_package_lock_has_hashes_and_no_addresses() -> None:
    assert "http" not in re.sub(r'"(license|name|version)": "[^"]*"', "", json.dumps(NPM))
    packages = {name: entry for name, entry in NPM["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name


def test_package_lock_holds_what_package_json_asks_for() -> None:
    asked = json.loads((HERE / "package.json").read_text())["devDependencies"]
    assert asked == {name: NPM["packages"][f"node_modules/{name}"]["version"] for name in asked}
