"""Spells of employment: hired, moved, promoted, absent, gone."""
