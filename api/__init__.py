"""The HTTP API: each route parses a request, calls the desk once, and answers."""

PREFIX = "/api/v1"
"""What the path of every route begins with, but for those that watch over the server."""
