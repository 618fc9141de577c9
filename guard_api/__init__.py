"""What every slice stands on. This package knows no slice."""
