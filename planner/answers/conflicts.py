"""Why a seat is empty, an activity not held, a scenario infeasible: a smallest set of inputs in conflict.

The answer is a set of inputs, and of other activities with their needs, such that the goal fails with exactly this
set enforced and works without any one of it; both are found by solving.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from planner.answers.growth import grown
from planner.answers.inputs import inputs
from planner.answers.inputs.words import Names, some
from planner.answers.probe import Members, Need, Probe
from planner.answers.told import Cause, Conflict, Goal, causes, headline, lines
from planner.domain.plan import Plan, Session
from planner.domain.scenario import Scenario

SMALL: Final = 15
"""Most members of a conflict for which a smaller one is looked for."""

FEW: Final = 20
"""Inputs of a kind that are tried one by one as soon as they cannot all go: mostly all have to stay then."""

FEW_NEEDS: Final = 8
"""Most needs of seats each of which is tried as no more than a need to be held."""

LIGHT: Final = (
    ("travel",),
    ("representation",),
    ("activities/*/merge", "together", "apart"),
    ("places/*/parallel", "places/*/area"),
    ("people/*/max_hours_per_week",),
    ("people/*/max_hours_per_day",),
    ("organisations",),
    ("places/*/capacity",),
    ("functions/*/separate",),
    ("people/*/areas",),
    ("places/*/closed",),
    ("activities/*/nominated", "activities/*/own_roles/*/nominated"),
    ("functions/*/roles/*/blocs", "activities/*/own_roles/*/blocs"),
    ("budget",),
)
"""Kinds of inputs in the order in which conflicts are rid of them, whole kinds before anything else."""

HEAVY: Final = (
    ("activities/*/places",),
    ("functions/*/max_people",),
    ("people/*/available",),
    ("people/*/unavailable",),
    ("forbids",),
    ("activities/*/window", "activities/*/starts"),
    ("functions/*/roles/*/skill", "activities/*/own_roles/*/skill"),
    ("pins",),
)
"""Kinds of inputs that planners think of first, or without which models grow: what is kept longest."""


def why_empty(
    scenario: Scenario,
    plan: Plan,
    session: str,
    role: str,
    activity: str | None = None,
    *,
    seconds: float = 20.0,
    stop: threading.Event | None = None,
) -> Conflict:
    """Say why one seat more of a role cannot be filled in a session's activities (`activity`: of its own role).

    Raises:
        LookupError: the plan has no such session, or no such seat of it is empty.
    """
    held = next((s for s in plan.sessions if s.id == session), None)
    if held is None:
        raise LookupError(session)
    empty = _empty(held, (role, activity))
    if not empty:
        raise LookupError(f"{session}: {role}")
    names = Names(scenario)
    members = held.activities if activity is None else (activity,)
    name = names.role_of(scenario, members[0], role)
    who_vi, who_en = some((names.activity[a] for a in members), most=2)
    goal = Goal(
        activities=members,
        role=role,
        origin=activity,
        empty=empty - 1,
        vi=f"xếp thêm người vào vai trò {name} của {who_vi}",
        en=f"one more person as {name} at {who_en}",
    )
    return _why(scenario, plan, goal, list(_needs(plan, goal)), seconds, stop)


def why_unheld(
    scenario: Scenario, plan: Plan, activity: str, *, seconds: float = 20.0, stop: threading.Event | None = None
) -> Conflict:
    """Say why an activity cannot be held beside all that the plan holds.

    Raises:
        LookupError: the plan holds it, or the scenario does not have it.
    """
    if activity not in {entry.activity for entry in plan.unheld}:
        raise LookupError(activity)
    name = Names(scenario).activity[activity]
    goal = Goal(activities=(activity,), vi=f"tổ chức {name}", en=f"holding {name}")
    others = [Need(activity=a) for session in plan.sessions for a in session.activities]
    return _why(scenario, plan, goal, others, seconds, stop)


def why_infeasible(scenario: Scenario, *, seconds: float = 20.0, stop: threading.Event | None = None) -> Conflict:
    """Say why no plan meets all rules: which of the pins and other inputs cannot go together."""
    goal = Goal(vi="thực hiện mọi điều đã ấn định", en="keeping everything that is fixed")
    return _why(scenario, None, goal, [], seconds, stop)


def _empty(session: Session, key: tuple[str, str | None]) -> int:
    return sum((seat.role, seat.activity) == key and seat.person is None for seat in session.seats)


def _needs(plan: Plan, goal: Goal) -> Iterable[Need]:
    """Yield what every other seat of the plan needs: that its activity is held, and as few of its seats empty."""
    for session in plan.sessions:
        keys = Counter((seat.role, seat.activity) for seat in session.seats)
        for a in session.activities:
            if a not in goal.activities:
                yield Need(activity=a)
            for key, seats in keys.items():
                asked = a in goal.activities and key == (goal.role, goal.origin)
                empty = _empty(session, key)
                if key[1] in (None, a) and empty < seats and not asked:
                    yield Need(activity=a, role=key[0], origin=key[1], empty=empty)


def _why(
    scenario: Scenario,
    plan: Plan | None,
    goal: Goal,
    needs: Sequence[Need],
    seconds: float,
    stop: threading.Event | None,
) -> Conflict:
    began = time.monotonic()
    probe = Probe(
        scenario,
        inputs(scenario),
        goal.demands(),
        seconds=seconds,
        near=() if plan is None else plan.sessions,
        stop=stop,
    )
    members, instead = grown(probe, plan, needs, frozenset(n for kind in _kinds(probe, LIGHT) for n in kind))
    if members is None:
        told = headline(goal, "unknown" if instead is None else "possible", 0)
        return told.model_copy(update={"instead": instead, "seconds": round(time.monotonic() - began, 3)})
    members = _shrunk(probe, members)
    smallest = not members
    if 0 < len(members) <= SMALL:
        members, smallest = probe.smallest(members)
    checked = probe.confirmed(members)
    found = [probe.member(n) for n in sorted(members)]
    named = causes(scenario, found)
    return headline(goal, "conflict", len(named)).model_copy(
        update={
            "causes": named,
            "needs": tuple(need for need in found if isinstance(need, Need)),
            "lines": lines(scenario, found),
            "smallest": smallest,
            "checked": checked,
            "seconds": round(time.monotonic() - began, 3),
        }
    )


def _shrunk(probe: Probe, members: Members) -> Members:
    """Return a part of a failing set that fails, none of whose members can be left out.

    First whole kinds of inputs go, then needs, then inputs one by one.
    """
    light, heavy = _kinds(probe, LIGHT), _kinds(probe, HEAVY)
    members = probe.shrunk(members, [light])
    members = probe.shrunk(members, [[[n] for n in sorted(members - probe.everything)]])
    held = {a for demand in probe.demands(members) for a in demand.activities}
    idle = {str(i) for i, a in enumerate(probe.scenario.activities) if a.id not in held}
    about = [one.pointer.split("/")[1:3] for one in probe.inputs]
    members = probe.shrunk(members, [[[n for n, at in enumerate(about) if at[0] == "activities" and at[1] in idle]]])
    members = probe.shrunk(members, [[[n] for n in kind] for kind in (*light, *heavy)], few=FEW)
    return _weakened(probe, members)


def _kinds(probe: Probe, kinds: Iterable[tuple[str, ...]]) -> list[list[int]]:
    """Return the inputs of each of some kinds."""
    return [[n for n, one in enumerate(probe.inputs) if one.kind.startswith(kind)] for kind in kinds]


def _weakened(probe: Probe, members: Members) -> Members:
    """Ask only that an activity is held, where its seats do not matter: of all at once, and of each if they are few."""
    needs = {n: need for n in sorted(members) if isinstance(need := probe.member(n), Need) and need.role is not None}
    if len(needs) > FEW_NEEDS:
        weaker = members.difference(needs) | {probe.add(Need(activity=need.activity)) for need in needs.values()}
        return weaker if probe.fails(weaker) else members
    for n, need in needs.items():
        weaker = (members - {n}) | {probe.add(Need(activity=need.activity))}
        if probe.fails(weaker):
            members = weaker
    return members


__all__ = ["Cause", "Conflict", "Goal", "why_empty", "why_infeasible", "why_unheld"]
