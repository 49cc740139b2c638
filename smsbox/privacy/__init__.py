"""What is kept of one person: all of it in a file for him, or gone everywhere; and what goes by its age."""
