"""One's own shifts as a phone carries them: what all rooms of this floor have for one person."""
