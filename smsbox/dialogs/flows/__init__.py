"""Flow files: read into frozen values with every mistake told by its line, kept in versions, open for some time."""
