"""HR's binder as a table: licences that people already have, brought in at once."""
