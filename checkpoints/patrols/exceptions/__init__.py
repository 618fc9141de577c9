"""What went off plan: the guard answers, a supervisor decides."""
