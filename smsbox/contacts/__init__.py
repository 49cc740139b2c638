"""The shop's own customers: numbers, names, fields, tags, notes, and who of them is wanted."""
