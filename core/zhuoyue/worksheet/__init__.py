"""Scoring sheets for assessors as Excel files, and reading them back: cells, three-way merge, conflicts."""
