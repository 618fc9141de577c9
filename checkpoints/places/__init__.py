"""Floor plans, zones, checkpoints, tags, printed labels, routes, checklists."""
