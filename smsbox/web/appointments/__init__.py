"""Appointments as the page shows them: days and weeks in columns, and the form that finds a place."""
