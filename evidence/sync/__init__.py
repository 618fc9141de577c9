"""Batches of events from phones: each kept once, each answered."""
