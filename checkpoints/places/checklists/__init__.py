"""What to look at on a checkpoint; the fire patrol's list is shipped."""
