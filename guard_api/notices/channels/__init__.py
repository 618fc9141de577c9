"""The ways by which notices leave the app, as the organisation sets them up."""
