"""Modules: lessons, their question banks, published versions that never change, the ready library."""
