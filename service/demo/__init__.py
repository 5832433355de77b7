"""Invented people: the demo town for `pathway seed`, whole populations for `pathway simulate`."""
