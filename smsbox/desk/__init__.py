"""What people answer: one thread for each number, who works at it, labels, notes, canned replies, and tasks."""
