"""Certificates and licences: held, ending, renewed, shown to others; and who may stand at which post."""
