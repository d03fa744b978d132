"""The office's database: its tables, how it is opened, how it grows from one release to the next."""

from planner.desk.store.database import Store
from planner.desk.store.tables import Audit, Body, Scenario, Version

__all__ = ["Audit", "Body", "Scenario", "Store", "Version"]
