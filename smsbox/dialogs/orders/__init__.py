"""Orders by SMS: what is sold and how many pieces of it are left, what people order, and what became of it."""
