"""Edition -> Markdown and drawings."""
