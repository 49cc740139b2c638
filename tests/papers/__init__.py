"""The papers are held to the program: what is generated, linked, named, typed, and said in two languages."""
