"""What the pages of the import share: the form of the columns, and the words for what was found."""
