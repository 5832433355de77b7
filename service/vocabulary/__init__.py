"""The field's words as pure values: they parse, normalise, print, and cite the document they come from."""
