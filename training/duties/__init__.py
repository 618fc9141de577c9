"""Who must learn what by when: requirements, and the duties they make."""
