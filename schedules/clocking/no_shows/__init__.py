"""Nobody has clocked in: who is told, and what the guard says."""
