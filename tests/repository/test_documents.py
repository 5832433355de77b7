"""What README and docs say is so: the commands exist, the links lead somewhere, the map shows what is there."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from service.cli import parser
from tests.repository.source import ROOT, called, kept_files

PAGES = [path for path in kept_files() if path.suffix == ".md"]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
SETTINGS = set(re.findall(r'"([A-Z_]+)"', (ROOT / "service" / "settings.py").read_text(encoding="utf-8")))
ELSEWHERE = {"PATHWAY_TEST_YEAR": "moves the tests to another year"}
LONGEST_DECISION = 60  # lines: one page

each_page = pytest.mark.parametrize("page", PAGES, ids=called)


def commands(page: Path, program: str) -> list[list[str]]:
    """Every call of a program that a page shows, in its sh blocks and between single backticks, word by word."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    shown = [line for block in blocks for line in block.splitlines()]
    shown += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    calls = []
    for line in shown:
        for part in re.split(r"&&|\||;", line.split(" #")[0]):
            match = re.match(rf"\s*(?:\w+=\S+\s+)*(?:\.venv/bin/)?{program}(?:\s+(.*))?$", part)
            if match:
                calls.append(shlex.split(match[1] or ""))
    return calls


@each_page
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    named = {word for call in commands(page, "make") for word in call if re.fullmatch(r"[a-z]+", word)}
    assert named <= TARGETS


@each_page
def test_every_console_command_a_page_names_exists_with_its_options(page: Path) -> None:
    for call in commands(page, "pathway"):
        command, rest = found(parser(), call)
        known = {option for action in command._actions for option in action.option_strings}
        options = {word.split("=")[0] for word in rest if word.startswith("--")}
        assert options <= known, call


def found(command: argparse.ArgumentParser, words: list[str]) -> tuple[argparse.ArgumentParser, list[str]]:
    """The command that words lead to; a word where a command is asked for has to be one."""
    below = next((a for a in command._actions if isinstance(a, argparse._SubParsersAction)), None)
    if below is None or not words or words[0].startswith("--"):
        return command, words
    assert words[0] in below.choices, f"there is no command {words[0]!r}"
    return found(below.choices[words[0]], words[1:])


def test_the_readme_names_every_console_command() -> None:
    shown = {tuple(call[:1]) for call in commands(ROOT / "README.md", "pathway")}
    below = next(a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert {(name,) for name in below.choices} <= shown


def test_the_readme_starts_with_two_commands() -> None:
    first = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[1].splitlines()] == ["make run", "make test"]


@each_page
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    linked = re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)", page.read_text(encoding="utf-8"))
    broken = [path for path, _ in linked if path and not (page.parent / path).exists()]
    assert broken == []
    for path, anchor in linked:
        target = page.parent / path if path else page
        if anchor and target.suffix == ".md":
            assert anchor[1:] in anchors(target), f"{path}{anchor}"


def anchors(page: Path) -> set[str]:
    """What headings are called in a link."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", head.replace("`", "")).strip().lower().replace(" ", "-") for head in heads
    }


def test_the_map_shows_what_is_in_the_house() -> None:
    house = (
        (ROOT / "docs" / "map.md")
        .read_text(encoding="utf-8")
        .split("## The house")[1]
        .split("\n\nBeside it")[0]
    )
    shown = [name.rstrip("/") for name in re.findall(r"^\| `([^`]+)` \|", house, re.MULTILINE)]
    assert len(shown) == len(set(shown))
    there = {
        path.relative_to(ROOT / "service").parts[0]
        for path in kept_files()
        if ROOT / "service" in path.parents
    }
    assert set(shown) == there - {"__init__.py"}


def test_the_operators_page_names_every_setting_and_no_other() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in SETTINGS if not re.search(rf"\b{name}\b", text)} == set()
    named = {
        word for page in PAGES for word in re.findall(r"\bPATHWAY_[A-Z_]+", page.read_text(encoding="utf-8"))
    }
    assert {name.removesuffix("_FILE") for name in named} <= SETTINGS | ELSEWHERE.keys()


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


@pytest.mark.parametrize("decision", DECISIONS, ids=called)
def test_a_decision_is_one_page_and_names_the_test_that_keeps_it(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_DECISION
    named = re.findall(r"tests/[\w/]+(?:\.py)?", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_decisions_are_numbered_one_after_another() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]
