"""Measurements: a large sheet made up, and what the program needs for it."""
