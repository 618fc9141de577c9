"""What is to leave, what has left, and what could not."""
