"""How much of what was due was done: today, by day and site, by checkpoint."""
