"""The first run: its steps, and what its screens share."""
