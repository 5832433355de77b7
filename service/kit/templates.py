"""The template environment: ours is strict, the GOV.UK components keep a lenient one of their own.

Our templates fail on a name nobody gave them. The components' macros rely on missing names being empty, so
they are compiled apart and reach ours as one object: `{{ govuk.button({"text": "Continue"}) }}`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from service.vocabulary.day import London, say_day, say_days_ago
from service.vocabulary.money import say_money, say_share

_PACKAGE = "govuk_frontend_jinja"
Component = Callable[..., Markup]


class UnknownComponent(LookupError):
    """A template asked for a GOV.UK component that the package does not have."""


class UnescapedHtml(TypeError):
    """A template handed plain text to a component as HTML; it must be Markup, or be given as "text"."""


class Components:
    """Every GOV.UK component as a method: `error_summary(params)` is the macro govukErrorSummary.

    Entries of params that are None are left out, so a template may write `"hint": none`.
    Raises UnknownComponent for a name the package lacks, UnescapedHtml for text given where Markup belongs.
    """

    def __init__(self) -> None:
        loader = jinja2.PrefixLoader({_PACKAGE: jinja2.PackageLoader(_PACKAGE)})
        self._environment = jinja2.Environment(
            loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._resolve = cache(self._load)

    def __getattr__(self, name: str) -> Component:
        if name.startswith("_"):  # Python's and Jinja's own probing
            raise AttributeError(name)
        return self._resolve(name)

    def _load(self, name: str) -> Component:
        words = name.split("_")
        path = f"{_PACKAGE}/components/{'-'.join(words)}/macro.html"
        try:
            module = self._environment.get_template(path).module
        except jinja2.TemplateNotFound:
            raise UnknownComponent(f"no GOV.UK component is called {name!r}") from None
        macro: Component = getattr(module, "govuk" + "".join(word.title() for word in words))

        def component(params: Mapping[str, object] | None = None, **keywords: object) -> Markup:
            return macro(_given(params or {}), **keywords).strip()

        return component


def _given(value: object) -> object:
    """The parameters without Nones, at every depth. What is given as HTML must have passed our escaping."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            if str(key).lower().endswith("html") and type(entry) is str:
                raise UnescapedHtml(f"{key!r} of a component must be Markup; give plain text as 'text'")
        return {key: _given(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list | tuple):
        return [_given(entry) for entry in value if entry is not None]
    return value


def environment(folder: Path, *, service_name: str) -> jinja2.Environment:
    """Our templates in `folder` under StrictUndefined, with the components as `govuk` and our filters."""
    ours = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    ours.globals.update(govuk=Components(), service_name=service_name)
    ours.filters.update(
        day=say_day, ago=say_days_ago, moment=moment, grouped=grouped, counted=counted, number=number
    )
    ours.filters.update(money=say_money, share=say_share, signed=signed)
    return ours


def signed(value: int) -> str:
    """A number with its sign, thousands set apart: "+1,097", "−151,406", "0"."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value):,}"


def moment(at: datetime) -> str:
    """An instant on London's clock: "3 November 2026 at 2:05pm". Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    local = at.astimezone(London)
    return f"{say_day(local.date())} at {_clock(local)}"


def _clock(local: datetime) -> str:
    """As the GOV.UK style guide writes times: 10am, 2:05pm, midday, midnight."""
    if local.minute == 0 and local.hour % 12 == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def grouped(code: str) -> str:
    """A code in threes, as it is read aloud: "K7M-2F9-XWY". Spaces and dashes already there do not matter."""
    plain = "".join(character for character in code if character.isalnum())
    return "-".join(plain[start : start + 3] for start in range(0, len(plain), 3))


def number(value: float) -> str:
    """Thousands set apart: "12,345". Decimals are kept as they are."""
    return f"{value:,}"


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 learner", "412 learners", "0 learners"."""
    return f"{number(count)} {one if count == 1 else many}"
