"""How facts from the field arrive and stay provable."""
