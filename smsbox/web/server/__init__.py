"""The listener of the page: waitress in a thread, TLS in its channels, the certificate, the addresses to reach it."""
