"""The HTTP API: each route parses a request, calls the desk once, and answers."""
