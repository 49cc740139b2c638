"""Messages as the pages show them: filters, plans before sending, reasons in words, the way of one message."""
