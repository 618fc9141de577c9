"""Open Badges 3.0: certificates that other systems can verify."""
