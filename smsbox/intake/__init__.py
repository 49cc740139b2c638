"""People brought in from tables and pasted lists: guessed, previewed, tried dry, taken in step by step, undone."""
