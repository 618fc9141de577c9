"""Bought courses: SCORM 1.2 and 2004 packages, taken in with care and played in a sandbox."""
