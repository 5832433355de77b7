"""How two descriptions of a person compare, field by field: levels by name, one module for each kind of field."""

from service.learners.matching.levels.compare import compare

__all__ = ["compare"]
