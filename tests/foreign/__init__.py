"""A modem by other hands: written from the standards alone, with other habits than the project's own simulator."""
