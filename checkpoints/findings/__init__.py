"""What guards find, and how it is put right."""
