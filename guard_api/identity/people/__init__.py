"""Who works here, what they may do, and lists of them in and out."""
