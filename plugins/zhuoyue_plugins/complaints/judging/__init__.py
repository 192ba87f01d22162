"""Judging: findings and readings of dimensions from the exhibits."""
