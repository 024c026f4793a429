"""Facts against the archive: proof, coverage; who read and approved them."""
