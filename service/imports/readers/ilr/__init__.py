"""Reads ILR files (Individualised Learner Record, DfE) of 2017-18 to 2025-26 as a stream.

Bytes in, learners with their spells, milestones and problems out; nothing here knows the database.
`stream` cuts the file into elements; `opening` and `heading` judge the file as a whole; `identity`, `aims`
(with `kind`, `dates`, `standing`) and `destinations` check one learner; `translate` and `spells` turn the
ILR's words into ours; `wording` holds every text a sender sees.
"""

from service.imports.readers.ilr.read import IlrFile, read_ilr
from service.imports.readers.ilr.stream import IlrReader

__all__ = ["IlrFile", "IlrReader", "read_ilr"]
