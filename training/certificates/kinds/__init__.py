"""Types of certificates: the field's own, given to every organisation, and its own."""
