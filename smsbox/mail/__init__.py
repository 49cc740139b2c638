"""E-mail and SMS: a letter to the box becomes SMS of a program, what customers write becomes a letter.

Nothing is imported here: what speaks SMTP runs in processes of its own and is loaded by them alone.
"""
