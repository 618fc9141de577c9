"""What each person is told: an inbox in the app, and the ways by which it leaves the app."""
