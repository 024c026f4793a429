"""A language's rules and words."""
