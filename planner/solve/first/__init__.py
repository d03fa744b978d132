"""A first plan within a second or two."""
