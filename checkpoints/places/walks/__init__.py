"""Routes through checkpoints, and the shortest walk."""
