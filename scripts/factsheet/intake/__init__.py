"""Intake: a file that a curator was sent -> an article of the archive, and facts to be worded."""
