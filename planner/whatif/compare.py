"""Two plans compared: how far each tier moved, and how many seats changed hands."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.plan import Plan, Tier
from planner.domain.whatif import Shift


def difference(base: Plan, plan: Plan) -> dict[str, Shift]:
    """Return `plan` minus `base` for every tier that has a value in both, in the plan's order and units.

    `low` and `high` enclose the difference of the two best values: ``plan.bound - base.value`` and
    ``plan.value - base.bound``. They are None where an earlier tier of either plan is unproven (a bound then
    speaks of other plans than the best ones), and where the bound that they need is missing.
    """
    old = {tier.name: (tier, sure) for tier, sure in _grounded(base)}
    found: dict[str, Shift] = {}
    for tier, sure in _grounded(plan):
        was, was_sure = old.get(tier.name, (None, False))
        if was is None or was.value is None or tier.value is None:
            continue
        low = high = None
        if sure and was_sure:
            low = None if tier.bound is None else tier.bound - was.value
            high = None if was.bound is None else tier.value - was.bound
        found[tier.name] = Shift(value=tier.value - was.value, low=low, high=high)
    return found


def _grounded(plan: Plan) -> Iterator[tuple[Tier, bool]]:
    """Yield each tier with whether the one before, and so every earlier one, is proven."""
    sure = True
    for tier in plan.tiers:
        yield tier, sure
        sure = tier.proven


def seats_changed(base: Plan, plan: Plan) -> int:
    """Return how many seats of the two plans are held by somebody who does not hold the same in the other.

    The holder of an own role holds the same where they hold that role of that activity; the holder of a shared
    role where they hold that role, shared, in a session with any member of theirs. Filled seats of the base that
    are not held so in the plan are counted, and filled seats of the plan that are not held so in the base: a
    handover counts 2, an absence that nobody makes up for 1, two sessions joined with their holders 0. Empty
    seats and standbys do not count.
    """
    held, hold = list(_duties(base)), list(_duties(plan))
    before = {duty for duties in held for duty in duties}
    after = {duty for duties in hold for duty in duties}
    return sum(after.isdisjoint(duties) for duties in held) + sum(before.isdisjoint(duties) for duties in hold)


Duty = tuple[str, str, str, bool]
"""A person, the role, an activity that it is for, and whether the role is shared."""


def _duties(plan: Plan) -> Iterator[list[Duty]]:
    """Yield, for each filled seat, its holder's role once for each activity that it is for."""
    for session in plan.sessions:
        for seat in session.seats:
            if seat.person is not None:
                of = session.activities if seat.activity is None else (seat.activity,)
                yield [(seat.person, seat.role, activity, seat.activity is None) for activity in of]
