"""Scenarios, what-ifs and plans as files: JSON, YAML 1.2 with the same fields, workbooks. Knows the domain alone."""

from planner.files.plan import read_plan, write_plan
from planner.files.scenario import cells, parse_scenario, read_scenario, write_scenario
from planner.files.whatif import read_whatif

__all__ = ["cells", "parse_scenario", "read_plan", "read_scenario", "read_whatif", "write_plan", "write_scenario"]
