"""Reads NCCIS returns (XML of the 2019-20 requirement): a council that moves in, or another council's transfer.

`stream` cuts the file into young people; `person` checks one; `wording` holds every text a sender sees, by DfE's own
error codes where there is one. Ethnicity, level of need, SEND and characteristics are not read yet.
"""

from service.imports.readers.nccis.stream import NccisReader

__all__ = ["NccisReader"]
