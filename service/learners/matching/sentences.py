"""Why, in plain words a reviewer can read aloud: levels only, never a name, a date or a number."""

from service.learners.matching.rows import Weighed, Weight

_SAME = "same "


def sentence_on(weighed: Weighed) -> str:
    """Say how two people compare: first what is the same, then field by field what is not.

    "Same given name, family name and date of birth; postcode in the same few streets."
    """
    same = [weight.says.removeprefix(_SAME) for weight in weighed.weights if _is_same(weight)]
    rest = [weight.says for weight in weighed.weights if not _is_same(weight)]
    parts = ([_SAME + _listed(same)] if same else []) + rest
    return _sentence("; ".join(parts)) if parts else "There is nothing both have that could be compared."


def with_reason(reason: str, sentence: str) -> str:
    """Put the reason for a review before how the two compare."""
    return f"{_sentence(reason)} {sentence}"


def _is_same(weight: Weight) -> bool:
    return weight.says.startswith(_SAME) and weight.level == "equal"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
