"""Makes the records and documents of the fictional example organisation."""
