"""Chung Tay: plan shared welfare activities, with the fewest duplicated staff, and prove it."""

__version__ = "0.1.0"
