"""Webhooks: other programs are called when something happens here; signed, tried again, and never where they may not.

What happened is read from the log of events behind a cursor and written down as calls, in one transaction
(`filling`); calls are made by a short-lived process of their own (`postman`) and settled when it says so (`calls`).
"""
