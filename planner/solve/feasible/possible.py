"""Whether some activities can be held with their seats filled at all, whatever becomes of the rest.

The ordinary model without objective, on one worker. It is asked many times over, for scenarios that differ in a few
inputs, so it looks only at what can matter. A yes is a plan that the verifier has passed. A no is a proof. Running
out of time, or of room for all the sets of activities that could meet, is neither.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntVar, LinearExpr

from planner.domain.plan import Plan, Session, Unheld
from planner.domain.report import Violation
from planner.domain.scenario import Scenario
from planner.grid import Grid
from planner.model import RULES, Model
from planner.model.joint import joint_sessions
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.feasible.excerpt import excerpt, useful
from planner.solve.outcome import assemble
from planner.solve.problem import Problem
from planner.solve.programs.cpsat import run
from planner.verify import PLAN_CHECKS
from planner.verify.case import Case

MOST_SETS: Final = 2_000
"""Most sets of activities of one function and area that are looked at."""
MOST_CHOICES: Final = 200_000
"""Most seat choices of a model; with more the answer is not known."""
MOST_WAYS: Final = 10_000_000
"""Most pairs of starts and places between which travel is worked out; with more the answer is not known."""

SeatKey = tuple[str, str | None]
"""A role, and the activity that brings it (None: shared by the session)."""

Meetings = list[tuple[tuple[int, ...], Held]]
"""Sessions of a plan with their members."""


_OPEN: Final = {"reason": "Không xét trong câu hỏi này.", "reason_en": "Not part of this question."}


class UnsoundError(Exception):
    """The verifier refuses what the model made: a mistake in the program, named by the rules broken."""


@dataclass(frozen=True)
class Demand:
    """All these activities are held, and few of their seats stay empty.

    `empty` gives for some roles the most seats that may stay empty, over all sessions that hold any of the
    activities (for a role that an activity brings: wherever that one is held).
    """

    activities: frozenset[str]
    empty: tuple[tuple[SeatKey, int], ...] = ()


@dataclass(frozen=True)
class Answer:
    """`sessions` meet all demands, with all other activities unheld; None where `known`: nothing does."""

    sessions: tuple[Session, ...] | None
    known: bool


def possible(
    scenario: Scenario,
    demands: Sequence[Demand],
    *,
    seconds: float,
    near: Sequence[Session] = (),
    seed: int = 0,
    stop: threading.Event | None = None,
) -> Answer:
    """Tell whether a plan of the scenario meets all demands, within about `seconds` of wall time.

    The search begins `near` these sessions, so that a yes is likely to have much in common with them.

    Raises:
        UnsoundError: the verifier refuses the plan found.
    """
    clock = Clock(seconds, deterministic=False, workers=1, seed=seed, stop=stop or threading.Event())
    part = excerpt(scenario, [a for demand in demands for a in demand.activities])
    # Travel makes a model large and seldom decides: a no without it is a no, a yes is checked with it.
    far = bool(part.travel or part.travel_default_minutes)
    for version in (_without_travel(part), part) if far else (part,):
        held, known = _search(version, demands, near, clock)
        if held is None:
            return Answer(None, known)
        sessions = _written(part, held)
        broken = violations(part, sessions)
        late = version is not part and {v.rule for v in broken} == {"no-overlap"}
        if not late and (broken or not all(met(sessions, demand) for demand in demands)):
            raise UnsoundError("; ".join(f"{v.rule} at {v.where}: {v.en}" for v in broken) or "a demand is not met")
        if not late:
            return Answer(sessions, known=True)
    raise AssertionError("the last version is checked with everything")


def violations(scenario: Scenario, sessions: Sequence[Session]) -> tuple[Violation, ...]:
    """Return what the verifier says against a plan of these sessions, with all else unheld."""
    held = {a for session in sessions for a in session.activities}
    unheld = tuple(Unheld(activity=a.id, reason="-") for a in scenario.activities if a.id not in held)
    plan = Plan(scenario_sha256="", status="feasible", sessions=tuple(sessions), unheld=unheld)
    case = Case(scenario, plan, None)
    return tuple(violation for check in PLAN_CHECKS for violation in check(case))


def met(sessions: Sequence[Session], demand: Demand) -> bool:
    """Tell whether sessions meet a demand."""
    where = [session for session in sessions if not demand.activities.isdisjoint(session.activities)]
    empty = Counter((seat.role, seat.activity) for s in where for seat in s.seats if seat.person is None)
    held = {a for session in where for a in session.activities}
    return demand.activities <= held and all(empty[key] <= most for key, most in demand.empty)


def _without_travel(scenario: Scenario) -> Scenario:
    ways = tuple(way.model_copy(update={"minutes": 0}) for way in scenario.travel)
    return scenario.model_copy(update={"travel": ways, "travel_default_minutes": 0})


def _search(
    scenario: Scenario, demands: Sequence[Demand], near: Sequence[Session], clock: Clock
) -> tuple[Meetings | None, bool]:
    """Return sessions that meet the demands, or whether it is sure that there are none."""
    grid = Grid(scenario)
    listed = joint_sessions(grid, MOST_SETS)
    kept = {
        (role, origin if origin is None else grid.activity_index[origin], grid.activity_index[a])
        for demand in demands
        for (role, origin), _ in demand.empty
        for a in demand.activities
    }
    candidates = useful(grid, listed.sessions, kept)
    ways = sum(len(session.options) for session in candidates) ** 2 // 2 if grid.longest_travel else 0
    choices = sum(len(kind.eligible) for session in candidates for kind in session.kinds)
    if ways > MOST_WAYS or choices > MOST_CHOICES or clock.over:
        return None, False
    model = Model(grid, candidates)
    for rule in RULES:
        rule(model)
    for demand in demands:
        _demand(model, demand)
    _crowds(model, demands)
    _hint(model, near)
    solver = cp_model.CpSolver()
    solver.parameters.linearization_level = 2  # counting refutes what case after case would not
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    status, _ = run(solver, model.cp, clock, clock.left())
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _held(model, solver), True
    return None, status == cp_model.INFEASIBLE and listed.complete


def _demand(model: Model, demand: Demand) -> None:
    """Hold the activities, and let no more seats stay empty."""
    index = model.grid.activity_index
    for activity in sorted(demand.activities):
        model.cp.add_bool_or(model.unheld[index[activity]].negated())
    for key, most in demand.empty:
        model.cp.add(LinearExpr.sum([model.empty[c, k] for c, k in _seats(model, demand, key)]) <= most)


def _seats(model: Model, demand: Demand, key: SeatKey) -> Iterator[tuple[int, int]]:
    """Yield the candidates, and their seats, that a demand's limit of a role counts."""
    index, (role, origin) = model.grid.activity_index, key
    members = [index[a] for a in sorted(demand.activities)] if origin is None else [index[origin]]
    for c in sorted({c for a in members for c in model.containing.get(a, ())}):
        k = model.shared_kind(c, role) if origin is None else model.own_kind(c, index[origin], role)
        if k is not None:
            yield c, k


