"""Facts against the archive: proof, coverage, readings."""
