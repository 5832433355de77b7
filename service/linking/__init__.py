"""Whole files linked: people of two files, of one with itself, or of a file with the register, as weighed pairs.

Engines (DuckDB, Spark) only propose pairs; `learners.matching` weighs each of them, so that every engine gives the
same answer. Nothing here decides about anybody: pairs and their weights go out, people decide.
"""
