"""What commands do: a parsed command line -> what it prints and its exit code."""
