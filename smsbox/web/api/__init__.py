"""The API of smsbox, for programs: operations declared once, which answer and describe themselves (OpenAPI 3.1)."""
