"""The list and the file of staff, and the way up."""
