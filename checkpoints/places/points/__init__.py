"""Zones, checkpoints, and the tags that are scanned there."""
