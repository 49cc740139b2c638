"""Backups: copies of the database made by night, looked through, kept here and elsewhere, and put back."""
