"""The rules of a plan for the solver: candidates, variables, one file a rule, and what each tier adds up."""

from planner.model.rules import RULES
from planner.model.timetable import Model

__all__ = ["RULES", "Model"]
