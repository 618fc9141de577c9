"""Runs the slices' jobs by the clock, in exactly one process however many are started."""
