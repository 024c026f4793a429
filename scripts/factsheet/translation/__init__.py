"""A further language of a sheet: its locale and settings made, and what is left to translate."""
