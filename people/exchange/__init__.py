"""Staff as tables: existing staff and leavers in, the register for the police out."""
