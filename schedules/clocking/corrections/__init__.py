"""Missed punches that were asked about, and corrections with a reason and four eyes."""
