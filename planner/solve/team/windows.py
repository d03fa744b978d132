"""Seats of a stretch of time dealt out anew within a team, all at once, where a few are left without a holder.

The seats nearest to an empty one are opened, all others stay; the exact model leaves those empty that come cheapest.
What stays empty gets dearer, so that next time it is another seat, perhaps one that is easier to fill. A window is as
wide as can just be decided in its time.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from planner.solve.effort import Clock
from planner.solve.programs.cpsat import run
from planner.solve.team.fewest import crowds
from planner.solve.team.seats import NOBODY, Seats, Whole

SECONDS = 2.0
"""Most seconds for one window."""

LEAST = 0.02
"""Seconds that a window counts as besides the solver's own, where work is counted instead of time."""

WIDTH = 80
"""Seats in the first window."""

WIDER, NARROWER = 1.08, 0.93
"""How the width changes after a window that was decided in half its time, and after one that was not at all."""

NEARLY = 50.0
"""How far the middle of a window may be from the empty seat's, in minutes: standard deviation."""

DEARER = 10
"""What an empty seat costs at first; it grows by a part of that, and of itself, each time that the seat stays empty."""


class Windows:
    """The search over one timetable. Prices and the width are kept between calls."""

    def __init__(self, seats: Seats, seed: int) -> None:
        self._seats = seats
        self._rng = np.random.default_rng(seed)
        self._price = np.full(len(seats), DEARER, dtype=np.int64)
        self._width = float(WIDTH)
        self._middle = (seats.begin + seats.end) / 2

    def fill(self, who: Whole, size: int, clock: Clock, seconds: float) -> Whole:
        """Look for holders of the empty seats among those who have one, and others up to `size` people.

        Return the fullest found, `who` itself where nothing is better: after one window where it is all seats, as it
        takes another team then. Hours are not looked at.
        """
        team = self._team(who, size)
        best = who
        part = clock.part(seconds)
        while (who == NOBODY).any() and not part.over and not clock.over:
            who = self._again(who, team, part)
            part.charge(LEAST)
            if (who == NOBODY).sum() < (best == NOBODY).sum():
                best = who
            if self._width >= len(self._seats):
                break
        return best

    def _team(self, who: Whole, size: int) -> npt.NDArray[np.bool_]:
        has = np.bincount(who[who != NOBODY], minlength=self._seats.people)
        team = np.zeros(self._seats.people, dtype=bool)
        team[np.argsort(-has, kind="stable")[:size]] = True
        return team

    def _again(self, who: Whole, team: npt.NDArray[np.bool_], clock: Clock) -> Whole:
        """Return holders in which those of one window are as good as can be."""
        seats = self._seats
        empty = int(self._rng.choice(np.flatnonzero(who == NOBODY)))
        middle = self._middle[empty] + self._rng.normal() * NEARLY
        away = np.maximum(0, np.maximum(seats.begin - middle, middle - seats.end))
        window = np.union1d(np.argsort(away, kind="stable")[: int(self._width)], [empty])
        cp = cp_model.CpModel()
        takes, misses = self._model(cp, who, team, window)
        solver = cp_model.CpSolver()
        status, taken = run(solver, cp, clock, SECONDS)
        if status != cp_model.OPTIMAL:
            self._width = max(2.0, self._width * NARROWER)
        elif taken < SECONDS / 2:
            self._width = min(float(len(seats)), self._width * WIDER)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return who
        found = who.copy()
        found[window] = NOBODY
        for (t, p), takes_it in takes.items():
            if solver.boolean_value(takes_it):
                found[t] = p
        still = np.array([t for t, missing in misses.items() if solver.boolean_value(missing)], dtype=np.int64)
        self._price[still] += (DEARER // 5) + self._price[still] // 10
        return found

    def _model(
        self, cp: cp_model.CpModel, who: Whole, team: npt.NDArray[np.bool_], window: Whole
    ) -> tuple[dict[tuple[int, int], cp_model.IntVar], dict[int, cp_model.IntVar]]:
        """Say who may take what; return a literal for each seat and person, and one for each seat left empty."""
        seats = self._seats
        inside = np.zeros(len(seats), dtype=bool)
        inside[window] = True
        takes: dict[tuple[int, int], cp_model.IntVar] = {}
        misses: dict[int, cp_model.IntVar] = {}
        of: dict[int, list[int]] = defaultdict(list)
        for t in window.tolist():
            busy = {NOBODY, *who[seats.clash[t][~inside[seats.clash[t]]]].tolist()}
            for p in seats.able[t].tolist():
                if team[p] and p not in busy:
                    takes[t, p] = cp.new_bool_var("")
                    of[p].append(t)
                    cp.add_hint(takes[t, p], bool(who[t] == p))
            misses[t] = cp.new_bool_var("")
            cp.add_exactly_one([*(takes[t, p] for p in seats.able[t].tolist() if (t, p) in takes), misses[t]])
        for p, theirs in of.items():
            for together in crowds([(int(seats.begin[t]), int(seats.end[t]), t) for t in theirs]):
                cp.add_at_most_one(takes[t, p] for t in together)
            for t in theirs:
                for other in seats.clash[t].tolist():
                    if seats.end[t] <= seats.begin[other] and (other, p) in takes:
                        cp.add_at_most_one([takes[t, p], takes[other, p]])
        cp.minimize(sum(int(self._price[t]) * missing for t, missing in misses.items()))
        return takes, misses
