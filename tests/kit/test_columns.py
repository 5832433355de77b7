"""How tables say what a column holds."""

from enum import StrEnum

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import MetaData, SQLModel

from service.kit.columns import Privacy, both_or_neither, choice, column


class Colour(StrEnum):
    """What a made-up thing looks like."""

    DARK_RED = "dark red"
    BLUE = "blue"


class Thing(SQLModel, table=True):
    """A made-up table, kept out of the service's own schema."""

    metadata = MetaData()
    __tablename__ = "thing"

    id: int = column(Privacy.KEY, primary_key=True)
    colour: Colour = column(Privacy.NOTHING, choices=Colour)
    words: str | None = column(Privacy.SENSITIVE, default=None, text=True)
    more: dict[str, int] = column(Privacy.IDENTITY, json=True)
    old: int = column(Privacy.STAFF, sa_column_kwargs={"server_default": "0"})


COLUMNS = Thing.metadata.tables["thing"].c


@pytest.mark.parametrize(
    ("name", "privacy"),
    [
        ("id", Privacy.KEY),
        ("colour", Privacy.NOTHING),
        ("words", Privacy.SENSITIVE),
        ("more", Privacy.IDENTITY),
        ("old", Privacy.STAFF),
    ],
)
def test_a_column_carries_its_privacy_decision(name: str, privacy: Privacy) -> None:
    assert COLUMNS[name].info["privacy"] is privacy


@pytest.mark.parametrize(
    ("name", "written"),
    [("colour", "VARCHAR(40)"), ("words", "TEXT"), ("more", "JSONB"), ("old", "INTEGER")],
)
def test_a_column_has_the_type_it_asks_for(name: str, written: str) -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    assert COLUMNS[name].type.compile(dialect=dialect) == written


def test_options_of_the_column_are_passed_on_beside_the_decision() -> None:
    assert COLUMNS["old"].server_default is not None
    assert COLUMNS["words"].nullable
    assert not COLUMNS["colour"].nullable


def test_a_choice_stores_the_values_and_names_its_check_after_the_choice() -> None:
    kind = choice(Colour)
    assert kind.enums == ["dark red", "blue"]
    assert kind.name == "colour_known"
    assert not kind.native_enum


def test_both_or_neither_compares_the_two_and_names_them() -> None:
    check = both_or_neither("closed_on", "closed_because")
    assert check.name == "closed_on_with_closed_because"
    assert str(check.sqltext) == "(closed_on is null) = (closed_because is null)"
    assert isinstance(check, sa.CheckConstraint)
