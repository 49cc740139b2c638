"""People as the pages show them: the audit log in words, browsers by name, choosing a password."""
