"""The areas of a problem as problems of their own, and what is found for one in the indices of the whole.

People and places that several areas share are what couples them, and the budget; everything else is apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from planner.solve.draft import Draft, Held
from planner.solve.problem import Problem
from planner.solve.regions.grouped import grouped
from planner.solve.regions.parts import Parts
from planner.solve.regions.translated import session_in, translated
from planner.solve.team.fits import fits


class Areas:
    """The areas of one problem by name; activities without an area make one named ""."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._parts = Parts(problem)
        self.lost = self._parts.lost
        """Priority of the activities that are in no area's problem."""
        self.names = tuple(sorted(self._parts.activities))

    def groups(self, most: int) -> list[tuple[str, ...]]:
        """Return all areas in groups of at most `most`, beside one another those that share many people."""
        return grouped(self.problem, self.names, most)

    def held(self, draft: Draft | None, group: Collection[str]) -> tuple[Held, ...]:
        """Return the sessions of a plan of the whole that are for some areas."""
        return () if draft is None else tuple(h for h in draft.held if self._area(h) in group)

    def alone(self, area: str) -> Problem:
        """Return the problem of an area to which people and places are left as if there were no other.

        Each plan of the whole holds in an area what is a plan of this one.
        """
        return self._parts.beside((area,), (), Draft(self.problem, ()))

    def beside(self, group: Collection[str], draft: Draft) -> Problem:
        """Return the problem of some areas with what the sessions of a plan in other areas leave.

        With these its plans are plans of the whole.
        """
        if len(group) == len(self.names):
            return self.problem
        return self._parts.beside(group, self.held(draft, group), draft)

    def within(self, part: Problem, held: Iterable[Held]) -> Draft | None:
        """Return sessions of the whole, all of the areas of a part, as a plan of it; None where they are none.

        Days on which somebody serves elsewhere as well are left to a part in a simple form only (see `Taken`).
        """
        try:
            draft = self.draft_of(part, held)
        except ValueError:  # at a place that holds several sessions at once, and is not left while others use it
            return None
        grid = part.grid
        spans = [(h, h.start, h.start + part.sessions[h.session].minutes) for h in draft.held]
        there = all(grid.is_free(p, start, end) for h, start, end in spans for _, p in (*h.seats, *h.standby))
        return draft if there and fits(draft) else None

    def draft_of(self, part: Problem, held: Iterable[Held]) -> Draft:
        """Return sessions of the whole in the indices of a part, whether they are a plan of it or not."""
        return Draft(part, tuple(translated(self.problem, part, held)))

    def timetable_of(self, part: Problem, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return (joint session, start) pairs of the whole as those of a part, but those for which no place is left."""
        found: list[tuple[int, int]] = []
        for c, start in pairs:
            try:
                there = session_in(self.problem, part, c)
            except ValueError:
                continue
            if start in part.sessions[there].starts:
                found.append((there, start))
        return found

    def timetable_from(self, part: Problem, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return (joint session, start) pairs of a part as those of the whole."""
        return [(session_in(part, self.problem, c), start) for c, start in pairs]

    def with_part(self, draft: Draft, group: Collection[str], found: Draft) -> Draft:
        """Return a plan of the whole in which the sessions of some areas are replaced by those of a plan of theirs."""
        others = (h for h in draft.held if self._area(h) not in group)
        held = (*others, *translated(found.problem, self.problem, found.held))
        return Draft(self.problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))

    def _area(self, h: Held) -> str:
        return self.problem.sessions[h.session].area or ""
