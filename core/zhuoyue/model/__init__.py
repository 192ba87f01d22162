"""The nouns: frozen pydantic models, one module per noun. Imports nothing of ours but errors."""
