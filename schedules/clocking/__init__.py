"""Punches as they came, what became of each shift, and what people say about it."""
