"""Fewest people over seats at fixed times: an ejection pool, and bounds in whole numbers."""
