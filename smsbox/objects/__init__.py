"""Things of the house as the JSON objects that scripts and programs rely on: their names are a promise."""
