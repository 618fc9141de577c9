"""Turnover."""
