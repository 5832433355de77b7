"""Why somebody left early, in words. Reasons that are a move (another provider, a new aim) are no leaving.

Source: ILR WithdrawReason, the codes that are a loss; the words are ours.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LEAVING: Final[Mapping[int, str]] = MappingProxyType(
    {
        3: "Injury or illness",
        29: "Made redundant",
        42: "The course was too hard",
        43: "Money",
        44: "Other personal reasons",
        46: "Excluded",
        48: "Left during an industry placement",
        97: "Another reason",
        98: "Not known",
    }
)
