"""Bytes to typed rows and problems: pure, streaming, one module per file format."""
