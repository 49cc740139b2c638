"""Fault modes."""
