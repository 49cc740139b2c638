"""Alarms: people are told what is wrong, by e-mail, webhook and SMS, once, again each day, and when it is over."""
