"""When routes are to be walked: recurrence, windows, what they guarantee."""
