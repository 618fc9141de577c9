"""What people learn, how it is asked, and what it entitles them to."""
