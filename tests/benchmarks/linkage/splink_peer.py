"""Splink by itself on the labelled sets: the models of its own documented examples, trained without labels.

Its example of accuracy links fake_1000 (its tutorial's model blocks too narrowly to reach half of it), two others
FEBRL 3 and 4. Where a set has fewer columns the model has fewer too.
"""

import logging
from typing import Any

import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from service.learners.matching.rows import Person
from tests.benchmarks.linkage.sets import LabelledSet, Pair

LOWEST = -25.0
"""As for ours, so that lines below 0 can be tried."""
FEBRL_BLOCKS = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")


def peer(given: LabelledSet) -> dict[Pair, float]:
    """Weigh the pairs of a set by Splink's documented model for it."""
    is_fake, whole = given.name.startswith("fake"), "all fields" in given.name
    row = _fake if is_fake else _febrl
    sides = [given.left, *([given.right] if given.right is not None else [])]
    tables = [pa.Table.from_pylist([row(n, each) for n, each in enumerate(side)]) for side in sides]
    api = DuckDBAPI()
    names = ("one_file", "other_file")
    known = [api.register(each, dataset_display_name=name) for each, name in zip(tables, names, strict=False)]
    linker = Linker(known, _fake_model() if is_fake else _febrl_model(len(sides), whole=whole))
    logging.getLogger("splink").setLevel(logging.ERROR)
    (_train_fake if is_fake else _train_febrl)(linker, whole)
    told = linker.inference.predict(threshold_match_weight=LOWEST).as_duckdbpyrelation()
    rows = told.select("unique_id_l, unique_id_r, match_weight").fetchall()
    return {((a, b) if given.right is not None else (min(a, b), max(a, b))): bits for a, b, bits in rows}


def _fake(n: int, person: Person) -> dict[str, Any]:
    return {
        "unique_id": n,
        "first_name": person.given_names or None,
        "surname": person.family_name or None,
        "dob": str(person.date_of_birth),
        "city": dict(person.others).get("city"),
        "email": person.email or None,
    }


def _febrl(n: int, person: Person) -> dict[str, Any]:
    parts = (person.birth_year, person.birth_month, person.birth_day)
    number = (person.address or "").partition(" ")[0]
    return {
        "unique_id": n,
        "given_name": person.given_names,
        "surname": person.family_name,
        "date_of_birth": f"{parts[0] or 0:04}{parts[1] or 0:02}{parts[2] or 0:02}" if any(parts) else None,
        "postcode": person.postcode,
        "soc_sec_id": dict(person.others).get("soc_sec_id"),
        "street_number": number if number.isdigit() else None,
    }


def _fake_model() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on(name) for name in ("first_name", "surname", "dob", "email")
        ],
    )


def _train_fake(linker: Linker, _: bool) -> None:
    train = linker.training
    near = "levenshtein(r.dob, l.dob) <= 1"
    surely = [
        f"l.first_name = r.first_name and {near}",
        f"l.surname = r.surname and {near}",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        "l.email = r.email",
    ]
    train.estimate_probability_two_random_records_match(surely, recall=0.7)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
    for names in (("dob",), ("email",), ("first_name", "surname")):
        train.estimate_parameters_using_expectation_maximisation(
            block_on(*names), estimate_without_term_frequencies=True, record_sample_proportion=1.0
        )


def _febrl_model(files: int, *, whole: bool) -> SettingsCreator:
    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ]
    if whole:
        comparisons += [
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        ]
    rules = [block_on(name) for name in FEBRL_BLOCKS if whole or name != "soc_sec_id"]
    return SettingsCreator(
        link_type="link_only" if files == 2 else "dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    )


def _train_febrl(linker: Linker, whole: bool) -> None:
    train = linker.training
    surely = [
        block_on("given_name", "surname", "date_of_birth"),
        block_on("given_name", "surname", "postcode"),
    ]
    surely += [block_on("soc_sec_id")] if whole else []
    train.estimate_probability_two_random_records_match(surely, recall=0.9)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for name in ("date_of_birth", "postcode"):
        train.estimate_parameters_using_expectation_maximisation(block_on(name), record_sample_proportion=1.0)
