"""Who may do what: one file for each slice, collected by tests/guard_api/test_permission_matrix.py."""
