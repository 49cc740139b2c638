"""What objects come in and go out by the API: the names of their fields are a promise."""
