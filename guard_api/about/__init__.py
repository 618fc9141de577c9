"""What the installation says of itself: its health, and a page on which to try the API."""
