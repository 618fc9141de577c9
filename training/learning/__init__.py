"""One's own learning as a phone carries it: what all rooms of this floor have for one person."""
