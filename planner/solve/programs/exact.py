"""CP-SAT on the exact model: of everything, of the staff of a fixed timetable, or of a neighbourhood of a plan."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from planner.domain.scenario import Weighted
from planner.model import RULES, Model
from planner.model.joint import JointSession
from planner.model.tiers import TIERS, weighted
from planner.model.timetable import narrowed
from planner.solve.draft import Draft, Held
from planner.solve.effort import Clock
from planner.solve.problem import Problem
from planner.solve.programs.cpsat import run

Taken = tuple[int, int, int]
"""Somebody in a seat: position of a choice, index of the seat kind, person."""


@dataclass(frozen=True)
class Choice:
    """A joint session (by index) as it is open in a model: with some of its starts, places and people."""

    session: int
    candidate: JointSession


@dataclass(frozen=True)
class Found:
    """What a search gave: the best plan, a proven bound for each tier (given the tiers before), or infeasibility."""

    draft: Draft | None
    bounds: tuple[int | None, ...]
    infeasible: bool = False


def everything(problem: Problem) -> list[Choice]:
    """Return every joint session with all its options: the whole problem."""
    return [Choice(c, session) for c, session in enumerate(problem.sessions)]


def search(
    problem: Problem,
    choices: Sequence[Choice],
    clock: Clock,
    *,
    seconds: float,
    start: Draft | None = None,
    floors: Sequence[int] = (),
    liked: Set[Taken] = frozenset(),
) -> Found:
    """Minimise the tiers one after the other within `choices`; then, of equal plans, take one with most of `liked`.

    `start` is a plan within them; `floors` are values below which no plan can go.
    """
    model = Model(problem.grid, tuple(choice.candidate for choice in choices), problem.base)
    for rule in RULES:
        rule(model)
    expressions = [
        weighted(model, tier) if isinstance(tier, Weighted) else TIERS[tier](model) for tier in problem.objective
    ]
    best = start
    bounds: list[int | None] = [None] * len(expressions)
    solver = cp_model.CpSolver()
    for i, expression in enumerate(expressions):
        if clock.over or seconds <= 0:
            break
        floor = floors[i] if floors else 0
        model.cp.add(expression >= floor)
        if best is not None and best.values[i] <= floor:
            bounds[i] = best.values[i]
        else:
            _hint(model, choices, best)
            model.cp.minimize(expression)
            status, spent = run(solver, model.cp, clock, seconds)
            seconds -= spent
            if status == cp_model.INFEASIBLE:
                return Found(best, tuple(bounds), infeasible=best is None)
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            found = _draft(problem, choices, model, solver)
            best = found if best is None or found.values < best.values else best
            bounds[i] = best.values[i] if status == cp_model.OPTIMAL else round(solver.best_objective_bound)
        model.cp.add(expression <= best.values[i])
    else:
        wanted = [literal for key, literal in model.seat.items() if key in liked]
        if wanted and best is not None:
            _hint(model, choices, best)
            model.cp.maximize(sum(wanted))
            if run(solver, model.cp, clock, seconds)[0] in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                best = _draft(problem, choices, model, solver)
    return Found(best, tuple(bounds))


def _draft(problem: Problem, choices: Sequence[Choice], model: Model, solver: cp_model.CpSolver) -> Draft:
    seats: dict[int, list[tuple[int, int]]] = {}
    standby: dict[int, list[tuple[int, int]]] = {}
    for (c, k, p), literal in model.seat.items():
        if solver.boolean_value(literal):
            seats.setdefault(c, []).append((k, p))
    for (c, k, p), literal in model.standby.items():
        if solver.boolean_value(literal):
            standby.setdefault(c, []).append((k, p))
    held = []
    for c, choice in enumerate(choices):
        if solver.boolean_value(model.held[c]):
            at = next(s for s, literal in model.at_start[c].items() if solver.boolean_value(literal))
            place = next(p for p, literal in model.at_place[c].items() if solver.boolean_value(literal))
            held.append(
                Held(
                    choice.session,
                    at,
                    place,
                    tuple(sorted(seats.get(c, ()))),
                    tuple(sorted(standby.get(c, ()))),
                )
            )
    return Draft(problem, tuple(sorted(held, key=lambda h: (h.start, h.session))))


def _hint(model: Model, choices: Sequence[Choice], draft: Draft | None) -> None:
    """Let the search begin at a plan."""
    if draft is None:
        return
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    at = {choice.session: c for c, choice in enumerate(choices)}
    held = {at[h.session]: h for h in draft.held}
    for c, literal in enumerate(model.held):
        model.cp.add_hint(literal, c in held)
        for value, chosen in ((model.at_start[c], "start"), (model.at_place[c], "place")):
            for v, option in value.items():
                if option.index != literal.index:
                    model.cp.add_hint(option, c in held and getattr(held[c], chosen) == v)
    sitting = {(c, k, p) for c, h in held.items() for k, p in h.seats}
    standing = {(c, k, p) for c, h in held.items() for k, p in h.standby}
    for key, literal in model.seat.items():
        model.cp.add_hint(literal, key in sitting)
    for key, literal in model.standby.items():
        model.cp.add_hint(literal, key in standing)


def fixed(problem: Problem, h: Held) -> Choice:
    """Return a session of a plan with its start, place and holders as they are."""
    session = problem.sessions[h.session]
    kinds = tuple(
        replace(
            kind,
            eligible=frozenset(p for j, p in (*h.seats, *h.standby) if j == k),
        )
        for k, kind in enumerate(session.kinds)
    )
    return Choice(h.session, replace(narrowed(session, frozenset({h.start}), frozenset({h.place})), kinds=kinds))


def restaffed(problem: Problem, h: Held) -> Choice:
    """Return a session of a plan with its start and place as they are, and people open."""
    return Choice(h.session, narrowed(problem.sessions[h.session], frozenset({h.start}), frozenset({h.place})))


def reopened(problem: Problem, h: Held) -> Choice:
    """Return a session of a plan with start, place and people open."""
    return Choice(h.session, problem.sessions[h.session])
