"""Conversations as the page shows them: the talk line by line, codes that lead to work, who is looked for."""
