"""Statistics of monthly figures: what is a signal, what a trend, what a season. No records, no exhibits."""
