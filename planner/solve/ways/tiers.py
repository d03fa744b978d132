"""Tiers that the ways treat alike."""

LATE = frozenset({"people", "peak_minutes", "weighted"})
"""Tiers that the timetable is not chosen for: who serves decides them."""

GAPS = frozenset({"unheld", "unfilled", "unbacked"})
"""Tiers that count what is missing: most plans have nothing missing at all."""
