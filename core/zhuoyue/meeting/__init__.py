"""The consensus meeting as a local web page: one writer, many readers, every value saved at once."""