def _crowds(model: Model, demands: Sequence[Demand]) -> None:
    """Say once more that sessions at one moment share the people there are, for roles that must be filled.

    Every plan meets these rows. They say of whole sessions what the rules say person by person, so that too many
    sessions for too few people are refuted by counting.
    """
    full = sorted(
        {seat for demand in demands for key, most in demand.empty if not most for seat in _seats(model, demand, key)}
    )
    moments = sorted({start for session in model.candidates for start in session.starts})
    for people in dict.fromkeys(model.kind(c, k).eligible for c, k in full):
        within = [(c, k) for c, k in full if model.kind(c, k).eligible <= people]
        for moment in moments:
            there: set[int] = set()
            literals: list[IntVar] = []
            seats: list[int] = []
            for c, k in within:
                session = model.candidates[c]
                for start, literal in model.at_start[c].items():
                    if start <= moment < start + session.minutes:
                        there |= people & model.grid.free(start, start + session.minutes)
                        literals.append(literal)
                        seats.append(model.kind(c, k).seats)
            if sum(seats) > len(there):
                model.cp.add(LinearExpr.weighted_sum(literals, seats) <= len(there))


def _hint(model: Model, near: Sequence[Session]) -> None:
    """Let the search begin at the sessions that are candidates here."""
    grid, cp = model.grid, model.cp
    index = {session.members: c for c, session in enumerate(model.candidates)}
    known = {tuple(sorted(grid.activity_index.get(a, -1) for a in session.activities)): session for session in near}
    for members, session in known.items():
        c = index.get(members)
        if c is None:
            continue
        cp.add_hint(model.held[c], 1)
        for chosen, choices in (
            (grid.minute(session.start), model.at_start[c]),
            (grid.place_index.get(session.place), model.at_place[c]),
        ):
            for value, literal in choices.items():
                if literal.index != model.held[c].index:
                    cp.add_hint(literal, value == chosen)
        sitting = {(s.role, s.activity, s.person) for s in session.seats}
        for k, kind in enumerate(model.candidates[c].kinds):
            origin = None if kind.activity is None else grid.activities[kind.activity].id
            for p in sorted(kind.eligible):
                if (c, k, p) in model.seat:
                    cp.add_hint(model.seat[c, k, p], (kind.role, origin, grid.people[p].id) in sitting)


def _held(model: Model, solver: cp_model.CpSolver) -> Meetings:
    seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (c, k, p), literal in model.seat.items():
        if solver.boolean_value(literal):
            seats[c].append((k, p))
    return [
        (
            session.members,
            Held(
                c,
                next(s for s, literal in model.at_start[c].items() if solver.boolean_value(literal)),
                next(p for p, literal in model.at_place[c].items() if solver.boolean_value(literal)),
                tuple(sorted(seats[c])),
            ),
        )
        for c, session in enumerate(model.candidates)
        if solver.boolean_value(model.held[c])
    ]


def _written(part: Scenario, meetings: Meetings) -> tuple[Session, ...]:
    """Return the sessions found as a plan file has them."""
    # Of all sets of activities only those that meet are needed: the others are kept apart.
    group = {a: n for n, (members, _) in enumerate(meetings) for a in members}
    apart = tuple(
        (part.activities[a].id, part.activities[b].id)
        for a, b in combinations(range(len(part.activities)), 2)
        if group.get(a, -1 - a) != group.get(b, -1 - b)
    )
    problem = Problem(part.model_copy(update={"apart": (*part.apart, *apart)}))
    index = {session.members: c for c, session in enumerate(problem.sessions)}
    held = tuple(replace(h, session=index[members]) for members, h in meetings)
    # Nobody is left to look at for the reasons of empty seats, which nobody asked for.
    problem.sessions = tuple(
        replace(session, kinds=tuple(replace(kind, eligible=frozenset()) for kind in session.kinds))
        for session in problem.sessions
    )
    return tuple(
        session.model_copy(
            update={"seats": tuple(s if s.person else s.model_copy(update=_OPEN) for s in session.seats)}
        )
        for session in assemble.sessions(Draft(problem, held))
    )
