"""Pages: what they show, from the exhibits."""
