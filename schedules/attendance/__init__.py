"""What became of each planned shift, read from the punches."""
