"""One problem to solve: a scenario in whole numbers, its joint sessions, and the tiers in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from copy import copy
from functools import cached_property

from planner.domain.canonical import sha256
from planner.domain.past import Past
from planner.domain.plan import Plan
from planner.domain.scenario import Scenario, Weighted
from planner.grid import Grid
from planner.model.joint import LIMIT, JointSession, joint_session, joint_sessions

Objective = str | Weighted


class Problem:
    """What every stage works on. Expects a scenario in canonical order.

    `sessions` are all joint sessions that can be held; `complete` is False where some were left out for their sheer
    number (`limit` for one function and area), and then no bound may rest on the list. `objective` has the tiers in
    order.
    """

    def __init__(
        self, scenario: Scenario, base: Plan | None = None, past: Past | None = None, limit: int = LIMIT
    ) -> None:
        self.scenario = scenario
        self.base = base
        self.grid = Grid(scenario, past)
        listed = joint_sessions(self.grid, limit)
        self.sessions: tuple[JointSession, ...] = listed.sessions
        self.complete = listed.complete
        self.objective = objective(scenario, base)
        self.names = tuple("weighted" if isinstance(tier, Weighted) else tier for tier in self.objective)

    def session_of(self, members: tuple[int, ...]) -> int:
        """Return the index of the session of some activities (in order), and list it where it was left out.

        Raises:
            ValueError: they cannot be held as one.
        """
        if members not in self._index:
            session = joint_session(self.grid, members)
            if session is None:
                raise ValueError
            self._index[members] = len(self.sessions)
            self.sessions = (*self.sessions, session)
        return self._index[members]

    @cached_property
    def sha256(self) -> str:
        """That of the scenario's canonical form: seconds of work for a city, so it is done once."""
        return sha256(self.scenario)

    @cached_property
    def _index(self) -> dict[tuple[int, ...], int]:
        return {session.members: c for c, session in enumerate(self.sessions)}

    @cached_property
    def crews(self) -> tuple[tuple[int, ...], ...]:
        """People whom no rule, price or wish tells apart, together; every person is in one crew."""
        grid, marks = self.grid, self._marks()
        alike: dict[object, list[int]] = defaultdict(list)
        for p, person in enumerate(grid.people):
            alike[
                person.organisations[0],
                frozenset(person.organisations),
                frozenset(person.skills),
                None if person.areas is None else frozenset(person.areas),
                person.cost_per_hour,
                None if person.available is None else frozenset((i.start, i.end) for i in person.available),
                frozenset((i.start, i.end) for i in person.unavailable),
                grid.day_limit[p],
                grid.week_limit[p],
                frozenset(marks[p]),
            ].append(p)
        return tuple(sorted(tuple(members) for members in alike.values()))

    @cached_property
    def crew_of(self) -> dict[int, int]:
        """The crew of each person."""
        return {p: q for q, crew in enumerate(self.crews) for p in crew}

    def naming(self, people: Set[int]) -> Problem:
        """Return the same problem with some people by name: each of them is a crew of their own."""
        if not people:
            return self
        other = copy(self)
        crews = {tuple(p for p in crew if p not in people) for crew in self.crews} - {()}
        other.__dict__ |= {"crews": tuple(sorted(crews | {(p,) for p in people})), "_crews_of": {}}
        other.__dict__.pop("crew_of", None)
        return other

    def _marks(self) -> dict[int, set[object]]:
        """Return what the scenario or the base plan says of people by name."""
        grid = self.grid
        marks: dict[int, set[object]] = defaultdict(set)
        for a, activity in enumerate(grid.activities):
            nominations = [*activity.nominated.items(), *((own.id, own.nominated or ()) for own in activity.own_roles)]
            for role, names in nominations:
                for name in names:
                    marks[grid.person_index[name]].add((a, role))
        for forbid in grid.scenario.forbids:
            marks[grid.person_index[forbid.person]].add(forbid.activity)
        for p, _, _ in grid.person_pins:
            marks[p].add(("named", p))
        serving = [seat.person for session in self.base.sessions for seat in session.seats] if self.base else []
        standing = [standby.person for session in grid.past_sets.values() for standby in session.standby]
        for p in {grid.person_index[name] for name in (*serving, *standing) if name in grid.person_index}:
            marks[p].add(("named", p))
        return marks

    def crews_of(self, people: frozenset[int]) -> tuple[int, ...]:
        """Return the crews within a set of people that rules chose; such a set never splits a crew."""
        if people not in self._crews_of:
            self._crews_of[people] = tuple(q for q, crew in enumerate(self.crews) if crew[0] in people)
        return self._crews_of[people]

    @cached_property
    def _crews_of(self) -> dict[frozenset[int], tuple[int, ...]]:
        return {}


def objective(scenario: Scenario, base: Plan | None) -> tuple[Objective, ...]:
    """Return the tiers in order; with a base plan `changes` follows `unfilled` unless listed or weighed."""
    tiers: list[Objective] = list(scenario.objective)
    named = {name for tier in tiers for name in (tier.weighted if isinstance(tier, Weighted) else (tier,))}
    if base is not None and "changes" not in named:
        tiers.insert(2, "changes")
    return tuple(tiers)
