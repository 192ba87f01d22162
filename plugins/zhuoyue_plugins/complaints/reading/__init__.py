"""Reading: the log and the second register as relations of the query engine."""
