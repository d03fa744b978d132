"""What-ifs: from typed changes to changed scenarios, from families to cases, from two plans to their difference."""

from planner.whatif.changes import Changed, apply
from planner.whatif.compare import difference, seats_changed
from planner.whatif.families import cases
from planner.whatif.restricts import restricts

__all__ = ["Changed", "apply", "cases", "difference", "restricts", "seats_changed"]
