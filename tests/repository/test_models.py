"""No model of the matcher is put to use without saying what it changes."""

from pathlib import Path

from service.learners.matching import model

MODELS = Path(model.__file__).parent / "models"
FIRST = "2026-11"
"""Made from published figures and not from decisions; its card is docs/matching.md."""


def test_every_refitted_model_has_its_report_beside_it() -> None:
    versions = {path.stem for path in MODELS.glob("*.json")}
    assert model.CURRENT in versions
    assert {path.name.removesuffix(".report.md") for path in MODELS.glob("*.report.md")} == versions - {FIRST}
