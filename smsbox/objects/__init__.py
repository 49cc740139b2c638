"""Things of the house as the JSON objects that scripts and programs rely on: the names of their fields are a promise."""
