"""Editions -> everything that a web server serves."""
