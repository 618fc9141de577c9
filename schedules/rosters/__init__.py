"""Rosters: one row for each place to be filled, whoever fills it, from the draft to the last amendment."""
