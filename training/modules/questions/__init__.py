"""The bank of a module: questions, each change a new revision."""
