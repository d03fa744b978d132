"""What else has to be asked for until a goal fails: the rest of the plan, as far as the goal takes from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from planner.answers.beside import beside
from planner.answers.probe import Members, Need, Probe
from planner.domain.plan import Plan, Session

MANY: Final = 20
"""Needs from which a question is put first without the inputs that conflicts can mostly do without."""


class Grown(NamedTuple):
    """Members that fail, or sessions that reach the goal and meet every need, or neither: time ran out."""

    members: Members | None
    sessions: tuple[Session, ...] | None


def grown(probe: Probe, plan: Plan | None, needs: Sequence[Need], light: Members) -> Grown:
    """Add needs to all inputs until the goal fails.

    Added are the seats in the given plan from which a plan that reaches the goal takes people (and all that somebody
    does there who is taken again); where it takes nobody, all that it costs otherwise. Without a plan there are no
    needs. `light` are inputs to try without first.
    """
    members = probe.everything
    holders = _holders(plan)
    wanted: set[str] = set()
    while True:
        small = members - light
        if len(members) - len(probe.everything) >= MANY and probe.fails(small):
            return Grown(small, None)
        answer = probe.ask(members)
        if answer.sessions is None:
            return Grown(members if answer.known else small if probe.fails(small) else None, None)
        if plan is None:
            return Grown(None, answer.sessions)
        sessions = beside(probe.scenario, plan, answer.sessions)
        unmet = _unmet(sessions, needs)
        if not unmet:
            return Grown(None, sessions)
        serving = {seat.person for session in answer.sessions for seat in session.seats if seat.person is not None}
        taken = serving & set().union(*(holders[_key(need)] for need in unmet))
        more = [need for need in unmet if not taken.isdisjoint(holders[_key(need)])]
        more += [need for need in needs if not (taken & wanted).isdisjoint(holders[_key(need)])]
        wanted |= taken
        members |= {probe.add(need) for need in more or unmet}


def _key(need: Need) -> tuple[str, str | None, str | None]:
    return need.activity, need.role, need.origin


def _holders(plan: Plan | None) -> dict[tuple[str, str | None, str | None], set[str]]:
    """Return who holds the seats of each role in the session of each activity."""
    found: dict[tuple[str, str | None, str | None], set[str]] = defaultdict(set)
    for session in () if plan is None else plan.sessions:
        for seat in session.seats:
            for activity in session.activities if seat.person is not None else ():
                found[activity, seat.role, seat.activity].add(seat.person or "")
    return found


def _unmet(sessions: Collection[Session], needs: Sequence[Need]) -> list[Need]:
    """Return the needs that sessions do not meet."""
    empty = {
        activity: Counter((seat.role, seat.activity) for seat in session.seats if seat.person is None)
        for session in sessions
        for activity in session.activities
    }
    return [
        need
        for need in needs
        if need.activity not in empty
        or (need.role is not None and empty[need.activity][need.role, need.origin] > need.empty)
    ]
