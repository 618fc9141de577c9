"""Papers drawn in advance, attempts graded on the server, what a phone carries to learn."""
