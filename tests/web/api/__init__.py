"""The API for programs, through the WSGI application and through a real server."""
