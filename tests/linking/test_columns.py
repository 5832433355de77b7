"""Which column is what, whatever it is called; and a clear word where that cannot be said."""

import pytest

from service.linking.columns import in_both, layout_of
from service.linking.rows import LinkingInvalid


@pytest.mark.parametrize(
    ("columns", "known"),
    [
        pytest.param(["id", "given_names", "family_name"], {"given_names", "family_name"}, id="our own names"),
        pytest.param(["First Name", "Surname", "DOB"], {"given_names", "family_name", "date_of_birth"}, id="spaces"),
        pytest.param(["firstName", "lastName", "postCode"], {"given_names", "family_name", "postcode"}, id="humps"),
        pytest.param(["rec_id", "soc_sec_id", "e-mail"], {"email"}, id="what is not known is not used"),
        pytest.param(["given_names", "first_name", "uln"], {"given_names", "uln"}, id="our own name goes first"),
    ],
)  # fmt: skip
def test_layout_of_knows_columns_by_name(columns: list[str], known: set[str]) -> None:
    assert set(layout_of(columns, file="a.csv").columns) == known


@pytest.mark.parametrize(
    ("columns", "compare", "id_column", "says"),
    [
        pytest.param(["id", "Name", "name "], (), None, "two columns", id="one name twice"),
        pytest.param(["id", ""], (), None, "Column 2 of a.csv has no name", id="a column without a name"),
        pytest.param(["id", "colour"], (), None, "no column that can be compared", id="nothing to compare"),
        pytest.param(["uln"], ("city",), None, "no column “city”", id="a column asked for that is not there"),
        pytest.param(["uln"], (), "key", "no column “key”", id="an id asked for that is not there"),
        pytest.param(["surname", "last name"], (), None, "are both the family name", id="two for one"),
    ],
)
def test_layout_of_says_what_is_wrong(
    columns: list[str], compare: tuple[str, ...], id_column: str | None, says: str
) -> None:
    with pytest.raises(LinkingInvalid, match=says):
        layout_of(columns, file="a.csv", compare=compare, id_column=id_column)


def test_layout_of_takes_a_column_asked_for_as_it_is() -> None:
    layout = layout_of(
        ["person", "City", "gender"], file="a.csv", compare=["city", "gender"], id_column="person"
    )
    assert layout.columns == {"other:city": "City", "other:gender": "gender"}
    assert layout.id_column == "person"


def test_in_both_keeps_what_both_have_and_parts_of_a_birth_meet_a_whole_one() -> None:
    one = layout_of(["surname", "dob", "postcode"], file="a.csv")
    other = layout_of(["family_name", "birth_year", "email"], file="b.csv")
    left, right = in_both(one, other)
    assert set(left.columns) == {"family_name", "date_of_birth"}
    assert set(right.columns) == {"family_name", "birth_year"}
    assert left.not_used == ("postcode",)


def test_in_both_refuses_files_with_nothing_in_common() -> None:
    with pytest.raises(LinkingInvalid, match="no column in common"):
        in_both(layout_of(["surname"], file="a.csv"), layout_of(["email"], file="b.csv"))
