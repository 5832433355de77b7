"""Each command is named by its module and function; it is loaded when it runs and not before."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from service.cli import parser


def named(given: argparse.ArgumentParser) -> Iterator[str]:
    """The module and function behind every command, the commands of commands too."""
    if run := given.get_default("run"):
        yield run.name
    for action in given._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from named(each)


@pytest.mark.parametrize("name", sorted(set(named(parser()))))
def test_every_command_is_where_it_is_said_to_be(name: str) -> None:
    module, _, function = name.partition(".")

    assert callable(getattr(import_module(f"service.commands.{module}"), function))


def test_nothing_that_a_command_works_with_is_loaded_before_it_runs() -> None:
    shown = (
        "import sys, service.cli; print({'sqlalchemy', 'litestar', 'altair', 'asyncpg'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", shown], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "set()"
