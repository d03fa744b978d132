"""A conflict with all that its remedies look up, and what a remedy is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from planner.answers.conflicts import Conflict
from planner.answers.inputs.words import Names
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Scenario
from planner.domain.whatif import Change
from planner.grid import Grid


@dataclass(frozen=True)
class Remedy:
    """Changes that could mend a conflict, in Vietnamese and English."""

    changes: tuple[Change, ...]
    vi: str
    en: str


class Case:
    """A conflict with all that its remedies look up."""

    def __init__(self, scenario: Scenario, plan: Plan | None, conflict: Conflict) -> None:
        self.scenario, self.conflict = scenario, conflict
        self.names = Names(scenario)
        self.grid = Grid(scenario)
        self.plan = plan
        self.activities = {a.id: a for a in scenario.activities}
        self.bloc = {o.id: o.bloc for o in scenario.organisations}
        paths = [cause.pointer.split("/")[1:] for cause in conflict.causes]
        alone = [scenario.activities[int(p[1])].id for p in paths if p[0] == "activities" and len(p) == 2]
        self.asked = conflict.goal.activities or tuple({pin.activity: None for pin in scenario.pins})
        self.all = (*self.asked, *(a for a in alone if a not in self.asked))
        self.minutes = max((self.activities[a].duration_minutes for a in self.all), default=0)

    @property
    def session(self) -> Session | None:
        """The plan's session of the seat asked for."""
        sessions = () if self.plan is None else self.plan.sessions
        return next((s for s in sessions if set(self.conflict.goal.activities) & set(s.activities)), None)

    def attendance(self, *activities: str) -> int:
        """People received when these are held together."""
        return self.grid.attendance(self.grid.activity_index[a] for a in activities)

    def room(self, limit: int) -> int:
        """The least attendance above a limit: of what is asked for, or of it with one more activity of the conflict."""
        first = self.activities[self.asked[0]] if self.asked else None
        sets = [self.asked, *((*self.asked, b) for b in self.all if b not in self.asked)]
        sets += [(a,) for a in self.all]
        sizes = [
            self.attendance(*s)
            for s in sets
            if first is not None and all(self.activities[a].function == first.function for a in s)
        ]
        return min((size for size in sizes if size > limit), default=2 * limit)


def whole_half_hours(minutes: int) -> Decimal:
    """Return minutes as hours, rounded up to the half hour."""
    return Decimal(-(-minutes // 30)) / 2
