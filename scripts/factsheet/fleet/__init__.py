"""A folder of sheets: each checked and built by itself, and a portal to all of them."""
