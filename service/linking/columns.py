"""Which column of a file is what, by its name: ours, or a name in common use for the same."""

import re
from collections.abc import Iterable, Sequence

from service.linking.rows import Layout, LinkingInvalid

ID = "id"
BIRTH_PARTS = ("birth_year", "birth_month", "birth_day")
KNOWN = (
    "given_names", "family_name", "previous_names", "date_of_birth", *BIRTH_PARTS, "sex", "postcode", "address",
    "indicator", "uln", "upn", "ni_number", "email", "phone",
)  # fmt: skip
ALIASES = {
    "given_name": "given_names", "first_name": "given_names", "first_names": "given_names", "forename": "given_names",
    "forenames": "given_names", "firstname": "given_names", "givenname": "given_names", "givennames": "given_names",
    "surname": "family_name", "last_name": "family_name", "familyname": "family_name", "lastname": "family_name",
    "previous_name": "previous_names", "former_names": "previous_names", "maiden_name": "previous_names",
    "dob": "date_of_birth", "birth_date": "date_of_birth", "dateofbirth": "date_of_birth", "birthdate": "date_of_birth",
    "year_of_birth": "birth_year", "month_of_birth": "birth_month", "day_of_birth": "birth_day",
    "birthyear": "birth_year", "birthmonth": "birth_month", "birthday": "birth_day",
    "gender": "sex", "post_code": "postcode", "zip": "postcode", "zip_code": "postcode", "zipcode": "postcode",
    "postal_code": "postcode", "street_address": "address", "full_address": "address", "unique_learner_number": "uln",
    "unique_pupil_number": "upn", "nino": "ni_number", "national_insurance_number": "ni_number",
    "e_mail": "email", "email_address": "email", "telephone": "phone", "phone_number": "phone", "mobile": "phone",
    "unique_id": "id", "record_id": "id", "rec_id": "id",
}  # fmt: skip


def layout_of(
    columns: Sequence[str], *, file: str, compare: Iterable[str] = (), id_column: str | None = None
) -> Layout:
    """Say what each column of a file is.

    Raises `LinkingInvalid` where a name stands twice, a column asked for is not there, or nothing can be compared.
    """
    plain = [_plain(name) for name in columns]
    _require_names(columns, plain, file)
    others = tuple(_plain(name) for name in compare)
    for name in (*others, *([_plain(id_column)] if id_column else [])):
        if name not in plain:
            raise LinkingInvalid(f"{file} has no column “{name}”. It has: {', '.join(columns)}.")
    known = _known(dict(zip(plain, columns, strict=True)), set(others), file)
    theirs = known.pop(ID, None)
    if id_column:
        theirs = columns[plain.index(_plain(id_column))]
    known.update({f"other:{name}": columns[plain.index(name)] for name in others})
    if not known:
        raise LinkingInvalid(
            f"{file} has no column that can be compared. Name columns as in: {', '.join(KNOWN[:6])}, "
            "or name others with --compare."
        )
    used = {*known.values(), theirs}
    not_used = tuple(name for name in columns if name not in used)
    return Layout(columns=known, others=others, id_column=theirs, not_used=not_used)


def in_both(left: Layout, right: Layout) -> tuple[Layout, Layout]:
    """Keep what both files have. Raises `LinkingInvalid` where that is nothing."""
    shared = _with_parts_of_birth(left) & _with_parts_of_birth(right)
    if not shared:
        raise LinkingInvalid(
            f"The two files have no column in common. One has {', '.join(left.columns)}, "
            f"the other {', '.join(right.columns)}; give columns that mean the same the same name."
        )
    return _only(left, shared), _only(right, shared)


def _with_parts_of_birth(layout: Layout) -> set[str]:
    """A whole date of birth on one side meets its parts on the other."""
    names = set(layout.columns)
    births = {"date_of_birth", *BIRTH_PARTS}
    return names | births if names & births else names


def _only(layout: Layout, shared: set[str]) -> Layout:
    kept = {name: theirs for name, theirs in layout.columns.items() if name in shared}
    gone = [theirs for name, theirs in layout.columns.items() if name not in shared]
    others = tuple(name for name in layout.others if f"other:{name}" in shared)
    return Layout(columns=kept, others=others, id_column=layout.id_column, not_used=(*layout.not_used, *gone))


def _plain(name: str) -> str:
    return re.sub(r"[^\w]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).strip("_").lower()


def _require_names(columns: Sequence[str], plain: Sequence[str], file: str) -> None:
    if "" in plain:
        place = plain.index("") + 1
        raise LinkingInvalid(
            f"Column {place} of {file} has no name. The first line has to name every column."
        )
    twice = next((name for n, name in enumerate(columns) if plain[n] in plain[:n]), None)
    if twice:
        raise LinkingInvalid(f"{file} has two columns “{twice}”. Give one of them another name.")


def _known(plain: dict[str, str], others: set[str], file: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, theirs in plain.items():
        ours = name if name in KNOWN or name == ID else ALIASES.get(name)
        if name in others or ours is None or (ours != name and ours in plain):
            continue
        if ours in found:
            raise LinkingInvalid(
                f"“{found[ours]}” and “{theirs}” of {file} are both the {ours.replace('_', ' ')}. "
                f"Name the one to be used {ours}."
            )
        found[ours] = theirs
    return found
