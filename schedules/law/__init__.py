"""What working-time law says of a roster and of hours worked. Defaults, not legal advice."""
