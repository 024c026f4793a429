"""Project -> editions/: an edition kept for good, and what changed from one to the next."""
