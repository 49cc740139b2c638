"""The people who may use smsbox: rights, passwords, second factors, sessions, API tokens, and the audit log."""
