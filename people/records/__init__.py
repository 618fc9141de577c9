"""Assessments by criteria, commendations, personal particulars."""
