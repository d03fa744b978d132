"""What each objective tier adds up, for the solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ortools.sat.python.cp_model import IntVar, LinearExpr, LinearExprT

from planner.domain.plan import Seat, Session
from planner.domain.scenario import Weighted
from planner.model.timetable import Model


def unheld(model: Model) -> LinearExprT:
    """Priorities of the activities not held."""
    return LinearExpr.weighted_sum(model.unheld, [a.priority for a in model.grid.activities])


def unfilled(model: Model) -> LinearExprT:
    """Empty seats."""
    return LinearExpr.sum(list(model.empty.values()))


def unbacked(model: Model) -> LinearExprT:
    """Standby people missing."""
    wanted = [k.standby * model.held[c] for c, s in enumerate(model.candidates) for k in s.kinds if k.standby]
    return LinearExpr.sum(wanted) - LinearExpr.sum(list(model.standby.values()))


def staff_sessions(model: Model) -> LinearExprT:
    """Filled seats."""
    return LinearExpr.sum(list(model.seat.values()))


def cost(model: Model) -> LinearExprT:
    """VND: sessions, places, transport and filled seats."""
    literals: list[IntVar] = []
    prices: list[int] = []
    for c, session in enumerate(model.candidates):
        literals.append(model.held[c])
        prices.append(session.fixed_cost)
        for place, price in zip(session.places, session.place_costs, strict=True):
            literals.append(model.at_place[c][place])
            prices.append(price)
    for (c, _, p), literal in model.seat.items():
        literals.append(literal)
        prices.append(model.grid.seat_cost(p, model.candidates[c].minutes))
    return LinearExpr.weighted_sum(literals, prices)


def people(model: Model) -> LinearExprT:
    """Distinct people in seats."""
    used = {p: model.cp.new_bool_var(f"used{p}") for p in model.candidates_of}
    for (p, _), literal in model.seat_literal.items():
        model.cp.add_implication(literal, used[p])
    return LinearExpr.sum(list(used.values()))


def peak_minutes(model: Model) -> LinearExprT:
    """The most seat minutes that any one person gets."""
    most = model.cp.new_int_var(0, sum(s.minutes for s in model.candidates), "peak")
    for p, candidates in model.candidates_of.items():
        model.cp.add(
            LinearExpr.sum([model.candidates[c].minutes * model.seat_literal[p, c] for c in candidates]) <= most
        )
    return most


def changes(model: Model) -> LinearExprT:
    """Differences from the base plan: moved or dropped activities, and holders who lost their seat."""
    if model.base is None:
        return 0
    kept: list[LinearExprT] = []
    for session in model.base.sessions:
        kept += [_stays(model, session, a) for a in session.activities]
        kept += [_keeps(model, session, seat) for seat in session.seats if seat.person is not None]
    return len(kept) - LinearExpr.sum(kept)


def _stays(model: Model, session: Session, activity: str) -> LinearExprT:
    """Tell whether an activity keeps its start and place: 0 or 1."""
    start = model.grid.minute(session.start)
    place = model.grid.place_index.get(session.place)
    same: list[IntVar] = []
    for c in model.containing.get(model.grid.activity_index.get(activity, -1), ()):
        if place is not None and (start, place) in model.candidates[c].options:
            both = model.cp.new_bool_var("")
            model.cp.add_implication(both, model.at_start[c][start])
            model.cp.add_implication(both, model.at_place[c][place])
            same.append(both)
    return LinearExpr.sum(same)


def _keeps(model: Model, session: Session, seat: Seat) -> LinearExprT:
    """Tell whether a base holder still has the seat, a shared one with any member of the session: 0 or 1."""
    person = model.grid.person_index.get(seat.person or "")
    origins = session.activities if seat.activity is None else (seat.activity,)
    literals: set[int] = set()
    for activity in origins:
        a = model.grid.activity_index.get(activity, -1)
        for c in model.containing.get(a, ()):
            own = seat.activity is not None
            k = model.own_kind(c, a, seat.role) if own else model.shared_kind(c, seat.role)
            if k is not None and person is not None and (c, k, person) in model.seat:
                literals.add(model.seat[c, k, person].index)
    if not literals:
        return 0
    kept = model.cp.new_bool_var("")
    model.cp.add_bool_or([kept.negated(), *(model.cp.get_bool_var_from_proto_index(i) for i in sorted(literals))])
    return kept


TIERS: Mapping[str, Callable[[Model], LinearExprT]] = {
    "unheld": unheld,
    "unfilled": unfilled,
    "unbacked": unbacked,
    "staff_sessions": staff_sessions,
    "cost": cost,
    "people": people,
    "peak_minutes": peak_minutes,
    "changes": changes,
}


def weighted(model: Model, tier: Weighted) -> LinearExprT:
    """Several tiers, each times its weight."""
    return LinearExpr.sum([weight * TIERS[name](model) for name, weight in sorted(tier.weighted.items()) if weight])
