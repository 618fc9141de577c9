"""Places that must be visited, the rounds that visit them, and what is found."""
