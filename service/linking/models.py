"""A model that somebody gives: one that an earlier run wrote beside its pairs."""

from pathlib import Path

import msgspec

from service.learners.matching.model import Model, read_model
from service.linking.rows import LinkingInvalid


def model_in(path: Path) -> Model:
    """Read a model. Raises `LinkingInvalid` where the file is none."""
    try:
        return read_model(path.read_bytes())
    except OSError as error:
        raise LinkingInvalid(f"--model {path} cannot be read: {error.strerror}.") from None
    except msgspec.ValidationError as error:
        raise LinkingInvalid(
            f"--model {path.name} is no model ({error}). Give one that a run wrote beside its pairs."
        ) from None
    except msgspec.DecodeError:
        raise LinkingInvalid(f"--model {path.name} is no JSON. Give one that a run wrote.") from None
