"""Minutes by class of pay, locked when they went to payroll."""
