"""Codes that are worth something once: made, given to one person, redeemed, never twice."""
