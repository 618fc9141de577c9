"""Leave: what each person is due, what was asked for, and who decided."""
