"""Identifiers of rows: UUIDv7, made here rather than by PostgreSQL so that version 15 will do."""

from uuid import UUID

from uuid_utils.compat import uuid7

NOBODY = UUID(int=0)  # stands for "no agency" and "no account" where a key may not be empty


def new_id() -> UUID:
    """Make an identifier that sorts by the time it was made."""
    return uuid7()
