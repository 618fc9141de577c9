"""Pictures, sound and films of lessons and questions."""
