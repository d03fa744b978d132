"""Staff for a timetable: places, crews, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock, Effort
from planner.solve.problem import Problem
from planner.solve.programs.mip import Values
from planner.solve.staff.clashes import Clashes
from planner.solve.staff.crews import Crewing, Crews
from planner.solve.staff.rosters import dealt
from planner.solve.staff.venues import housed

MOST_NAMED = 4
"""How often staff is looked for anew with the people of crews named that fell short."""


def staffed(
    problem: Problem,
    timetable: Sequence[tuple[int, int]],
    clock: Clock,
    *,
    seconds: float,
    floor: Callable[[int, Sequence[int]], int],
    hoped: Sequence[int] = (),
    last: str | None = None,
) -> tuple[Draft | None, bool]:
    """Return a plan for (joint session, start) pairs, the tiers kept one after the other; and whether it is short.

    It is short where the people of a crew cannot take all the duties that their crew was given, also when these people
    are no longer one crew but each their own.

    `floor` bounds a tier given the values of the tiers before: one that reaches its bound is not worked on. `hoped` are
    values of the first tiers to begin at, if they can be had together. Tiers after `last` are left as they come.
    """
    held = housed(problem, timetable, clock, seconds)
    clashes = Clashes(problem, held)
    until = clock.left() - seconds
    tiers = problem.names if last is None else problem.names[: problem.names.index(last) + 1]
    evenly = tiers[-1] == "peak_minutes"  # slow, and only asked for where all else is well
    best: Draft | None = None
    named: set[int] = set()
    for _ in range(MOST_NAMED):
        work = _Work(problem.naming(named), held, clashes, clock, until, floor, hoped)
        draft, short = work.dealt(tiers[:-1] if evenly else tiers)
        if draft is None:
            break
        found = [draft]
        if not short and evenly:
            found += [even for even in work.dealt(tiers)[:1] if even is not None]
        best = min([*found, *([] if best is None else [best])], key=lambda each: each.values)
        if not short:
            return replace(best, problem=problem), False
        named |= short
    return None if best is None else replace(best, problem=problem), best is not None


class _Work:
    """The crews of a timetable, whose tiers are kept one after the other as they are asked for."""

    def __init__(
        self,
        problem: Problem,
        held: Sequence[Held],
        clashes: Clashes,
        clock: Clock,
        until: float,
        floor: Callable[[int, Sequence[int]], int],
        hoped: Sequence[int],
    ) -> None:
        self._problem, self._held, self._clashes = problem, held, clashes
        self._clock, self._until, self._floor = clock, until, floor
        self._crews = Crews(problem, held, clashes)
        self._given: list[int] = []
        self._solution: Values | None = None
        for tier, value in zip(problem.names, hoped, strict=False):
            self._crews.cap(tier, value)
        if hoped:
            self._solution = self._crews.least(problem.names[len(hoped)], self._effort()).solution
            self._crews.release()

    def _effort(self) -> Effort:
        return self._clock.effort(self._clock.left() - self._until)

    def dealt(self, tiers: Sequence[str]) -> tuple[Draft | None, set[int]]:
        """Return a plan with these tiers at their least, if there is any, and the people who were given too much."""
        for i, tier in enumerate(tiers):
            if i < len(self._given):
                continue
            answer = self._crews.least(tier, self._effort(), self._solution, self._floor(i, self._given))
            if answer.solution is None or answer.value is None:
                break
            self._solution = answer.solution
            self._given.append(answer.value)
            self._crews.cap(tier, answer.value)
        if self._solution is None:
            return None, set()
        crewing = self._crews.crewing(self._solution)
        draft = dealt(self._problem, self._held, self._clashes, crewing, self._clock)
        return draft, _short(self._problem, draft, crewing)


def _short(problem: Problem, draft: Draft, crewing: Crewing) -> set[int]:
    """Return the people of crews who cannot take all the duties that their crew was given."""
    taken = Counter(p for h in draft.held for _, p in (*h.seats, *h.standby))
    given: Counter[int] = Counter()
    for duties in (crewing.seats, crewing.standby):
        for (_, _, q), n in duties.items():
            given[q] += n
    crews = enumerate(problem.crews)
    return {p for q, crew in crews if sum(taken[p] for p in crew) < given[q] for p in crew}
