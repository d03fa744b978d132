"""Of two duties of a person in different sessions one ends, with travel, before the other starts."""

from collections import defaultdict
from itertools import combinations

from ortools.sat.python.cp_model import IntVar

from planner.model.packing import clique_cover
from planner.model.timetable import Model


def add(model: Model) -> None:
    """Keep duties apart: by moment where starts are fixed, by interval, or pair by pair where travel matters."""
    if model.grid.longest_travel:
        _with_travel(model)
        return
    for p, candidates in model.candidates_of.items():
        if all(len(model.candidates[c].starts) == 1 for c in candidates):
            _by_moment(model, p, candidates)
        else:
            model.cp.add_no_overlap(
                model.cp.new_optional_fixed_size_interval_var(
                    model.start[c], model.candidates[c].minutes, model.duty_literal[p, c], ""
                )
                for c in candidates
            )


def _by_moment(model: Model, person: int, candidates: list[int]) -> None:
    """At the start of each session the person is in at most one: intervals meet pairwise iff all meet at a start."""
    spans = [(model.candidates[c].starts[0], model.candidates[c].minutes, c) for c in candidates]
    seen: set[frozenset[int]] = set()
    for moment in sorted({s for s, _, _ in spans}):
        present = frozenset(c for s, minutes, c in spans if s <= moment < s + minutes)
        if len(present) > 1 and present not in seen:
            seen.add(present)
            model.cp.add_at_most_one(model.duty_literal[person, c] for c in sorted(present))


def _with_travel(model: Model) -> None:
    """Sets of sessions that never go together by cliques; for other pairs a literal says whether they do."""
    both: dict[tuple[int, int], IntVar | bool] = {}
    first = [min(session.starts) for session in model.candidates]

    def clash(c: int, d: int) -> bool:
        c, d = min(c, d), max(c, d)
        if (c, d) not in both:
            one, other = model.candidates[c], model.candidates[d]
            both[c, d] = bool(set(one.members) & set(other.members)) or _can_serve_both(model, c, d)
        return both[c, d] is False

    for p, candidates in model.candidates_of.items():
        duty = {c: model.duty_literal[p, c] for c in sorted(candidates, key=lambda c: (first[c], c))}
        for clique in clique_cover(duty, clash):
            model.cp.add_at_most_one(duty[c] for c in clique)
        for c, d in combinations(sorted(duty), 2):
            if clash(c, d):
                continue
            possible = both[c, d]
            if not isinstance(possible, bool):
                model.cp.add_bool_or([duty[c].negated(), duty[d].negated(), possible])


def _can_serve_both(model: Model, c: int, d: int) -> IntVar | bool:
    """Return whether two sessions leave time to get from one to the other: known, or as a literal."""
    one, other = model.candidates[c], model.candidates[d]

    def fits(s: int, p: int, t: int, q: int) -> bool:
        way = model.grid.travel(p, q)
        return s + one.minutes + way <= t or t + other.minutes + way <= s

    clashes = [(s, p, t, q) for s, p in sorted(one.options) for t, q in sorted(other.options) if not fits(s, p, t, q)]
    if not clashes:
        return True
    if len(clashes) == len(one.options) * len(other.options):
        return False
    both = model.cp.new_bool_var("")
    by_time: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for s, p, t, q in clashes:
        by_time[s, t].append((p, q))
    for (s, t), where in by_time.items():
        never = [both.negated(), model.at_start[c][s].negated(), model.at_start[d][t].negated()]
        if len(where) == len(one.places) * len(other.places):
            model.cp.add_bool_or(never)
            continue
        for p, q in where:
            model.cp.add_bool_or([*never, model.at_place[c][p].negated(), model.at_place[d][q].negated()])
    return both
