"""Shifts that change hands: open ones, given away and swapped."""
