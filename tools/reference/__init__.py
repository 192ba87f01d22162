"""Generators of reference files, one module a subject."""
