"""What each console command does: open the database, call one operation, give back what to print."""

import argparse
import gc
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from service.settings import Settings

VALUES_MADE = 50_000  # between two looks at the youngest; Python's own 700 is for small programs


@dataclass(frozen=True)
class Command:
    """A command by its module and function ("importing.import_file").

    The module is loaded when the command runs, not before: importing a file needs neither charts nor web server,
    and loading all there is takes longer than importing a file of 10 MB.
    """

    name: str

    def __call__(self, settings: Settings, given: argparse.Namespace) -> Any:
        """Load and run it."""
        module, _, function = self.name.partition(".")
        return getattr(_loaded(f"service.commands.{module}"), function)(settings, given)


def _loaded(module: str) -> ModuleType:
    """What is loaded stays, and a batch of a file is tens of thousands of values without a cycle among them.

    Looking through both for garbage again and again was a fifth of an import's work.
    """
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.set_threshold(VALUES_MADE)
        gc.enable()
