"""Reading: revenue, register and visit log as relations of the query engine."""
