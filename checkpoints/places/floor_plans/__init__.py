"""Pictures of floors, and their scale."""
