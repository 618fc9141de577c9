"""What this slice accepts from a phone: kind → handler, handed to `evidence` by app.py."""

HANDLERS: dict = {}
