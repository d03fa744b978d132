"""Where activities meet that need no staff: each goes to a place, what a place receives is limited, and both cost.

The form in which joint sessions are far too many to list, and need not be: what a session costs and how many come is
a sum over its members. It is the capacitated facility location problem with single sourcing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.domain.scenario import Weighted
from planner.model.joint import joint_session
from planner.solve.problem import Problem

Whole = npt.NDArray[np.int64]
"""An array of whole numbers."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LARGEST = 2**60
"""No product of the search may be larger: it counts in 64-bit whole numbers."""

FREE = frozenset({"unbacked", "staff_sessions", "people", "peak_minutes"})
"""Tiers that are 0 where nobody serves."""

FEW = 1_000
"""Joint sessions up to which a full list of them serves better."""

MOST_PAIRS = 400_000
"""Most pairs of an activity and a hall."""


@dataclass(frozen=True)
class Location:
    """`halls` are places (by index), one as often as it holds sessions at once; `activities` those that fit any.

    `size[j]` come to activity j, at most `room[i]` to hall i; `opening[i]` VND where it is used, `cost[i, j]` for
    an activity there, where `fits[i, j]`. `common` VND are spent wherever they meet. `lost` is the priority of the
    activities that fit nowhere. All meet at `start`.
    """

    activities: tuple[int, ...]
    halls: tuple[int, ...]
    size: Whole
    room: Whole
    opening: Whole
    cost: Whole
    fits: npt.NDArray[np.bool_]
    common: int
    lost: int
    start: int


def location_of(problem: Problem) -> Location | None:
    """Return the problem in this form, None where it is another."""
    grid, scenario = problem.grid, problem.scenario
    listed = problem.complete and len(problem.sessions) <= FEW
    if listed or problem.base is not None or grid.past is not None or not _plain(problem):
        return None
    alone = {a: session for a in range(len(grid.activities)) if (session := joint_session(grid, (a,))) is not None}
    if not alone or len({(s.function, s.area, s.starts, s.minutes) for s in alone.values()}) > 1:
        return None
    first = next(iter(alone.values()))
    together = sum(session.attendance for session in alone.values())
    sponsors = {s for session in alone.values() for s in session.sponsors}
    if (
        len(first.starts) > 1
        or any(session.kinds for session in alone.values())
        or _ever_staffed(problem, first.function)
        or (len(sponsors) > 1 and scenario.representation)
        or grid.attendance(alone) != together
        or not _agreed(problem, sponsors)
    ):
        return None
    function = grid.function_of[first.function]
    used = sorted({p for session in alone.values() for p in session.places})
    halls = [p for p in used for _ in range(min(grid.places[p].parallel, len(alone)))]
    if len(halls) * len(alone) > MOST_PAIRS:
        return None
    limit = together if function.max_people is None else function.max_people
    cost = np.zeros((len(halls), len(alone)), dtype=np.int64)
    fits = np.zeros(cost.shape, dtype=bool)
    for j, (a, session) in enumerate(alone.items()):
        allowed = set(session.places)
        for i, p in enumerate(halls):
            fits[i, j] = p in allowed
            cost[i, j] = grid.activities[a].transport_cost.get(grid.places[p].id, 0)
    found = Location(
        activities=tuple(alone),
        halls=tuple(halls),
        size=np.array([session.attendance for session in alone.values()], dtype=np.int64),
        room=np.array([min(grid.places[p].capacity, limit, together) for p in halls], dtype=np.int64),
        opening=np.array([grid.places[p].cost_per_session + function.cost_per_session for p in halls], dtype=np.int64),
        cost=cost,
        fits=fits,
        common=function.cost_per_person * together,
        lost=sum(activity.priority for a, activity in enumerate(grid.activities) if a not in alone),
        start=first.starts[0],
    )
    dearest = int(max(found.cost.max(), found.opening.max(), 1))
    return found if dearest * int(max(found.size.max(), 1)) * 8 * len(alone) ** 2 < LARGEST else None


def _plain(problem: Problem) -> bool:
    """Whether every tier is a sum that counts here, and no activities belong together."""
    scenario = problem.scenario
    known = FREE | {"unheld", "unfilled", "cost"}
    return not scenario.together and all(not isinstance(t, Weighted) and t in known for t in problem.objective)


def _ever_staffed(problem: Problem, function: str) -> bool:
    roles = problem.grid.function_of[function].roles
    return any(role.fixed or role.people_per_seat is not None for role in roles)


def _agreed(problem: Problem, sponsors: set[str]) -> bool:
    """Whether any two activities may meet."""

    def admits(merge: object) -> bool:
        return merge == "any" or (isinstance(merge, tuple) and sponsors <= {*merge})

    activities = problem.grid.activities
    same = len(sponsors) == 1
    return not problem.scenario.apart and all(
        admits(a.merge) or (same and not isinstance(a.merge, str)) for a in activities
    )
