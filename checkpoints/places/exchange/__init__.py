"""Checkpoints as a table: columns out, and in again with a preview."""
