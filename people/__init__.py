"""Who works here, since when, on which grade, what is on file of them, and why people leave."""
