"""Under which terms people work: hours, law, sites, wishes, and who stands beside whom."""
