"""Reads spreadsheets (CSV and XLSX) of providers and schools without ILR: learners, enrolments, offers, destinations.

`kinds` says which tables there are and which columns each has, once for validation, guidance and templates; `cells`
reads one cell; `decoding` and `workbook` turn bytes into rows of text; `heading` recognises the table; `read` puts rows
together.
"""

from service.imports.readers.table.columns import Column, Kind
from service.imports.readers.table.heading import ERRORS
from service.imports.readers.table.kinds import KINDS
from service.imports.readers.table.read import TableReader
from service.imports.readers.table.rows import rows_in

__all__ = ["ERRORS", "KINDS", "Column", "Kind", "TableReader", "rows_in"]
