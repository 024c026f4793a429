"""What was made before -> the same again, where nothing that it was made of has changed."""
