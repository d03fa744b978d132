"""Which sets of activities can meet: every joint session that the rules allow, whatever the staff.

Sets are grown one activity at a time. All tests but `together` and `representation` fail for every larger set too,
so a set that fails is never grown. Where a scenario allows so many sets that listing them is hopeless, the smaller
sets are kept and `JointSessions.complete` is False: plans stay right, but bounds must not rest on the list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.grid import Grid, SeatKind

LIMIT = 20_000
"""Most sets listed for one function and area."""


@dataclass(frozen=True)
class JointSession:
    """Activities that may be held as one, with all that follows from the set alone.

    `minutes`: duration. `options`: the (start, place) pairs at which it can be held, `starts` and `places` those
    that occur. `sponsors`: organisation ids, sorted. `fixed_cost`: VND apart from place, transport and seats.
    """

    members: tuple[int, ...]
    function: str
    area: str | None
    minutes: int
    attendance: int
    sponsors: tuple[str, ...]
    kinds: tuple[SeatKind, ...]
    starts: tuple[int, ...]
    places: tuple[int, ...]
    options: frozenset[tuple[int, int]]
    fixed_cost: int
    place_costs: tuple[int, ...]

    @property
    def seats(self) -> int:
        """All seats of the session."""
        return sum(kind.seats for kind in self.kinds)


@dataclass(frozen=True)
class JointSessions:
    """All sessions that can be held; `complete` unless some were left out for their sheer number."""

    sessions: tuple[JointSession, ...]
    complete: bool


def joint_sessions(grid: Grid, limit: int = LIMIT) -> JointSessions:
    """List the sets of activities that can be held as one session, singles included."""
    groups: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for i, activity in enumerate(grid.activities):
        groups[activity.function, activity.area].append(i)
    partners = _together(grid)
    found: list[JointSession] = []
    complete = True
    for key in sorted(groups, key=lambda k: (k[0], k[1] or "")):
        members = groups[key]
        willing = _willing(grid, members)
        level: list[tuple[int, ...]] = [(a,) for a in members]
        listed = 0
        while level:
            grown: list[tuple[int, ...]] = []
            for chosen in level:
                session = joint_session(grid, chosen)
                if session is None:
                    continue
                if all(partners[a] <= set(chosen) for a in chosen) and _can_be_represented(grid, session):
                    found.append(session)
                listed += 1
                if listed + len(grown) <= limit:
                    others = set.intersection(*(willing[a] for a in chosen))
                    grown += [(*chosen, b) for b in sorted(others) if b > chosen[-1]]
            if listed + len(grown) > limit and grown:
                complete = False
                break
            level = grown
    return JointSessions(tuple(found), complete)


def _willing(grid: Grid, members: list[int]) -> dict[int, set[int]]:
    """Tell for each activity with which others it may meet: consent from both sides, and not `apart`."""
    of: dict[str, set[int]] = defaultdict(set)
    for a in members:
        of[grid.activities[a].organisation].add(a)
    parted: dict[int, set[int]] = defaultdict(set)
    for one, other in grid.scenario.apart:
        a, b = grid.activity_index[one], grid.activity_index[other]
        parted[a].add(b)
        parted[b].add(a)
    begun = {a: chosen for chosen in grid.past_sets for a in chosen}

    def admitted(a: int) -> set[str]:
        merge, own = grid.activities[a].merge, grid.activities[a].organisation
        return set(of) if merge == "any" else set() if merge == "never" else {own, *merge}

    admits = {a: admitted(a) for a in members}

    def willing(a: int) -> set[int]:
        theirs = set().union(*(of.get(sponsor, ()) for sponsor in admits[a]))
        own = grid.activities[a].organisation
        return {b for b in theirs - parted[a] - {a} if own in admits[b] and begun.get(a) == begun.get(b)}

    return {a: willing(a) for a in members}


def _together(grid: Grid) -> dict[int, set[int]]:
    """Return for each activity all that must share its session, through chains of pairs."""
    cluster = {i: {i} for i in range(len(grid.activities))}
    pairs = [(grid.activity_index[a], grid.activity_index[b]) for a, b in grid.scenario.together]
    for first, second in [*pairs, *((begun[0], other) for begun in grid.past_sets for other in begun[1:])]:
        union = cluster[first] | cluster[second]
        for a in union:
            cluster[a] = union
    return cluster


def joint_session(grid: Grid, members: tuple[int, ...]) -> JointSession | None:
    """Return the session of activities (in order) that agree to meet; None where no start and place fits."""
    first = grid.activities[members[0]]
    function = grid.function_of[first.function]
    attendance = grid.attendance(members)
    if function.max_people is not None and attendance > function.max_people:
        return None
    places = frozenset.intersection(*(grid.allowed_places[a] for a in members))
    roomy = sorted(p for p in places if grid.places[p].capacity >= attendance and grid.places[p].parallel > 0)
    minutes = max(grid.activities[a].duration_minutes for a in members)
    starts = grid.common_starts(members, minutes) if roomy else ()
    options = frozenset((s, p) for s in starts for p in roomy if grid.is_open(p, s, s + minutes))
    if not options:
        return None
    used = tuple(p for p in roomy if any((s, p) in options for s in starts))
    return JointSession(
        members=members,
        function=function.id,
        area=first.area,
        minutes=minutes,
        attendance=attendance,
        sponsors=tuple(sorted({grid.activities[a].organisation for a in members})),
        kinds=grid.seat_kinds(members, attendance),
        starts=tuple(s for s in starts if any((s, p) in options for p in used)),
        places=used,
        options=options,
        fixed_cost=function.cost_per_session + function.cost_per_person * attendance,
        place_costs=tuple(grid.place_cost(members, p) for p in used),
    )


def _can_be_represented(grid: Grid, session: JointSession) -> bool:
    """Tell whether every sponsor has somebody who could sit in the session at all."""
    if len(session.sponsors) < 2 or not grid.scenario.representation:
        return True
    fit = frozenset().union(*(kind.eligible for kind in session.kinds))
    return all(not fit.isdisjoint(grid.members_of[o]) for o in session.sponsors)
