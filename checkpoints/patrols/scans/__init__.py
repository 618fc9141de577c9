"""Checkpoints scanned: kept once, in doubt flagged, never refused for a doubt."""
