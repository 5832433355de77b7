"""Fitting: a file's own figures are found without labels, and figures that cannot be are not believed."""

from random import Random

import pytest

from service.learners.matching.closure import through_a_third
from service.learners.matching.fit import Rows, fit, less_copies
from service.learners.matching.rows import Comparison, Finding
from service.learners.matching.weigh import bits_of
from tests.learners.matching.people import MODEL

ROWS = Rows(400, 400)


def drawn(rng: Random, *, same: bool, wrong: float) -> Comparison:
    """A pair compared in five fields, each wrong with a chance for one person, right by accident for strangers."""

    def level(by_accident: float) -> str:
        return "equal" if rng.random() < (1 - wrong if same else by_accident) else "different"

    return (
        Finding("given", level(0.01), 0.01),
        Finding("family", level(0.01), 0.01),
        Finding("birth", level(0.0003)),
        Finding("postcode", level(0.001)),
        Finding("other:college", level(0.1), 0.1),
    )


def file(wrong: float) -> tuple[list[Comparison], list[Comparison]]:
    """Pairs worth comparing (400 of one person, 2,000 not) and pairs at random."""
    rng = Random(2)
    alike = [drawn(rng, same=n < 400, wrong=wrong) for n in range(2400)]
    return alike, [drawn(rng, same=False, wrong=wrong) for _ in range(5000)]


def test_the_share_of_errors_is_found_without_labels() -> None:
    alike, at_random = file(wrong=0.15)
    fitted = fit(MODEL, alike=alike, at_random=at_random, rows=ROWS)
    assert fitted.warnings == ()
    assert fitted.matches == pytest.approx(400, rel=0.25)
    assert fitted.model.fields["birth"]["equal"].m == pytest.approx(0.85, abs=0.1)
    assert fitted.model.fields["other:college"]["equal"].m == pytest.approx(0.85, abs=0.1)


def test_a_fitted_model_weighs_one_persons_pairs_above_others() -> None:
    alike, at_random = file(wrong=0.1)
    model = fit(MODEL, alike=alike, at_random=at_random, rows=ROWS).model
    assert sum(bits_of(pair, model) > 0 for pair in alike[:400]) > 350
    assert sum(bits_of(pair, model) > 0 for pair in alike[400:]) < 40


def test_relatives_that_a_file_has_not_got_are_unlearnt() -> None:
    alike, at_random = file(wrong=0.1)
    fitted = fit(MODEL, alike=alike, at_random=at_random, rows=ROWS)
    assert fitted.model.relations["sibling"].expected < MODEL.relations["sibling"].expected


def test_a_column_that_speaks_against_itself_keeps_the_shipped_figures() -> None:
    pairs = [(Finding("birth", "equal"), Finding("sex", "different")) for _ in range(400)]
    at_random = [(Finding("birth", "different"), Finding("sex", "equal")) for _ in range(2000)]
    fitted = fit(MODEL, alike=pairs, at_random=at_random, rows=ROWS)
    assert fitted.warnings
    assert fitted.model.fields["sex"] == MODEL.fields["sex"]


def test_nothing_to_fit_is_told() -> None:
    fitted = fit(MODEL, alike=[], at_random=[], rows=ROWS)
    assert fitted.warnings == ("No pair is likely to be one person.",)


def test_labels_are_taken_as_they_are() -> None:
    alike, at_random = file(wrong=0.25)
    never = dict.fromkeys(alike, False)
    fitted = fit(MODEL, alike=alike, at_random=at_random, rows=ROWS, known=never)
    assert fitted.matches == 0


def test_a_persons_own_other_rows_do_not_make_a_name_common() -> None:
    finding = Finding("family", "equal", 4 / 1000)
    (adjusted,) = less_copies((finding,), copies=3, rows=1000)
    assert adjusted.share == pytest.approx(1 / 1000)
    assert less_copies((Finding("birth", "equal"),), copies=3, rows=1000) == (Finding("birth", "equal"),)


def test_two_rows_that_are_surely_a_third_are_one_person() -> None:
    weights = {(0, 1): 12.0, (1, 2): 9.0, (0, 2): -3.0}
    assert through_a_third(weights, lambda _a, _b: 0.0) == {(0, 2): 6.0}


@pytest.mark.parametrize(
    ("weights", "apart"),
    [
        pytest.param({(0, 1): 12.0, (1, 2): 7.0, (0, 2): -3.0}, -3.0, id="one of the two not sure"),
        pytest.param({(0, 1): 12.0, (1, 2): 9.0, (0, 2): -20.0}, -20.0, id="the two too different"),
        pytest.param({(0, 1): 12.0, (1, 2): 9.0}, -20.0, id="the two never compared, and too different"),
        pytest.param({(0, 1): 12.0, (1, 2): 9.0, (0, 2): 4.0}, 4.0, id="the two found by themselves"),
    ],
)
def test_a_third_row_adds_nothing(weights: dict[tuple[int, int], float], apart: float) -> None:
    assert through_a_third(weights, lambda _a, _b: apart) == {}
