"""Machinery without words of the field: database, jobs, audit, clock, errors, forms, templates, paging."""
