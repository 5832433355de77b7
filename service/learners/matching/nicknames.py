"""Given names that one person goes by: Bob and Robert, Muhammad and Mohamed, Kasia and Katarzyna."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

SPELLINGS = "="


def _lines() -> Iterator[tuple[str, list[str]]]:
    text = files(__package__).joinpath("nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line, line.removeprefix(SPELLINGS).split()


def _read() -> tuple[dict[str, frozenset[str]], set[tuple[str, str]]]:
    """The full names of each name, and the pairs that go together: a short form with every spelling of its name."""
    groups: dict[str, frozenset[str]] = {}
    spellings: dict[str, set[str]] = {}
    pairs: set[tuple[str, str]] = set()
    for line, names in _lines():
        for name in names:
            groups[name] = groups.get(name, frozenset()) | {names[0]}
            if line.startswith(SPELLINGS):
                spellings.setdefault(name, set()).update(names)
        pairs |= {(names[0], form) for form in names[1:]}
    pairs |= {(other, form) for full, form in pairs for other in spellings.get(full, ())}
    pairs |= {(a, b) for a, others in spellings.items() for b in others}
    return groups, {(a, b) for a, b in pairs if a != b}


_GROUPS, _PAIRS = _read()


def names_listed() -> frozenset[str]:
    """Every name on the list."""
    return frozenset(_GROUPS)


def groups(part: str) -> frozenset[str]:
    """The names a folded given name may be a form of, each by its full form; empty for a name not on the list."""
    return _GROUPS.get(part, frozenset())


def other_forms(part: str) -> tuple[str, ...]:
    """Every other name a folded given name may be exchanged for, in alphabetical order."""
    return tuple(sorted({a if b == part else b for a, b in _PAIRS if part in (a, b)}))


@lru_cache(maxsize=1 << 13)
def is_nickname(a: str, b: str) -> bool:
    """Whether two different folded given names may be one person's.

    A short form goes with its full name, and not with another short form of it: Millie and Amy may be sisters.
    """
    return (a, b) in _PAIRS or (b, a) in _PAIRS
