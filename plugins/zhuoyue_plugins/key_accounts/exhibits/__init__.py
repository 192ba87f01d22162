"""Exhibits and measures: what the records show, guarded, named and read back."""
