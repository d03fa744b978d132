"""Which joint sessions are held, and when, as a program: what every relaxation of the whole problem begins with.

Each activity is in one of them or unheld; places are shared out among those that are held at one moment. Who serves is
for the relaxations to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planner.solve.draft import Draft
from planner.solve.problem import Problem
from planner.solve.programs.mip import Sum, Term, Values, ones
from planner.solve.programs.tiered import Tiers

ANY_TIME = -1
"""The one bucket of time where the calendar is left out."""


class Columns(Tiers):
    """The choice among some columns (indices of joint sessions); with all of them values are bounds.

    `calendar`: whether starts are decided. `fixed`: (column, start) pairs of further columns, at those starts only.
    `pick` has a variable for each (column, start), `prices` the money that anything costs.
    """

    def __init__(
        self, problem: Problem, columns: Iterable[int], *, calendar: bool, fixed: Iterable[tuple[int, int]] = ()
    ) -> None:
        super().__init__()
        self.problem = problem
        self.grid = problem.grid
        self.calendar = calendar
        starts = {c: problem.sessions[c].starts for c in columns}
        for c, s in fixed:
            starts[c] = (*starts.get(c, ()), s)
        self.starts = starts if calendar else dict.fromkeys(starts, (ANY_TIME,))
        self.columns = tuple(starts)
        self.prices: list[Term] = []
        self._sessions()
        self._places()

    def _sessions(self) -> None:
        m, problem = self.program, self.problem
        self.unheld = [
            m.variable(0 if a in self.grid.pinned else 1, whole=True) for a in range(len(self.grid.activities))
        ]
        self.pick: dict[tuple[int, int], int] = {}
        cover: list[list[int]] = [[u] for u in self.unheld]
        for c in self.columns:
            for b in self.starts[c]:
                self.pick[c, b] = m.variable(1, whole=True)
                for a in problem.sessions[c].members:
                    cover[a].append(self.pick[c, b])
        for literals in cover:
            m.row(ones(literals), low=1, high=1)
        for (c, _), pick in self.pick.items():
            self.price(problem.sessions[c].fixed_cost, pick)

    def price(self, vnd: int, variable: int) -> None:
        """Count money for each unit of a variable."""
        if vnd:
            self.prices.append((vnd, variable))

    def _places(self) -> None:
        """Share places out among the sessions of each kind and start; without the calendar the cheapest is free."""
        if not self.calendar:
            for (c, _), pick in self.pick.items():
                self.price(min(self.problem.sessions[c].place_costs), pick)
            return
        m = self.program
        alike: dict[tuple[tuple[tuple[int, int], ...], int, int], list[int]] = defaultdict(list)
        for (c, s), pick in self.pick.items():
            session = self.problem.sessions[c]
            open_at = tuple(
                (place, cost)
                for place, cost in zip(session.places, session.place_costs, strict=True)
                if (s, place) in session.options
            )
            alike[open_at, s, session.minutes].append(pick)
        busy: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for (open_at, s, minutes), picks in alike.items():
            shares: list[int] = []
            for place, cost in open_at:
                share = m.variable()
                shares.append(share)
                busy[place].append((s, s + minutes, share))
                self.price(cost, share)
            m.row(ones(shares) + ones(picks, -1), low=0, high=0)
        for place, spans in sorted(busy.items()):
            for present in at_once(spans):
                m.row(ones(present), high=self.grid.places[place].parallel)

    def unheld_sum(self) -> Sum:
        """Return the priority of all activities that are not held."""
        return Sum(tuple((activity.priority, v) for activity, v in zip(self.grid.activities, self.unheld, strict=True)))

    def columns_in(self, solution: Values) -> list[tuple[int, int]]:
        """Return the (joint session, start) pairs that a solution holds."""
        return [chosen for chosen, pick in self.pick.items() if solution[pick] > 0.5]

    def timetable_hint(self, draft: Draft) -> dict[int, float]:
        """Return what a plan (with the calendar) holds and when."""
        found: dict[int, float] = dict.fromkeys(self.pick.values(), 0.0)
        found |= {v: 1.0 if a in draft.unheld else 0.0 for a, v in enumerate(self.unheld)}
        return found | {self.pick[h.session, h.start]: 1.0 for h in draft.held if (h.session, h.start) in self.pick}


def at_once(spans: list[tuple[int, int, int]]) -> Iterable[list[int]]:
    """Yield what runs at each moment at which something starts, without sets that lie in another."""
    ordered = sorted(spans, key=lambda span: span[0])
    running: list[tuple[int, int, int]] = []
    at = 0
    moments = sorted({start for start, _, _ in spans})
    for i, moment in enumerate(moments):
        running = [span for span in running if span[1] > moment]
        while at < len(ordered) and ordered[at][0] == moment:
            running.append(ordered[at])
            at += 1
        following = moments[i + 1] if i + 1 < len(moments) else None
        if following is None or any(end <= following for _, end, _ in running):
            yield [v for _, _, v in running]
