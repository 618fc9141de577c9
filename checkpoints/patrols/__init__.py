"""Patrol plans, rounds, the visits that are due, scans and exceptions."""
