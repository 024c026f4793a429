"""Curated YAML -> frozen records."""
