"""Appointments: what a shop offers and when it is open, how people say when they want to come, and who comes when."""
