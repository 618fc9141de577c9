"""What each person is told inside the app: a small inbox."""
