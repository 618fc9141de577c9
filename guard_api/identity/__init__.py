"""People, their roles, sessions and phones."""
