"""A plan of a neighbouring scenario, made to fit: what still holds stays, what does not is opened and decided anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from planner.domain.plan import Plan, Session, Tier
from planner.solve.draft import Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.exact import Choice, fixed, restaffed, search
from planner.solve.standing import Standing

MOST_CHOICES = 30_000
"""Seat choices up to which one exact model is asked to mend a plan."""

FIRST = 8
"""What part of the time the first, smallest attempt at mending a plan gets: one in so many."""


@dataclass(frozen=True)
class Known:
    """What a solved neighbour gives a solve to begin with.

    `plan` is a plan of a scenario much like this one. `floors` are its tiers where every plan of this scenario is one
    of the neighbour's too, with the same values: then its proven bounds hold here as well.
    """

    plan: Plan
    floors: tuple[Tier, ...] = ()


def inherit(standing: Standing, floors: Iterable[Tier]) -> None:
    """Take over the bounds of a neighbour that allows every plan that this problem allows."""
    given: list[int] = []
    for i, (name, tier) in enumerate(zip(standing.problem.names, floors, strict=False)):
        if tier.name != name or tier.value is None:
            return
        if tier.bound is not None:
            standing.prove(i, tier.bound, tuple(given))
        given.append(tier.value)


def refit(problem: Problem, plan: Plan, standing: Standing, clock: Clock, *, seconds: float) -> None:
    """Offer what becomes of `plan` here with as little of it opened as will do.

    First only what no longer fits, then the staff of those days as well, until nothing is worse than in `plan`.
    """
    kept, loose = _kept(problem, plan)
    broken = {problem.grid.day(h.start) for h, whole in kept if not whole}
    lost = [Choice(c, session) for c, session in enumerate(problem.sessions) if loose.issuperset(session.members)]
    if sum(len(kind.eligible) * len(x.candidate.starts) for x in lost for kind in x.candidate.kinds) > MOST_CHOICES:
        lost = []
    for days in (set(), broken) if broken else (set(),):
        choices = [
            fixed(problem, h) if whole and problem.grid.day(h.start) not in days else restaffed(problem, h)
            for h, whole in kept
        ]
        start, leave = (standing.best, seconds) if days else (None, seconds / FIRST)
        found = search(problem, [*choices, *lost], clock, seconds=leave, start=start, floors=standing.bounds())
        standing.offer(found.draft)
        if standing.best is not None and standing.best.values <= tuple(tier.value or 0 for tier in plan.tiers):
            return


def _kept(problem: Problem, plan: Plan) -> tuple[list[tuple[Held, bool]], set[int]]:
    """Return the plan's sessions that can stay, each with whether it still has all its people, and who lost theirs."""
    grid = problem.grid
    index = {session.members: c for c, session in enumerate(problem.sessions)}
    kept: list[tuple[Held, bool]] = []
    loose = set(range(len(grid.activities)))
    for session in plan.sessions:
        members = tuple(sorted(grid.activity_index[a] for a in session.activities if a in grid.activity_index))
        start, place = grid.minute(session.start), grid.place_index.get(session.place)
        c = index.get(members)
        if c is None or place is None or (start, place) not in problem.sessions[c].options:
            continue
        loose -= set(members)
        kept.append(_as_it_was(problem, session, Held(c, start, place, ())))
    return kept, loose


def _as_it_was(problem: Problem, session: Session, h: Held) -> tuple[Held, bool]:
    """Return the session with its holders, and whether nobody is missing and nobody pinned there."""
    grid, joint = problem.grid, problem.sessions[h.session]
    named = {a for _, a, _ in grid.person_pins}
    whole = named.isdisjoint(joint.members)
    seats: list[tuple[int, int]] = []
    standby: list[tuple[int, int]] = []
    free = grid.free(h.start, h.start + joint.minutes)
    for k, kind in enumerate(joint.kinds):
        origin = None if kind.activity is None else grid.activities[kind.activity].id
        sat = [s.person for s in session.seats if (s.role, s.activity) == (kind.role, origin) and s.person is not None]
        stood = [s.person for s in session.standby if kind.standby and s.role == kind.role]
        able = kind.eligible & free
        for people, duties, wanted in ((sat, seats, kind.seats), (stood, standby, kind.standby)):
            found = [p for p in map(grid.person_index.get, people) if p is not None and p in able]
            duties += [(k, p) for p in found]
            whole = whole and len(found) == wanted
    return replace(h, seats=tuple(seats), standby=tuple(standby)), whole
