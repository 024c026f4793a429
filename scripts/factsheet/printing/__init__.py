"""Edition -> PDF."""
