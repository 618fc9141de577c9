"""Who leaves, when and why: figures that open their rows."""
