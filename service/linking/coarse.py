"""The model as Splink's settings: coarse levels over a few plain columns, to rank many pairs in SQL.

Written from the model the pairs are weighed with, so there is one model. Splink's weight only chooses which pairs are
worth weighing; it goes nowhere else.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from service.learners.matching.model import Level, Model
from service.learners.matching.shares import Shares
from service.linking.rows import Layout

LEAST, MOST = 1e-7, 0.999
NEARLY = 2
"""Letters by which a name may be off to be nearly the same."""
Condition = tuple[str, str, float | None]
"""SQL, the model's levels it stands for, how often strangers compare so (None: as in the model)."""


def settings_of(model: Model, shares: Shares, columns: Iterable[str], *, dialect: str) -> dict[str, Any]:
    """Write the settings for the columns both sides have something in."""
    there = set(columns)
    size = {"duckdb": "len(list_intersect({0}_l, {0}_r))", "spark": "size(array_intersect({0}_l, {0}_r))"}[
        dialect
    ]
    written = [
        _comparison(column, conditions, model.fields[field], dialect)
        for column, field, conditions in _levels(shares, size)
        if column in there
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": min(
            max(model.prior.registered / model.prior.population, LEAST), 0.5
        ),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": written,
    }


def _levels(shares: Shares, size: str) -> Iterable[tuple[str, str, list[Condition]]]:
    words, sure = size.format("words"), size.format("sure")
    yield "given", "given", _given_name(_met_by_chance(shares.given))
    yield "family", "family", _family_name(_met_by_chance(shares.family))
    yield "born", "birth", BIRTH
    yield "postcode", "postcode", POSTCODE
    yield "sex", "sex", [("sex_l = sex_r", "equal", None)]
    yield "sure", "uln", [(f"{sure} >= 1", "equal", None)]
    streets: list[Condition] = [(f"{words} >= {n}", level, u) for n, level, u in ADDRESS]
    yield "words", "address", streets


BIRTH: list[Condition] = [
    ("born_l = born_r", "equal", None),
    ("born_day_l = born_day_r", "two_parts", 0.003),
    ("born_year_l = born_year_r", "swapped one_digit", 0.1),
]
POSTCODE: list[Condition] = [
    ("postcode_l = postcode_r", "equal", None),
    ("levenshtein(postcode_l, postcode_r) <= 1", "slip", None),
    ("district_l = district_r", "sector outcode", None),
]
ADDRESS = [(3, "equal", 1e-4), (2, "near", 1e-3), (1, "street", 0.05)]
"""Words of the address both have, the level that is like, how often strangers have so many."""


def _given_name(by_chance: float) -> list[Condition]:
    return [
        ("given_l = given_r", "equal", by_chance),
        ("given_l = family_r or family_l = given_r", "second overlap", 0.002),
        (f"levenshtein(given_l, given_r) <= {NEARLY}", "slip unlisted lookalike nickname", 0.02),
        ("given_sound_l = given_sound_r", "sounds similar", 0.01),
        ("left(given_l, 1) = left(given_r, 1)", "initial", 0.08),
    ]


def _family_name(by_chance: float) -> list[Condition]:
    return [
        ("family_l = family_r", "equal", by_chance),
        ("given_l = family_r or family_l = given_r", "previous", 0.002),
        (f"levenshtein(family_l, family_r) <= {NEARLY}", "slip similar", 0.006),
        ("family_sound_l = family_sound_r", "part sounds", 0.005),
    ]


def _comparison(
    column: str, conditions: list[Condition], table: Mapping[str, Level], dialect: str
) -> dict[str, Any]:
    nothing = "{0}_l is null or {0}_r is null"
    if column in ("sure", "words"):
        nothing = (
            "size({0}_l) < 1 or size({0}_r) < 1" if dialect == "spark" else "len({0}_l) < 1 or len({0}_r) < 1"
        )
    levels: list[dict[str, Any]] = [
        {"sql_condition": nothing.format(column), "label_for_charts": "none", "is_null_level": True}
    ]
    rest_m = rest_u = 1.0
    for sql, names, by_chance in conditions:
        m = sum(table[name].m for name in names.split() if name in table)
        u = by_chance if by_chance is not None else sum(table[name].u or 0.0 for name in names.split())
        levels.append(_level(sql, names, m, u))
        rest_m, rest_u = rest_m - m, rest_u - u
    levels.append(_level("ELSE", "different", rest_m, rest_u))
    return {"output_column_name": column, "comparison_levels": levels}


def _level(sql: str, label: str, m: float, u: float) -> dict[str, Any]:
    return {
        "sql_condition": sql,
        "label_for_charts": label,
        "m_probability": min(max(m, LEAST), MOST),
        "u_probability": min(max(u, LEAST), MOST),
    }


def _met_by_chance(shares: Mapping[str, float]) -> float:
    """How often two people have the same name: the sum of the squares."""
    return min(max(sum(share * share for share in shares.values()), 1e-5), 0.2)


def coarse_columns(layout: Layout) -> set[str]:
    """Say which of the plain columns have anything in them, by the columns of the files."""
    names = set(layout.columns)
    made = {
        "given": names & {"given_names"},
        "family": names & {"family_name"},
        "born": names & {"date_of_birth", "birth_year", "birth_month", "birth_day"},
        "postcode": names & {"postcode"},
        "sex": names & {"sex"},
        "sure": names & {"indicator", "uln", "upn", "ni_number", "email", "phone"},
        "words": {name for name in names if name == "address" or name.startswith("other:")},
    }
    return {column for column, of in made.items() if of} or {"family"}
