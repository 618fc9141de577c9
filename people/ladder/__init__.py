"""Grades and steps that an organisation draws."""
