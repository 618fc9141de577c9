"""Today's attendance, its history, and its figures with the rows behind each."""
