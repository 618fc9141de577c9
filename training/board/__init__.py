"""Who knows what is required, at a glance and in figures."""
