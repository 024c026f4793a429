"""Factbook -> Edition: the sheet in one language, in words."""
