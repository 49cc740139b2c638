"""Offers to many, each by name: whom, what, when; fed into the outbox step by step, and counted."""
