"""Text as people type a number off a card: spaces, dashes and letter case carry no meaning."""

import unicodedata

_SILENT_CATEGORIES = frozenset({"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"})
_MINUS_SIGN = "\u2212"  # a symbol by category, a dash to whoever pastes it


def compact(text: str) -> str:
    """The text in capitals without spaces, dashes and invisible characters; full-width forms made plain."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if not _is_silent(character))


def _is_silent(character: str) -> bool:
    return character == _MINUS_SIGN or unicodedata.category(character) in _SILENT_CATEGORIES
