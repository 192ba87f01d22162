"""Exhibits: what a log shows, what was odd in it, and how both are read back."""
