"""Printed Chinese -> quantities and periods; imports `problems` alone."""
