"""What can be done: join two learners, part them again, look for pairs, decide about one."""

from service.merging.operations.doubts import NumberTaken, open_doubt, settle_doubt
from service.merging.operations.merge import MergeForbidden, Preview, merge, preview
from service.merging.operations.pairs import (
    Pair,
    decide_pair,
    find_pairs,
    name_pair,
    open_pair,
    withdraw_ruling,
)
from service.merging.operations.unmerge import MergeUnknown, UnmergeForbidden, unmerge

__all__ = [
    "MergeForbidden",
    "MergeUnknown",
    "NumberTaken",
    "Pair",
    "Preview",
    "UnmergeForbidden",
    "decide_pair",
    "find_pairs",
    "merge",
    "name_pair",
    "open_doubt",
    "open_pair",
    "preview",
    "settle_doubt",
    "unmerge",
    "withdraw_ruling",
]
