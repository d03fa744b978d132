"""Scenarios, what-ifs and plans as files: JSON, and YAML 1.2 with the same fields. Knows the domain alone."""

from planner.files.plan import read_plan, write_plan
from planner.files.scenario import parse_scenario, read_scenario, write_scenario
from planner.files.whatif import read_whatif

__all__ = ["parse_scenario", "read_plan", "read_scenario", "read_whatif", "write_plan", "write_scenario"]
