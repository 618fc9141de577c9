"""Phones that guards share: enrolled by a supervisor, switched by PIN."""
