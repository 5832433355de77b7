"""What the application holds for its whole life."""

from dataclasses import dataclass

import jinja2

from service.kit.clock import Clock
from service.kit.database import Database
from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class AppState:
    """Made once by `create_app`, read by the edge."""

    settings: Settings
    database: Database
    clock: Clock
    templates: jinja2.Environment
    demo: bool = False
