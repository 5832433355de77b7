"""Bytes to typed rows and problems: pure, streaming, one module per file format."""

from service.imports.readers.choosing import READERS, Reader, recognise

__all__ = ["READERS", "Reader", "recognise"]
