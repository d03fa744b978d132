"""The decisions as CP-SAT variables, behind names that the rules can ask for.

A model is built over *candidates*: joint sessions, each with the starts and places that are still open. All joint
sessions with all their options make the whole problem; one candidate an activity with one option each leaves only
the staff to decide. Everything between is a neighbourhood of a plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar, LinearExprT

from planner.domain.plan import Plan
from planner.grid import Grid, SeatKind
from planner.model.joint import JointSession


def narrowed(
    session: JointSession, starts: frozenset[int] | None = None, places: frozenset[int] | None = None
) -> JointSession:
    """Return the session with only these starts and places left open (None: all)."""
    options = frozenset(
        (s, p) for s, p in session.options if (starts is None or s in starts) and (places is None or p in places)
    )
    kept = [p for p in session.places if any(q == p for _, q in options)]
    cost = dict(zip(session.places, session.place_costs, strict=True))
    return replace(
        session,
        options=options,
        starts=tuple(s for s in session.starts if any(t == s for t, _ in options)),
        places=tuple(kept),
        place_costs=tuple(cost[p] for p in kept),
    )


class Model:
    """Variables of one solve. Rules add constraints; tiers add up values."""

    def __init__(self, grid: Grid, candidates: tuple[JointSession, ...], base: Plan | None = None) -> None:
        self.grid = grid
        self.candidates = candidates
        self.base = base
        self.cp = cp_model.CpModel()
        cp = self.cp
        self.held = [cp.new_bool_var(f"held{c}") for c in range(len(candidates))]
        self.at_start = [self._choice(c, s.starts) for c, s in enumerate(candidates)]
        self.at_place = [self._choice(c, s.places) for c, s in enumerate(candidates)]
        self.unheld = [cp.new_bool_var(f"unheld{a}") for a in range(len(grid.activities))]
        self.seat: dict[tuple[int, int, int], IntVar] = {}
        self.empty: dict[tuple[int, int], IntVar] = {}
        self.standby: dict[tuple[int, int, int], IntVar] = {}
        for c, session in enumerate(candidates):
            free = self.ever_free(c)
            for k, kind in enumerate(session.kinds):
                fit = sorted(kind.eligible & free)
                for p in fit:
                    self.seat[c, k, p] = cp.new_bool_var(f"seat{c}.{k}.{p}")
                self.empty[c, k] = cp.new_int_var(0, kind.seats, f"empty{c}.{k}")
                if kind.standby:
                    for p in fit:
                        self.standby[c, k, p] = cp.new_bool_var(f"standby{c}.{k}.{p}")

    def _choice(self, c: int, values: tuple[int, ...]) -> dict[int, IntVar]:
        """One literal a value, exactly one true where the candidate is held."""
        if len(values) == 1:
            return {values[0]: self.held[c]}
        literals = {v: self.cp.new_bool_var("") for v in values}
        self.cp.add_exactly_one([*literals.values(), self.held[c].negated()])
        return literals

    # -- what the rules ask for ---------------------------------------------------------------------------------

    def ever_free(self, c: int) -> frozenset[int]:
        """People whose calendar allows at least one of the candidate's starts."""
        session = self.candidates[c]
        return frozenset().union(*(self.grid.free(s, s + session.minutes) for s in session.starts))

    @cached_property
    def containing(self) -> Mapping[int, list[int]]:
        """For each activity its candidates."""
        found: dict[int, list[int]] = defaultdict(list)
        for c, session in enumerate(self.candidates):
            for a in session.members:
                found[a].append(c)
        return found

    @cached_property
    def _seats_of(self) -> Mapping[tuple[int, int], list[IntVar]]:
        found: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
        for (c, _, p), literal in self.seat.items():
            found[p, c].append(literal)
        return found

    @cached_property
    def seat_literal(self) -> Mapping[tuple[int, int], IntVar]:
        """For each (person, candidate) one literal: the person sits in it."""
        return {(p, c): self._one(literals) for (p, c), literals in self._seats_of.items()}

    @cached_property
    def duty_literal(self) -> Mapping[tuple[int, int], IntVar]:
        """For each (person, candidate) one literal: the person sits in it or stands by."""
        standing: dict[tuple[int, int], list[IntVar]] = defaultdict(list)
        for (c, _, p), literal in self.standby.items():
            standing[p, c].append(literal)
        return {
            (p, c): self._one([literal, *standing[p, c]]) if (p, c) in standing else literal
            for (p, c), literal in self.seat_literal.items()
        }

    def _one(self, literals: list[IntVar]) -> IntVar:
        if len(literals) == 1:
            return literals[0]
        one = self.cp.new_bool_var("")
        self.cp.add_exactly_one([*literals, one.negated()])
        return one

    @cached_property
    def candidates_of(self) -> Mapping[int, list[int]]:
        """For each person the candidates in which they can have a duty."""
        found: dict[int, list[int]] = defaultdict(list)
        for p, c in self._seats_of:
            found[p].append(c)
        return {p: sorted(found[p]) for p in sorted(found)}

    def among(self, c: int, starts: list[int]) -> list[IntVar]:
        """Literals of which at most one is true: the candidate is held at one of these starts."""
        return [self.at_start[c][s] for s in starts]

    @cached_property
    def start(self) -> list[LinearExprT]:
        """For each candidate its start in minutes, as an expression (meaningful where it is held)."""
        found: list[LinearExprT] = []
        for c, session in enumerate(self.candidates):
            if len(session.starts) == 1:
                found.append(session.starts[0])
                continue
            variable = self.cp.new_int_var_from_domain(cp_model.Domain.from_values(list(session.starts)), "")
            for s, literal in self.at_start[c].items():
                self.cp.add(variable == s).only_enforce_if(literal)
            found.append(variable)
        return found

    def shared_kind(self, c: int, role: str) -> int | None:
        """Return the index of a function role's seats in a candidate, None where it has none."""
        return next(
            (k for k, kind in enumerate(self.candidates[c].kinds) if kind.activity is None and kind.role == role), None
        )

    def own_kind(self, c: int, activity: int, role: str) -> int | None:
        """Return the index of an activity's own role in a candidate, None where it has none."""
        return next(
            (k for k, kind in enumerate(self.candidates[c].kinds) if (kind.activity, kind.role) == (activity, role)),
            None,
        )

    def kind(self, c: int, k: int) -> SeatKind:
        """Return a candidate's seats of one role."""
        return self.candidates[c].kinds[k]
