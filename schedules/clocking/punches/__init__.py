"""Clocking in and out: raw facts, from phones without a signal too."""
