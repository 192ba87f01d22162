"""Counting: passes over the cases, exact figures from them, and the measures."""
