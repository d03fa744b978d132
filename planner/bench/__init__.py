"""Measures `solve` on public instances of two pure forms of the problem, each turned into an ordinary scenario."""
