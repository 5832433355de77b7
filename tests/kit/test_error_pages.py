import pytest

from service.kit.error_pages import error_page


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_refusal_says_what_would_make_it_work(status: int) -> None:
    page = error_page(status)
    assert page.status == status
    assert page.heading
    assert page.happened
    assert page.to_do


@pytest.mark.parametrize(("status", "like"), [(418, 400), (451, 400), (502, 500)])
def test_a_status_without_words_takes_those_of_its_class(status: int, like: int) -> None:
    assert error_page(status).heading == error_page(like).heading


def test_a_more_exact_reason_takes_the_place_of_the_usual_words() -> None:
    page = error_page(409, happened="Priya changed the outcome.", to_do=("Compare both.",), reference="R1")
    assert (page.happened, page.to_do, page.reference) == (
        "Priya changed the outcome.",
        ("Compare both.",),
        "R1",
    )
