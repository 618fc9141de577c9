"""Told in time: a certificate is about to end."""
